import { HostBlock } from '../memory/host-block.js';
import type { Lane } from '../memory/lane.js';
import { REASON } from '../memory/layout.js';
import { CrowdedError } from './crowd.js';
import type { HostKind } from './host.js';
import type { KernelMessage, LaneChange } from './kernel-service.js';
import type { PageRuntime } from './page.js';
import { WorkerLife } from './worker-life.js';

/** A bell that is left unanswered for so long means hung. */
const HUNG_MS = 1000;
/** A host that was told to stop and has not by then is terminated. */
const STOP_MS = 1000;
/** Workers that may fail to start, one after another, before the host gives up. */
const START_TRIES = 3;

/** What a host tells its owner. Main thread. */
export interface HostEvents {
  /** These lanes may have signals to take. */
  signalled(lanes: readonly number[]): void;
  /** A worker did not start, died, hung or did not stop, for this reason; another takes its place. */
  replaced(reason: string): void;
  /** A worker that died or hung cannot be replaced: nothing runs the lanes any more. */
  gaveUp(error: Error): void;
  /** This lane's kernel trapped; the host goes on without it. Hosts of many lanes. */
  trapped(lane: number, message: string): void;
}

/** A change that the worker has not confirmed yet: a replacement repeats it. */
interface Pending extends LaneChange {
  /** The life that was told of it. */
  told: WorkerLife | undefined;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What a host owed when it was last seen to owe something. */
interface Suspicion {
  readonly since: number;
  readonly answered: number;
  /** The oldest change that it was told of. */
  readonly change: Pending | undefined;
}

/**
 * A worker that runs the kernel for one lane or for many. Stops by handshake; a worker that does not start, dies or hangs is replaced once
 * it is surely dead, and all of its lanes go on from their committed banks. Main thread.
 */
export class WorkerHost {
  readonly kind: HostKind;
  readonly name: string;
  readonly block: HostBlock;
  replaced = 0;
  /** Its worker could not be replaced: it runs no lane, and never will again. */
  gone = false;
  protected readonly runtime: PageRuntime;
  readonly #events: HostEvents;
  /** What a worker that starts now begins with: lanes that are confirmed, by their addresses. */
  readonly #lanes = new Set<number>();
  #life: WorkerLife | undefined;
  #changes: Pending[] = [];
  #stopping: Promise<void> | undefined;
  #stopped: (() => void) | undefined;
  /** Why it has given up. */
  #failure: Error | undefined;
  /** The start or replacement in progress. */
  #turn: Promise<void> | undefined;
  /** Since when it owes the same answers; 0: it owes none, or has given some. */
  #suspect: Suspicion = { since: 0, answered: 0, change: undefined };

  /** `shared`: which of the hosts that lanes share it is; nothing: it is for one lane. */
  constructor(runtime: PageRuntime, events: HostEvents, shared?: number) {
    this.runtime = runtime;
    this.kind = shared === undefined ? 'dedicated' : 'pooled';
    this.#events = events;
    this.block = new HostBlock(runtime.memory, shared);
    this.name = `ticklane-${shared === undefined ? 'kernel' : 'pool'}-${runtime.add(this)}`;
  }

  /** Starts the worker with these lanes; rejects with the reason where it does not start. */
  start(lanes: readonly Lane[]): Promise<void> {
    for (const { address } of lanes) this.#lanes.add(address);
    return this.#take(this.#start());
  }

