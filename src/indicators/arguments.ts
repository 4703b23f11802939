import { CATALOG, type CatalogEntry, type NumberParameter, signature } from './catalog/index.js';
import type { ExpressionError } from './expression-error.js';
import type { Expression } from './parse.js';
import { constantOf } from './plan-builder.js';
import { suggestion } from './suggest.js';
import type { Series } from './value.js';

/** What the arguments of a call are. A series that was left out is missing. */
export interface Bound {
  readonly series: ReadonlyMap<string, Series>;
  readonly numbers: readonly (readonly [string, number])[];
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `a whole number from 1 to 100000`. */
export function rangeOf({ integer, min, max }: NumberParameter): string {
  return `a ${integer ? 'whole ' : ''}number from ${min} to ${max}`;
}

/**
 * Gives each argument its parameter. The first series may be left out where it has a default: it is when a number stands in
 * its place and there is a number parameter for each argument. `trusted` calls are of definitions, whose numbers fit.
 */
export function bindArguments(
  entry: CatalogEntry,
  values: readonly Series[],
  nodes: readonly Expression[],
  at: number,
  trusted: boolean,
  error: (index: number, message: string) => ExpressionError,
): Bound {
  const { name, parameters } = entry;
  const fail = (index: number, message: string) => error(nodes[index]?.at ?? at, message);
  const first = values[0];
  const leavesOut =
    entry.series[0]?.otherwise !== undefined &&
    (!first || (values.length <= parameters.length && constantOf(first) !== undefined));
  const wanted = leavesOut ? entry.series.slice(1) : entry.series;

  const most = wanted.length + parameters.length;
  if (values.length > most) {
    const all = entry.series.length + parameters.length;
    throw fail(
      all,
      `${name} takes ${all === 0 ? 'no arguments' : `${plural(all, 'argument')} at most: ${signature(entry)}`}`,
    );
  }
  const needed = wanted.filter((one) => one.otherwise === undefined).length;
  if (values.length < needed) {
    throw error(at, `${name} needs ${plural(needed, 'argument')}: ${signature(entry)}`);
  }
  if (
    !trusted &&
    !leavesOut &&
    wanted.length > 0 &&
    parameters.length > 0 &&
    first &&
    constantOf(first) !== undefined
  ) {
    throw fail(0, `expected a series such as close, not a number: ${signature(entry)}`);
  }

  const series = new Map(wanted.slice(0, values.length).map((one, index) => [one.name, values[index] as Series]));
  const numbers = parameters.map((parameter, number) => {
    const index = wanted.length + number;
    const value = values[index];
    if (!value) return [parameter.name, parameter.otherwise] as const;
    const known = constantOf(value);
    const problem = (found: string) =>
      fail(index, `${name}'s ${parameter.name} is ${rangeOf(parameter)}, not ${found}`);
    if (known === undefined) throw problem('a series: it must be known beforehand');
    const fits = known >= parameter.min && known <= parameter.max && (!parameter.integer || Number.isInteger(known));
    if (!trusted && !fits) throw problem(Number.isNaN(known) ? 'unknown' : String(known));
    return [parameter.name, known] as const;
  });
  return { series, numbers };
}

/** What is said of a call of a name that is no function. */
export function unknownFunction(name: string, results: Iterable<string>, inputs: readonly string[]): string {
  const known = [...results];
  if (known.includes(name)) return `"${name}" is a named result and takes no arguments`;
  if (inputs.includes(name)) return `"${name}" takes no arguments`;
  return `unknown function "${name}"${suggestion(name, CATALOG.keys())}`;
}
