import { HOST, HOST_STATE, LANE, PAGE, REASON } from './layout.js';
import type { PageMemory } from './page-memory.js';

/**
 * Rings a host's bell: it drains once more after this. Any thread. The host says that it sleeps before it compares the
 * bell, and the bell moves here before that is looked at; so either the host sees the bell or this sees it sleep.
 */
export function ringBell(i32: Int32Array, host: number): void {
  Atomics.add(i32, (host + HOST.BELL) >> 2, 1);
  const sleeping = (host + HOST.SLEEPING) >> 2;
  // whoever takes the word wakes the host: of many rings that find it asleep one pays for the call
  if (Atomics.load(i32, sleeping) === 1 && Atomics.compareExchange(i32, sleeping, 1, 0) === 1)
    Atomics.notify(i32, (host + HOST.BELL) >> 2, 1);
}

/** Where a lane's bit stands in the bitmap of a host that lanes share. */
export const dirtyWord = (lane: number) => (lane >> (HOST.SPAN + 5)) & (HOST.MANY - 1);
/** The bit itself. */
export const dirtyBit = (lane: number) => 1 << ((lane >> HOST.SPAN) & 31);

/**
 * Tells a lane's host that the lane has something, after that was published. Any thread. The host is looked up afterwards: a lane that
 * has moved meanwhile is drained by its new host when it comes there.
 */
export function ringLane(i32: Int32Array, lane: number): void {
  const host = markLane(i32, lane);
  if (host) ringBell(i32, host);
}

/** The same without the bell, where the host is one that lanes share: its address, as it is still to be rung, once for all of its lanes; 0: nobody is. */
export function markLane(i32: Int32Array, lane: number): number {
  const host = Atomics.load(i32, (lane + LANE.HOST) >> 2);
  if (i32[(host + HOST.DIRTY_WORDS) >> 2] === 0) {
    ringBell(i32, host);
    return 0;
  }
  const bit = dirtyBit(lane);
  // a bit that is set already has been rung for, and is still to be taken
  return Atomics.or(i32, ((host + HOST.DIRTY) >> 2) + dirtyWord(lane), bit) & bit ? 0 : host;
}

/** The main thread's side of a host's block. */
export class HostBlock {
  readonly address: number;
  readonly #memory: PageMemory;
  readonly #shared: boolean;

  /** `shared`: which of the page's PAGE.HOST_COUNT hosts that lanes share it is for; nothing: a host of one lane. */
  constructor(memory: PageMemory, shared?: number) {
    this.#memory = memory;
    this.#shared = shared !== undefined;
    if (shared === undefined) {
      this.address = memory.allocate(HOST.BYTES);
      return;
    }
    this.address = PAGE.HOSTS + shared * PAGE.HOST_BYTES;
    const { i32 } = memory;
    i32.fill(0, this.address >> 2, (this.address + PAGE.HOST_BYTES) >> 2);
    i32[(this.address + HOST.DIRTY_WORDS) >> 2] = HOST.MANY;
  }

  /** Brings the host back to its event loop, at once even where it sleeps. */
  recall(reason: typeof REASON.STOP | typeof REASON.CALL): void {
    Atomics.or(this.#memory.i32, (this.address + HOST.REASON) >> 2, reason);
    this.ring();
  }

  /** Announces one control call: the host stays in its event loop until it has answered as many as were announced. */
  announceCall(): void {
    Atomics.add(this.#memory.i32, (this.address + HOST.CALLS) >> 2, 1);
    this.recall(REASON.CALL);
  }

  ring(): void {
    ringBell(this.#memory.i32, this.address);
  }

  get bell(): number {
    return this.#load(HOST.BELL);
  }

  /** The bell that the last finished drain had seen: behind `bell`, and not moving, means hung. */
  get answered(): number {
    return this.#load(HOST.ANSWERED);
  }

  /** Turns of a host that lanes share. */
  get turns(): number {
    return this.#load(HOST.TURNS) >>> 0;
  }

  /** Milliseconds that they took; starts anew after an hour and some. */
  get busy(): number {
    return (this.#load(HOST.BUSY) >>> 0) / 1000;
  }

  get running(): boolean {
    return this.#load(HOST.STATE) === HOST_STATE.RUNNING;
  }

  /** Makes the block ready for a host that replaces a dead one; rings that nobody answered stay rung. */
  reset(): void {
    const i32 = this.#memory.i32;
    for (const field of [HOST.REASON, HOST.SLEEPING, HOST.STATE, HOST.CALLS])
      Atomics.store(i32, (this.address + field) >> 2, 0);
  }

  free(): void {
    if (!this.#shared) this.#memory.free(this.address);
  }

  #load(field: number): number {
    return Atomics.load(this.#memory.i32, (this.address + field) >> 2);
  }
}
