import type { Bar } from '../../market/bar.js';
import type { Instrument } from '../../market/instrument.js';
import type { SlotReader } from '../../memory/slot-reader.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import type { LaneAccount, TickerRequest } from '../data-feed/ticker-request.js';
import type { TickerSubscription, TickerSubscriptionEvents } from '../data-feed/ticker-subscription.js';
import type { BoardGuest, BoardPlace } from '../shared/find-board.js';
import type { Numbers } from '../shared/numbers.js';
import { Reading } from '../ticker-widget/reading.js';
import type { TickerSettings } from '../ticker-widget/ticker-settings.js';
import { type Outputs, readValue, type TickerValues } from '../ticker-widget/ticker-values.js';

/** One symbol of a board: its lane, while it has one, and what was read of it. In sight or not; shows nothing. Main thread. */
export class BoardRow implements BoardPlace {
  readonly symbol: string;
  /** Its place in the list of symbols. */
  place = 0;
  /** What the feed knows of it. */
  instrument: Instrument | undefined;
  settings!: TickerSettings;
  /** The widget that says what it shows, if any. */
  guest: BoardGuest | undefined;
  /** What that has told to be wrong, by what it is about. */
  readonly problems = new Set<string>();
  /** Grows with everything that was read: whoever shows it compares. */
  version = 0;
  /** What the order was made of. */
  key = Number.NaN;
  stale = false;
  selected = false;
  /** When the tick that was read last had been received. */
  received = Number.NaN;
  /** The same of the tick that was painted last. */
  painted = Number.NaN;
  #subscription: TickerSubscription | undefined;
  #asked: TickerRequest | undefined;
  readonly #reading = new Reading();

  constructor(symbol: string) {
    this.symbol = symbol;
  }

  /** Whether its symbol can be asked for. */
  get isPossible(): boolean {
    return this.settings.request.legs.length > 0;
  }

  get isOpen(): boolean {
    return this.#subscription !== undefined;
  }

  get lane(): LaneAccount | undefined {
    return this.#subscription?.lane;
  }

  /** Whether something was published that was not read. */
  get unread(): boolean {
    return this.#reading.unread(this.#subscription);
  }

  get reader(): SlotReader | undefined {
    return this.#reading.reader;
  }

  get values(): Float64Array | undefined {
    return this.#reading.values;
  }

  get outputs(): Outputs | undefined {
    return this.#reading.outputs;
  }

  get numbers(): Numbers {
    return this.settings.numbers;
  }

  get last(): number {
    return readValue(this.values, 'last');
  }

  /** The change as far as it is written: what reads as zero is zero. */
  get change(): number {
    return this.numbers.visible(readValue(this.values, 'change'));
  }

  /** Everything at once, frozen. */
  get snapshot(): TickerValues {
    this.look();
    return this.#reading.snapshot(this.settings.compiled);
  }

  /** The newest bars, oldest first; empty where it steps on ticks. */
  bars(count: number): Bar[] {
    return this.#subscription?.bars(count) ?? [];
  }

  /** A time as this ticker's people write it. */
  time(time: number): string {
    return Number.isNaN(time) ? '–' : this.numbers.time(time, this.instrument?.timeZone);
  }

  /** Opens its lane, or changes it to what the settings ask for. `failed` hears when none can be had, or again can. */
  open(feed: DataFeed, failed: (error?: Error) => void): void {
    const { request } = this.settings;
    if (!this.isPossible) return;
    if (!this.#subscription) {
      const events: TickerSubscriptionEvents = {
        failed,
        signalled: (signals, { compiled }) => {
          this.look();
          this.guest?.fire(signals, compiled);
        },
        changed: ({ compiled }) => this.guest?.watch(compiled),
      };
      this.#subscription = feed.open(request, events, true);
    } else if (request !== this.#asked) this.#subscription.update(request);
    this.#asked = request;
    this.#subscription?.loadHistory(feed.historySource);
  }

  /** Reads what was published since; whether there was something. */
  look(): boolean {
    if (!this.#reading.look(this.#subscription)) return false;
    this.received = readValue(this.values, 'received');
    this.numbers.follow(this.last);
    this.version++;
    return true;
  }

  /** Gives the lane back, and forgets what was read; resolves when it is free. */
  async close(): Promise<void> {
    const subscription = this.#subscription;
    if (!subscription) return;
    this.#subscription = this.#asked = undefined;
    this.#reading.forget();
    this.received = Number.NaN;
    this.version++;
    await subscription.close();
  }
}
