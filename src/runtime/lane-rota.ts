import type { TickerKernel } from '../kernels/instance.js';
import { dirtyBit, dirtyWord } from '../memory/host-block.js';
import { DRAINED, HOST, REASON } from '../memory/layout.js';

/** Lanes from one look at the clock to the next. */
const CLOCK_EVERY = 8;

/** A lane whose kernel trapped; nobody drains it any more. */
export interface Trap {
  readonly lane: number;
  readonly message: string;
}

/**
 * The lanes of a host that has many, drained in turn. The host's bitmap says which have something; a round takes each of its words once,
 * and a turn ends after a round, or when its time is over, and goes on there the next time. One thread; it never blocks.
 */
export class LaneRota {
  /** BELL as of the begin of the last round: the host may sleep while it has not moved. */
  bell = 0;
  /** Lanes with signals that the page has not been told of, until `takeSignalled`. */
  #signalled: number[] = [];
  #trapped: Trap[] = [];
  readonly #kernel: TickerKernel;
  readonly #i32: Int32Array;
  readonly #host: number;
  readonly #dirty: number;
  /** Lanes by the number of their bit. */
  readonly #places: (number[] | undefined)[] = [];
  /** The word that comes next, and how many of the round are left. */
  #word = 0;
  #left = 0;
  /** Bits of the word that are taken, and whose lanes are still to be drained. */
  #bits = 0;
  /** A lane of this round has more than one pass could take. */
  #more = false;
  #turns = 0;
  #busy = 0;

  /** `i32`: a view that covers the host's block. */
  constructor(kernel: TickerKernel, i32: Int32Array, host: number) {
    this.#kernel = kernel;
    this.#i32 = i32;
    this.#host = host >> 2;
    this.#dirty = (host + HOST.DIRTY) >> 2;
  }

  /** Serves a lane from now on; what waits in it comes with the next turn. Twice is once. */
  add(lane: number): void {
    const place = placeOf(lane);
    const there = this.#places[place] ?? [];
    this.#places[place] = there;
    if (!there.includes(lane)) there.push(lane);
    Atomics.or(this.#i32, this.#dirty + dirtyWord(lane), dirtyBit(lane));
  }

  /** Touches it no more. */
  remove(lane: number): void {
    const place = placeOf(lane);
    const left = this.#places[place]?.filter((other) => other !== lane);
    this.#places[place] = left?.length ? left : undefined;
  }

  /**
   * Drains the lanes that have something, for about so many milliseconds. REASON.NUDGE and REASON.SIGNAL where the page wants a message, and
   * DRAINED.MORE where there is work left: come again, after the event loop has had its turn.
   */
  turn(budget: number): number {
    const i32 = this.#i32;
    const from = performance.now();
    const end = from + budget;
    let result = 0;
    let drained = 0;
    if (this.#left === 0) this.#begin();
    while (this.#left > 0) {
      const at = this.#dirty + this.#word;
      if (this.#bits === 0 && Atomics.load(i32, at) !== 0) this.#bits = Atomics.exchange(i32, at, 0);
      while (this.#bits !== 0) {
        // taken bits are not put back: one that is set again meanwhile is for the next round
        const bit = this.#bits & -this.#bits;
        this.#bits ^= bit;
        result |= this.#drain(this.#places[this.#word * 32 + 31 - Math.clz32(bit)], at, bit);
        // a look at the clock costs as much as a drain of little
        if (drained++ % CLOCK_EVERY !== 0 || performance.now() < end) continue;
        if (this.#bits === 0) this.#next();
        return this.#account(from, result | DRAINED.MORE);
      }
      this.#next();
    }
    // while more waits the bell is not answered: a host that dies now is seen to be behind
    Atomics.store(i32, this.#host + (HOST.ANSWERED >> 2), this.#more ? this.bell - 1 : this.bell);
    return this.#account(from, result | (this.#more ? DRAINED.MORE : 0));
  }

  /** The lanes that a REASON.SIGNAL was about. */
  takeSignalled(): number[] {
    const signalled = this.#signalled;
    this.#signalled = [];
    return signalled;
  }

  /** Lanes whose kernel trapped since this was last asked. */
  takeTrapped(): Trap[] {
    const trapped = this.#trapped;
    this.#trapped = [];
    return trapped;
  }

  #next(): void {
    this.#word = (this.#word + 1) & (HOST.MANY - 1);
    this.#left--;
  }

  #begin(): void {
    // the bell is read before the bits: a lane that this round misses rings later than this
    this.bell = Atomics.load(this.#i32, this.#host + (HOST.BELL >> 2));
    this.#left = HOST.MANY;
    this.#more = false;
  }

  #drain(lanes: readonly number[] | undefined, at: number, bit: number): number {
    if (!lanes) return 0; // of a lane that has left
    let result = 0;
    for (const lane of lanes) {
      let drained = 0;
      try {
        drained = this.#kernel.drain(lane);
      } catch (error) {
        this.remove(lane);
        this.#trapped.push({ lane, message: String(error) });
      }
      if (drained & DRAINED.MORE) {
        this.#more = true;
        Atomics.or(this.#i32, at, bit);
      }
      if (drained & REASON.SIGNAL) this.#signalled.push(lane);
      result |= drained & (REASON.NUDGE | REASON.SIGNAL);
    }
    return result;
  }

  #account(from: number, result: number): number {
    this.#busy += performance.now() - from;
    Atomics.store(this.#i32, this.#host + (HOST.TURNS >> 2), ++this.#turns);
    Atomics.store(this.#i32, this.#host + (HOST.BUSY >> 2), Math.round(this.#busy * 1000));
    return result;
  }
}

/** The number of a lane's bit in the bitmap. */
const placeOf = (lane: number) => dirtyWord(lane) * 32 + 31 - Math.clz32(dirtyBit(lane));
