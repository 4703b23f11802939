import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { CompiledOutput } from '../../indicators/compile.js';
import type { Bar } from '../../market/bar.js';
import type { Instrument } from '../../market/instrument.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import type { LaneAccount, TickerRequest } from '../data-feed/ticker-request.js';
import type { TickerSubscription } from '../data-feed/ticker-subscription.js';
import type { Signal } from '../price-alert/signal.js';
import type { BoardPlace } from '../shared/find-board.js';
import { type FeedGuest, findFeed, seekers } from '../shared/find-feed.js';
import { type AlertGuest, type AlertHome, announceHome } from '../shared/find-widget.js';
import { IndicatorErrorEvent } from '../shared/indicator-error.js';
import { inPace } from '../shared/pace.js';
import { pageFrames } from '../shared/page-frames.js';
import { Problems } from '../shared/problems.js';
import { property } from '../shared/property.js';
import { SettledElement } from '../shared/settled-element.js';
import { readTickSize } from '../shared/tick-size.js';
import type { Urgency } from '../shared/voice.js';
import { BoardTicker } from './board-ticker.js';
import { readLater, speaks, whenLanguage } from './language.js';
import { Reading } from './reading.js';
import { TickerAge, type TickerParts } from './ticker-age.js';
import { TickerAlerts } from './ticker-alerts.js';
import { StaleChangeEvent, type TickerWidgetEventMap, ValueChangeEvent } from './ticker-events.js';
import { TickerFace } from './ticker-face.js';
import { TickerPainting } from './ticker-painting.js';
import { readSettings, type TickerSettings, withInstrument } from './ticker-settings.js';
import { TickerSpeech } from './ticker-speech.js';
import { tickerStyles } from './ticker-styles.js';
import { tickerTemplate } from './ticker-template.js';
import { readValue, type TickerValues, takeSnapshot } from './ticker-values.js';

/** A widget without a feed or a symbol says so after this long: frameworks set things late. */
const GRACE_MS = 1000;

const LOST = 'signals came faster than the page took them: some were lost';

/**
 * @tag ticker-widget
 * @summary Last price, change, sparkline and indicators of one symbol, or of a price made of several. Inside of a `<ticker-board>` it shows
 *   nothing itself: it says what one of the board's rows shows. What it leaves out the board says. Its alerts, events and `values`, `lane` and
 *   `bars()` work as outside; it has no states but `listed`, and its `max-rate` is the board's.
 * @slot - Shown until the first tick arrives.
 * @slot alerts - `<price-alert>` elements: each puts itself here.
 * @fires {SignalEvent} signal - One of its alerts fired: at once, on hidden pages too. Bubbles, from the alert.
 * @fires {ValueChangeEvent} valuechange - New values were painted, at most once a frame. Does not bubble.
 * @fires {StaleChangeEvent} stalechange - The widget became stale, or is no longer. Bubbles.
 * @fires {IndicatorErrorEvent} indicatorerror - An attribute has a mistake, no kernel runs, or signals were lost; also written to the console, once. Bubbles.
 * @csspart label - The symbol.
 * @csspart price - The last price.
 * @csspart change - The change of the session, with its direction as a sign.
 * @csspart trend - The sparkline.
 * @csspart table-button - The button that shows the sparkline's points as a table; seen while the keyboard is on it.
 * @csspart table - That table, over the page.
 * @csspart say-button - The button that has a screen reader say the ticker, where `announce` asks for it; seen while the keyboard is on it.
 * @csspart indicator - One indicator's name and value.
 * @csspart age - The time of the last tick, while stale.
 * @csspart message - What is wrong.
 * @cssproperty [--ticklane-up-color] - Of what has risen.
 * @cssproperty [--ticklane-down-color] - Of what has fallen.
 * @cssproperty [--ticklane-color] - Text.
 * @cssproperty [--ticklane-muted-color] - Text of less weight, and everything that is stale.
 * @cssproperty [--ticklane-accent-color] - Of the focus.
 * @cssproperty [--ticklane-background] - Background.
 * @cssproperty [--ticklane-border-color] - Border.
 * @cssproperty [--ticklane-error-color] - Text of a message.
 * @cssproperty [--ticklane-radius=0.625rem] - Radius of the corners.
 * @cssproperty [--ticklane-padding] - Room between border and text; without it as variant and density have it.
 * @cssproperty [--ticklane-font=system-ui, sans-serif] - Font family.
 * @cssstate listed - It is in a `<ticker-board>`, which shows it.
 * @cssstate waiting - No tick has come yet.
 * @cssstate live - Ticks come.
 * @cssstate stale - No tick within `stale-after`, or the feed is not live.
 * @cssstate error - Something is wrong, a message says what.
 * @cssstate up - The price is above what `change` is against, in the digits shown.
 * @cssstate down - It is below, in the digits shown.
 */
