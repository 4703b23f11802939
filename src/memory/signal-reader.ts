import type { Lane } from './lane.js';
import { LANE, SIGNAL, SLOT } from './layout.js';
import type { PageMemory } from './page-memory.js';

/** An alert that fired, with what was known at that tick. NaN: not known. */
export interface TakenSignal {
  /** ALERT.ID. */
  readonly alert: number;
  /** Source time of the tick and when it was received, epoch ms. */
  readonly time: number;
  readonly received: number;
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
  /** The plan's outputs, in their order. */
  readonly outputs: Float64Array;
}

/**
 * Takes signals out of a lane's signal ring, each once and in order. Main thread; the kernel writes records first and their
 * count into the slot afterwards, and never over one that was not taken.
 */
export class SignalReader {
  readonly #memory: PageMemory;
  readonly #lane: number;
  readonly #count: number;
  readonly #ring: number;
  readonly #mask: number;
  readonly #size: number;
  readonly #outputs: number;
  #taken = 0;

  constructor(memory: PageMemory, lane: Lane) {
    this.#memory = memory;
    const { i32 } = memory;
    this.#lane = lane.address;
    this.#count = (lane.slot + SLOT.SIGNALS) >> 2;
    this.#ring = i32[(lane.address + LANE.SIGNALS) >> 2] as number;
    this.#mask = i32[(lane.address + LANE.SIGNALS_MASK) >> 2] as number;
    this.#size = i32[(lane.address + LANE.SIGNAL_SIZE) >> 2] as number;
    this.#outputs = lane.outputs;
  }

  /** What was published and not taken yet, oldest first. */
  take(): TakenSignal[] {
    const { i32, f64 } = this.#memory;
    // from here on the kernel tells again of what is published after the count is read
    Atomics.store(i32, (this.#lane + LANE.TOLD) >> 2, 0);
    const to = Atomics.load(i32, this.#count);
    const signals: TakenSignal[] = [];
    // the kernel waits for TAKEN: a count that is farther ahead than the ring is long is none, and not to be followed
    if ((to - this.#taken) >>> 0 > this.#mask + 1) this.#taken = to;
    for (; this.#taken !== to; this.#taken = (this.#taken + 1) | 0) {
      const at = this.#ring + (this.#taken & this.#mask) * this.#size;
      const real = (field: number) => f64[(at + field) >> 3] as number;
      const outputs = (at + SIGNAL.OUTPUTS) >> 3;
      signals.push({
        alert: (i32[(at + SIGNAL.ALERT) >> 2] as number) >>> 0,
        time: real(SIGNAL.TIME),
        received: real(SIGNAL.RECEIVED),
        price: real(SIGNAL.PRICE),
        bid: real(SIGNAL.BID),
        ask: real(SIGNAL.ASK),
        outputs: f64.slice(outputs, outputs + this.#outputs),
      });
    }
    Atomics.store(i32, (this.#lane + LANE.TAKEN) >> 2, to);
    return signals;
  }
}
