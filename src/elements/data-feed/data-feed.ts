import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { FeedClient } from '../../feed/client.js';
import { absoluteTemplate } from '../../feed/history-request.js';
import type { FeedErrorCode, FeedProblem, FeedStatus } from '../../feed/protocol.js';
import { Histogram } from '../../frame/histogram.js';
import { FEED_COUNTERS, type FeedCounter } from '../../memory/feed-block.js';
import { pageRuntime, whyNotShared } from '../../runtime/page.js';
import { announceFeed, type FeedGuest, feeds } from '../shared/find-feed.js';
import { property } from '../shared/property.js';
import { SettledElement } from '../shared/settled-element.js';
import { type DataFeedEventMap, FeedErrorEvent, type FeedMode, StatusChangeEvent } from './feed-events.js';
import type { TickerRequest } from './ticker-request.js';
import { TickerSubscription, type TickerSubscriptionEvents } from './ticker-subscription.js';

/** What a feed has counted since it came into the document. */
export type FeedStats = Readonly<
  Record<FeedCounter, number> & {
    /** Half of all paints showed a tick not older than this, in ms since it was received; NaN before the first. */
    tickAgeP50: number;
    /** 99 of 100. */
    tickAgeP99: number;
  }
>;

const STALE_AFTER_MS = 10_000;

/** What is wrong with an attribute's word: it means nothing, or nothing yet; undefined where it is one of `now`. */
function refuse(attribute: string, word: string, now: readonly string[], later: readonly string[]): string | undefined {
  if (now.includes(word)) return undefined;
  const known = later.includes(Number(word) >= 1 ? 'a number' : word);
  return `${attribute} "${word}" is ${known ? 'not available yet' : `none of ${[...now, ...later].join(', ')}`}`;
}

