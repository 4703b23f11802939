import type { Sent } from '../memory/batch-port.js';
import type { Lane } from '../memory/lane.js';
import { PAGE } from '../memory/layout.js';
import type { TickInlet } from '../memory/tick-inlet.js';
import type { Host, HostKind } from './host.js';
import type { PageRuntime } from './page.js';
import type { Passenger } from './seat.js';

type MakeLane = (runtime: PageRuntime, passenger: Passenger) => Host;

let make: MakeLane | undefined;
let loading: Promise<MakeLane> | undefined;

/** What makes hosts with a memory of their own, which pages with shared memory never load. Rejects where it does not load; the next call tries again. */
function load(): Promise<MakeLane> {
  loading ??= import('./batched-lane.js').then(
    ({ BatchedLane }) => {
      make = (runtime, passenger) => new BatchedLane(runtime, passenger);
      return make;
    },
    (error: Error) => {
      loading = undefined;
      throw new Error(`the code of batched mode does not load: ${error.message}`);
    },
  );
  return loading;
}

/** A host whose memory is its own. Main thread. */
export function createBatchedLane(runtime: PageRuntime, passenger: Passenger): Host {
  return make?.(runtime, passenger) ?? new LateLane(load(), runtime, passenger);
}

/** Stands in for a host whose code is on its way, and hands everything on. */
class LateLane implements Host {
  readonly apart = true;
  readonly block = { address: PAGE.HOSTS };
  readonly #loaded: Promise<Host>;
  #host: Host | undefined;

  constructor(loaded: Promise<MakeLane>, runtime: PageRuntime, passenger: Passenger) {
    this.#loaded = loaded.then((makeLane) => {
      this.#host = makeLane(runtime, passenger);
      return this.#host;
    });
    this.#loaded.catch(() => {}); // whoever gives it a lane is told
  }

  get kind(): HostKind {
    return this.#host?.kind ?? 'pooled';
  }

  get name(): string {
    return this.#host?.name ?? '';
  }

  get inlet(): TickInlet | undefined {
    return this.#host?.inlet;
  }

  async take(lane: Lane): Promise<void> {
    await (await this.#loaded).take(lane);
  }

  async change(old: Lane, lane: Lane, carry: boolean, history?: number, sent?: Sent): Promise<void> {
    await (await this.#loaded).change(old, lane, carry, history, sent);
  }

  tell(address: number, bytes: number): void {
    this.#host?.tell(address, bytes);
  }

  async stop(moves?: boolean, sent?: Sent): Promise<void> {
    await (await this.#loaded.catch(() => undefined))?.stop(moves, sent);
  }

  free(): void {
    this.#host?.free();
  }
}
