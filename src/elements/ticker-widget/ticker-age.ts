import type { ReactiveElement } from 'lit';
import type { Instrument } from '../../market/instrument.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import { Pulse } from './pulse.js';
import type { Reading } from './reading.js';
import { moveOf, type TickerFace } from './ticker-face.js';
import type { TickerSettings } from './ticker-settings.js';
import { readValue } from './ticker-values.js';

/** A widget's element, and what it says about its words. */
export type TickerElement = ReactiveElement & {
  readonly symbol: string;
  readonly locale: string;
  readonly timeZone: string;
};

/** A widget as those see it who work for it. */
export interface TickerParts {
  readonly element: TickerElement;
  readonly reading: Reading;
  readonly feed: DataFeed | undefined;
  readonly settings: TickerSettings;
  /** What the feed knows of the symbol. */
  readonly instrument: Instrument | undefined;
  /** Something is wrong with it. */
  readonly wrong: boolean;
  /** `waiting`, `live` or `stale`. */
  readonly age: string;
  readonly face: TickerFace | undefined;
  /** Whether something was published that was not read. */
  readonly unread: boolean;
  /** Reads it. */
  look(): void;
  /** Brings the screen reader's text up to date; whether it was not. */
  say(): boolean;
  changeState(before: string, after: string): void;
  /** It has another age. `time`: of the last tick, where that is stale; else NaN. */
  turned(before: string, after: string, time: number): void;
}

const wallClock = () => performance.timeOrigin + performance.now();

/** How old a widget's values are, and which way they go: as its custom states say. Main thread. */
export class TickerAge {
  readonly #parts: TickerParts;
  readonly #pulse = new Pulse(() => this.#beat());
  #state = '';
  #move = '';

  constructor(parts: TickerParts) {
    this.#parts = parts;
  }

  /** `waiting`, `live` or `stale`; empty before the first look. */
  get state(): string {
    return this.#state;
  }

  /** Says by states what the values and their age are. */
  judge(): void {
    const { reading, settings } = this.#parts;
    const { values } = reading;
    const move = moveOf(settings.numbers.visible(readValue(values, 'change')));
    if (move !== this.#move) this.#parts.changeState(this.#move, move);
    this.#move = move;
    const known = !Number.isNaN(readValue(values, 'last'));
    const state = known ? (this.#isStale ? 'stale' : 'live') : 'waiting';
    const before = this.#state;
    if (state === before) return;
    this.#parts.changeState(before, state);
    this.#state = state;
    // whoever is out of sight is not painted, but grows old as well
    if (state === 'live') this.arm();
    this.#parts.turned(before, state, state === 'stale' ? readValue(values, 'time') : Number.NaN);
  }

  /** Values came: looks again when they are too old. */
  arm(): void {
    this.#pulse.arm(this.#remaining);
  }

  stop(): void {
    this.#pulse.stop();
  }

  /** Says nothing any more: somebody else does. */
  clear(): void {
    this.stop();
    for (const state of [this.#state, this.#move]) this.#parts.changeState(state, '');
    this.#state = this.#move = '';
  }

  /** Milliseconds until the last tick is too old; never, where only the feed decides. */
  get #remaining(): number {
    const { settings, feed, reading } = this.#parts;
    const after = settings.staleAfter ?? feed?.staleAfter;
    return after ? after - (wallClock() - readValue(reading.values, 'oldest')) : Number.POSITIVE_INFINITY;
  }

  get #isStale(): boolean {
    const status = this.#parts.feed?.status;
    return (status !== 'live' && status !== 'connecting') || this.#remaining < 0;
  }

  #beat(): void {
    this.#parts.look();
    this.judge();
    const moved = this.#parts.say();
    if (this.#state === 'live') this.#pulse.arm(this.#remaining, !moved);
  }
}
