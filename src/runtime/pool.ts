import { PAGE } from '../memory/layout.js';
import { InlineHost } from './inline-host.js';
import type { PageRuntime } from './page.js';
import { PooledHost } from './pooled-host.js';
import { type HostOwner, type Passenger, Seat, type SharedHost } from './seat.js';
import type { HostEvents } from './worker-host.js';

/** Workers of a pool at most, unless a page asks for more. */
const MOST_WORKERS = 4;
/** Cores that are the page's and its feed's. */
const CORES_TAKEN = 2;
/** How often loads are compared. Rarely: a lane that moves leaves its ticks waiting for a millisecond or two. */
const BALANCE_MS = 10_000;
/** A host has so many times as much to do as another before lanes move, */
const UNEVEN = 1.5;
/** and so many cells a second more: less is not worth a move. */
const UNEVEN_CELLS = 5_000;
/** Lanes that move at a time at most. */
const MOVES = 64;
/** A kernel that traps twice in so long would do so for ever. */
const TRAP_MS = 10_000;

const NO_WORKER = 'no worker starts on this page, so that kernels run on its main thread';

/** Workers that suit this machine. */
export const poolSize = () => Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 1) - CORES_TAKEN));

/**
 * The page's shared hosts and who is on them. Hosts start as lanes come, lanes are spread by number when they come and by what they have to
 * do later on, and all hosts end with the last lane. Where no worker starts, lanes run on the main thread. Main thread.
 */
export class Pool {
  readonly #runtime: PageRuntime;
  #hosts: PooledHost[] = [];
  #inline: InlineHost | undefined;
  readonly #seats = new Set<Seat>();
  /** A worker could not be had: no more are tried. */
  #full = false;
  #kept = false;
  /** Blocks that hosts have, or had and have not let go of. */
  readonly #places = new Set<number>();
  #balanced = 0;

  constructor(runtime: PageRuntime) {
    this.#runtime = runtime;
  }

  /** Lanes that are on it, or about to be. */
  get lanes(): number {
    return this.#seats.size;
  }

  /** The hosts that run, for figures. */
  get hosts(): readonly SharedHost[] {
    return this.#inline ? [...this.#hosts, this.#inline] : this.#hosts;
  }

  /** A seat on one of the pool's first `size` hosts. */
  join(size: number, passenger: Passenger): Seat {
    const seat = new Seat(this.#runtime.memory, this.#place(size), size, passenger, (gone) =>
      this.#instead(gone, seat),
    );
    this.#seats.add(seat);
    if (seat.host.kind === 'inline') passenger.owner.displaced(NO_WORKER, 1);
    return seat;
  }

  /** Gives a seat back; resolves when no thread touches its lane. The last one ends the hosts. */
  async leave(seat: Seat): Promise<void> {
    await seat.leave();
    this.#seats.delete(seat);
    await this.#end();
  }