export class TickerWidget extends SettledElement<TickerWidgetEventMap> implements FeedGuest, AlertHome {
  static override styles = tickerStyles;

  /** A symbol, as the feed's source writes it, or an expression over symbols, with blanks around its signs: `BTC-USD / ETH-USD`. */
  @property() symbol = '';
  /** Id of the feed; without one the closest that encloses the widget, else the document's first. */
  @property() feed = '';
  /** Indicators to show: `sma(20); rsi(14)`, or with names `fast: ema(20); slow: ema(fast, 50); macd`. */
  @property() indicators = '';
  /** What indicators step on: `tick`, each trade, or each mid where there are only quotes; or bars, of `1s` `5s` `1m` `5m` `15m` `1h` `4h` `1d` or another length up to a day. */
  @property() interval = 'tick';
  /**
   * The least step of the price, to which it is shown: `0.01`, `0.25`, or a fraction as bonds are quoted in, `1/32`. The instrument's without it;
   * where that is not known decimals follow the price.
   */
  @property({ attribute: 'tick-size', read: readTickSize }) tickSize: number | string | null = null;
  /** `decimal`, or `fraction`: in halves to sixteenths, `45 3/8`, or 32nds and their parts, `99-16+`. As `tick-size` or the instrument have it without. */
  @property({ attribute: 'price-format' }) priceFormat: 'decimal' | 'fraction' | '' = '';
  /** How numbers and times are written and texts are worded, such as `de-CH`; without it as the closest `lang` says, else numbers as the browser has them. */
  @property() locale = '';
  /** ISO 4217 code to show prices with, such as `USD`, or a market's own of three to six letters and digits, `USDT`. */
  @property() currency = '';
  /** The session begins at midnight of this IANA time zone; without it the instrument's, else UTC. */
  @property({ attribute: 'time-zone' }) timeZone = '';
  /** Paints a second, at most; every frame without it. */
  @property({ type: Number, attribute: 'max-rate' }) maxRate: number | null = null;
  /** Milliseconds without a tick after which the widget is stale; the feed's without it; 0: only when the feed is not live. */
  @property({ type: Number, attribute: 'stale-after' }) staleAfter: number | null = null;
  /** What `change` is against; the session's open without it. */
  @property({ type: Number, attribute: 'previous-close' }) previousClose: number | null = null;
  /** Shows the recent past: `ticks`, a point for each, or a duration such as `5m`. */
  @property() sparkline: string | null = null;
  /** `tile`, `row` for lists, or `compact` for a line of text. */
  @property({ reflect: true }) variant: 'tile' | 'row' | 'compact' = 'tile';
  /**
   * Whether a screen reader hears of the price: `off`; `demand`, where a button that comes with the tab key has it said; `change`, after each
   * change as far as there is time for all that speak on the page; or a duration such as `30s`, that often at most.
   */
  @property() announce = 'off';
  /** `normal`, or `compact` for less room around the texts. */
  @property({ reflect: true }) density: 'normal' | 'compact' = 'normal';

  #feed: DataFeed | undefined;
  /** What the feed knows of the symbol. */
  #instrument: Instrument | undefined;
  #subscription: TickerSubscription | undefined;
  /** What the subscription was made for. */
  #asked: TickerRequest | undefined;
  #settings!: TickerSettings;
  #face: TickerFace | undefined;
  readonly #reading = new Reading();
  #grace: ReturnType<typeof setTimeout> | undefined;
  readonly #problems = new Problems();
  readonly #alerts = new TickerAlerts();
  readonly #age: TickerAge;
  readonly #painting: TickerPainting;
  readonly #speech: TickerSpeech;
  /** What it is to a board that it is in. */
  readonly #listed: BoardTicker;

