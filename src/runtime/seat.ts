import type { HostBlock } from '../memory/host-block.js';
import type { Lane } from '../memory/lane.js';
import { LANE } from '../memory/layout.js';
import type { PageMemory } from '../memory/page-memory.js';
import type { HostKind } from './host.js';
import type { LaneChange } from './kernel-service.js';

/** A host that many lanes share. */
export interface SharedHost {
  readonly kind: HostKind;
  readonly name: string;
  readonly block: HostBlock;
  /** It runs no lane, and never will again. */
  readonly gone: boolean;
  /** Whose lanes it runs, or is about to. */
  readonly seats: Set<Seat>;
  changeLanes(change: LaneChange): Promise<void>;
  stop(): Promise<void>;
}

/** Whose lane it is. */
export interface Passenger {
  /** The lane may have signals to take. */
  signalled(): void;
  /** The lane's kernel traps whenever it runs: nobody runs it any more. */
  failed(error: Error): void;
  /** What its kernel knew is gone with its worker, which had a memory of its own: another lane begins anew. */
  lost(): void;
  /** Hosts that were replaced are told to it once, not to each of its lanes. */
  readonly owner: HostOwner;
}

/** What a feed says of where the kernels of its lanes run, and what it hears of that. Main thread. */
export interface HostOwner {
  /** `auto`, `dedicated`, `pool`, or how many workers to share. */
  readonly workers: WorkersSetting;
  readonly mode: HostMode;
  /** Its lanes are many, each of them small. */
  readonly many?: boolean;
  /** A worker of so many of its lanes was replaced, for this reason; nothing was lost. */
  replaced(reason: string, lanes: number): void;
  /** So many of its lanes run where they were not meant to, for this reason. */
  displaced(reason: string, lanes: number): void;
}

/** How ticks come to a host: by memory that is shared, or by messages, a frame's together or each alone. */
export type HostMode = 'shared' | 'batched' | 'individual';
export type WorkersSetting = 'auto' | 'dedicated' | 'pool' | number;

const ALONE = { carry: false, history: 0 };

/** One lane's place on a host that others share; it may move to another one, without a tick lost. Main thread. */
export class Seat {
  readonly passenger: Passenger;
  /** Hosts that it may be on: the first so many of the pool. */
  readonly size: number;
  /** When its kernel trapped for the last time, on the clock of `performance.now()`. */
  trapped = Number.NEGATIVE_INFINITY;
  readonly #memory: PageMemory;
  readonly #elsewhere: (gone: SharedHost) => SharedHost;
  #host: SharedHost;
  #lane: Lane | undefined;
  #left = false;
  #read = 0;
  /** The last of what is done with it, one after another. */
  #work: Promise<void> = Promise.resolve();

  /** `elsewhere`: another host for one that is gone. */
  constructor(
    memory: PageMemory,
    host: SharedHost,
    size: number,
    passenger: Passenger,
    elsewhere: (gone: SharedHost) => SharedHost,
  ) {
    this.#memory = memory;
    this.#host = host;
    this.size = size;
    this.passenger = passenger;
    this.#elsewhere = elsewhere;
    host.seats.add(this);
  }

  get host(): SharedHost {
    return this.#host;
  }

  /** Address of its lane; 0: it has none. */
  get address(): number {
    return this.#lane?.address ?? 0;
  }

  /** Cells that were drained since this was last asked. */
  takeLoad(): number {
    if (!this.#lane) return 0;
    const read = Atomics.load(this.#memory.i32, (this.#lane.address + LANE.READ) >> 2);
    const load = (read - this.#read) >>> 0;
    this.#read = read;
    return load;
  }

  take(lane: Lane): Promise<void> {
    return this.#enqueue(() => this.#sit(lane));
  }

  change(old: Lane, lane: Lane, carry: boolean, history: number): Promise<void> {
    return this.#enqueue(async () => {
      this.#send(lane);
      for (;;) {
        const { host } = this;
        try {
          await host.changeLanes({ old: old.address, lane: lane.address, carry, history });
          return;
        } catch (error) {
          if (!host.gone) throw error;
          // what its worker was doing to the old one when it died is made good first
          await this.#sit(old);
          this.#send(lane);
        } finally {
          this.#hold(lane);
        }
      }
    });
  }

  /** Goes over to another host. Ticks wait in the ring meanwhile. */
  move(host: SharedHost): Promise<void> {
    return this.#enqueue(async () => {
      const lane = this.#lane;
      if (!lane || this.#left || host.gone || host === this.host) return;
      await this.#letGo(lane);
      this.#go(host);
      await this.#sit(lane);
    });
  }

  /** Its host is gone, or has left the lane alone after a trap: it begins again from what was committed. */
  resume(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#lane && !this.#left) await this.#sit(this.#lane);
    });
  }

  leave(): Promise<void> {
    return this.#enqueue(async () => {
      this.#left = true;
      const lane = this.#lane;
      this.#lane = undefined;
      this.host.seats.delete(this);
      if (lane) await this.#letGo(lane);
    });
  }

  /** Its host touches the lane no more; one that is gone does not anyway. */
  async #letGo({ address }: Lane): Promise<void> {
    const { host } = this;
    if (host.gone) return;
    await host.changeLanes({ ...ALONE, old: address, lane: 0 }).catch((error) => {
      if (!host.gone) throw error;
    });
  }

  #go(host: SharedHost): void {
    this.#host.seats.delete(this);
    this.#host = host;
    if (!this.#left) host.seats.add(this);
  }

  async #sit(lane: Lane): Promise<void> {
    for (;;) {
      if (this.host.gone) this.#go(this.#elsewhere(this.host));
      const { host } = this;
      this.#send(lane);
      this.#hold(lane);
      try {
        await host.changeLanes({ ...ALONE, old: 0, lane: lane.address });
        // whoever ran it before may have died between a signal and the message about it, and nobody would tell of later ones
        this.passenger.signalled();
        return;
      } catch (error) {
        if (!host.gone) throw error;
      }
    }
  }

  /** Tick writers ring the host that it is on. */
  #send({ address }: Lane): void {
    Atomics.store(this.#memory.i32, (address + LANE.HOST) >> 2, this.host.block.address);
  }

  #hold(lane: Lane): void {
    this.#lane = lane;
    this.#read = Atomics.load(this.#memory.i32, (lane.address + LANE.READ) >> 2);
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => {}); // whoever asked for it has been told
    return done;
  }
}
