import type { Lane } from '../memory/lane.js';
import { DedicatedHost } from './dedicated-host.js';
import type { Host, HostKind } from './host.js';
import type { PageRuntime } from './page.js';
import { poolSize } from './pool.js';
import type { Passenger, Seat } from './seat.js';

/** Workers of their own that lanes get in one page without being asked: 290 MB of them. */
const DEDICATED_LIMIT = 128;
/** The same on devices with so little memory, in GB, that they say so. */
const SMALL_DEVICE = 2;
const SMALL_DEVICE_LIMIT = 32;

/** How many dedicated workers `auto` gives to the lanes of one page. */
export function dedicatedLimit(): number {
  const { deviceMemory = Number.POSITIVE_INFINITY } = navigator as { readonly deviceMemory?: number };
  return deviceMemory <= SMALL_DEVICE ? SMALL_DEVICE_LIMIT : DEDICATED_LIMIT;
}

/**
 * The host of one lane, whichever it is: a worker of its own or a seat in the pool, as its owner says; in the pool where the browser gives no
 * further worker. A worker of its own that runs is never given up for a shared one. Main thread.
 */
export class LaneHost implements Host {
  readonly apart = false;
  readonly inlet = undefined;
  readonly #runtime: PageRuntime;
  readonly #passenger: Passenger;
  /** Kept after it has failed, as a tick writer may still be ringing its bell. */
  readonly #dedicated: DedicatedHost | undefined;
  #seat: Seat | undefined;
  #lane: Lane | undefined;
  #stopping: Promise<void> | undefined;

  constructor(runtime: PageRuntime, passenger: Passenger) {
    this.#runtime = runtime;
    this.#passenger = passenger;
    const { workers } = passenger.owner;
    if (typeof workers === 'number') this.#seat = runtime.pool.join(workers, passenger);
    else if (workers === 'pool' || !runtime.mayDedicate(workers === 'auto' ? dedicatedLimit() : undefined)) {
      this.#seat = runtime.pool.join(poolSize(), passenger);
    } else {
      this.#dedicated = new DedicatedHost(runtime, {
        signalled: () => passenger.signalled(),
        replaced: (reason) => passenger.owner.replaced(reason, 1),
        gaveUp: () => this.#fallBack(),
      });
      this.#count(1);
    }
  }

  get kind(): HostKind {
    return this.#host.kind;
  }

  get name(): string {
    return this.#host.name;
  }

  get block(): { readonly address: number } {
    return this.#host.block;
  }

  async take(lane: Lane): Promise<void> {
    this.#lane = lane;
    if (!this.#seat && this.#dedicated) {
      try {
        return await this.#dedicated.take(lane);
      } catch {
        this.#sitDown();
      }
    }
    // a change may have come in between, and brought its lane along
    if (this.#lane === lane) await this.#seat?.take(lane);
  }

  async change(old: Lane, lane: Lane, carry: boolean, history = 0): Promise<void> {
    try {
      if (!this.#seat) return await this.#dedicated?.change(old, lane, carry, history);
    } catch (error) {
      if (!this.#dedicated?.gone) throw error;
      await this.#sitDown().take(old);
    } finally {
      this.#lane = lane;
    }
    await this.#seat?.change(old, lane, carry, history);
  }

  /** It reads the page's memory. */
  tell(): void {}

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  free(): void {
    this.#dedicated?.free();
  }

  get #host() {
    return this.#seat?.host ?? (this.#dedicated as DedicatedHost);
  }

  /** Its worker died and there is no other. */
  #fallBack(): void {
    const lane = this.#lane;
    if (this.#stopping || this.#seat || !lane) return;
    this.#sitDown().take(lane).catch(this.#passenger.failed);
  }

  #sitDown(): Seat {
    if (!this.#seat) {
      this.#seat = this.#runtime.pool.join(poolSize(), this.#passenger);
      this.#count(-1);
      this.#passenger.owner.displaced('the browser starts no further workers, so that they share one', 1);
    }
    return this.#seat;
  }

  /** Beyond the limit, a worker for the pool starts while the browser still gives one. */
  #count(by: number): void {
    this.#runtime.dedicated += by;
    this.#runtime.pool.keep(this.#runtime.dedicated > DEDICATED_LIMIT);
  }

  async #stop(): Promise<void> {
    if (!this.#seat && this.#dedicated) this.#count(-1);
    await this.#dedicated?.stop();
    if (this.#seat) await this.#runtime.pool.leave(this.#seat);
  }
}