  constructor() {
    super();
    const widget = this;
    const parts: TickerParts = {
      element: this,
      reading: this.#reading,
      get instrument() {
        return widget.#instrument;
      },
      get wrong() {
        return widget.#problems.state !== '';
      },
      get age() {
        return widget.#age.state;
      },
      get feed() {
        return widget.#feed;
      },
      get settings() {
        return widget.#settings;
      },
      get face() {
        return widget.#face;
      },
      get unread() {
        return widget.#reading.unread(widget.#subscription);
      },
      look: () => this.#look(),
      say: () => this.#speech.renew(),
      changeState: (before, after) => this.changeState(before, after),
      turned: (before, after, time) => this.#turn(before, after, time),
    };
    const hears = () => this.hears('valuechange');
    const told = () => this.tell(new ValueChangeEvent(this.values));
    this.#age = new TickerAge(parts);
    this.#painting = new TickerPainting(parts, this.#age, { hears, told });
    this.#speech = new TickerSpeech(parts);
    this.#listed = new BoardTicker({
      element: this,
      alerts: this.#alerts,
      note: (about, message, quiet) => this.#note(about, message, quiet),
      hears,
      moved: () => this.#list(),
      read: told,
      aged: (stale) => this.tell(new StaleChangeEvent(stale)),
    });
  }

  /** What is known now, frozen; NaN: not known yet. The same object until something changes. */
  get values(): TickerValues {
    const { home } = this.#listed;
    if (home) return home.placeOf(this.#listed)?.snapshot ?? takeSnapshot(undefined, undefined);
    this.#look();
    return this.#reading.snapshot(this.#settings?.compiled);
  }

  /** @internal What numbers are written in where `locale` is left out. */
  get language(): string {
    return this.#speech.language.around;
  }

  /** The block of shared memory that this widget owns, and where its kernel runs; null without a feed. */
  get lane(): LaneAccount | null {
    return (this.#place ?? this.#subscription)?.lane ?? null;
  }

  /** The newest `count` bars, oldest first, the forming one last; empty where `interval` is `tick`. Frozen. */
  bars(count: number): Bar[] {
    return (this.#place ?? this.#subscription)?.bars(count) ?? [];
  }

  /** Has a screen reader say all that is shown, at once: for a key or a button of the page's own. */
  say(): void {
    this.#speech.announcer.answer();
  }

  /** @internal */
  saySignal(signal: Signal, urgency: Urgency): void {
    this.#speech.alert(signal, urgency);
  }

  /** @internal */
  addAlert(alert: AlertGuest): void {
    this.#alerts.add(alert);
    this.requestUpdate();
  }

  /** @internal */
  alertChanged(_alert: AlertGuest): void {
    this.requestUpdate();
  }

  /** @internal */
  dropAlert(alert: AlertGuest): void {
    this.#note(this.#alerts.drop(alert));
    this.requestUpdate();
  }

  /** Shows the points of the sparkline as a table over the page, until the visitor closes it; nothing without a sparkline. */
  async showTable(): Promise<void> {
    const { openTrend } = await import('./trend-table.js');
    if (this.#listed.home || this.sparkline === null || !this.isConnected) return;
    this.#look();
    openTrend(this.renderRoot as ShadowRoot, this.#reading.reader, this.#settings, this.#speech.drawn);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    announceHome(this);
    this.#listed.find();
  }

  /** @internal */
  override connectedMoveCallback(): void {
    if (this.#speech.language.look()) this.requestUpdate();
    this.#listed.find();
  }

  /** @internal */
  feedChanged(): void {
    this.#bind();
    this.#look();
    if (this.#painting.fresh) this.#face?.show(this.#reading.outputs, 0);
    this.#age.judge();
  }

  /** @internal */
  feedLeft(): Promise<void> {
    const left = this.#unbind();
    this.#bind();
    return left;
  }

  protected override settle(): void {
    this.#bind();
  }

  protected override leave(): void {
    this.#speech.announcer.leave();
    this.#listed.leave();
    this.#letGo();
    this.#alerts.leave();
    for (const about of ['feed', 'kernel', 'symbol']) this.#note(about);
  }

  /** @internal */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    const turn = this.hasUpdated ? undefined : inPace();
    // a board reads the texts of its widgets itself
    const words = this.#speaks && !this.#listed.home ? whenLanguage() : undefined;
    if (turn || words) return Promise.all([turn, words]).then(() => super.scheduleUpdate());
    super.scheduleUpdate();
    return undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // then the board reads them
    this.#speech.language.look();
    this.#note('announce', this.#speech.announcer.take(this.announce));
    if (this.#listed.home) return;
    if (this.#speaks) readLater(() => this.requestUpdate());
    const alerts = this.#alerts.read();
    this.#settings = readSettings(withInstrument(this, this.#instrument), alerts, (attribute, message) =>
      this.#note(attribute, message),
    );
    // each alert has told already
    this.#alerts.judge(this.#settings.compiled, (about, message) => this.#note(about, message, true));
    if (changed.has('feed')) void this.#unbind();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#listed.home) return nothing;
    const { words, drawn, announcer } = this.#speech;
    const say = announcer.demand ? () => this.say() : undefined;
    return tickerTemplate(this.symbol, this.#opener, this.#shown, this.#problems.messages, words, drawn, say);
  }

  protected override updated(): void {
    const { home } = this.#listed;
    if (home) return home.change(this.#listed);
    this.internals.role = 'group';
    this.internals.ariaLabel = this.symbol;
    this.#face = new TickerFace(this.renderRoot as ShadowRoot, this.#settings.numbers, this.#speech.words, this.#shown);
    this.#reading.renew();
    this.#bind();
    this.#look();
    this.#face.show(this.#reading.outputs, 0);
    this.#painting.trailDue = this.#reading.reader !== undefined;
    this.#age.judge();
    this.#speech.showAge();
    this.#speech.renew();
  }

  /** Whether its texts have to be read. */
  get #speaks(): boolean {
    return speaks(this) || this.#alerts.some;
  }

  /** Its row, where it is in a board. */
  get #place(): BoardPlace | undefined {
    return this.#listed.home?.placeOf(this.#listed);
  }

  /** What shows the sparkline's table; undefined without a sparkline. */
  get #opener(): (() => void) | undefined {
    return this.sparkline === null ? undefined : () => void this.showTable();
  }

  get #shown(): readonly CompiledOutput[] {
    return this.#settings.compiled.outputs.filter(({ shown }) => shown);
  }

  /** Reads what was published since. */
  #look(): void {
    if (!this.#reading.look(this.#subscription)) return;
    this.#painting.fresh = true;
    if (readValue(this.#reading.values, 'signalsLost') > 0) this.#note('signals', LOST);
  }

  /** It came into a board, or out of one. */
  #list(): void {
    const listed = this.#listed.home !== undefined;
    this.changeState('listed', listed ? 'listed' : '');
    this.internals.role = null;
    for (const about of this.#problems.abouts) this.#note(about);
    if (listed) {
      this.#letGo();
      this.#age.clear();
      this.#face = undefined;
    }
    this.requestUpdate();
  }

  /** Finds the feed and asks it for what the attributes say, as far as both are there. */
  #bind(): void {
    if (!this.settled || !this.isConnected || this.#listed.home) return;
    this.#feed ??= findFeed(this);
    const feed = this.#feed;
    const instrument = feed?.instrument(this.symbol.trim());
    if (instrument !== this.#instrument) {
      this.#instrument = instrument;
      this.requestUpdate();
    }
    const { request } = this.#settings;
    const wanted = request.legs.length > 0;
    if (wanted) this.#note('symbol');
    if (!feed || !request.symbol) this.#grace ??= setTimeout(() => this.#miss(), GRACE_MS);
    if (!feed) {
      seekers.add(this);
      return;
    }
    seekers.delete(this);
    feed.guests.add(this);
    this.#note('feed', feed.status === 'failed' ? (feed.error?.message ?? 'the feed failed') : '', true);
    if (!wanted || request.symbol !== this.#asked?.symbol) void this.#close();
    if (!wanted) return;
    if (!this.#subscription) {
      this.#subscription = feed.open(request, {
        failed: (error) => this.#note('kernel', error?.message),
        // whoever listens hears of it before anything is painted
        signalled: (signals, { compiled }) => {
          this.#look();
          this.#listed.fire(signals, compiled);
        },
        changed: ({ compiled }) => this.#alerts.watch(compiled),
      });
      if (this.#subscription) pageFrames().add(this.#painting, this);
    } else if (request !== this.#asked) this.#subscription.update(request);
    this.#asked = request;
    this.#subscription?.loadHistory(feed.historySource);
  }

  #miss(): void {
    this.#grace = undefined;
    const { feed } = this;
    if (!this.#feed) this.#note('feed', `there is no <data-feed${feed && ` id="${feed}"`}>`);
    if (!this.#settings.request.symbol) this.#note('symbol', 'symbol is missing');
  }

  /** It needs no feed any more. */
  #letGo(): void {
    seekers.delete(this);
    clearTimeout(this.#grace);
    this.#grace = undefined;
    void this.#unbind();
  }

  #unbind(): Promise<void> {
    this.#feed?.guests.delete(this);
    this.#feed = undefined;
    return this.#close();
  }

  /** Gives lane and worker back; resolves when they are free. */
  async #close(): Promise<void> {
    const subscription = this.#subscription;
    if (!subscription) return;
    this.#subscription = this.#asked = undefined;
    this.#reading.forget();
    this.#painting.forget();
    this.#age.stop();
    pageFrames().remove(this.#painting, this);
    this.#note('kernel');
    this.#note('signals');
    this.#alerts.watch();
    this.#face?.show(undefined, 0);
    this.#face?.clearTrail();
    this.#age.judge();
    await subscription.close();
  }

  #turn(before: string, after: string, time: number): void {
    this.#speech.showAge(time);
    this.#speech.renew();
    if ([before, after].includes('stale')) this.tell(new StaleChangeEvent(after === 'stale'));
  }

  /** Notes what is wrong about something, or that nothing is. `quiet`: somebody else has reported it already. */
  #note(about: string, message = '', quiet = false): void {
    if (!this.#problems.note(about, message)) return;
    this.changeState('error', this.#problems.state);
    this.requestUpdate();
    if (message && !quiet) this.tell(new IndicatorErrorEvent(about, message), message, ` symbol="${this.symbol}"`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ticker-widget': TickerWidget;
  }
}
