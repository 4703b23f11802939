import type { Sent } from '../memory/batch-port.js';
import type { Lane } from '../memory/lane.js';
import { type BlockImage, laneImages, putImage } from '../memory/lane-image.js';
import { applyPatches } from '../memory/patches.js';
import type { TickInlet } from '../memory/tick-inlet.js';
import { BatchedLife, type LostError } from './batched-life.js';
import type { BatchedMessage } from './batched-service.js';
import { isCrowded } from './crowd.js';
import type { HostKind } from './host.js';
import type { LaneChange } from './kernel-service.js';
import type { PageRuntime } from './page.js';
import type { HostOwner, Passenger } from './seat.js';

/** Workers that may fail to start, one after another, before the host gives up. */
const START_TRIES = 3;
/** One that leaves a call unanswered for so long hangs. */
const HUNG_MS = 4000;
/** A kernel that traps twice in so long would do so for ever. */
const TRAP_MS = 10_000;
const ANEW = 'what its lanes knew is gone, and they begin anew';

/** Whose lane a host has. */
export interface BatchedGuest {
  readonly passenger: Passenger;
  /** Address of the lane; 0: none yet. */
  readonly address: number;
  /** When its kernel trapped for the last time, on the clock of `performance.now()`. */
  trapped: number;
}

/**
 * A worker whose memory is its own, for lanes whose ticks come by message: copies go there and back, and what was published comes once a frame.
 * What its lanes know is gone when it dies, and they begin anew. Main thread.
 */
export class BatchedHost {
  readonly kind: HostKind;
  readonly name: string;
  readonly guests = new Set<BatchedGuest>();
  /** It could not be started: it runs nothing, and never will. */
  gone = false;
  readonly #runtime: PageRuntime;
  #life: BatchedLife | undefined;
  #ready: Promise<void>;
  #stopped = false;
  /** When the call was made that is not answered yet; 0: none is. */
  #asked = 0;

  constructor(runtime: PageRuntime, kind: HostKind) {
    this.#runtime = runtime;
    this.kind = kind;
    const number = runtime.add(this);
    this.name = kind === 'inline' ? '' : `ticklane-batched-${number}`;
    this.#ready = this.#start();
    this.#ready.catch(() => {}); // whoever wants a lane of it is told
  }

  /** Where feeds send ticks; undefined while it has no worker. */
  inlet(single: boolean): TickInlet | undefined {
    return this.#life?.inlet(single);
  }

  /** Makes a change there; rejects with a LostError where its worker ended meanwhile. */
  async bring(change: LaneChange, lane: Lane, sent?: Sent): Promise<void> {
    const life = await this.#alive();
    const { memory } = this.#runtime;
    const images = laneImages(memory, lane, change.history);
    const { failure, image } = await life.ask((service) => service.bring(change, images, memory.byteLength, sent));
    if (failure) throw new Error(failure);
    if (image) this.#put(image);
  }

  /** Lets go of a lane; `moves`: it goes on elsewhere, from the page's memory. */
  async release(lane: Lane, moves: boolean, sent?: Sent): Promise<void> {
    const life = await this.#alive().catch(() => undefined);
    // it never ran, or runs no more
    if (!life) return;
    const image = await life.ask((service) => service.release(lane.address, sent, moves ? lane.bytes : 0));
    if (image) this.#put(image);
  }

  /** Puts a part of the page's memory there as well. */
  put(image: BlockImage): void {
    void this.#life?.service.put(image);
  }

