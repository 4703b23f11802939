import type { Output, Unit } from './catalog/entry.js';
import { constant, constantOf, type Signal } from './plan-builder.js';

/** A series while a plan is being made, with what it is. */
export interface Series extends Signal {
  readonly unit: Unit;
}

/** One of a value's outputs. Its steps are made when it is asked for. */
export interface ValueOutput {
  readonly name: string;
  readonly shown: boolean;
  readonly series: () => Series;
}

/** What an expression gives: one series, or those of a function with several outputs, the first of which is meant. */
export interface Value {
  /** The function with several outputs; else empty. */
  readonly name: string;
  readonly outputs: readonly ValueOutput[];
}

export const single = (series: Series): Value => ({
  name: '',
  outputs: [{ name: '', shown: true, series: () => series }],
});

/** The series that is meant where a value stands in an expression. */
export const seriesOf = (value: Value): Series => (value.outputs[0] as ValueOutput).series();

export const numberSeries = (value: number): Series => ({ ...constant(value), unit: 'number' });

/** What a sum or a difference is: of a price and a number, a price. */
function ofSum(a: Series, b: Series): Unit {
  if (a.unit === b.unit) return a.unit === 'boolean' ? 'number' : a.unit;
  if (constantOf(a) !== undefined) return b.unit === 'boolean' ? 'number' : b.unit;
  return constantOf(b) !== undefined && a.unit !== 'boolean' ? a.unit : 'number';
}

const plain = (unit: Unit) => unit === 'number' || unit === 'boolean';

/** What arithmetic gives. */
export function unitOf(sign: '+' | '-' | '*' | '/', a: Series, b: Series): Unit {
  if (sign === '+' || sign === '-') return ofSum(a, b);
  const unit = plain(b.unit) ? a.unit : sign === '*' && plain(a.unit) ? b.unit : 'number';
  return unit === 'boolean' ? 'number' : unit;
}

/** What an output of the catalog is over a series of `first`: a mean of truths is a number. */
export function unitOfOutput(output: Output, first: Unit | undefined, keepsTruth: boolean): Unit {
  if (output.unit !== 'same') return output.unit;
  return first === undefined || (first === 'boolean' && !keepsTruth) ? 'number' : first;
}
