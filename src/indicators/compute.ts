import { type BarOptions, type Bars, readBars, sessionsOf } from './bars.js';
import { type CompiledPlan, compilePlan } from './compiled-plan.js';
import { load, runMemory } from './loaded.js';
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

/** Runs that were made for a plan, to be used again. */
const runs = new WeakMap<CompiledPlan, SeriesRun>();

/**
 * Computes expressions over a history: `compute('fast: sma(20); macd(12, 26, 9)', bars)` returns `fast`, `macd`, `macd.signal` and so on.
 * The same results, bit for bit, as `stream` gives bar by bar. Any thread, synchronous. Throws an ExpressionError where the text has a
 * mistake, a TypeError or RangeError where the history does not have what it needs, and an Error before `ready`.
 */
export function compute(what: string | CompiledPlan, bars: Bars, options: ComputeOptions = {}): Results {
  const place = runMemory('compute');
  const plan = typeof what === 'string' ? compilePlan(what) : what;
  const { length, columns } = readBars(plan.inputs, bars, sessionsOf(plan.inputs, options));
  const arrays = plan.outputs.map(({ name }) => resultArray(name, length, options.into));
  let run = runs.get(plan);
  if (!run) {
    run = place.begin(plan.plan);
    runs.set(plan, run);
  }
  run.reset();
  run.advance(columns, arrays, length);
  if (options.into) return options.into;
  return Object.fromEntries(plan.outputs.map(({ name }, index) => [name, arrays[index] as Float64Array]));
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