  /** Ends it. Nothing of it is wanted any more. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#runtime.remove(this);
    if (this.kind !== 'inline') this.#runtime.crowd.leave();
    this.#life?.end();
    this.#life = undefined;
  }

  /** Ends the worker as it is, and goes on with another; its lanes begin anew. */
  replace(reason = 'was told to go'): Promise<void> {
    if (this.#stopped || !this.#life) return this.#ready;
    this.#life.end();
    this.#life = undefined;
    this.#count(reason);
    this.#ready = this.#start();
    const lost = [...this.guests];
    const tell = () => {
      for (const { passenger } of lost) passenger.lost();
    };
    this.#ready.then(tell, tell);
    return this.#ready.catch(() => {});
  }

  /** Looks whether it answers. Called by the page's watch. */
  check(now: number): void {
    const life = this.#life;
    if (!life || this.kind === 'inline') return;
    if (this.#asked > 0) {
      if (now - this.#asked >= HUNG_MS) void this.replace('left a call unanswered');
      return;
    }
    this.#asked = now;
    life
      .ask((service) => service.ping())
      .then(
        () => {
          if (this.#life === life) this.#asked = 0;
        },
        (_: LostError) => {},
      );
  }

  async #alive(): Promise<BatchedLife> {
    await this.#ready;
    if (!this.#life) throw new Error(`${this.name} has ended`);
    return this.#life;
  }

  async #start(): Promise<void> {
    const module = await this.#runtime.apartModule;
    for (let tries = 1; !this.#stopped; tries++) {
      try {
        await this.#runtime.inTurn(() => this.#begin(module));
        return;
      } catch (error) {
        const crowded = isCrowded(error as Error);
        if (crowded || tries === START_TRIES) {
          this.gone = true;
          this.#runtime.remove(this);
          throw new Error(`${this.name} did not start: ${(error as Error).message}`);
        }
        this.#count(`did not start: ${(error as Error).message}`);
      }
    }
  }

  async #begin(module: WebAssembly.Module): Promise<void> {
    if (this.#stopped) return;
    const { crowd } = this.#runtime;
    const inline = this.kind === 'inline';
    if (!inline) crowd.admit();
    const life: BatchedLife = new BatchedLife(this.name, {
      heard: (message) => this.#hear(life, message),
      broken: (reason) => {
        if (this.#life === life) void this.replace(`broke down: ${reason}`);
      },
    });
    try {
      const begun = life.begin(module);
      await (inline ? begun : crowd.count(begun));
    } catch (error) {
      life.end();
      throw error;
    }
    if (this.#stopped) return life.end();
    this.#asked = 0;
    this.#life = life;
  }

  #hear(life: BatchedLife, message: BatchedMessage): void {
    if (message.ticklane === 'trap') return this.#trapped(message.lane, message.message);
    const { memory, parking, results } = this.#runtime;
    const { buffer, used, fired, spent } = message;
    const from = performance.now();
    applyPatches(memory.i32, buffer, used);
    for (const lane of fired) this.#guest(lane)?.passenger.signalled();
    parking.wake();
    life.giveBack(buffer);
    results.messages++;
    results.bytes += used;
    results.milliseconds += spent + performance.now() - from;
  }

  #trapped(lane: number, message: string): void {
    const guest = this.#guest(lane);
    if (!guest) return;
    const { passenger, trapped } = guest;
    guest.trapped = performance.now();
    if (guest.trapped - trapped < TRAP_MS) {
      passenger.failed(new Error(`${this.name}: the lane's kernel traps: ${message}`));
      return;
    }
    passenger.owner.replaced(`trapped (${message}); ${ANEW}`, 1);
    passenger.lost();
  }

  #guest(lane: number): BatchedGuest | undefined {
    for (const guest of this.guests) if (guest.address === lane) return guest;
    return undefined;
  }

  #put(image: BlockImage): void {
    putImage(this.#runtime.memory.memory, image);
    this.#runtime.parking.wake();
  }

  /** Each owner of lanes is told once. */
  #count(reason: string): void {
    this.#runtime.replaced++;
    const owners = new Map<HostOwner, number>();
    for (const { passenger } of this.guests) owners.set(passenger.owner, (owners.get(passenger.owner) ?? 0) + 1);
    for (const [owner, lanes] of owners) owner.replaced(`${reason}; ${ANEW}`, lanes);
  }
}
