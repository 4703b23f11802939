/** The tags in templates of React. Made from custom-elements.json by `npm run manifest`: not to be edited. */
import type { DataFeed } from '../elements/data-feed/data-feed.js';
import type {
  FeedErrorEvent,
  FeedGapEvent,
  ModeChangeEvent,
  StatusChangeEvent,
} from '../elements/data-feed/feed-events.js';
import type { ReportEvent } from '../elements/performance-monitor/monitor-events.js';
import type { PerformanceMonitor } from '../elements/performance-monitor/performance-monitor.js';
import type { SignalEvent } from '../elements/price-alert/alert-events.js';
import type { PriceAlert } from '../elements/price-alert/price-alert.js';
import type { IndicatorErrorEvent } from '../elements/shared/indicator-error.js';
import type { LayoutChangeEvent, SelectionChangeEvent } from '../elements/ticker-board/board-events.js';
import type { TickerBoard } from '../elements/ticker-board/ticker-board.js';
import type { StaleChangeEvent, ValueChangeEvent } from '../elements/ticker-widget/ticker-events.js';
import type { TickerWidget } from '../elements/ticker-widget/ticker-widget.js';
import type { ClassAttributes, HTMLAttributes } from 'react';

/** What every element has, and what this one has of its own. */
type Tag<Class, Props> = ClassAttributes<Class> & Omit<HTMLAttributes<Class>, keyof Props> & Props;

