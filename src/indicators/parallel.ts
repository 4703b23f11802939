import { type BarOptions, type Bars, readBars, sessionsOf } from './bars.js';
import { type CompiledPlan, planOf } from './compiled-plan.js';
import type { Results } from './compute.js';
import { parallelism } from './node.js';
import { runJob } from './pool.js';

export interface ParallelOptions extends BarOptions {
  /** Workers at most, 1 or more; default: the machine's threads less the one that asks. */
  readonly workers?: number;
  /** Gives up: what is being computed is dropped, and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Series by whatever the caller calls them. */
export type SeriesList = readonly Bars[];
export type SeriesRecord = Readonly<Record<string, Bars>>;

/** Some series could not be computed. */
export class SeriesError<Collection = unknown> extends Error {
  /** Why, by the series' index, key or name. */
  readonly failures: ReadonlyMap<unknown, Error>;
  /** The results of the others, in the shape of the answer; a list has gaps. */
  readonly results: Collection;

  constructor(failures: ReadonlyMap<unknown, Error>, results: Collection) {
    const [[key, reason] = []] = failures;
    const more = failures.size > 1 ? ` (and ${failures.size - 1} more)` : '';
    super(`series ${typeof key === 'number' ? key : `"${String(key)}"`}: ${reason?.message}${more}`, { cause: reason });
    this.name = 'SeriesError';
    this.failures = failures;
    this.results = results;
  }
}

/**
 * Computes the same expressions over many series, on several threads: module workers in a page, isolated or not, `worker_threads` in
 * Node. The answer has the shape of the question: a list, a Map or a record. Workers are kept for the next call, and end after ten idle
 * seconds, by `closePool`, or with the process, which they do not keep alive. Columns in a SharedArrayBuffer are read where they are;
 * others are copied once, and results are handed over without a copy.
 *
 * Rejects with an ExpressionError where the text has a mistake, with a SeriesError that carries the results of the others where a series
 * fails (all of them do where no worker starts), and with the reason of an aborted signal.
 */
export function computeParallel(
  what: string | CompiledPlan,
  series: SeriesList,
  options?: ParallelOptions,
): Promise<Results[]>;
export function computeParallel<Key>(
  what: string | CompiledPlan,
  series: ReadonlyMap<Key, Bars>,
  options?: ParallelOptions,
): Promise<Map<Key, Results>>;
export function computeParallel<Series extends SeriesRecord>(
  what: string | CompiledPlan,
  series: Series,
  options?: ParallelOptions,
): Promise<{ [Name in keyof Series]: Results }>;
export async function computeParallel(
  what: string | CompiledPlan,
  series: SeriesList | ReadonlyMap<unknown, Bars> | SeriesRecord,
  options: ParallelOptions = {},
): Promise<unknown> {
  const { signal, workers = Math.max(1, parallelism() - 1) } = options;
  if (!Number.isInteger(workers) || workers < 1) throw new RangeError(`workers: expected 1 or more, not ${workers}`);
  signal?.throwIfAborted();
  const plan = planOf(what);
  const entries = entriesOf(series);
  const results: (Results | undefined)[] = entries.map(() => undefined);
  const failures = new Map<unknown, Error>();
  const job = runJob({
    plan: plan.plan,
    count: entries.length,
    workers,
    history: (index) => readBars(plan.inputs, entries[index]?.[1] as Bars, sessionsOf(plan.inputs, options)),
    done: (index, arrays) => {
      results[index] = Object.fromEntries(
        plan.outputs.map(({ name }, output) => [name, arrays[output] as Float64Array]),
      );
    },
    failed: (index, reason) => failures.set(entries[index]?.[0], reason),
    stopped: () => signal?.aborted === true,
  });
  await orAborted(job, signal);
  const answer = shapeOf(series, entries, results);
  if (failures.size > 0) throw new SeriesError(failures, answer);
  return answer;
}

/** Waits for a job, or no longer than until the signal. */
async function orAborted(job: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return job;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    await Promise.race([job, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function entriesOf(series: SeriesList | ReadonlyMap<unknown, Bars> | SeriesRecord): (readonly [unknown, Bars])[] {
  if (series instanceof Map) return [...(series as ReadonlyMap<unknown, Bars>)];
  if (Array.isArray(series)) {
    if (typeof series[0] !== 'number') return [...(series as SeriesList).entries()];
  } else if (typeof series === 'object' && series !== null && !ArrayBuffer.isView(series)) {
    // a Set, for example, has no entries of its own, and would be answered with nothing
    if (!('close' in series) && !(Symbol.iterator in series)) return Object.entries(series as SeriesRecord);
  }
  throw new TypeError('series: expected a list, a Map or a record of histories; one history alone goes to compute');
}

function shapeOf(
  series: SeriesList | ReadonlyMap<unknown, Bars> | SeriesRecord,
  entries: readonly (readonly [unknown, Bars])[],
  results: readonly (Results | undefined)[],
): unknown {
  if (Array.isArray(series)) return results;
  const named = entries.flatMap(([key], index) => (results[index] ? [[key, results[index]] as const] : []));
  return series instanceof Map ? new Map(named) : Object.fromEntries(named as [string, Results][]);
}
