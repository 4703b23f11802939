import { markLane, ringLane } from './host-block.js';
import { FLAG, KIND, LANE, OVERFLOW, OVERFLOW_STATE, TICK } from './layout.js';
import type { LaneAddress } from './page-memory.js';
import type { TickOutlet } from './tick-outlet.js';
import type { Views } from './views.js';

const { EMPTY, FULL, WRITER } = OVERFLOW_STATE;

/** The numbers of a tick, TICK.TIME to TICK.SEQUENCE, as they lie in a cell. */
export const TICK_NUMBERS = TICK.KIND >> 3;
/** Their places. */
const [TIME, RECEIVED, PRICE, SIZE] = [TICK.TIME >> 3, TICK.RECEIVED >> 3, TICK.PRICE >> 3, TICK.SIZE >> 3];
const [ASK, ASK_SIZE, SEQUENCE] = [TICK.ASK >> 3, TICK.ASK_SIZE >> 3, TICK.SEQUENCE >> 3];
/** Those of the tick at hand where they come one by one. */
const one = new Float64Array(TICK_NUMBERS);

/**
 * Puts ticks into one lane's ring. One writer per lane, on one thread (the feed worker); the kernel is the one reader.
 *
 * A cell is written by plain stores and belongs to the kernel from the moment that the write cursor passes it: a
 * published cell is never rewritten. When the ring is full, ticks of a kind merge into an overflow cell, tagged with the
 * write cursor, and nothing enters the ring while such a cell is full; the kernel takes it when its read cursor equals
 * the tag. There are two cells per kind and leg: while the kernel holds one (a host killed then holds it for seconds) the
 * writer merges into the other and never waits. The newest price always arrives; `takeConflated` counts the ticks merged away.
 */
export class RingWriter implements TickOutlet {
  /** Something was written since the last `flush`. Read only for others. */
  touched = false;
  #conflated = 0;
  readonly #views: Views;
  #i32: Int32Array;
  #f64: Float64Array;
  readonly #lane: number;
  readonly #ring: number;
  readonly #mask: number;
  readonly #capacity: number;
  readonly #half: number;
  readonly #overflow: number;
  /** The next cell's number; cells from `#published` on are not yet the kernel's. 32-bit, wraps around. */
  #next: number;
  #published: number;
  /** The read cursor when last looked at: the ring has at least the room that it says. */
  #read: number;
  /** An overflow cell may still be full. */
  #merging: boolean;

  /** Throws a RangeError where the memory is smaller than `byteLength`, the memory's size at the handover. */
  constructor(views: Views, lane: LaneAddress, byteLength: number) {
    views.renew(byteLength);
    this.#views = views;
    const i32 = views.i32;
    this.#i32 = i32;
    this.#f64 = views.f64;
    this.#lane = lane >> 2;
    this.#ring = (i32[(lane + LANE.RING) >> 2] as number) >> 3;
    this.#capacity = i32[(lane + LANE.CAPACITY) >> 2] as number;
    this.#half = this.#capacity >> 1;
    this.#mask = this.#capacity - 1;
    this.#overflow = i32[(lane + LANE.OVERFLOW) >> 2] as number;
    this.#next = Atomics.load(i32, this.#lane + (LANE.WRITE >> 2));
    this.#published = this.#next;
    this.#read = Atomics.load(i32, this.#lane + (LANE.READ >> 2));
    this.#merging = true;
  }

  /** The next tick would be merged into another one. */
  get full(): boolean {
    return !this.#hasRoom();
  }

  /** Takes the thread's views anew after they were renewed. */
  renew(): void {
    this.#i32 = this.#views.i32;
    this.#f64 = this.#views.f64;
  }

  /** Writes one trade; `flags` as in FLAG, `leg` counts the lane's symbols from 0. Visible to the kernel after `flush`. */
  trade(
    time: number,
    received: number,
    price: number,
    size: number,
    sequence: number,
    flags: number,
    leg: number,
    symbol: number,
  ): void {
    fill(time, received, price, size, 0, 0, sequence);
    this.write(one, KIND.TRADE | (flags << 8), leg, symbol);
  }

