/** When a simulated market ticks: the arithmetic between a clock and a rate, for whoever owns the timer. */
import type { SimulatorOptions } from './simulator-options.js';

/** After a longer pause (a sleeping machine, a throttled timer) the market goes on, rather than making up for all of it. */
const CATCH_UP_MS = 2_000;

/** Any thread. Times are milliseconds of any one clock that does not go backwards. */
export class TickPace {
  readonly #rate: number;
  readonly #burst: number;
  readonly #count: number;
  #start = Number.NaN;
  /** Ticks given since `#start`. */
  #given = 0;
  #total = 0;

  constructor({ rate, burst, count }: Pick<SimulatorOptions, 'rate' | 'burst' | 'count'>) {
    this.#rate = rate / 1000;
    this.#burst = burst;
    this.#count = count;
  }

  /** Every tick that was asked for has been given. */
  get finished(): boolean {
    return this.#total >= this.#count;
  }

  /** How many ticks to emit now: whole bursts, fewer only at the very end. The clock starts with the first call. */
  due(now: number): number {
    if (Number.isNaN(this.#start)) this.#start = now;
    let due = Math.floor(((now - this.#start) * this.#rate) / this.#burst) * this.#burst - this.#given;
    const most = Math.max(this.#burst, Math.floor((CATCH_UP_MS * this.#rate) / this.#burst) * this.#burst);
    if (due > most) {
      due = most;
      this.#start = now;
      this.#given = -due;
    }
    due = Math.min(Math.max(due, 0), this.#count - this.#total);
    this.#given += due;
    this.#total += due;
    return due;
  }

  /** Milliseconds from `now` until the next burst; Infinity where none will come. */
  waitFrom(now: number): number {
    if (this.finished || this.#rate === 0) return Number.POSITIVE_INFINITY;
    const start = Number.isNaN(this.#start) ? now : this.#start;
    return Math.max(0, start + (this.#given + this.#burst) / this.#rate - now);
  }
}