  /** Keeps one host ready without lanes, while the browser still gives workers; or lets go of it. */
  keep(kept: boolean): void {
    if (this.#kept === kept) return;
    this.#kept = kept;
    if (!kept) this.#end().catch(reportError);
    else if (this.#hosts.length === 0 && this.#free() >= 0) this.#start(this.#free());
  }

  /** Compares loads now and then. Called by the page's watch. */
  check(now: number): void {
    if (now - this.#balanced < BALANCE_MS || this.#hosts.length < 2) return;
    const seconds = (now - this.#balanced) / 1000;
    this.#balanced = now;
    void this.balance(seconds).catch(reportError);
  }

  /** Moves lanes from the host with the most to do to the one with the least, where it pays. `seconds` since it was last called. */
  async balance(seconds: number): Promise<void> {
    const loads = new Map(this.#hosts.map((host) => [host as SharedHost, 0]));
    const each = [...this.#seats].map((seat) => ({ seat, load: seat.takeLoad() }));
    for (const { seat, load } of each) loads.set(seat.host, (loads.get(seat.host) ?? 0) + load);
    const hosts = this.#hosts
      .filter(({ running }) => running)
      .sort((a, b) => (loads.get(b) ?? 0) - (loads.get(a) ?? 0));
    const [from, to] = [hosts[0], hosts.at(-1)];
    if (!from || !to) return;
    const [most, least] = [loads.get(from) ?? 0, loads.get(to) ?? 0];
    if (most < least * UNEVEN || most - least < UNEVEN_CELLS * seconds) return;
    let room = (most - least) / 2;
    const moved: Promise<void>[] = [];
    const index = this.#hosts.indexOf(to);
    for (const { seat, load } of each.sort((a, b) => b.load - a.load)) {
      if (seat.host !== from || seat.size <= index || load === 0 || load > room) continue;
      room -= load;
      moved.push(seat.move(to));
      if (moved.length === MOVES) break;
    }
    await Promise.all(moved);
  }

  /** The host with the fewest lanes; another one while there are fewer than there may be. */
  #place(size: number): SharedHost {
    const idle = this.#hosts.slice(0, size).find(({ seats }) => seats.size === 0);
    if (idle) return idle;
    const place = this.#free();
    if (this.#hosts.length < size && place >= 0) return this.#start(place);
    const [first, ...others] = this.#hosts.slice(0, size);
    if (first) return others.reduce((least, host) => (host.seats.size < least.seats.size ? host : least), first);
    this.#inline ??= new InlineHost(this.#runtime);
    return this.#inline;
  }

  /** A block for another host; -1: there is none, or no worker for it. */
  #free(): number {
    if (this.#full) return -1;
    let place = 0;
    while (this.#places.has(place)) place++;
    return place < PAGE.HOST_COUNT - 1 ? place : -1;
  }

  #start(place: number): PooledHost {
    this.#places.add(place);
    const events: HostEvents = {
      signalled: (lanes) => {
        const signalled = new Set(lanes);
        for (const seat of host.seats) if (signalled.has(seat.address)) seat.passenger.signalled();
      },
      replaced: (reason) => this.#tell(host, (owner, lanes) => owner.replaced(reason, lanes)),
      gaveUp: () => {
        for (const seat of host.seats) seat.resume().catch(seat.passenger.failed);
      },
      trapped: (lane, message) => this.#trapped(host, lane, message),
    };
    const host: PooledHost = new PooledHost(this.#runtime, events, place);
    this.#hosts.push(host);
    // whoever is on it is told by the lanes that it does not take
    host.start([]).catch(() => {});
    return host;
  }

  /** Where a seat goes whose host is gone. */
  #instead(gone: SharedHost, seat: Seat): SharedHost {
    if (this.#hosts.includes(gone as PooledHost)) {
      this.#full = true;
      this.#hosts = this.#hosts.filter((host) => host !== gone);
      this.#places.delete((gone as PooledHost).place);
      if (this.#hosts.length === 0) {
        this.#tell(gone, (owner, lanes) => owner.displaced(NO_WORKER, lanes));
      }
    }
    return this.#place(seat.size);
  }

  /** A lane's kernel trapped: it goes on from what was committed, once. */
  #trapped(host: SharedHost, lane: number, message: string): void {
    const seat = [...host.seats].find(({ address }) => address === lane);
    if (!seat) return;
    const again = performance.now() - seat.trapped < TRAP_MS;
    seat.trapped = performance.now();
    if (again) return seat.passenger.failed(new Error(`${host.name}: the lane's kernel traps: ${message}`));
    this.#runtime.replaced++;
    seat.passenger.owner.replaced(`trapped: ${message}`, 1);
    seat.resume().catch(seat.passenger.failed);
  }

  /** Tells each owner once, with how many of its lanes are on a host. */
  #tell(host: SharedHost, say: (owner: HostOwner, lanes: number) => void): void {
    const lanes = new Map<HostOwner, number>();
    for (const { passenger } of host.seats) lanes.set(passenger.owner, (lanes.get(passenger.owner) ?? 0) + 1);
    for (const [owner, count] of lanes) say(owner, count);
  }

  async #end(): Promise<void> {
    if (this.#seats.size > 0 || this.#kept) return;
    const hosts = this.#hosts;
    const inline = this.#inline;
    this.#hosts = [];
    this.#inline = undefined;
    this.#full = false;
    const stop = async (host: PooledHost) => {
      await host.stop();
      this.#places.delete(host.place);
    };
    await Promise.all([inline?.stop(), ...hosts.map(stop)]);
  }
}
