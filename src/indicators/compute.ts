import { type BarOptions, type Bars, readBars, sessionsOf } from './bars.js';
import { type CompiledPlan, planOf } from './compiled-plan.js';
import { load, runMemory } from './loaded.js';
import type { RunMemory } from './run-memory.js';
import type { SeriesRun } from './series-run.js';

/** One array per output, by name; each as long as the history. `NaN` where nothing is known yet. */
export type Results = Record<string, Float64Array>;

export interface ComputeOptions extends BarOptions {
  /** Arrays that take the results, such as those of a call before: nothing is allocated for them. As long as the history. */
  readonly into?: Readonly<Results>;
}

/**
 * Resolves when `compute` and `stream` can be called: `await ready`. The kernel is compiled when somebody waits for the first time, not
 * when the module is imported. Rejects where a page's Content-Security-Policy forbids WebAssembly.
 */
export const ready: PromiseLike<void> = {
  // biome-ignore lint/suspicious/noThenProperty: what is awaited here begins when it is awaited
  then(resolved, rejected) {
    return load().then(resolved, rejected);
  },
};

/** Bytes of memory that runs may keep which are not at work: hundreds of usual plans, some of the longest periods. */
const KEPT_BYTES = 2 ** 26;
/** Runs that were made for a plan, to be used again; the one used last is the last. */
const runs = new Map<CompiledPlan, SeriesRun>();
let kept = 0;

/**
 * Computes expressions over a history: `compute('fast: sma(20); macd(12, 26, 9)', bars)` returns `fast`, `macd`, `macd.signal` and so on.
 * The same results, bit for bit, as `stream` gives bar by bar. Any thread, synchronous. Throws an ExpressionError where the text has a
 * mistake, a TypeError or RangeError where the history does not have what it needs, and an Error before `ready`.
 */
export function compute(what: string | CompiledPlan, bars: Bars, options: ComputeOptions = {}): Results {
  const place = runMemory('compute');
  const plan = planOf(what);
  const { length, columns } = readBars(plan.inputs, bars, sessionsOf(plan.inputs, options));
  const arrays = plan.outputs.map(({ name }) => resultArray(name, length, options.into));
  const run = runFor(plan, place);
  run.reset();
  run.advance(columns, arrays, length);
  if (options.into) return options.into;
  return Object.fromEntries(plan.outputs.map(({ name }, index) => [name, arrays[index] as Float64Array]));
}

/** The plan's own run; others end for it that were not used for the longest time. */
function runFor(plan: CompiledPlan, memory: RunMemory): SeriesRun {
  let run = runs.get(plan);
  if (!run) {
    run = memory.begin(plan.plan);
    kept += memory.bytesOf(run);
  }
  runs.delete(plan);
  runs.set(plan, run);
  for (const [other, idle] of runs) {
    if (kept <= KEPT_BYTES || idle === run) break;
    runs.delete(other);
    kept -= memory.bytesOf(idle);
    memory.end(idle);
  }
  return run;
}

function resultArray(name: string, length: number, into?: Readonly<Results>): Float64Array {
  if (!into) return new Float64Array(length);
  const array: unknown = into[name];
  if (!(array instanceof Float64Array)) throw new TypeError(`into has no Float64Array named "${name}"`);
  if (array.length !== length) {
    throw new RangeError(
      `into["${name}"] has ${array.length} values, the history has ${length}: they must be equally long`,
    );
  }
  return array;
}