  /** Writes one quote; the same rules. */
  quote(
    time: number,
    received: number,
    bid: number,
    bidSize: number,
    ask: number,
    askSize: number,
    sequence: number,
    leg: number,
    symbol: number,
  ): void {
    fill(time, received, bid, bidSize, ask, askSize, sequence);
    this.write(one, KIND.QUOTE, leg, symbol);
  }

  /**
   * Writes one tick, whose TICK_NUMBERS numbers lie in `tick` as they will lie in a cell; `kind`: KIND, and FLAG from bit 8 on. Numbers
   * that are passed on as arguments are boxed, one by one, by an engine that does not inline the call; these never are.
   */
  write(tick: Float64Array, kind: number, leg: number, symbol: number): void {
    this.touched = true;
    const word = kind | (leg << 16);
    if (!this.#hasRoom()) {
      this.#merge(tick, word, symbol);
      return;
    }
    this.#put(tick, this.#ring + ((this.#next & this.#mask) << 3), word, symbol);
    this.#next = (this.#next + 1) | 0;
    // a long batch goes out in halves, so that the kernel works while it is still being written
    if (((this.#next - this.#published) | 0) >= this.#half) {
      this.#publish();
      ringLane(this.#i32, this.#lane << 2);
    }
  }

  /** Hands everything written to the kernel and rings its host's bell. Once per batch of ticks. */
  flush(): void {
    if (!this.touched) return;
    this.touched = false;
    this.#publish();
    ringLane(this.#i32, this.#lane << 2);
  }

  hand(): number {
    if (!this.touched) return 0;
    this.touched = false;
    this.#publish();
    return markLane(this.#i32, this.#lane << 2);
  }

  /** Ticks merged into another because the ring was full, since this was last asked. */
  takeConflated(): number {
    const conflated = this.#conflated;
    this.#conflated = 0;
    return conflated;
  }

  /** A tick in a ring's cell or in an overflow cell; `cell` counts 64-bit words, `word` is that of kind, flags and leg. */
  #put(tick: Float64Array, cell: number, word: number, symbol: number): void {
    const f64 = this.#f64;
    // one by one: a loop costs more than the stores
    f64[cell + TIME] = tick[TIME] as number;
    f64[cell + RECEIVED] = tick[RECEIVED] as number;
    f64[cell + PRICE] = tick[PRICE] as number;
    f64[cell + SIZE] = tick[SIZE] as number;
    f64[cell + ASK] = tick[ASK] as number;
    f64[cell + ASK_SIZE] = tick[ASK_SIZE] as number;
    f64[cell + SEQUENCE] = tick[SEQUENCE] as number;
    const i32 = this.#i32;
    i32[(cell << 1) + (TICK.KIND >> 2)] = word;
    i32[(cell << 1) + (TICK.SYMBOL >> 2)] = symbol;
  }

  #publish(): void {
    if (this.#published === this.#next) return;
    this.#published = this.#next;
    Atomics.store(this.#i32, this.#lane + (LANE.WRITE >> 2), this.#next);
  }

  #hasRoom(): boolean {
    if (this.#merging && this.#overflowFull()) return false;
    if (((this.#next - this.#read) | 0) < this.#capacity) return true;
    this.#read = Atomics.load(this.#i32, this.#lane + (LANE.READ >> 2));
    return ((this.#next - this.#read) | 0) < this.#capacity;
  }

  /** Whether an overflow cell waits to be taken; one that the kernel holds already does not. */
  #overflowFull(): boolean {
    const count = this.#i32[this.#lane + (LANE.OVERFLOWS >> 2)] as number;
    let quiet = true;
    for (let index = 0; index < count; index++) {
      const state = Atomics.load(this.#i32, (this.#overflow + index * OVERFLOW.BYTES + OVERFLOW.STATE) >> 2);
      if (state === FULL) return true;
      if (state !== EMPTY) quiet = false;
    }
    if (quiet) this.#merging = false;
    return false;
  }

  #merge(tick: Float64Array, word: number, symbol: number): void {
    // the tag is a cursor that the kernel can reach only once the cells before it are published
    this.#publish();
    this.#merging = true;
    const i32 = this.#i32;
    const f64 = this.#f64;
    const trade = (word & 255) === KIND.TRADE;
    const pair = this.#overflow + ((word >>> 16) * 4 + (trade ? 0 : 2)) * OVERFLOW.BYTES;
    let turn = 0;
    let cell = pair;
    // the full one of the pair, else an empty one; the kernel takes one at a time, so one of the two is to be had. A full one
    // with another tag was a dead host's, and ticks of the ring come after it
    while (!this.#takes(cell, turn < 2 ? FULL : EMPTY)) {
      if (++turn === 4) throw new Error('no overflow cell');
      cell = pair + (turn & 1) * OVERFLOW.BYTES;
    }
    const words = cell >> 2;
    const reals = cell >> 3;
    const price = tick[PRICE] as number;
    const size = tick[SIZE] as number;
    const value = trade ? price : 0.5 * (price + (tick[ASK] as number));
    const counts = !(trade && (word >> 8) & FLAG.REFERENCE);
    let sum = 0;
    if (turn < 2) {
      this.#conflated++;
      sum = f64[reals + (OVERFLOW.SIZE >> 3)] as number;
    } else {
      i32[words + (OVERFLOW.TAG >> 2)] = this.#next;
      i32[words + (OVERFLOW.CLAIM >> 2)] = 0;
      i32[words + (OVERFLOW.COUNT >> 2)] = 0;
      i32[words + (OVERFLOW.COUNTED >> 2)] = 0;
      f64[reals + (OVERFLOW.FIRST >> 3)] = value;
      f64[reals + (OVERFLOW.HIGH >> 3)] = value;
      f64[reals + (OVERFLOW.LOW >> 3)] = value;
      f64[reals + (OVERFLOW.NOTIONAL >> 3)] = 0;
      f64[reals + (OVERFLOW.FIRST_TIME >> 3)] = tick[TIME] as number;
      f64[reals + (OVERFLOW.FIRST_SEQUENCE >> 3)] = tick[SEQUENCE] as number;
    }
    (i32[words + (OVERFLOW.COUNT >> 2)] as number)++;
    if (counts) {
      (i32[words + (OVERFLOW.COUNTED >> 2)] as number)++;
      if (trade) (f64[reals + (OVERFLOW.NOTIONAL >> 3)] as number) += price * size;
      sum += size;
    }
    f64[reals + (OVERFLOW.HIGH >> 3)] = Math.max(f64[reals + (OVERFLOW.HIGH >> 3)] as number, value);
    f64[reals + (OVERFLOW.LOW >> 3)] = Math.min(f64[reals + (OVERFLOW.LOW >> 3)] as number, value);
    this.#put(tick, reals, word, symbol);
    if (trade) f64[reals + (OVERFLOW.SIZE >> 3)] = sum;
    Atomics.store(i32, (cell + OVERFLOW.STATE) >> 2, FULL);
  }

  /** Whether an overflow cell was in this state, and is the writer's now. */
  #takes(cell: number, state: number): boolean {
    const i32 = this.#i32;
    if (state === FULL && i32[(cell + OVERFLOW.TAG) >> 2] !== this.#next) return false;
    return Atomics.compareExchange(i32, (cell + OVERFLOW.STATE) >> 2, state, WRITER) === state;
  }
}

function fill(
  time: number,
  received: number,
  price: number,
  size: number,
  ask: number,
  askSize: number,
  sequence: number,
): void {
  one[TIME] = time;
  one[RECEIVED] = received;
  one[PRICE] = price;
  one[SIZE] = size;
  one[ASK] = ask;
  one[ASK_SIZE] = askSize;
  one[SEQUENCE] = sequence;
}
