import { BatchedHost } from './batched-host.js';
import type { PageRuntime } from './page.js';
import { poolSize } from './pool.js';
import type { WorkersSetting } from './seat.js';

const pools = new WeakMap<PageRuntime, BatchedPool>();

/** The one of a page. */
export function batchedPool(runtime: PageRuntime): BatchedPool {
  const pool = pools.get(runtime) ?? new BatchedPool(runtime);
  pools.set(runtime, pool);
  return pool;
}

/** The page's hosts whose memory is their own, and which of them a lane gets. All end with the last lane. Main thread. */
export class BatchedPool {
  readonly #runtime: PageRuntime;
  #shared: BatchedHost[] = [];
  #inline: BatchedHost | undefined;
  #lanes = 0;

  constructor(runtime: PageRuntime) {
    this.#runtime = runtime;
  }

  /** A host for one more lane: one of its own where it is `dedicated`, else the one with the fewest. To be given back by `leave`. */
  join(workers: WorkersSetting): BatchedHost {
    this.#lanes++;
    return this.#place(workers);
  }

  /** Another host for a lane whose host is gone. */
  instead(gone: BatchedHost, workers: WorkersSetting): BatchedHost {
    this.#shared = this.#shared.filter((host) => host !== gone);
    if (gone.kind === 'dedicated') return this.#place('pool');
    // no worker starts: the page does the work itself
    if (this.#shared.length > 0) return this.#place(workers);
    this.#inline ??= new BatchedHost(this.#runtime, 'inline');
    return this.#inline;
  }

  leave(host: BatchedHost): void {
    this.#lanes--;
    if (host.kind === 'dedicated') host.stop();
    if (this.#lanes > 0) return;
    for (const each of this.#shared.splice(0)) each.stop();
    this.#inline?.stop();
    this.#inline = undefined;
  }

  #place(workers: WorkersSetting): BatchedHost {
    if (workers === 'dedicated' && this.#runtime.mayDedicate()) return new BatchedHost(this.#runtime, 'dedicated');
    if (this.#inline) return this.#inline;
    const size = typeof workers === 'number' ? workers : poolSize();
    const idle = this.#shared.slice(0, size).find(({ guests }) => guests.size === 0);
    if (idle) return idle;
    if (this.#shared.length < size) {
      const host = new BatchedHost(this.#runtime, 'pooled');
      this.#shared.push(host);
      return host;
    }
    const [first, ...others] = this.#shared.slice(0, size) as [BatchedHost, ...BatchedHost[]];
    return others.reduce((least, host) => (host.guests.size < least.guests.size ? host : least), first);
  }
}
