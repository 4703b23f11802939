import { type Remote, releaseProxy, wrap } from 'comlink';
import { HostBlock } from '../memory/host-block.js';
import type { Lane } from '../memory/lane.js';
import { REASON } from '../memory/layout.js';
import type { Host } from './host.js';
import { KERNEL_MESSAGE, type KernelService } from './kernel-service.js';
import type { PageRuntime } from './page.js';
import { untilDead } from './quarantine.js';
import { spawnKernelWorker } from './spawn.js';

/** A worker that has not begun by then is replaced: browsers' limits stall workers silently. */
const START_MS = 4000;
/** A bell that is left unanswered for so long means hung. */
const HUNG_MS = 1000;
/** A host that was told to stop and has not by then is terminated. */
const STOP_MS = 1000;
/** Workers that may fail to start, one after another, before the lane is given up. */
const START_TRIES = 3;

/** A change of lanes that its worker has not confirmed yet: a replacement repeats it. */
interface Change {
  readonly old: Lane;
  readonly lane: Lane;
  readonly carry: boolean;
  readonly history: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One life of the worker. */
interface Life {
  readonly worker: Worker;
  readonly service: Remote<KernelService>;
  readonly lock: string;
  /** Whether the worker holds its lock; undefined until it has said so. */
  locked: boolean | undefined;
}

/**
 * A worker for one lane, asleep in the kernel's `run` unless ticks arrive. Stops by handshake; a worker that does not start, dies
 * or hangs is replaced once it is surely dead, and the lane goes on from its committed bank. Main thread.
 */
export class DedicatedHost implements Host {
  readonly kind = 'dedicated';
  readonly name: string;
  readonly block: HostBlock;
  replaced = 0;
  readonly #runtime: PageRuntime;
  readonly #gaveUp: (error: Error) => void;
  readonly #signalled: () => void;
  #lane: Lane | undefined;
  #life: Life | undefined;
  #changes: Change[] = [];
  #stopping: Promise<void> | undefined;
  #stopped: (() => void) | undefined;
  /** The start or replacement in progress. */
  #turn: Promise<void> | undefined;
  #suspect = { since: 0, answered: 0 };

  /**
   * `gaveUp` hears why where a worker that died or hung cannot be replaced; nothing runs the lane after it. `signalled`: its lane
   * may have signals to take.
   */
  constructor(runtime: PageRuntime, gaveUp: (error: Error) => void = reportError, signalled: () => void = () => {}) {
    this.#runtime = runtime;
    this.#gaveUp = gaveUp;
    this.#signalled = signalled;
    this.block = new HostBlock(runtime.memory);
    this.name = `ticklane-kernel-${runtime.add(this)}`;
  }

  take(lane: Lane): Promise<void> {
    this.#lane = lane;
    return this.#take(this.#start());
  }

  change(old: Lane, lane: Lane, carry: boolean, history = 0): Promise<void> {
    return new Promise((resolve, reject) => {
      const change = { old, lane, carry, history, resolve, reject };
      this.#changes.push(change);
      if (!this.#turn) this.#call(change);
    });
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  check(now: number): void {
    if (!this.running) return;
    const { bell, answered } = this.block;
    if (bell === answered || answered !== this.#suspect.answered || this.#suspect.since === 0) {
      this.#suspect = { since: bell === answered ? 0 : now, answered };
    } else if (now - this.#suspect.since >= HUNG_MS) this.#revive();
  }

  /** The kernel runs: no start and no replacement is in progress. */
  get running(): boolean {
    return !this.#turn && !this.#stopping && this.block.running;
  }

  /** Ends the worker, as it is, and goes on with another once it is surely dead. */
  replace(): Promise<void> {
    if (this.#stopping) return this.#stopping;
    return this.#turn ?? this.#take(this.#replace());
  }

  /** A start or replacement is in progress until this settles. */
  #take(turn: Promise<void>): Promise<void> {
    this.#turn = turn.finally(() => {
      this.#turn = undefined;
    });
    return this.#turn;
  }

  #revive(): void {
    this.replace().catch(this.#gaveUp);
  }

  async #replace(): Promise<void> {
    this.#count();
    await this.#end();
    if (!this.#stopping) await this.#start();
  }

  /** Starts a worker, and another one in its place where it does not come up. */
  async #start(): Promise<void> {
    const module = await this.#runtime.module;
    for (let tries = 1; !this.#stopping; tries++) {
      this.block.reset();
      this.#suspect.since = 0;
      try {
        await this.#runtime.inTurn(() => (this.#stopping ? Promise.resolve() : this.#begin(module)));
        for (const change of this.#changes) this.#call(change);
        return;
      } catch (error) {
        await this.#end();
        if (tries === START_TRIES) {
          const failure = new Error(`${this.name} did not start in ${START_TRIES} tries: ${(error as Error).message}`);
          for (const change of this.#changes.splice(0)) change.reject(failure);
          throw failure;
        }
        this.#count();
      }
    }
  }

  async #begin(module: WebAssembly.Module): Promise<void> {
    const worker = spawnKernelWorker(this.name);
    const lock = `${this.name}:${crypto.randomUUID()}`;
    const life: Life = { worker, service: wrap<KernelService>(worker), lock, locked: undefined };
    this.#life = life;
    worker.addEventListener('message', ({ data }) => {
      if (data === KERNEL_MESSAGE.NUDGE) this.#runtime.parking.wake();
      else if (data === KERNEL_MESSAGE.SIGNAL) this.#signalled();
      else if (data === KERNEL_MESSAGE.STOPPED) this.#stopped?.();
    });
    let timer = 0;
    const failed = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer')), START_MS) as unknown as number;
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new Error(event.message || 'its script did not load (does worker-src of the CSP allow blob:?)'));
        // a trap or an exception later on: the worker is of no use any more
        if (life.locked !== undefined && this.#life === life) this.#revive();
      });
    });
    failed.catch(() => {}); // may come after the race is over
    const { memory } = this.#runtime;
    const lane = (this.#lane as Lane).address;
    const start = { module, memory: memory.memory, host: this.block.address, lane, lock };
    try {
      life.locked = (await Promise.race([life.service.begin(start), failed])).locked;
      // it has published, and its predecessor may have died on the way to waking the page
      this.#runtime.parking.wake();
      this.#signalled();
    } finally {
      clearTimeout(timer);
    }
  }

  #call(change: Change): void {
    const { old, lane, carry, history } = change;
    const life = this.#life;
    if (!life) return change.resolve(); // given up: the old lane is nobody's
    this.block.announceCall();
    const done = (finish: () => void) => {
      if (this.#life !== life) return; // its successor makes the change again
      this.#changes = this.#changes.filter((other) => other !== change);
      this.#lane = lane;
      this.#runtime.parking.wake();
      finish();
    };
    life.service.change(old.address, lane.address, carry, history).then(
      () => done(change.resolve),
      (error) => done(() => change.reject(error as Error)),
    );
  }

  #count(): void {
    this.replaced++;
    this.#runtime.replaced++;
  }

  /** Terminates the worker and waits until it is surely dead. */
  async #end(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    if (!life) return;
    life.service[releaseProxy]();
    life.worker.terminate();
    await untilDead(life.lock, life.locked);
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
        life.service[releaseProxy]();
        life.worker.terminate(); // it has left the kernel for good and is closing
        this.#life = undefined;
      } else {
        this.#count();
        await this.#end();
      }
    }
    for (const change of this.#changes.splice(0)) change.resolve();
    this.#runtime.remove(this);
    this.block.free();
  }
}