  /** Resolves once the worker has made the change, or the one in its place. Those of one task go together. */
  changeLanes(change: LaneChange): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#changes.push({ ...change, told: undefined, resolve, reject });
      queueMicrotask(() => this.#tell());
    });
  }

  /** Stops by handshake; when this resolves no thread of it touches its lanes, and they may be freed. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Gives its block back, once nobody rings it any more. */
  free(): void {
    this.block.free();
  }

  /** Looks for a bell or a call that nobody answers, and replaces what hangs. Called by the page's watch. */
  check(now: number): void {
    if (!this.running) return;
    const { bell, answered } = this.block;
    // a worker that dies between the bell and the call that it was rung for has answered every ring
    const change = this.#changes.find(({ told }) => told !== undefined && told === this.#life);
    const owes = bell !== answered || change !== undefined;
    const { since, ...before } = this.#suspect;
    if (!owes || since === 0 || answered !== before.answered || change !== before.change) {
      this.#suspect = { since: owes ? now : 0, answered, change };
    } else if (now - since >= HUNG_MS) {
      this.#revive(bell !== answered ? 'left its bell unanswered' : 'left a call unanswered');
    }
  }

  /** The kernel runs: no start and no replacement is in progress. */
  get running(): boolean {
    return !this.#turn && !this.#stopping && this.block.running;
  }

  /** Ends the worker, as it is, and goes on with another once it is surely dead. */
  replace(reason = 'was told to go'): Promise<void> {
    if (this.#stopping) return this.#stopping;
    return this.#turn ?? this.#take(this.#replace(reason));
  }

  /** A start or replacement is in progress until this settles. */
  #take(turn: Promise<void>): Promise<void> {
    this.#turn = turn.finally(() => {
      this.#turn = undefined;
      this.#tell();
    });
    return this.#turn;
  }

  #revive(reason: string): void {
    this.replace(reason).catch((error) => this.#events.gaveUp(error));
  }

  async #replace(reason: string): Promise<void> {
    this.#count(reason);
    await this.#end();
    if (!this.#stopping) await this.#start();
  }

  /** Starts a worker, and another one in its place where it does not come up. */
  async #start(): Promise<void> {
    const module = await this.runtime.module.catch((error: Error) => {
      throw this.#giveUp(error);
    });
    for (let tries = 1; !this.#stopping; tries++) {
      this.block.reset();
      this.#suspect = { ...this.#suspect, since: 0 };
      try {
        await this.runtime.inTurn(() => (this.#stopping ? Promise.resolve() : this.#begin(module)));
        return;
      } catch (error) {
        await this.#end();
        const crowded = error instanceof CrowdedError;
        if (crowded || tries === START_TRIES) {
          const tried = crowded ? '' : ` in ${tries} tries`;
          throw this.#giveUp(new Error(`${this.name} did not start${tried}: ${(error as Error).message}`));
        }
        this.#count(`did not start: ${(error as Error).message}`);
      }
    }
  }

  /** It runs nothing, and never will again. Returns the reason. */
  #giveUp(failure: Error): Error {
    this.#failure = failure;
    this.gone = true;
    this.runtime.remove(this);
    for (const change of this.#changes.splice(0)) change.reject(failure);
    return failure;
  }

  async #begin(module: WebAssembly.Module): Promise<void> {
    const { memory, parking, crowd } = this.runtime;
    if (this.kind === 'dedicated') crowd.admit();
    const life = new WorkerLife(this.name, {
      heard: (message) => this.#hear(message),
      broken: (reason) => {
        if (this.#life === life) this.#revive(`broke down: ${reason}`);
      },
    });
    this.#life = life;
    const lanes = [...this.#lanes];
    const start = { module, memory: memory.memory, byteLength: memory.byteLength, host: this.block.address, lanes };
    await crowd.count(life.begin({ ...start, many: this.kind === 'pooled' }));
    // it has published, and its predecessor may have died on the way to waking the page
    parking.wake();
    this.#events.signalled(lanes);
  }

  #hear(message: KernelMessage): void {
    if (message.ticklane === 'nudge') this.runtime.parking.wake();
    else if (message.ticklane === 'signal') this.#events.signalled(message.lanes);
    else if (message.ticklane === 'stopped') this.#stopped?.();
    else {
      this.#lanes.delete(message.lane);
      this.#events.trapped(message.lane, message.message);
    }
  }

  /** Tells the worker what it has not been told; while one starts that waits. */
  #tell(): void {
    const life = this.#life;
    const changes = this.#changes.filter(({ told }) => !life || told !== life);
    if (this.#turn || changes.length === 0) return;
    for (const change of changes) change.told = life;
    const done = (failures: (index: number) => string) => {
      if (this.#life !== life) return; // its successor makes the changes again
      const made = new Set(changes);
      this.#changes = this.#changes.filter((change) => !made.has(change));
      this.runtime.parking.wake();
      changes.forEach(({ old, lane, resolve, reject }, index) => {
        const failure = failures(index);
        this.#lanes.delete(old);
        if (lane && !failure) this.#lanes.add(lane);
        if (failure) reject(new Error(failure));
        else resolve();
      });
    };
    // given up: a lane that only goes is nobody's already; one that comes finds no kernel, and its figures are still in the old one
    if (!life) {
      const { message } = this.#failure ?? new Error(`${this.name} has given up`);
      return done((index) => (changes[index]?.lane ? message : ''));
    }
    this.block.announceCall();
    const orders = changes.map(({ old, lane, carry, history }) => ({ old, lane, carry, history }));
    life.service.change(orders, this.runtime.memory.byteLength).then(
      (failures) => done((index) => failures[index] as string),
      (error) => done(() => String(error)),
    );
  }

  #count(reason: string): void {
    this.replaced++;
    this.runtime.replaced++;
    this.#events.replaced(reason);
  }

  /** Terminates the worker and waits until it is surely dead. */
  async #end(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    await life?.end();
  }

  async #stop(): Promise<void> {
    // a start or replacement in progress ends first, or gives up when it sees `#stopping`
    if (this.#turn) await this.#turn.catch(() => {});
    const life = this.#life;
    if (life) {
      const stopped = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), STOP_MS);
        this.#stopped = () => {
          clearTimeout(timer);
          resolve(true);
        };
        this.block.recall(REASON.STOP);
      });
      if (stopped) {
        life.forget(); // it has left the kernel for good and is closing
        this.#life = undefined;
      } else {
        this.#count('did not stop');
        await this.#end();
      }
    }
    for (const change of this.#changes.splice(0)) change.resolve();
    if (life) this.runtime.crowd.leave();
    this.runtime.remove(this);
  }
}
