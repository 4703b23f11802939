import type { Plan, PlanSource } from '../memory/plan.js';
import type { Need } from './bars.js';
import { type CompiledOutput, compile } from './compile.js';

/** Compiled expressions: plain values that never change. */
export interface CompiledPlan {
  readonly text: string;
  /** What is computed, in the order of the text. */
  readonly outputs: readonly CompiledOutput[];
  /** The columns that are read, and the first output that does. */
  readonly inputs: readonly Need[];
  /** Bars before every output has its first value. */
  readonly warmup: number;
  /** The steps, for the kernel. */
  readonly plan: Plan;
}

/** Texts whose plans are kept: they are compiled once, and what they need in memory is there. */
const KEPT = 32;
/** The one used last is the last. */
const plans = new Map<string, CompiledPlan>();

/**
 * Compiles expressions for `compute`, `stream` and `computeParallel`, which do it themselves where they are given a text; the last texts
 * are kept. Throws an ExpressionError, with position and suggestion, at the first mistake. Any thread, at any time.
 */
export function compilePlan(text: string): CompiledPlan {
  const plan = plans.get(text) ?? compileText(text);
  plans.delete(text);
  plans.set(text, plan);
  if (plans.size > KEPT) plans.delete(plans.keys().next().value as string);
  return plan;
}

/** The plan itself, or that of a text. Throws as `compilePlan` does, and a TypeError for what is neither. */
export function planOf(what: string | CompiledPlan): CompiledPlan {
  const isPlan = typeof what === 'object' && what !== null && Array.isArray(what.inputs);
  return isPlan ? what : compilePlan(what as string);
}

function compileText(text: string): CompiledPlan {
  if (typeof text !== 'string') {
    const found = typeof text === 'object' && text !== null ? 'an object' : String(text);
    throw new TypeError(`expected expressions such as "fast: sma(20)", or a plan of compilePlan, not ${found}`);
  }
  const { plan, outputs, inputs, warmup, errors } = compile({ indicators: text });
  if (errors[0]) throw errors[0];
  const readers = plan.outputs.map((source) => inputsOf(plan, source));
  const needs = inputs.map((input) => {
    const reader = outputs[readers.findIndex((read) => read.has(input))]?.name ?? text;
    return { input, reader };
  });
  return Object.freeze({ text, outputs, inputs: needs, warmup, plan });
}

/** The inputs that an output depends on. */
function inputsOf(plan: Plan, output: PlanSource): ReadonlySet<number> {
  const inputs = new Set<number>();
  const steps = new Set<number>();
  const follow = (source: PlanSource) => {
    if ('input' in source) inputs.add(source.input);
    if ('step' in source) steps.add(source.step);
  };
  follow(output);
  // a step reads only steps before it; the set grows while it is gone through
  for (const step of steps) plan.steps[step]?.inputs.forEach(follow);
  return inputs;
}
