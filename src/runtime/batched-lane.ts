import type { Sent } from '../memory/batch-port.js';
import type { Lane } from '../memory/lane.js';
import { imageOf } from '../memory/lane-image.js';
import { PAGE } from '../memory/layout.js';
import type { TickInlet } from '../memory/tick-inlet.js';
import type { BatchedGuest, BatchedHost } from './batched-host.js';
import { LostError } from './batched-life.js';
import { batchedPool } from './batched-pool.js';
import type { Host, HostKind } from './host.js';
import type { PageRuntime } from './page.js';
import type { Passenger } from './seat.js';

const NO_WORKER = 'no worker starts on this page, so that kernels run on its main thread';

/** The host of one lane where ticks go by message. Main thread. */
export class BatchedLane implements Host, BatchedGuest {
  readonly apart = true;
  readonly passenger: Passenger;
  trapped = Number.NEGATIVE_INFINITY;
  /** A bell that nobody waits for: lanes stand in a memory of one thread. */
  readonly block = { address: PAGE.HOSTS };
  readonly #runtime: PageRuntime;
  readonly #single: boolean;
  #host: BatchedHost;
  #lane: Lane | undefined;
  #stopping: Promise<void> | undefined;

  constructor(runtime: PageRuntime, passenger: Passenger) {
    this.#runtime = runtime;
    this.passenger = passenger;
    this.#single = passenger.owner.mode === 'individual';
    this.#host = batchedPool(runtime).join(passenger.owner.workers);
    this.#host.guests.add(this);
  }

  get kind(): HostKind {
    return this.#host.kind;
  }

  get name(): string {
    return this.#host.name;
  }

  get address(): number {
    return this.#lane?.address ?? 0;
  }

  get inlet(): TickInlet | undefined {
    return this.#host.inlet(this.#single);
  }

  async take(lane: Lane): Promise<void> {
    this.#lane = lane;
    for (;;) {
      const host = this.#host;
      try {
        return await host.bring({ old: 0, lane: lane.address, carry: false, history: 0 }, lane);
      } catch (error) {
        if (host.gone) this.#go(host);
        else if (!(error instanceof LostError)) throw error;
      }
    }
  }

  async change(old: Lane, lane: Lane, carry: boolean, history = 0, sent?: Sent): Promise<void> {
    const host = this.#host;
    this.#lane = lane;
    try {
      await host.bring({ old: old.address, lane: lane.address, carry, history }, lane, sent);
    } catch (error) {
      if (!host.gone && !(error instanceof LostError)) throw error;
      // there is nothing left to carry over
      await this.take(lane);
    }
  }

  tell(address: number, bytes: number): void {
    this.#host.put(imageOf(this.#runtime.memory.memory, address, bytes));
  }

  stop(moves = false, sent?: Sent): Promise<void> {
    this.#stopping ??= this.#stop(moves, sent);
    return this.#stopping;
  }

  free(): void {}

  async #stop(moves: boolean, sent?: Sent): Promise<void> {
    const host = this.#host;
    const lane = this.#lane;
    try {
      if (lane) await host.release(lane, moves, sent);
    } catch (error) {
      if (!host.gone && !(error instanceof LostError)) throw error;
    } finally {
      host.guests.delete(this);
      batchedPool(this.#runtime).leave(host);
    }
  }

  #go(gone: BatchedHost): void {
    gone.guests.delete(this);
    this.#host = batchedPool(this.#runtime).instead(gone, this.passenger.owner.workers);
    this.#host.guests.add(this);
    if (this.#host.kind === 'inline') this.passenger.owner.displaced(NO_WORKER, 1);
  }
}
