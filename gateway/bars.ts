import type { Bar } from '../src/market/bar.js';
import type { EpochMs, Price, Size } from '../src/market/tick.js';

const MINUTE = 60_000;
const SECOND = 1_000;
/** Bars a series begins with room for. */
const FIRST_ROOM = 64;
/** Numbers of a bar. */
const FIELDS = 6;

/** Bars of `interval` ms made of finer ones, aligned to the epoch in UTC; `bars` in the order of time, an interval without any makes none. */
export function aggregate(bars: Iterable<Bar>, interval: number): Bar[] {
  const made: Bar[] = [];
  for (const bar of bars) {
    const time = Math.floor(bar.time / interval) * interval;
    const last = made.at(-1);
    if (last?.time !== time) made.push({ ...bar, time });
    else {
      const { open } = last;
      const high = Math.max(last.high, bar.high);
      const low = Math.min(last.low, bar.low);
      made[made.length - 1] = { time, open, high, low, close: bar.close, volume: last.volume + bar.volume };
    }
  }
  return made;
}

/** The newest bars of one interval; grows up to its limit, then forgets the oldest. */
class BarRing {
  /** Whether bars have been forgotten. */
  lapped = false;
  readonly #interval: number;
  readonly #limit: number;
  #room = FIRST_ROOM;
  #values = new Float64Array(FIRST_ROOM * FIELDS);
  #count = 0;

  constructor(interval: number, limit: number) {
    this.#interval = interval;
    this.#limit = limit;
  }

  add(time: EpochMs, price: Price, size: Size): void {
    const start = Math.floor(time / this.#interval) * this.#interval;
    let at = ((this.#count - 1) % this.#room) * FIELDS;
    const values = this.#values;
    // a clock that stepped back adds to the bar that is forming
    if (this.#count > 0 && start <= (values[at] as number)) {
      if (price > (values[at + 2] as number)) values[at + 2] = price;
      if (price < (values[at + 3] as number)) values[at + 3] = price;
      values[at + 4] = price;
      (values[at + 5] as number) += size;
      return;
    }
    if (this.#count === this.#room && this.#room < this.#limit) this.#grow();
    if (this.#count >= this.#room) this.lapped = true;
    at = (this.#count++ % this.#room) * FIELDS;
    this.#values.set([start, price, price, price, price, size], at);
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<Bar> {
    for (let bar = Math.max(0, this.#count - this.#room); bar < this.#count; bar++) {
      const at = (bar % this.#room) * FIELDS;
      const [time = 0, open = 0, high = 0, low = 0, close = 0, volume = 0] = this.#values.subarray(at, at + FIELDS);
      yield { time, open, high, low, close, volume };
    }
  }

  #grow(): void {
    this.#room = Math.min(this.#room * 2, this.#limit);
    const old = this.#values;
    this.#values = new Float64Array(this.#room * FIELDS);
    this.#values.set(old);
  }
}

/** What one symbol's trades came to since the first: bars by the second and by the minute, of which all others are made. */
export class SymbolBars {
  /** Time and price of the first trade; NaN before it. */
  firstTime = Number.NaN;
  firstPrice = Number.NaN;
  readonly #seconds: BarRing;
  readonly #minutes: BarRing;

  /** `limit`: how many bars of each are kept. */
  constructor(limit: number) {
    this.#seconds = new BarRing(SECOND, limit);
    this.#minutes = new BarRing(MINUTE, limit);
  }

  /** Times must not go back. */
  add(time: EpochMs, price: Price, size: Size): void {
    if (Number.isNaN(this.firstTime)) {
      this.firstTime = time;
      this.firstPrice = price;
    }
    this.#seconds.add(time, price, size);
    this.#minutes.add(time, price, size);
  }

  /**
   * Bars of `interval` ms, a whole number of seconds, oldest first and the forming one last, behind those that `before` makes of the
   * time up to `time` in as many bars as it is asked for, ending at `price`. Without any trade it ends at `now`.
   */
  read(
    interval: number,
    limit: number,
    now: EpochMs,
    before: (count: number, time: EpochMs, price: Price | undefined) => readonly Bar[],
  ): Bar[] {
    if (Number.isNaN(this.firstTime)) return [...before(limit, now, undefined)];
    const ring = interval % MINUTE === 0 ? this.#minutes : this.#seconds;
    const bars = aggregate(ring, interval);
    // of the oldest, parts may be forgotten
    if (ring.lapped) return bars.slice(1).slice(-limit);
    const missing = limit - bars.length;
    if (missing < 0) return bars.slice(-limit);
    // one more: the interval of the first trade has a part before it
    return aggregate([...before(missing + 1, this.firstTime, this.firstPrice), ...bars], interval);
  }
}
