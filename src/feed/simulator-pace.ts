/** When a simulated market ticks: the arithmetic between a clock and a rate, for whoever owns the timer. */
import type { SimulatorOptions } from './simulator-options.js';

/** After a longer pause (a sleeping machine, a throttled timer) the market goes on, rather than making up for all of it. */
const CATCH_UP_MS = 2_000;

/** Any thread. Times are milliseconds of any one clock that does not go backwards; it starts with the first call. */
export class TickPace {
  readonly #burst: number;
  /** Milliseconds from one burst to the next; Infinity at a rate of 0. */
  readonly #interval: number;
  /** Ticks that are still to be given. */
  #left: number;
  /** When the next burst is due. */
  #next: number | undefined;

  constructor({ rate, burst, count }: Pick<SimulatorOptions, 'rate' | 'burst' | 'count'>) {
    this.#burst = burst;
    this.#interval = (1000 * burst) / rate;
    this.#left = count;
  }

  /** How many ticks to emit now: whole bursts, fewer only at the very end. */
  due(now: number): number {
    this.#next ??= now + this.#interval;
    if (now < this.#next) return 0;
    const bursts = 1 + Math.floor((now - this.#next) / this.#interval);
    const most = Math.max(1, Math.floor(CATCH_UP_MS / this.#interval));
    this.#next = bursts > most ? now + this.#interval : this.#next + bursts * this.#interval;
    const due = Math.min(Math.min(bursts, most) * this.#burst, this.#left);
    this.#left -= due;
    return due;
  }

  /** Milliseconds from `now` until the next burst; Infinity where none will come. */
  waitFrom(now: number): number {
    this.#next ??= now + this.#interval;
    return this.#left > 0 ? Math.max(0, this.#next - now) : Number.POSITIVE_INFINITY;
  }
}
