import { INPUT } from '../memory/layout.js';
import { type BarOptions, type Bars, type InputBar, type Need, readBars, readValue, sessionsOf } from './bars.js';
import type { CompiledOutput } from './compile.js';
import { type CompiledPlan, planOf } from './compiled-plan.js';
import { runMemory } from './loaded.js';
import type { SessionReader } from './local-days.js';
import type { RunMemory } from './run-memory.js';
import type { SeriesRun } from './series-run.js';

/** Positions a call while history is read: so many more does every series keep. */
const CHUNK = 64;
const TIME: Need = { input: INPUT.TIME, reader: 'what begins anew with each session' };
const NO_BAR: InputBar = {};

/** Expressions over bars that come one by one. Several live side by side; each belongs to the thread that made it. */
export class IndicatorStream {
  /** What is computed, in the order of the text. */
  readonly outputs: readonly CompiledOutput[];
  /**
   * The newest values by name: one object for the stream's whole life, whose properties are read where the kernel left them. To keep
   * values, copy them: `{ ...stream.values }`.
   */
  readonly values: Readonly<Record<string, number>>;
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #memory: RunMemory;
  /** What the plan reads; the session last, since it remembers and no error may come after it. */
  readonly #needs: readonly Need[];
  readonly #begins: SessionReader | undefined;
  #run: SeriesRun | undefined;

  constructor(plan: CompiledPlan, options: BarOptions = {}) {
    this.#memory = runMemory('stream');
    this.outputs = plan.outputs;
    this.#indexes = new Map(plan.outputs.map(({ name }, index) => [name, index]));
    const isSession = ({ input }: Need) => input === INPUT.SESSION;
    this.#needs = [...plan.inputs.filter((need) => !isSession(need)), ...plan.inputs.filter(isSession)];
    this.#begins = sessionsOf(plan.inputs, options);
    const run = this.#memory.begin(plan.plan, CHUNK);
    this.#run = run;
    this.values = valuesOf(plan.outputs, (index) => this.#running().value(index));
  }

  /** Bars committed so far. */
  get length(): number {
    return this.#running().position;
  }

  /** Commits a bar (a number is its close) and returns `values`. Allocates nothing. Throws a TypeError where the bar lacks something. */
  push(bar: InputBar | number): Readonly<Record<string, number>> {
    this.#put(bar, 'push(bar): bar', true);
    this.#running().commit();
    return this.values;
  }

  /**
   * Computes what the bar that is still forming gives, and returns `values`; nothing of it is kept. Call it as often as the bar changes,
   * then `push` the bar once it is whole.
   */
  replace(bar: InputBar | number): Readonly<Record<string, number>> {
    this.#put(bar, 'replace(bar): bar', false);
    this.#running().form();
    return this.values;
  }

  /** Commits a history, as if its bars were pushed one by one. */
  warmUp(bars: Bars): this {
    const run = this.#running();
    const { columns, length } = readBars(this.#needs, bars, this.#begins);
    run.skip(columns, length);
    return this;
  }

  /** The newest value of an output; NaN while it is not known. Throws a RangeError where there is no such output. */
  value(name: string): number {
    const index = this.#indexes.get(name);
    if (index !== undefined) return this.#running().value(index);
    throw new RangeError(`there is no output "${name}": ${[...this.#indexes.keys()].join(', ')}`);
  }

  /** Gives the memory back at once; without it that happens some time after the stream was forgotten. A freed stream only throws. */
  free(): void {
    if (this.#run) this.#memory.end(this.#run);
    this.#run = undefined;
  }

  #put(bar: InputBar | number, caller: string, keep: boolean): void {
    const run = this.#running();
    if (typeof bar !== 'number' && (typeof bar !== 'object' || bar === null)) {
      throw new TypeError(`${caller}: expected a bar, or a number which is its close, not ${String(bar)}`);
    }
    for (const need of this.#needs) {
      let value: number;
      if (typeof bar === 'number') value = need.input === INPUT.CLOSE ? bar : readValue(NO_BAR, need, caller);
      else if (need.input !== INPUT.SESSION || bar.session !== undefined) value = readValue(bar, need, caller);
      else value = this.#begins?.(readValue(bar, TIME, caller), keep) ?? Number.NaN;
      run.put(need.input, value);
    }
  }

  #running(): SeriesRun {
    if (this.#run) return this.#run;
    throw new Error('the stream was freed');
  }
}

function valuesOf(
  outputs: readonly CompiledOutput[],
  read: (index: number) => number,
): Readonly<Record<string, number>> {
  const values = {};
  outputs.forEach(({ name }, index) => {
    Object.defineProperty(values, name, { enumerable: true, get: () => read(index) });
  });
  return values;
}

/**
 * Begins a stream: `stream('fast: sma(20)').push({ close: 101.5 }).fast`. The same results, bit for bit, as `compute` over the same bars.
 * Throws an ExpressionError where the text has a mistake, and an Error before `ready`.
 */
export function stream(what: string | CompiledPlan, options: BarOptions = {}): IndicatorStream {
  return new IndicatorStream(planOf(what), options);
}
