import { ringBell } from '../../src/memory/host-block.js';
import { KIND, LANE, TICK } from '../../src/memory/layout.js';
import type { LaneAddress } from '../../src/memory/page-memory.js';
import type { Views } from '../../src/memory/views.js';

/**
 * The bug that the ring's design forbids, to show that the stress test sees it: on a full ring this writer merges into the
 * cell it published last, which the kernel may be reading.
 */
export class InPlaceWriter {
  readonly #views: Views;
  readonly #lane: number;
  readonly #ring: number;
  readonly #host: number;
  readonly #capacity: number;
  #write: number;
  #conflated = 0;

  constructor(views: Views, lane: LaneAddress, byteLength: number) {
    views.renew(byteLength);
    this.#views = views;
    this.#lane = lane >> 2;
    this.#ring = (views.i32[(lane + LANE.RING) >> 2] as number) >> 3;
    this.#host = views.i32[(lane + LANE.HOST) >> 2] as number;
    this.#capacity = views.i32[(lane + LANE.CAPACITY) >> 2] as number;
    this.#write = Atomics.load(views.i32, this.#lane + (LANE.WRITE >> 2));
  }

  get #depth(): number {
    return (this.#write - Atomics.load(this.#views.i32, this.#lane + (LANE.READ >> 2))) >>> 0;
  }

  trade(time: number, received: number, price: number, size: number): void {
    const { f64, i32 } = this.#views;
    const full = this.#depth >= this.#capacity;
    const cell = this.#ring + (((this.#write - (full ? 1 : 0)) & (this.#capacity - 1)) << 3);
    f64[cell + (TICK.TIME >> 3)] = time;
    f64[cell + (TICK.RECEIVED >> 3)] = received;
    f64[cell + (TICK.PRICE >> 3)] = price;
    f64[cell + (TICK.SIZE >> 3)] = full ? (f64[cell + (TICK.SIZE >> 3)] as number) + size : size;
    if (full) {
      this.#conflated++;
      return;
    }
    i32[(cell << 1) + (TICK.KIND >> 2)] = KIND.TRADE;
    this.#write = (this.#write + 1) | 0;
    Atomics.store(i32, this.#lane + (LANE.WRITE >> 2), this.#write);
  }

  /** Quotes are left out: merging a quote into a trade's cell would be another bug. */
  quote(): void {}

  flush(): void {
    ringBell(this.#views.i32, this.#host);
  }

  takeConflated(): number {
    const conflated = this.#conflated;
    this.#conflated = 0;
    return conflated;
  }
}