/**
 * @tag data-feed
 * @summary One source of live prices, for every widget that finds it. Shows its children and nothing of its own.
 * @slot - Widgets and anything else: they find this feed first.
 * @fires {StatusChangeEvent} statuschange - The connection's status changed. Bubbles.
 * @fires {FeedErrorEvent} feederror - A problem, in words; also written to the console, once. Bubbles.
 * @fires {FeedGapEvent} feedgap - Not sent yet: messages of the source are missing. Bubbles.
 * @fires {ModeChangeEvent} modechange - Not sent yet, as there is one mode: bytes cross threads in another way. Bubbles.
 * @cssstate idle - Not asked to connect yet.
 * @cssstate connecting - The first attempt to connect.
 * @cssstate live - Messages arrive.
 * @cssstate stale - Connected, and silent for longer than `stale-after`.
 * @cssstate reconnecting - The connection was lost, another is attempted.
 * @cssstate closed - Closed by `disconnect()`.
 * @cssstate failed - It cannot work as it is set up; `error` says why.
 * @cssstate shared - Ticks cross threads in shared memory.
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

  /** Where the ticks come from: `ws:` or `wss:` a WebSocket, `sim:rate=200&seed=7` a simulated market; else the format's public endpoint. With `transport="websocket"` a path such as `/ws`, too. */
  @property() src = '';
  /** `auto` (by the scheme of `src`), `websocket` or `simulator`. */
  @property() transport = 'auto';
  /** `json`, `binary`, or a venue: `binance`, `binance-futures`, `coinbase`. */
  @property() format = 'json';
  /** Which fields of a JSON message mean what: `symbol:s price:p size:q time:T`. Common names are tried without it. */
  @property() map = '';
  /** WebSocket sub-protocols to offer, with blanks or commas between. */
  @property() protocols = '';
  /** `auto` or `shared`: through shared memory, on cross-origin isolated pages. */
  @property() mode = 'auto';
  /** `auto` or `dedicated`: a worker for each widget. */
  @property() workers = 'auto';
  /** Where widgets with bars get those before the live ones: a URL with `{symbol}`, `{interval}` and `{limit}`; `sim:` makes them up. */
  @property() history = '';
  /** Milliseconds without a message, heartbeats included, after which the feed is stale. */
  @property({ type: Number, attribute: 'stale-after' }) staleAfter = 10000;
  /** Takes no messages; the connection stays. */
  @property({ type: Boolean }) paused = false;

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
    return this.#client ? 'shared' : null;
  }

  /** The last problem; null after a connection that came about since. */
  get error(): FeedProblem | null {
    return this.#error;
  }

  /** Counters as of now, read from shared memory; zeros outside a document. */
  get stats(): FeedStats {
    const counters =
      this.#client?.counters ??
      (Object.fromEntries(FEED_COUNTERS.map((name) => [name, 0])) as Record<FeedCounter, number>);
    const tickAgeP50 = this.tickAge.quantile(0.5);
    return Object.freeze({ ...counters, tickAgeP50, tickAgeP99: this.tickAge.quantile(0.99) });
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

  /** @internal A widget's lane on this feed; undefined while the feed cannot work: its `error` says why. */
  open(request: TickerRequest, events: TickerSubscriptionEvents): TickerSubscription | undefined {
    return this.#client && new TickerSubscription(pageRuntime(), this.#client, request, events);
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
    feeds.add(this);
  }

  protected override settle(): void {
    this.tickAge.clear();
    this.#apply();
    for (const guest of this.guests) guest.feedChanged();
    this.#announce();
  }

  protected override leave(): void {
    feeds.delete(this);
    const client = this.#client;
    if (client) client.quiet = true;
    this.#client = undefined;
    this.#applied = '';
    this.#history = '';
    this.changeState('shared', '');
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
    const { src, transport, format, map, mode, workers, staleAfter, history } = this;
    const protocols = this.protocols.split(/[\s,]+/).filter(Boolean);
    const settings = { src, transport, format, map, protocols, staleAfter, history };
    const applied = JSON.stringify([settings, mode, workers]);
    if (applied !== this.#applied) {
      this.#applied = applied;
      this.#error = null;
      const refused = refuse('workers', workers, ['auto', 'dedicated'], ['pool', 'a number']);
      if (refused) this.#problem('settings', `${refused}: each widget gets a worker`);
      // a feed of which nothing is said may get its settings later
      if (this.#makeClient() && (src || this.hasAttribute('format') || format !== 'json')) {
        if (!(staleAfter > 0)) {
          this.#problem('settings', 'stale-after: expected a number above 0');
          settings.staleAfter = STALE_AFTER_MS;
        }
        if (src && transport === 'websocket' && URL.canParse(src, this.baseURI))
          settings.src = new URL(src, this.baseURI).href.replace(/^http/, 'ws');
        settings.history = this.#historyOf(history);
        this.#history = settings.history;
        this.#connections++;
        this.#become('connecting');
        this.#client?.connect(settings);
      }
    }
    this.#client?.pause(this.paused);
  }

  /** The template as the worker needs it; empty where there is none. */
  #historyOf(template: string): string {
    if (!template || /^sim:/i.test(template)) return template;
    try {
      return absoluteTemplate(template, this.baseURI);
    } catch (error) {
      this.#problem('settings', `history "${template}": ${(error as Error).message}`);
      return '';
    }
  }

  /** Whether this page and the attributes let ticks flow. */
  #makeClient(): boolean {
    const refused = refuse('mode', this.mode, ['auto', 'shared'], ['batched', 'individual']);
    try {
      const why = refused ?? whyNotShared();
      if (why) throw new Error(why);
      this.#client ??= new FeedClient(pageRuntime().memory, {
        status: (status, reason) => {
          if (!this.#wanted) return;
          if (status === 'failed' && !this.#error) this.#problem('connection', reason as string);
          this.#become(status);
        },
        problem: ({ code, message, count }) => this.#problem(code, message, count),
      });
      this.changeState('', 'shared');
      return true;
    } catch (error) {
      this.#client?.disconnect();
      this.#problem(refused ? 'settings' : 'environment', (error as Error).message);
      this.#become('failed');
      return false;
    }
  }

  #problem(code: FeedErrorCode, message: string, count = 1): void {
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
