import { compileIndicators } from '../kernels/indicators.js';
import type { Plan } from '../memory/plan.js';
import type { History } from './bars.js';
import type { FromWorker } from './series-protocol.js';
import { type SeriesThread, startThread } from './series-thread.js';

/** A worker that has not answered for so long is given up: browsers limit how many a site may have, and say nothing. */
const START_LIMIT = 10_000;

/** The number of the question whether it has started. */
const STARTING = -1;

/** One array per output of the plan. */
export type Answer = readonly Float64Array[];

interface Asked {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
}

const isShared = ({ buffer }: Float64Array) =>
  typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;

/** One worker of the pool, as the thread that made it sees it. */
export class PoolWorker {
  /** Settles once; rejects where the worker does not start. */
  readonly started: Promise<void>;
  /** Why it has ended, once it has. */
  lost: Error | undefined;
  readonly #tell: (worker: PoolWorker) => void;
  readonly #asked = new Map<number, Asked>();
  readonly #late: ReturnType<typeof setTimeout>;
  readonly #thread: SeriesThread;
  #next = 0;

  /** `lost` is told when it has ended, whatever the reason. Throws where workers cannot be made. */
  constructor(lost: (worker: PoolWorker) => void) {
    this.#tell = lost;
    this.#thread = startThread({ heard: (message) => this.#hear(message), lost: (reason) => this.end(reason) });
    this.#late = setTimeout(() => this.end(new Error('the worker did not start')), START_LIMIT);
    this.started = this.#begin();
    this.started.catch(() => {}); // whoever waits for it hears of it
  }

  /** Keeps a process of Node alive, or no longer. */
  hold(busy: boolean): void {
    this.#thread.hold(busy);
  }

  /** Says what a job's series are computed by. */
  begin(job: number, plan: Plan): void {
    this.#thread.post({ type: 'plan', job, plan });
  }

  /** Computes a series; shared columns are not copied. Rejects where that fails, or the worker ends. */
  compute(job: number, { columns, length }: History): Promise<Answer> {
    const id = this.#next++;
    const own = new Map([...columns].map(([input, column]) => [input, isShared(column) ? column : column.slice()]));
    const buffers = [...own.values()].filter((column) => !isShared(column)).map(({ buffer }) => buffer as ArrayBuffer);
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#thread.post({ type: 'series', id, job, columns: own, length }, buffers);
    });
  }

  /** The job's last series was computed. */
  finish(job: number): void {
    this.#thread.post({ type: 'end', job });
  }

  /** Ends it; what is being computed fails for this reason. */
  end(reason: Error): void {
    if (this.lost) return;
    this.lost = reason;
    clearTimeout(this.#late);
    this.#tell(this);
    this.#thread.end();
    for (const { reject } of this.#asked.values()) reject(reason);
    this.#asked.clear();
  }

  async #begin(): Promise<void> {
    try {
      const modules = await compileIndicators();
      if (this.lost) throw this.lost;
      await new Promise<Answer>((resolve, reject) => {
        this.#asked.set(STARTING, { resolve, reject });
        this.#thread.post({ type: 'begin', modules });
      });
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      this.end(reason);
      throw reason;
    }
  }

  #hear(message: FromWorker): void {
    clearTimeout(this.#late);
    const id = message.type === 'started' ? STARTING : message.id;
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (message.type === 'failed') asked?.reject(new Error(message.message));
    else asked?.resolve(message.type === 'started' ? [] : message.results);
  }
}