export interface TicklaneTags {
  /** One source of live prices, for every widget that finds it. Shows its children and nothing of its own. */
  'data-feed': Tag<
    DataFeed,
    {
      /** Where the ticks come from: `ws:` or `wss:` a WebSocket; `http:` or `https:` server-sent events or an HTTP stream, by what comes; `sim:rate=200&seed=7` a simulated market; `replay:capture.jsonl` a recording; `nats+wss:` and `mqtt+wss:` once their transports are imported; without it the format's public endpoint. `{symbols}` in it stands for the symbols that are wanted. Several addresses, with blanks between, share the symbols; the last of them is a spare that takes over from whichever is lost. */
      src?: string | null | undefined;
      /** `auto` (by the scheme of `src`), `websocket`, `sse`, `http`, `simulator`, `replay`, `nats`, `mqtt`, or `push`: only what `push()` is given. */
      transport?: 'auto' | 'websocket' | 'sse' | 'http' | 'simulator' | 'replay' | 'nats' | 'mqtt' | 'push' | null | undefined;
      /** `json`, `binary`, a venue (`binance` `binance-futures` `coinbase` `kraken` `okx` `bybit` `bitstamp` `alpaca` `polygon` `finnhub` `twelvedata` `tiingo` `iex`), or the address of a codec module of your own. */
      format?: 'json' | 'binary' | 'binance' | 'binance-futures' | 'coinbase' | 'kraken' | 'okx' | 'bybit' | 'bitstamp' | 'alpaca' | 'polygon' | 'finnhub' | 'twelvedata' | 'tiingo' | 'iex' | (string & {}) | null | undefined;
      /** Which fields of a JSON message mean what: `symbol:s price:p size:q time:T`. Common names are tried without it. */
      map?: string | null | undefined;
      /** WebSocket sub-protocols to offer, with blanks or commas between. */
      protocols?: string | null | undefined;
      /** How ticks cross threads: `shared` through shared memory, which needs a cross-origin isolated page; `batched` in one message a frame and worker; `individual` in one message each; `auto` as the visitor chose on an earlier visit, else the best that the page allows. What is not possible becomes `batched`. A change takes effect at once, and nothing is lost or begins anew. */
      mode?: 'auto' | 'shared' | 'batched' | 'individual' | null | undefined;
      /** Whose worker computes a widget: `auto` its own for the first 128 of a page, shared ones beyond that; `dedicated` its own; `pool` as many shared ones as suit the machine; a number: so many shared ones. Widgets that run already stay where they are. */
      workers?: 'auto' | 'dedicated' | 'pool' | number | (string & {}) | null | undefined;
      /** Where widgets with bars get those before the live ones: a URL with `{symbol}`, `{interval}` and `{limit}`, and `{before}` (epoch ms) where it has pages; `auto` the venue's own; `sim:` makes them up. */
      history?: string | null | undefined;
      /** Milliseconds without a message, heartbeats included, after which the feed is stale. */
      staleAfter?: number | `${number}` | null | undefined;
      /** Milliseconds without a message, heartbeats included, after which the feed is stale. */
      'stale-after'?: number | `${number}` | null | undefined;
      /** Most bytes of the market table, such as `64MB`; series of bars that nobody reads go first. Read when the feed comes into the document. */
      memoryLimit?: string | null | undefined;
      /** Most bytes of the market table, such as `64MB`; series of bars that nobody reads go first. Read when the feed comes into the document. */
      'memory-limit'?: string | null | undefined;
      /** Takes no messages; the connection stays. */
      paused?: boolean | null | undefined;
      /** Called before every attempt to connect, also again after a loss: gives another URL, headers, sub-protocols or first messages. The place for tokens, which never stand in an attribute, and are neither shown nor logged. An exception or no answer for 30 s is a failed attempt. */
      beforeconnect?: DataFeed['beforeconnect'] | null | undefined;
      /** What the page says of symbols: names, currencies, tick sizes. It goes before what the source tells. */
      instruments?: DataFeed['instruments'] | null | undefined;
      /** A problem, in words; also written to the console, once. Bubbles. */
      onfeederror?: ((event: FeedErrorEvent) => void) | null | undefined;
      /** Messages of the source are missing: of which symbol, from which number on, how many. Bubbles. */
      onfeedgap?: ((event: FeedGapEvent) => void) | null | undefined;
      /** Ticks cross threads in another way from now on: which, and why. Bubbles. */
      onmodechange?: ((event: ModeChangeEvent) => void) | null | undefined;
      /** The connection's status changed. Bubbles. */
      onstatuschange?: ((event: StatusChangeEvent) => void) | null | undefined;
    }
  >;
  /** How the page and its feeds do, once a second: frames, ticks, what lies between them, workers and memory. Switches and compares the modes in which prices cross threads. */
  'performance-monitor': Tag<
    PerformanceMonitor,
    {
      /** Id of the feed to look at; without one the closest that encloses the monitor, else all of the page. */
      feed?: string | null | undefined;
      /** How numbers are written and texts are worded, such as `de-CH`; without it as the closest `lang` says, else numbers as the browser has them. */
      locale?: string | null | undefined;
      /** `panel`, or `compact` for a line of text. */
      variant?: 'panel' | 'compact' | null | undefined;
      /** `normal`, or `compact` for less room around the figures. */
      density?: 'normal' | 'compact' | null | undefined;
      /** Address of a page of yours that says how to isolate a page: the notice links to it. */
      help?: string | null | undefined;
      /** Words in place of those of its language, by their names; what is left out stays. */
      strings?: PerformanceMonitor['strings'] | null | undefined;
      /** An attribute has a mistake; also written to the console, once. Bubbles. */
      onindicatorerror?: ((event: IndicatorErrorEvent) => void) | null | undefined;
      /** The figures of another second, on hidden pages too, where browsers let timers run more rarely. Bubbles. */
      onreport?: ((event: ReportEvent) => void) | null | undefined;
    }
  >;
  /** A condition that is looked at with every tick of the `<ticker-widget>` around it. Shows its content, if any. */
  'price-alert': Tag<
    PriceAlert,
    {
      /** A condition in the language of the widget's `indicators`, whose names it may use, and those of its other alerts: `crossover(fast, slow) and rsi(14) < 70`. */
      when?: string | null | undefined;
      /** What signals, and other alerts of the widget, call it. */
      name?: string | null | undefined;
      /** Fires once; without it whenever the condition becomes true again. */
      once?: boolean | null | undefined;
      /** How far each comparison of `when` must be left again before the alert can fire anew, in the unit of what is compared; 0 or more. */
      hysteresis?: number | `${number}` | null | undefined;
      /** Whether a screen reader hears that it fired: `off`; `polite`, when it has come to an end; `assertive`, breaking in. Several are heard one after another. */
      announce?: 'off' | 'polite' | 'assertive' | null | undefined;
      /** The condition has a mistake, or there is no widget around it; also written to the console, once. Bubbles. */
      onindicatorerror?: ((event: IndicatorErrorEvent) => void) | null | undefined;
      /** The condition became true. At once, on hidden pages too, in the order of the ticks. Bubbles. */
      onsignal?: ((event: SignalEvent) => void) | null | undefined;
    }
  >;
  /** Many tickers at once: a sortable grid, tiles, or a tape that moves. A thousand of them are as smooth as ten: only those in sight have nodes. */
  'ticker-board': Tag<
    TickerBoard,
    {
      /** What is shown, with blanks or commas between; as a property a list, whose symbols may also be expressions: `['BTC-USD / ETH-USD']`. */
      symbols?: TickerBoard['symbols'] | null | undefined;
      /** Id of the feed; without one the closest that encloses the board, else the document's first. */
      feed?: string | null | undefined;
      /** `grid`, `tiles` or `tape`. */
      variant?: 'grid' | 'tiles' | 'tape' | null | undefined;
      /** `normal`, or `compact` for more tickers in the same room. */
      density?: 'normal' | 'compact' | null | undefined;
      /** What is shown of each: `symbol last change changePercent bid ask bidSize askSize open high low vwap volume ticks trades time trend`, and indicators by name. The variant's own without it; indicators that it does not name come last. Where there is no room, the least important go. */
      columns?: TickerBoard['columns'] | null | undefined;
      /** A column, `ascending` or `descending`: `changePercent descending`; without it as listed. Live values are sorted anew once a second. */
      sort?: string | null | undefined;
      /** Shows only tickers whose symbol or name has each of these words. */
      filter?: string | null | undefined;
      /** Indicators for each symbol: `sma(20); rsi(14)`. */
      indicators?: string | null | undefined;
      /** What indicators step on: `tick`, or bars of `1s` `5s` `1m` `5m` `15m` `1h` `4h` `1d` or another length up to a day. */
      interval?: string | null | undefined;
      /** What sparklines show: `ticks`, a point for each, or a duration such as `5m`. */
      sparkline?: string | null | undefined;
      /** How numbers and times are written and texts are worded, such as `de-CH`; without it as the closest `lang` says, else numbers as the browser has them. */
      locale?: string | null | undefined;
      /** ISO 4217 code to show prices with; each instrument's own without it. */
      currency?: string | null | undefined;
      /** Sessions begin at midnight of this IANA time zone; without it the instrument's, else UTC. */
      timeZone?: string | null | undefined;
      /** Sessions begin at midnight of this IANA time zone; without it the instrument's, else UTC. */
      'time-zone'?: string | null | undefined;
      /** Paints a second, at most; every frame without it. */
      maxRate?: number | null | `${number}` | undefined;
      /** Paints a second, at most; every frame without it. */
      'max-rate'?: number | null | `${number}` | undefined;
      /** Milliseconds without a tick after which a ticker is stale; the feed's without it; 0: only when the feed is not live. */
      staleAfter?: number | null | `${number}` | undefined;
      /** Milliseconds without a tick after which a ticker is stale; the feed's without it; 0: only when the feed is not live. */
      'stale-after'?: number | null | `${number}` | undefined;
      /** Symbols that are subscribed at a time, at most. Of more, only those in sight are live, and sorting knows only what was seen. */
      maxLanes?: number | `${number}` | null | undefined;
      /** Symbols that are subscribed at a time, at most. Of more, only those in sight are live, and sorting knows only what was seen. */
      'max-lanes'?: number | `${number}` | null | undefined;
      /** Whether a screen reader hears of the selected tickers: `off`; `change`, one after another as they change and there is time for all that speak on the page; or a duration such as `30s`, that often at most. By keys tickers are said in any case: Enter for a cell, S for a row. */
      announce?: string | null | undefined;
      /** What assistive technology calls the board; `Tickers`, in its language, without it. */
      label?: string | null | undefined;
      /** The selected symbols, as the user selected them or the page set them. Frozen. */
      selected?: TickerBoard['selected'] | null | undefined;
      /** Columns, sort and filter as they are, to be kept as JSON and set again. Frozen. */
      layout?: TickerBoard['layout'] | null | undefined;
      /** An attribute has a mistake, or no kernel runs; also written to the console, once. Bubbles. */
      onindicatorerror?: ((event: IndicatorErrorEvent) => void) | null | undefined;
      /** Columns, sort or filter are others: a page that keeps `layout` keeps it now. Bubbles. */
      onlayoutchange?: ((event: LayoutChangeEvent) => void) | null | undefined;
      /** The user selected others. Does not bubble. */
      onselectionchange?: ((event: SelectionChangeEvent) => void) | null | undefined;
    }
  >;
  /** Last price, change, sparkline and indicators of one symbol, or of a price made of several. Inside of a `<ticker-board>` it shows nothing itself: it says what one of the board's rows shows. What it leaves out the board says. Its alerts, events and `values`, `lane` and `bars()` work as outside; it has no states but `listed`, and its `max-rate` is the board's. */
  'ticker-widget': Tag<
    TickerWidget,
    {
      /** A symbol, as the feed's source writes it, or an expression over symbols, with blanks around its signs: `BTC-USD / ETH-USD`. */
      symbol?: string | null | undefined;
      /** Id of the feed; without one the closest that encloses the widget, else the document's first. */
      feed?: string | null | undefined;
      /** Indicators to show: `sma(20); rsi(14)`, or with names `fast: ema(20); slow: ema(fast, 50); macd`. */
      indicators?: string | null | undefined;
      /** What indicators step on: `tick`, each trade, or each mid where there are only quotes; or bars, of `1s` `5s` `1m` `5m` `15m` `1h` `4h` `1d` or another length up to a day. */
      interval?: string | null | undefined;
      /** The least step of the price, to which it is shown: `0.01`, `0.25`, or a fraction as bonds are quoted in, `1/32`. The instrument's without it; where that is not known decimals follow the price. */
      tickSize?: number | string | null | undefined;
      /** The least step of the price, to which it is shown: `0.01`, `0.25`, or a fraction as bonds are quoted in, `1/32`. The instrument's without it; where that is not known decimals follow the price. */
      'tick-size'?: number | string | null | undefined;
      /** `decimal`, or `fraction`: in halves to sixteenths, `45 3/8`, or 32nds and their parts, `99-16+`. As `tick-size` or the instrument have it without. */
      priceFormat?: 'decimal' | 'fraction' | '' | null | undefined;
      /** `decimal`, or `fraction`: in halves to sixteenths, `45 3/8`, or 32nds and their parts, `99-16+`. As `tick-size` or the instrument have it without. */
      'price-format'?: 'decimal' | 'fraction' | '' | null | undefined;
      /** How numbers and times are written and texts are worded, such as `de-CH`; without it as the closest `lang` says, else numbers as the browser has them. */
      locale?: string | null | undefined;
      /** ISO 4217 code to show prices with, such as `USD`, or a market's own of three to six letters and digits, `USDT`. */
      currency?: string | null | undefined;
      /** The session begins at midnight of this IANA time zone; without it the instrument's, else UTC. */
      timeZone?: string | null | undefined;
      /** The session begins at midnight of this IANA time zone; without it the instrument's, else UTC. */
      'time-zone'?: string | null | undefined;
      /** Paints a second, at most; every frame without it. */
      maxRate?: number | null | `${number}` | undefined;
      /** Paints a second, at most; every frame without it. */
      'max-rate'?: number | null | `${number}` | undefined;
      /** Milliseconds without a tick after which the widget is stale; the feed's without it; 0: only when the feed is not live. */
      staleAfter?: number | null | `${number}` | undefined;
      /** Milliseconds without a tick after which the widget is stale; the feed's without it; 0: only when the feed is not live. */
      'stale-after'?: number | null | `${number}` | undefined;
      /** What `change` is against; the session's open without it. */
      previousClose?: number | null | `${number}` | undefined;
      /** What `change` is against; the session's open without it. */
      'previous-close'?: number | null | `${number}` | undefined;
      /** Shows the recent past: `ticks`, a point for each, or a duration such as `5m`. */
      sparkline?: string | null | undefined;
      /** `tile`, `row` for lists, or `compact` for a line of text. */
      variant?: 'tile' | 'row' | 'compact' | null | undefined;
      /** Whether a screen reader hears of the price: `off`; `demand`, where a button that comes with the tab key has it said; `change`, after each change as far as there is time for all that speak on the page; or a duration such as `30s`, that often at most. */
      announce?: string | null | undefined;
      /** `normal`, or `compact` for less room around the texts. */
      density?: 'normal' | 'compact' | null | undefined;
      /** An attribute has a mistake, no kernel runs, or signals were lost; also written to the console, once. Bubbles. */
      onindicatorerror?: ((event: IndicatorErrorEvent) => void) | null | undefined;
      /** One of its alerts fired: at once, on hidden pages too. Bubbles, from the alert. */
      onsignal?: ((event: SignalEvent) => void) | null | undefined;
      /** The widget became stale, or is no longer. Bubbles. */
      onstalechange?: ((event: StaleChangeEvent) => void) | null | undefined;
      /** New values were painted, at most once a frame. Does not bubble. */
      onvaluechange?: ((event: ValueChangeEvent) => void) | null | undefined;
    }
  >;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends TicklaneTags {}
  }
}
