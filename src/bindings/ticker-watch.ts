import type { DataFeed } from '../elements/data-feed/data-feed.js';
import type { TickerValues } from '../elements/ticker-widget/ticker-values.js';
import { Pace, type Paced } from './pace.js';
import { type AskedTicker, SharedTicker, type TickerUser } from './shared-ticker.js';
import { waitingValues } from './waiting-values.js';

/** What a ticker is asked for besides its symbol, and how often whoever asks hears of it. */
export interface TickerOptions {
  /** The feed: its id, or the element; without it the document's first. One that comes later is found when it comes. */
  readonly feed?: string | DataFeed | null | undefined;
  /** Indicators to compute: `sma(20); rsi(14)`, or with names `fast: ema(20)`. They are in `values.indicators` by their names. */
  readonly indicators?: string | undefined;
  /** What indicators step on: `tick`, which is the default, or bars of `1s` `5s` `1m` `5m` `15m` `1h` `4h` `1d` or another length up to a day. */
  readonly interval?: string | undefined;
  /** The session begins at midnight of this IANA time zone; without it the instrument's, else UTC. */
  readonly timeZone?: string | undefined;
  /** What `change` is against; without it the source's, else the session's open. */
  readonly previousClose?: number | null | undefined;
  /** News a second, at most: above 0 and up to 60; 4 without it. Anything else throws a RangeError. */
  readonly maxRate?: number | undefined;
  /** Goes on while the page is hidden, as for a price in its title; browsers let that happen once a second at most. Without it a hidden page rests. */
  readonly whileHidden?: boolean | undefined;
  /** Hears what is wrong, in words for the page's engineer; without it the console does, once. `about`: the option that has the mistake, or `kernel`. */
  readonly onProblem?: ((message: string, about: string) => void) | undefined;
}

/** A ticker that is watched. */
export interface TickerWatch {
  /** As of the last news, frozen; the same object until the next. NaN: not known yet. */
  readonly values: TickerValues;
  /** Ends it. The lane is given back at the end of this task, unless somebody else watches the same. */
  stop(): void;
}

/** News a second where nobody says otherwise: as many as an eye follows. */
export const DEFAULT_RATE = 4;

const told = new Set<string>();

function tellConsole(symbol: string, message: string): void {
  const line = `ticker "${symbol}": ${message}`;
  if (!told.has(line)) console.error(line);
  told.add(line);
}

/** Options with their defaults. */
export function askedOf(symbol: string, options: TickerOptions): AskedTicker {
  const { feed, indicators = '', interval = 'tick', timeZone = '', previousClose = null } = options;
  return { symbol, feed: feed ?? '', indicators, interval, timeZone, previousClose };
}

/** What is known before anybody watches: what another watch of the same has already, else nothing but the names of the indicators. */
export function valuesBefore(symbol: string, options: TickerOptions): TickerValues {
  return SharedTicker.peek(askedOf(symbol, options)) ?? waitingValues(options.indicators ?? '');
}

/** Kernels publish without a tick, too: at first, and when bars of history come. */
function sameValues(a: TickerValues, b: TickerValues): boolean {
  const same = (x: object, y: object) =>
    Object.entries(x).every(([name, value]) => name === 'indicators' || Object.is(value, Reflect.get(y, name)));
  return same(a, b) && same(a.indicators, b.indicators);
}

class Watch implements TickerWatch, TickerUser, Paced {
  values: TickerValues;
  readonly whileHidden: boolean;
  readonly #symbol: string;
  readonly #options: TickerOptions;
  readonly #onChange: (values: TickerValues) => void;
  readonly #pace: Pace;
  readonly #ticker: SharedTicker;

  constructor(symbol: string, options: TickerOptions, onChange: (values: TickerValues) => void) {
    this.#pace = Pace.of(options.maxRate ?? DEFAULT_RATE);
    this.#symbol = symbol;
    this.#options = options;
    this.#onChange = onChange;
    this.whileHidden = options.whileHidden ?? false;
    this.#ticker = SharedTicker.of(askedOf(symbol, options));
    this.#ticker.join(this);
    this.values = this.#ticker.values;
    this.#pace.add(this);
  }

  stop(): void {
    this.#pace.remove(this);
    this.#ticker.leave(this);
  }

  beat(): void {
    const { values } = this.#ticker;
    if (values === this.values || sameValues(values, this.values)) return;
    this.values = values;
    this.#onChange(values);
  }

  problem(message: string, about: string): void {
    const { onProblem } = this.#options;
    if (!onProblem) return tellConsole(this.#symbol, message);
    try {
      onProblem(message, about);
    } catch (error) {
      reportError(error);
    }
  }
}

/**
 * Watches a symbol, or an expression over symbols such as `BTC-USD / ETH-USD`, without an element: for prices in a program's own state. Calls `onChange`
 * at most `maxRate` times a second, and only where something was published. Nothing happens per tick: the kernel computes in a worker, and what it
 * published is read at that rate. Watches that ask for the same share one lane. An empty symbol asks for nothing.
 *
 * Main thread. On a server nothing is watched, and all values are unknown. Throws a RangeError for a `maxRate` out of its range; whatever else is
 * wrong goes to `onProblem`.
 */
export function watchTicker(
  symbol: string,
  options: TickerOptions,
  onChange: (values: TickerValues) => void,
): TickerWatch {
  if (typeof document !== 'undefined') return new Watch(symbol, options, onChange);
  Pace.of(options.maxRate ?? DEFAULT_RATE);
  return { values: waitingValues(options.indicators ?? ''), stop() {} };
}
