import { TICK } from './layout.js';
import { TICK_NUMBERS } from './ring-writer.js';

/** Where the ticks of one lane go: into its ring, by message to its host, or aside until that is known. Feed worker. */
export interface TickOutlet {
  /** Something was written since the last `flush`. Read only for others. */
  touched: boolean;
  /** Takes one tick, whose TICK_NUMBERS numbers lie in `tick`; `kind`: KIND, and FLAG from bit 8 on. */
  write(tick: Float64Array, kind: number, leg: number, symbol: number): void;
  /** Hands on what was written, at once. */
  flush(): void;
  /** The same in the middle of many: the shared host whose bell is still to be rung, when all have handed on theirs; 0: none is. */
  hand(): number;
  /** Ticks merged into another for want of room, since this was last asked. */
  takeConflated(): number;
  /** Takes the thread's views anew after they were renewed. */
  renew(): void;
}

/** An outlet that does not write into the lane's ring: there is nobody to wake when it hands on, and nothing to look at anew. */
export abstract class RinglessOutlet implements TickOutlet {
  touched = false;
  protected conflated = 0;

  abstract write(tick: Float64Array, kind: number, leg: number, symbol: number): void;

  flush(): void {
    this.touched = false;
  }

  hand(): number {
    this.touched = false;
    return 0;
  }

  takeConflated(): number {
    const { conflated } = this;
    this.conflated = 0;
    return conflated;
  }

  renew(): void {}
}

/** Ticks that are kept one by one: 5 MB of them, a second of the busiest symbol. */
const MOST = 1 << 16;
const SIZE = TICK.SIZE >> 3;
/** Behind the numbers of a tick: its kind and flags, leg and symbol. */
const [KIND, LEG, SYMBOL] = [TICK_NUMBERS, TICK_NUMBERS + 1, TICK_NUMBERS + 2];
const WIDTH = TICK_NUMBERS + 3;

/** Keeps a lane's ticks while it is on its way from one host to another. Feed worker. */
export class HeldTicks extends RinglessOutlet {
  #numbers = new Float64Array(16 * WIDTH);
  #count = 0;
  readonly #most: number;

  /** `most`: ticks that are kept one by one. Beyond that the newest of each kind stays, with the summed size of trades. */
  constructor(most = MOST) {
    super();
    this.#most = most;
  }

  write(tick: Float64Array, kind: number, leg: number, symbol: number): void {
    this.touched = true;
    let at = this.#count * WIDTH;
    if (this.#count >= this.#most) {
      const last = this.#lastOf(kind, leg);
      if (last >= 0) {
        const size = this.#numbers[last + SIZE] as number;
        this.#numbers.set(tick, last);
        // quotes have sizes as well, which are not summed
        if ((kind & 255) === 1) (this.#numbers[last + SIZE] as number) += size;
        this.conflated++;
        return;
      }
    }
    if (at === this.#numbers.length) {
      const longer = new Float64Array(2 * at);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    at = this.#count++ * WIDTH;
    this.#numbers.set(tick, at);
    this.#numbers[at + KIND] = kind;
    this.#numbers[at + LEG] = leg;
    this.#numbers[at + SYMBOL] = symbol;
  }

  /** Hands all of them to another outlet, in their order. */
  moveTo(outlet: TickOutlet): void {
    for (let at = 0; at < this.#count * WIDTH; at += WIDTH) {
      const numbers = this.#numbers.subarray(at, at + TICK_NUMBERS);
      const number = (place: number) => this.#numbers[at + place] as number;
      outlet.write(numbers, number(KIND), number(LEG), number(SYMBOL));
    }
    this.#count = 0;
    outlet.flush();
  }

  /** Where the last tick of this kind and leg stands, among the newest few; -1: nowhere. */
  #lastOf(kind: number, leg: number): number {
    for (let back = 1; back <= Math.min(this.#count, 64); back++) {
      const at = (this.#count - back) * WIDTH;
      if (this.#numbers[at + KIND] === kind && this.#numbers[at + LEG] === leg) return at;
    }
    return -1;
  }
}
