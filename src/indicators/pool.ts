import type { Plan } from '../memory/plan.js';
import type { History } from './bars.js';
import { type Answer, PoolWorker } from './pool-worker.js';

/** Workers that had nothing to do for so long are ended. */
const IDLE_LIMIT = 10_000;
/** Series that one worker has at a time: the next is there when one is done. */
const DEPTH = 2;

/** Many series by one plan. */
export interface Job {
  readonly plan: Plan;
  readonly count: number;
  /** Workers at most. */
  readonly workers: number;
  /** A series' history, asked for when a worker is free; what it throws is that series' failure. */
  history(index: number): History;
  done(index: number, results: Answer): void;
  failed(index: number, reason: Error): void;
  /** True once nobody waits any more. */
  stopped(): boolean;
}

/** The thread's workers, for all jobs. */
const workers = new Set<PoolWorker>();
let jobs = 0;
let active = 0;
let idle: ReturnType<typeof setTimeout> | undefined;

/** Does a job on the pool's workers, and starts those that are missing. Throws where workers cannot be made. */
export async function runJob(job: Job): Promise<void> {
  clearTimeout(idle);
  const number = jobs++;
  const wanted = Math.min(job.workers, job.count);
  while (workers.size < wanted) {
    workers.add(new PoolWorker((lost) => workers.delete(lost)));
  }
  active++;
  const team = [...workers].slice(0, wanted);
  for (const worker of workers) worker.hold(true);
  try {
    await share(job, number, team);
  } finally {
    active--;
    for (const worker of team) if (!worker.lost) worker.finish(number);
    if (active === 0) rest();
  }
}

/** Gives every worker of the team series until there are none left. One that starts late is not waited for. */
async function share(job: Job, number: number, team: readonly PoolWorker[]): Promise<void> {
  let next = 0;
  let answered = 0;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const isOver = () => next >= job.count || job.stopped();
  const take = async (worker: PoolWorker) => {
    while (!isOver() && !worker.lost) {
      const index = next++;
      try {
        job.done(index, await worker.compute(number, job.history(index)));
      } catch (error) {
        job.failed(index, error instanceof Error ? error : new Error(String(error)));
      }
      if (++answered === job.count) finish();
    }
  };
  const begin = async (worker: PoolWorker) => {
    await worker.started;
    if (isOver()) return;
    worker.begin(number, job.plan);
    await Promise.all(Array.from({ length: DEPTH }, () => take(worker)));
  };
  await Promise.race([finished, Promise.allSettled(team.map(begin))]);
  // every worker was lost
  while (!isOver()) job.failed(next++, team[0]?.lost ?? new Error('there is no worker'));
}

/** Nothing to do: a process of Node may end, and after a while the workers do. */
function rest(): void {
  for (const worker of workers) worker.hold(false);
  idle = setTimeout(closePool, IDLE_LIMIT);
  if (typeof idle === 'object') (idle as { unref(): void }).unref();
}

/** Ends the workers of `computeParallel`; the next call starts others. What is being computed fails. */
export function closePool(): void {
  clearTimeout(idle);
  for (const worker of workers) worker.end(new Error('the pool was closed'));
}
