import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { FeedClient } from '../../feed/client.js';
import type {
  ConnectAttempt,
  ConnectDetails,
  FeedErrorCode,
  FeedGap,
  FeedProblem,
  FeedStatus,
  PushedTick,
} from '../../feed/protocol.js';
import { readable } from '../../feed/readable.js';
import { Histogram } from '../../frame/histogram.js';
import type { Instrument } from '../../market/instrument.js';
import { pageRuntime, whyNotAtAll, whyNotShared } from '../../runtime/page.js';
import type { MarketTableHandle } from '../../table/handle.js';
import { DEFAULT_MEMORY_LIMIT, parseMemoryLimit } from '../../table/memory-limit.js';
import type { TableQuote } from '../../table/table-quote.js';
import { announceFeed, enterFeed, type FeedGuest, leaveFeed } from '../shared/find-feed.js';
import { property } from '../shared/property.js';
import { SettledElement } from '../shared/settled-element.js';
import {
  type DataFeedEventMap,
  FeedErrorEvent,
  FeedGapEvent,
  type FeedMode,
  ModeChangeEvent,
  StatusChangeEvent,
} from './feed-events.js';
import { readWorkers } from './feed-hosts.js';
import { FeedLanes, type FeedTransfers } from './feed-lanes.js';
import { detailsFor, readFeedSettings } from './feed-settings.js';
import { type FeedStats, NO_COUNTERS, statsOf } from './feed-stats.js';
import { Instruments } from './instruments.js';
import { chooseMode, followMode, sayMode } from './mode-choice.js';
import { followPage } from './page-life.js';
import type { TickerRequest } from './ticker-request.js';
import type { TickerSubscription, TickerSubscriptionEvents } from './ticker-subscription.js';

/** What a page may do before every attempt to connect. */
export type BeforeConnect = (
  attempt: ConnectAttempt,
) => ConnectDetails | undefined | Promise<ConnectDetails | undefined>;

/**
 * @tag data-feed
 * @summary One source of live prices, for every widget that finds it. Shows its children and nothing of its own.
 * @slot - Widgets and anything else: they find this feed first.
 * @fires {StatusChangeEvent} statuschange - The connection's status changed. Bubbles.
 * @fires {FeedErrorEvent} feederror - A problem, in words; also written to the console, once. Bubbles.
 * @fires {FeedGapEvent} feedgap - Messages of the source are missing: of which symbol, from which number on, how many. Bubbles.
 * @fires {ModeChangeEvent} modechange - Ticks cross threads in another way from now on: which, and why. Bubbles.
 * @cssstate idle - Not asked to connect yet.
 * @cssstate connecting - The first attempt to connect.
 * @cssstate live - Messages arrive.
 * @cssstate stale - Connected, and silent for longer than `stale-after`.
 * @cssstate reconnecting - The connection was lost, another is attempted.
 * @cssstate closed - Closed by `disconnect()`.
 * @cssstate failed - It cannot work as it is set up; `error` says why.
 * @cssstate shared - Ticks cross threads in shared memory.
 * @cssstate batched - Ticks cross threads in messages, a frame's together.
 * @cssstate individual - Ticks cross threads in messages, each in one of its own.
 */
