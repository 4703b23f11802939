import type { PropertyValues, TemplateResult } from 'lit';
import type { Paintable } from '../../frame/frame-loop.js';
import type { Compiled, CompiledOutput } from '../../indicators/compile.js';
import type { Bar } from '../../market/bar.js';
import type { Instrument } from '../../market/instrument.js';
import type { TakenSignal } from '../../memory/signal-reader.js';
import type { SlotReader } from '../../memory/slot-reader.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import type { LaneAccount, TickerRequest } from '../data-feed/ticker-request.js';
import type { TickerSubscription } from '../data-feed/ticker-subscription.js';
import { type FeedGuest, findFeed, seekers } from '../shared/find-feed.js';
import { type AlertGuest, type AlertHome, announceHome } from '../shared/find-widget.js';
import { IndicatorErrorEvent } from '../shared/indicator-error.js';
import { pageFrames } from '../shared/page-frames.js';
import { property } from '../shared/property.js';
import { SettledElement } from '../shared/settled-element.js';
import { Pulse } from './pulse.js';
import { TickerAlerts } from './ticker-alerts.js';
import { StaleChangeEvent, type TickerWidgetEventMap, ValueChangeEvent } from './ticker-events.js';
import { moveOf, TickerFace } from './ticker-face.js';
import { readSettings, type TickerSettings, withInstrument } from './ticker-settings.js';
import { tickerStyles } from './ticker-styles.js';
import { tickerTemplate } from './ticker-template.js';
import { type Outputs, readValue, type TickerValues, takeSnapshot } from './ticker-values.js';

/** A widget without a feed or a symbol says so after this long: frameworks set things late. */
const GRACE_MS = 1000;

const wallClock = () => performance.timeOrigin + performance.now();
const LOST = 'signals came faster than the page took them: some were lost';

