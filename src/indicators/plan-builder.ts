import type { Plan, PlanAlert, PlanSource, PlanStep } from '../memory/plan.js';
import { OPERATIONS, type Operation } from './operations.js';

export type OperationName = keyof typeof OPERATIONS;

/** A series while a plan is being made, and how many positions pass before its first value. */
export interface Signal {
  readonly source: PlanSource;
  readonly warmup: number;
}

/** What a step may have beside its inputs. */
export interface StepSettings {
  readonly period?: number;
  readonly numbers?: readonly number[];
  /** Constants for every position of the period; `of` is what they are made of, by which the step is known. */
  readonly table?: { readonly of: readonly number[]; make(): readonly number[] };
}

/** Steps that a plan may have. */
export const STEP_LIMIT = 2000;

/** Constants that all tables of a plan may have: 32 MB. */
export const TABLE_LIMIT = 4_000_000;

/** A plan would be too large; the message says what it would have. */
export class PlanTooLarge extends Error {}

/** One value for every position; -0 is 0, so that equal constants are one. */
export const constant = (value: number): Signal => ({ source: { constant: value + 0 }, warmup: 0 });
/** The number that a constant is; nothing where a signal is not one. */
export const constantOf = ({ source }: Signal): number | undefined =>
  'constant' in source ? source.constant : undefined;

const known = (value: number) => (Number.isFinite(value) ? value : Number.NaN);
const truth = (value: boolean, ...of: number[]) => (of.some(Number.isNaN) ? Number.NaN : Number(value));

/** Operations value by value, for what is known before the first tick. The same results as `wat/steps/arithmetic.wat`. */
const FOLD: Partial<Record<OperationName, (a: number, b: number, c: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b, c) => (b === 0 && !Number.isNaN(a) ? c : a / b),
  multiplyAdd: (a, b, c) => a + b * c,
  minimum: (a, b) => Math.min(a, b),
  maximum: (a, b) => Math.max(a, b),
  absolute: Math.abs,
  root: Math.sqrt,
  sign: Math.sign,
  greater: (a, b) => truth(a > b, a, b),
  greaterEqual: (a, b) => truth(a >= b, a, b),
  equal: (a, b) => truth(a === b, a, b),
  and: (a, b) => (a === 0 || b === 0 ? 0 : truth(true, a, b)),
  or: (a, b) => ((a && !Number.isNaN(a)) || (b && !Number.isNaN(b)) ? 1 : truth(false, a, b)),
  not: (a) => truth(a === 0, a),
  otherwise: (a, b) => (Number.isNaN(a) ? b : a),
  select: (a, b, c) => (Number.isNaN(a) ? a : a ? b : c),
};

/** The order of their inputs does not matter. */
const EITHER_WAY: ReadonlySet<string> = new Set(['add', 'multiply', 'minimum', 'maximum', 'equal', 'and', 'or']);

function keyOf(source: PlanSource): string {
  if ('constant' in source) return `c${source.constant}`;
  return 'input' in source ? `i${source.input}` : `${source.step}.${source.output}`;
}

/**
 * Collects steps; what is asked for twice is one step. Constants are worked out, and what in the end nobody reads is left
 * out.
 */
export class PlanBuilder {
  readonly #steps: PlanStep[] = [];
  readonly #made = new Map<string, readonly Signal[]>();
  #constants = 0;

  /** The outputs of an operation over these inputs. Throws PlanTooLarge. */
  step(name: OperationName, inputs: readonly Signal[], settings: StepSettings = {}): readonly Signal[] {
    const { period = 0, numbers, table } = settings;
    const fold = FOLD[name];
    const constants = inputs.map(constantOf);
    if (fold && constants.every((value) => value !== undefined)) {
      return [constant(known(fold(constants[0] as number, constants[1] as number, constants[2] as number)))];
    }
    if (period === 1 && (name === 'mean' || name === 'sum' || name === 'weighted')) return inputs;
    const keys = inputs.map(({ source }) => keyOf(source));
    if (EITHER_WAY.has(name)) keys.sort();
    const key = [name, period, ...keys, numbers, table?.of].join(' ');
    const made = this.#made.get(key);
    if (made) return made;
    if (this.#steps.length === STEP_LIMIT) throw new PlanTooLarge(`more than ${STEP_LIMIT} steps`);

    const operation: Operation = OPERATIONS[name];
    const constantsToo = this.#constants + (table || operation.table ? period : 0);
    if (constantsToo > TABLE_LIMIT) throw new PlanTooLarge(`more than ${TABLE_LIMIT} weights`);
    this.#constants = constantsToo;
    const constantTable = table?.make() ?? operation.table?.(period);
    const rings = operation.rings?.(period);
    const step = this.#steps.length;
    this.#steps.push({
      operation: operation.code,
      inputs: inputs.map(({ source }) => source),
      reach: operation.reach?.(period) ?? inputs.map(() => 0),
      outputs: operation.outputs,
      period,
      state: operation.state?.(period) ?? 0,
      ...(numbers && { numbers }),
      ...(constantTable && { table: constantTable }),
      ...(rings && { rings }),
    });
    const warmup = warmupOf(name, inputs, operation.warmup?.(period) ?? 0);
    const outputs = Array.from({ length: operation.outputs }, (_, output) => ({ source: { step, output }, warmup }));
    this.#made.set(key, outputs);
    return outputs;
  }

  /** The same for operations with one output. */
  one(name: OperationName, inputs: readonly Signal[], settings?: StepSettings): Signal {
    return this.step(name, inputs, settings)[0] as Signal;
  }

  /** The plan of what is published and of the alerts: only the steps which these need, numbered anew. */
  plan(outputs: readonly PlanSource[], alerts: readonly PlanAlert[]): Plan {
    const needed = new Set<number>();
    const need = (source: PlanSource) => {
      if ('step' in source) needed.add(source.step);
    };
    outputs.forEach(need);
    for (const alert of alerts) [alert.when, alert.hold].forEach(need);
    for (let step = this.#steps.length - 1; step >= 0; step--) {
      if (needed.has(step)) this.#steps[step]?.inputs.forEach(need);
    }
    const numbers = new Map([...needed].sort((a, b) => a - b).map((step, index) => [step, index]));
    const renumber = (source: PlanSource): PlanSource =>
      'step' in source ? { step: numbers.get(source.step) as number, output: source.output } : source;
    return {
      steps: [...numbers.keys()].map((index) => {
        const step = this.#steps[index] as PlanStep;
        return { ...step, inputs: step.inputs.map(renumber) };
      }),
      outputs: outputs.map(renumber),
      alerts: alerts.map((alert) => ({ ...alert, when: renumber(alert.when), hold: renumber(alert.hold) })),
    };
  }
}

function warmupOf(name: OperationName, inputs: readonly Signal[], own: number): number {
  const [a, b] = inputs.map((input) => input.warmup) as [number, number];
  if (name === 'otherwise') return Math.min(a, b);
  // the first of the window is the only series that has to fill it
  if (name === 'adaptive') return a + own;
  if (name === 'meanDeviation') return Math.max(a + own, b);
  return Math.max(...inputs.map((input) => input.warmup)) + own;
}
