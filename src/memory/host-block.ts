import { HOST, HOST_STATE, REASON } from './layout.js';
import type { PageMemory } from './page-memory.js';

/**
 * Rings a host's bell: it drains once more after this. Any thread. The host says that it sleeps before it compares the
 * bell, and the bell moves here before that is looked at; so either the host sees the bell or this sees it sleep.
 */
export function ringBell(i32: Int32Array, host: number): void {
  Atomics.add(i32, (host + HOST.BELL) >> 2, 1);
  if (Atomics.load(i32, (host + HOST.SLEEPING) >> 2) === 1) Atomics.notify(i32, (host + HOST.BELL) >> 2, 1);
}

/** The main thread's side of a host's block. */
export class HostBlock {
  readonly address: number;
  readonly #memory: PageMemory;

  constructor(memory: PageMemory) {
    this.#memory = memory;
    this.address = memory.allocate(HOST.BYTES);
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
    this.#memory.free(this.address);
  }

  #load(field: number): number {
    return Atomics.load(this.#memory.i32, (this.address + field) >> 2);
  }
}