export class DataFeed extends SettledElement<DataFeedEventMap> {
  static override styles = css`
    :host {
      display: contents;
    }
    :host([hidden]) {
      display: none;
    }
  `;

  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: the attributes of this class, not of the one above
    return [...super.observedAttributes, 'id'];
  }

  /**
   * Where the ticks come from: `ws:` or `wss:` a WebSocket; `http:` or `https:` server-sent events or an HTTP stream, by what comes;
   * `sim:rate=200&seed=7` a simulated market; `replay:capture.jsonl` a recording; `nats+wss:` and `mqtt+wss:` once their transports are
   * imported; without it the format's public endpoint. `{symbols}` in it stands for the symbols that are wanted. Several addresses, with
   * blanks between, share the symbols; the last of them is a spare that takes over from whichever is lost.
   */
  @property() src = '';
  /**
   * `auto` (by the scheme of `src`), `websocket`, `sse`, `http`, `simulator`, `replay`, `nats`, `mqtt`, or `push`: only what `push()` is given.
   * @type {'auto' | 'websocket' | 'sse' | 'http' | 'simulator' | 'replay' | 'nats' | 'mqtt' | 'push'}
   */
  @property() transport = 'auto';
  /**
   * `json`, `binary`, a venue (`binance` `binance-futures` `coinbase` `kraken` `okx` `bybit` `bitstamp` `alpaca` `polygon` `finnhub`
   * `twelvedata` `tiingo` `iex`), or the address of a codec module of your own.
   * @type {'json' | 'binary' | 'binance' | 'binance-futures' | 'coinbase' | 'kraken' | 'okx' | 'bybit' | 'bitstamp' | 'alpaca' | 'polygon' | 'finnhub' | 'twelvedata' | 'tiingo' | 'iex' | string}
   */
  @property() format = 'json';
  /** Which fields of a JSON message mean what: `symbol:s price:p size:q time:T`. Common names are tried without it. */
  @property() map = '';
  /** WebSocket sub-protocols to offer, with blanks or commas between. */
  @property() protocols = '';
  /**
   * How ticks cross threads: `shared` through shared memory, which needs a cross-origin isolated page; `batched` in one message a frame and
   * worker; `individual` in one message each; `auto` as the visitor chose on an earlier visit, else the best that the page allows. What is
   * not possible becomes `batched`. A change takes effect at once, and nothing is lost or begins anew.
   * @type {'auto' | 'shared' | 'batched' | 'individual'}
   */
  @property() mode = 'auto';
  /**
   * Whose worker computes a widget: `auto` its own for the first 128 of a page, shared ones beyond that; `dedicated` its own; `pool` as many
   * shared ones as suit the machine; a number: so many shared ones. Widgets that run already stay where they are.
   * @type {'auto' | 'dedicated' | 'pool' | number | string}
   */
  @property() workers = 'auto';
  /** Where widgets with bars get those before the live ones: a URL with `{symbol}`, `{interval}` and `{limit}`, and `{before}` (epoch ms) where it has pages; `auto` the venue's own; `sim:` makes them up. */
  @property() history = '';
  /** Milliseconds without a message, heartbeats included, after which the feed is stale. */
  @property({ type: Number, attribute: 'stale-after' }) staleAfter = 10000;
  /** Most bytes of the market table, such as `64MB`; series of bars that nobody reads go first. Read when the feed comes into the document. */
  @property({ attribute: 'memory-limit' }) memoryLimit = '64MB';
  /** Takes no messages; the connection stays. */
  @property({ type: Boolean }) paused = false;

  /**
   * Called before every attempt to connect, also again after a loss: gives another URL, headers, sub-protocols or first messages. The place
   * for tokens, which never stand in an attribute, and are neither shown nor logged. An exception or no answer for 30 s is a failed attempt.
   */
  @property({ attribute: false, type: Object }) beforeconnect: BeforeConnect | null = null;

  /** @internal Widgets that have found this feed. */
  readonly guests = new Set<FeedGuest>();
  /** @internal Milliseconds from the receipt of a tick to its paint. */
  readonly tickAge = new Histogram();

  #status: FeedStatus = 'idle';
  #error: FeedProblem | null = null;
  #client: FeedClient | undefined;
  /** Settings that the client has, as text. */
  #applied = '';
  #wanted = true;
  /** Times it was connected, or tried to. */
  #connections = 0;
  #history = '';
  #workers = 'auto';
  #unfollow: (() => void)[] = [];
  readonly #instruments = new Instruments();
  readonly #lanes = new FeedLanes((message, count) => this.#problem('environment', message, count));

  constructor() {
    super();
    this.changeState('', this.#status);
  }

  /** How the connection is. */
  get status(): FeedStatus {
    return this.#status;
  }

  /** How ticks cross threads; null while they cannot. */
  get effectiveMode(): FeedMode | null {
    return this.#client ? this.#lanes.mode : null;
  }

  /** The last problem; null after a connection that came about since. */
  get error(): FeedProblem | null {
    return this.#error;
  }

  /** Counters as of now, read from shared memory; zeros outside a document. */
  get stats(): FeedStats {
    return statsOf(this.#client?.counters ?? NO_COUNTERS, this.tickAge, this.#lanes.hosts.hostsReplaced);
  }

  /** What it has cost to take ticks and values across threads. */
  get transfers(): FeedTransfers {
    const { batches, batchBytes, ticks } = this.#client?.counters ?? NO_COUNTERS;
    return this.#lanes.transfers(batches, batchBytes, ticks);
  }

  /** Connects, with the attributes as they are; a feed in a document does so by itself until `disconnect()`. */
  connect(): void {
    this.#wanted = true;
    this.#applied = '';
    if (this.settled) void this.updateComplete.then(() => this.#apply());
  }

  /** Closes the connection and ends all attempts, until `connect()`. Widgets keep what they show, as stale. */
  disconnect(): void {
    this.#wanted = false;
    this.#applied = '';
    this.#history = '';
    this.#client?.disconnect();
    this.#become('closed');
  }

  /**
   * Gives the feed ticks of the page's own, beside those of its source, or alone with `transport="push"`. Copied at once; what is no tick is
   * rejected, counted and reported as `feederror`.
   */
  push(ticks: PushedTick | readonly PushedTick[]): void {
    if (!this.#client) throw new Error('push: the feed is not connected');
    this.#client.push(Array.isArray(ticks) ? ticks : [ticks as PushedTick]);
  }

  /** What the page says of symbols: names, currencies, tick sizes. It goes before what the source tells. */
  get instruments(): readonly Instrument[] {
    return this.#instruments.page;
  }

  set instruments(records: readonly Instrument[]) {
    this.#instruments.page = records ?? [];
    for (const guest of this.guests) guest.feedChanged();
  }

  /** What is known of a symbol, by its source and by the page; undefined: nothing. Widgets take their defaults from it. */
  instrument(symbol: string): Instrument | undefined {
    return this.#instruments.of(symbol);
  }

  /** The newest of a symbol that has come, subscribed or not, read from shared memory at once; undefined where none has. Symbols as the source writes them. */
  quote(symbol: string): TableQuote | undefined {
    return this.#client?.quote(symbol);
  }

  /**
   * What your own workers open with `MarketTable.open` of `ticklane/reader`: quotes of every symbol, and bars. Null before the feed runs and where
   * no memory can be shared: `error` says why.
   */
  marketTable(): MarketTableHandle | null {
    const { table } = this.#client ?? {};
    const { mode } = this.#lanes;
    if (mode === 'shared' || !this.settled) return table ?? null;
    const why = mode ? (whyNotShared() ?? `the feed is in ${mode} mode`) : 'the feed does not run';
    this.#problem('environment', `marketTable: ${why}`);
    return null;
  }

  /**
   * @internal A widget's lane on this feed; undefined while the feed cannot work: its `error` says why. `shares`: one of many, which is content
   * with a shared worker unless the attribute asks for another.
   */
  open(request: TickerRequest, events: TickerSubscriptionEvents, shares = false): TickerSubscription | undefined {
    return this.#client && this.#lanes.open(this.#client, request, events, shares);
  }

  /** @internal Another one wherever asking for history once more makes sense; empty: there is none. */
  get historySource(): string {
    return this.#history && `${this.#connections} ${this.#history}`;
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name === 'id' && this.settled && old !== value) this.#announce();
    else super.attributeChangedCallback(name, old, value);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    enterFeed(this);
    if (this.#unfollow.length > 0) return;
    this.#unfollow = [
      followPage({ sleep: (asleep) => this.#client?.sleep(asleep), wake: () => this.#client?.wake() }),
      followMode(() => this.#takeMode()),
    ];
  }

  protected override settle(): void {
    this.tickAge.clear();
    this.#apply();
    for (const guest of this.guests) guest.feedChanged();
    this.#announce();
  }

  protected override leave(): void {
    leaveFeed(this);
    for (const end of this.#unfollow.splice(0)) end();
    const client = this.#client;
    if (client) client.quiet = true;
    this.#client = undefined;
    this.#applied = '';
    this.#history = '';
    if (this.#lanes.mode) this.changeState(this.#lanes.mode, '');
    this.#lanes.clear();
    const left = [...this.guests].map((guest) => guest.feedLeft());
    this.guests.clear();
    // lanes first: they are unsubscribed by the worker that this ends
    void Promise.allSettled(left).then(() => client?.close());
    this.#become('idle');
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.settled) this.#apply();
  }

  #announce(): void {
    const problem = announceFeed(this);
    if (problem) this.#problem('settings', problem);
  }

  /** Makes the client do what the attributes say; several changes in one task come here once. */
  #apply(): void {
    if (!this.settled || !this.#wanted) return;
    const { src, transport, format, workers } = this;
    const problems: string[] = [];
    const settings = readFeedSettings(this, this.baseURI, (problem) => problems.push(problem));
    // widgets that run already stay where they are
    if (workers !== this.#workers)
      this.#lanes.hosts.workers = readWorkers(workers, (problem) => problems.push(problem));
    this.#workers = workers;
    const applied = JSON.stringify(settings);
    if (applied !== this.#applied) {
      this.#applied = applied;
      this.#error = null;
      // a feed of which nothing is said may get its settings later
      const said = src || this.hasAttribute('format') || format !== 'json' || transport === 'push';
      const works = this.#makeClient();
      if (works && !said && this.#status !== 'idle') {
        this.#history = '';
        this.#client?.disconnect();
        this.#become('closed');
      } else if (works && said) {
        for (const problem of problems) this.#problem('settings', problem);
        this.#history = settings.history ?? '';
        this.#connections++;
        this.#instruments.forget();
        this.#become('connecting');
        void this.#client?.connect(settings);
      }
    } else this.#takeMode();
    this.#client?.pause(this.paused);
  }

  /** Follows the attribute, and the visitor's choice: lanes go over to other hosts, one by one, and ticks wait for them meanwhile. */
  #takeMode(): void {
    if (!this.#client) return;
    const choice = chooseMode(this.mode, (problem) => this.#problem('settings', problem));
    const { mode, reason } = choice;
    const previous = this.#lanes.mode;
    if (mode === previous) return;
    this.#lanes.become(mode, this.#client.counters.ticks);
    this.changeState(previous ?? '', mode);
    sayMode(choice);
    this.tell(new ModeChangeEvent(mode, reason));
  }

  /** Whether this page and the attributes let ticks flow. */
  #makeClient(): boolean {
    try {
      const why = whyNotAtAll();
      if (why) throw new Error(why);
      this.#client ??= new FeedClient(
        pageRuntime().memory,
        {
          status: (status, reason) => {
            if (!this.#wanted) return;
            if (status === 'failed' && !this.#error) this.#problem('connection', reason as string);
            this.#become(status);
          },
          problem: ({ code, message, count }) => this.#problem(code, message, count),
          gap: (gap) => this.#missing(gap),
          instruments: (records) => {
            this.#instruments.tell(records);
            for (const guest of this.guests) guest.feedChanged();
          },
          prepare: async (attempt) => detailsFor(await this.beforeconnect?.(attempt), this.transport, this.baseURI),
        },
        this.#tableLimit(),
      );
      this.#takeMode();
      return true;
    } catch (error) {
      this.#client?.disconnect();
      this.#problem('environment', (error as Error).message);
      this.#become('failed');
      return false;
    }
  }

  #tableLimit(): number {
    try {
      return parseMemoryLimit(this.memoryLimit);
    } catch (error) {
      this.#problem('settings', (error as Error).message);
      return DEFAULT_MEMORY_LIMIT;
    }
  }

  #missing(gap: FeedGap): void {
    this.dispatchEvent(new FeedGapEvent(gap));
  }

  #problem(code: FeedErrorCode, text: string, count = 1): void {
    // much of it may be the words of a source, or of the page's markup
    const message = readable(text);
    const problem = Object.freeze({ code, message, count });
    this.#error = problem;
    this.tell(new FeedErrorEvent(problem), message, this.id && ` id="${this.id}"`);
  }

  #become(status: FeedStatus): void {
    const previous = this.#status;
    if (status === previous) return;
    this.#status = status;
    this.changeState(previous, status);
    if (status === 'live' && previous !== 'stale') this.#error = null;
    for (const guest of this.guests) guest.feedChanged();
    this.tell(new StatusChangeEvent(status, previous));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'data-feed': DataFeed;
  }
}
