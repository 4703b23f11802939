import { type Remote, releaseProxy } from 'comlink';
import { unloaded } from '../assets/unloaded.js';
import { steadyRemote } from '../remote/steady-remote.js';
import { NoAnswerError } from './crowd.js';
import type { KernelMessage, KernelService, KernelStart } from './kernel-service.js';
import { untilDead } from './quarantine.js';
import { spawnKernelWorker } from './spawn.js';

/** A worker that has not begun by then is replaced: browsers' limits stall workers silently. */
const START_MS = 4000;

/** What one life of a worker tells its host. */
export interface LifeEvents {
  heard(message: KernelMessage): void;
  /** It trapped, or threw, after it had begun: it is of no use any more. */
  broken(reason: string): void;
}

/** One life of a host's worker, from its start to its certain death. Main thread. */
export class WorkerLife {
  readonly service: Remote<KernelService>;
  readonly #worker: Worker;
  readonly #lock: string;
  readonly #events: LifeEvents;
  /** Whether the worker holds its lock; undefined until it has said so. */
  #locked: boolean | undefined;

  constructor(name: string, events: LifeEvents) {
    this.#worker = spawnKernelWorker(name);
    this.#lock = `${name}:${crypto.randomUUID()}`;
    this.#events = events;
    this.service = steadyRemote<KernelService>(this.#worker);
    this.#worker.addEventListener('message', ({ data }) => {
      if (typeof data?.ticklane === 'string') events.heard(data as KernelMessage);
    });
  }

  /** Resolves once the kernel runs; rejects with the reason, a NoAnswerError after four seconds. */
  async begin(start: Omit<KernelStart, 'lock'>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const failed = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NoAnswerError('no answer')), START_MS);
      this.#worker.addEventListener('error', (event) => {
        event.preventDefault();
        const reason = event.message || unloaded();
        reject(new Error(reason));
        if (this.#locked !== undefined) this.#events.broken(reason);
      });
    });
    failed.catch(() => {}); // may come after the race is over
    try {
      this.#locked = (await Promise.race([this.service.begin({ ...start, lock: this.#lock }), failed])).locked;
    } finally {
      clearTimeout(timer);
    }
  }

  /** After it has stopped by itself. */
  forget(): void {
    this.service[releaseProxy]();
    this.#worker.terminate();
  }

  /** Terminates it as it is; resolves when it is surely dead. */
  end(): Promise<void> {
    this.forget();
    return untilDead(this.#lock, this.#locked);
  }
}