/**
 * @tag ticker-widget
 * @summary Last price, change, sparkline and indicators of one symbol, or of a price made of several.
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
 * @csspart indicator - One indicator's name and value.
 * @csspart age - The time of the last tick, while stale.
 * @csspart message - What is wrong.
 * @cssproperty [--ticklane-up-color] - Of what has risen.
 * @cssproperty [--ticklane-down-color] - Of what has fallen.
 * @cssproperty [--ticklane-color] - Text.
 * @cssproperty [--ticklane-muted-color] - Text of less weight, and everything that is stale.
 * @cssproperty [--ticklane-background] - Background.
 * @cssproperty [--ticklane-border-color] - Border.
 * @cssproperty [--ticklane-error-color] - Text of a message.
 * @cssproperty [--ticklane-radius=0.625rem] - Radius of the corners.
 * @cssproperty [--ticklane-padding] - Room between border and text.
 * @cssproperty [--ticklane-font=system-ui] - Font family.
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
  /** The least step of the price, which says how many decimals are shown; without it they follow the price. */
  @property({ type: Number, attribute: 'tick-size' }) tickSize: number | null = null;
  /** How numbers and times are written, such as `de-CH`; the browser's own without it. */
  @property() locale = '';
  /** ISO 4217 code to show prices with, such as `USD`. */
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

  #feed: DataFeed | undefined;
  /** What the feed knows of the symbol. */
  #instrument: Instrument | undefined;
  #subscription: TickerSubscription | undefined;
  /** What the subscription was made for. */
  #asked: TickerRequest | undefined;
  #settings!: TickerSettings;
  #face: TickerFace | undefined;
  /** The reader whose values are in use: another one comes with each change of lanes. */
  #read: SlotReader | undefined;
  /** What its lane was made for. */
  #compiled: Compiled | undefined;
  #received = Number.NaN;
  /** Receipt of the tick that was painted in this frame, while the others are; NaN: none was. */
  #unweighed = Number.NaN;
  #snapshot: TickerValues | undefined;
  /** There is something that was not painted. */
  #fresh = false;
  #trailDue = false;
  #state = '';
  #move = '';
  #grace: ReturnType<typeof setTimeout> | undefined;
  readonly #pulse = new Pulse(() => this.#beat());
  readonly #problems = new Map<string, string>();
  readonly #alerts = new TickerAlerts();
  readonly #paintable: Paintable;

  constructor() {
    super();
    const widget = this;
    this.#paintable = {
      visible: true,
      // the first tick ends the waiting wherever the widget is
      get always() {
        return widget.#state === 'waiting' || widget.hears('valuechange');
      },
      get interval() {
        return widget.#settings.pace;
      },
      changed: () => this.#fresh || this.#trailDue || this.#unread,
      paint: (now) => this.#paint(now),
      painted: () => this.#weigh(),
    };
  }

  /** What is known now, frozen; NaN: not known yet. The same object until something changes. */
  get values(): TickerValues {
    this.#look();
    this.#snapshot ??= takeSnapshot(this.#outputs, this.#settings?.compiled);
    return this.#snapshot;
  }

  /** The block of shared memory that this widget owns, and where its kernel runs; null without a feed. */
  get lane(): LaneAccount | null {
    return this.#subscription?.lane ?? null;
  }

  /** The newest `count` bars, oldest first, the forming one last; empty where `interval` is `tick`. Frozen. */
  bars(count: number): Bar[] {
    return this.#subscription?.bars(count) ?? [];
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

  override connectedCallback(): void {
    super.connectedCallback();
    announceHome(this);
  }

  /** @internal */
  feedChanged(): void {
    this.#bind();
    this.#look();
    if (this.#fresh) this.#face?.show(this.#outputs, 0);
    this.#judge();
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
    seekers.delete(this);
    clearTimeout(this.#grace);
    this.#grace = undefined;
    void this.#unbind();
    this.#alerts.leave();
    for (const about of ['feed', 'kernel', 'symbol']) this.#note(about);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const alerts = this.#alerts.read();
    this.#settings = readSettings(withInstrument(this, this.#instrument), alerts, (attribute, message) =>
      this.#note(attribute, message),
    );
    // each alert has told already
    this.#alerts.judge(this.#settings.compiled, (about, message) => this.#note(about, message, true));
    if (changed.has('feed')) void this.#unbind();
  }

  protected override render(): TemplateResult {
    return tickerTemplate(this.symbol, this.sparkline !== null, this.#shown, [...this.#problems.values()]);
  }

  protected override updated(): void {
    this.internals.role = 'group';
    this.internals.ariaLabel = this.symbol;
    this.#face = new TickerFace(this.renderRoot as ShadowRoot, this.#settings.numbers, this.#shown);
    this.#snapshot = undefined;
    this.#bind();
    this.#look();
    this.#face.show(this.#outputs, 0);
    this.#trailDue = this.#read !== undefined;
    this.#judge();
    this.#say();
  }

  get #unread(): boolean {
    const reader = this.#subscription?.reader;
    return reader !== undefined && (reader !== this.#read || reader.changed);
  }

  get #outputs(): Outputs | undefined {
    return this.#read && this.#compiled && { values: this.#read.values, compiled: this.#compiled };
  }

  get #shown(): readonly CompiledOutput[] {
    return this.#settings.compiled.outputs.filter(({ shown }) => shown);
  }

  /** Reads what was published since. */
  #look(): void {
    const reader = this.#subscription?.reader;
    if (!this.#unread || !reader?.read()) return;
    this.#read = reader;
    this.#compiled = this.#subscription?.request?.compiled;
    this.#fresh = true;
    this.#snapshot = undefined;
    if (readValue(reader.values, 'signalsLost') > 0) this.#note('signals', LOST);
  }

  /** Finds the feed and asks it for what the attributes say, as far as both are there. */
  #bind(): void {
    if (!this.settled || !this.isConnected) return;
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
        signalled: (signals, made) => this.#signal(signals, made),
        changed: ({ compiled }) => this.#alerts.watch(compiled),
      });
      if (this.#subscription) pageFrames().add(this.#paintable, this);
    } else if (request !== this.#asked) this.#subscription.update(request);
    this.#asked = request;
    this.#subscription?.loadHistory(feed.historySource);
  }

  /** Alerts fired: whoever listens hears of it before anything is painted. */
  #signal(signals: readonly TakenSignal[], { compiled }: TickerRequest): void {
    this.#look();
    if (this.isConnected) this.#alerts.fire(signals, compiled);
  }

  #miss(): void {
    this.#grace = undefined;
    const { feed } = this;
    if (!this.#feed) this.#note('feed', `there is no <data-feed${feed && ` id="${feed}"`}>`);
    if (!this.#settings.request.symbol) this.#note('symbol', 'symbol is missing');
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
    this.#subscription = this.#asked = this.#read = this.#snapshot = undefined;
    this.#fresh = this.#trailDue = false;
    this.#received = Number.NaN;
    this.#pulse.stop();
    pageFrames().remove(this.#paintable, this);
    this.#note('kernel');
    this.#note('signals');
    this.#alerts.watch();
    this.#face?.show(undefined, 0);
    this.#face?.clearTrail();
    this.#judge();
    await subscription.close();
  }

  #paint(now: number): void {
    this.#look();
    if (this.#fresh) {
      this.#fresh = false;
      this.#face?.show(this.#outputs, now);
      const received = readValue(this.#read?.values, 'received');
      if (received !== this.#received) this.#unweighed = this.#received = received;
      this.#trailDue = true;
      this.#judge();
      this.#pulse.arm(this.#remaining);
      if (this.hears('valuechange')) this.tell(new ValueChangeEvent(this.values));
    }
    if (this.#trailDue && this.#read && this.#face?.showTrail(this.#read, now)) this.#trailDue = false;
  }

  /** Tells the feed how old the tick is that this frame shows first, now that its paints are done. */
  #weigh(): void {
    this.#feed?.tickAge.add(wallClock() - this.#unweighed);
    this.#unweighed = Number.NaN;
  }

  /** Says by states what the values and their age are. */
  #judge(): void {
    const values = this.#read?.values;
    const move = moveOf(this.#settings.numbers.visible(readValue(values, 'change')));
    if (move !== this.#move) this.changeState(this.#move, move);
    this.#move = move;
    const known = !Number.isNaN(readValue(values, 'last'));
    const state = known ? (this.#isStale() ? 'stale' : 'live') : 'waiting';
    const before = this.#state;
    if (state === before) return;
    this.changeState(before, state);
    this.#state = state;
    // whoever is out of sight is not painted, but grows old as well
    if (state === 'live') this.#pulse.arm(this.#remaining);
    const stale = state === 'stale';
    // the reader's own clock, unless a time zone was asked for
    const zone = this.timeZone || this.#instrument?.timeZone ? this.#settings.request.timeZone : undefined;
    this.#face?.showAge(stale ? readValue(values, 'time') : Number.NaN, zone);
    this.#say();
    if (stale || before === 'stale') this.tell(new StaleChangeEvent(stale));
  }

  /** Milliseconds until the last tick is too old; never, where only the feed decides. */
  get #remaining(): number {
    const after = this.#settings.staleAfter ?? this.#feed?.staleAfter;
    return after ? after - (wallClock() - readValue(this.#read?.values, 'oldest')) : Number.POSITIVE_INFINITY;
  }

  #isStale(): boolean {
    const status = this.#feed?.status;
    return (status !== 'live' && status !== 'connecting') || this.#remaining < 0;
  }

  /** For what a screen reader should say by now, and for staleness. */
  #beat(): void {
    this.#look();
    this.#judge();
    const moved = this.#say();
    if (this.#state === 'live') this.#pulse.arm(this.#remaining, !moved);
  }

  /** Brings the screen reader's text up to date; whether it was not. */
  #say(): boolean {
    return this.#face?.say(this.symbol, this.#state === 'stale') ?? false;
  }

  /** Notes what is wrong about something, or that nothing is. `quiet`: somebody else has reported it already. */
  #note(about: string, message = '', quiet = false): void {
    if (message === (this.#problems.get(about) ?? '')) return;
    if (message) this.#problems.set(about, message);
    else this.#problems.delete(about);
    this.changeState('error', this.#problems.size > 0 ? 'error' : '');
    this.requestUpdate();
    if (message && !quiet) this.tell(new IndicatorErrorEvent(about, message), message, ` symbol="${this.symbol}"`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ticker-widget': TickerWidget;
  }
}
