import { INPUT } from '../memory/layout.js';
import { OPERATIONS } from './operations.js';
import { constant, constantOf, type OperationName, type PlanBuilder, type Signal } from './plan-builder.js';
import type { Series } from './value.js';

/** What only definitions of the catalog may call: `$name(...)`. Numbers come after the series. */
export type Primitive = (builder: PlanBuilder, values: readonly Series[]) => readonly Signal[];

/** Names of the outputs of operations that have several. */
export const PRIMITIVE_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  $moments: ['mean', 'variance', 'deviation'],
  $highest: ['value', 'age'],
  $lowest: ['value', 'age'],
  $range: ['range', 'above'],
  $flow: ['flow', 'multiplier'],
  $direction: ['up', 'down'],
  $parabolic: ['stop', 'turned'],
  $supertrend: ['line', 'upper', 'lower'],
};

/** Operations that take numbers without a period. */
const WITHOUT_PERIOD: ReadonlySet<string> = new Set(['parabolic', 'supertrend']);

/** Every operation under its own name: `$average(x, period, weight)`. */
const operations = (Object.keys(OPERATIONS) as OperationName[]).map((name): [string, Primitive] => [
  `$${name}`,
  (builder, values) => {
    const { inputs } = OPERATIONS[name];
    const numbers = values.slice(inputs).map((value) => constantOf(value) as number);
    const period = WITHOUT_PERIOD.has(name) ? 0 : (numbers.shift() ?? 0);
    return builder.step(name, values.slice(0, inputs), { period, ...(numbers.length > 0 && { numbers }) });
  },
]);

const numbersOf = (values: readonly Signal[]) => values.map((value) => constantOf(value) as number);

export const PRIMITIVES: ReadonlyMap<string, Primitive> = new Map<string, Primitive>([
  ...operations,
  ['$floor', (_, values) => [constant(Math.floor(constantOf(values[0] as Signal) as number))]],
  [
    // a weighted mean whose weights lie on a bell: its middle at `offset` of the window, `sigma` widths to a window
    '$bell',
    (builder, [x, ...numbers]) => {
      const of = numbersOf(numbers);
      const [period, offset, sigma] = of as [number, number, number];
      const make = () => {
        const middle = offset * (period - 1);
        const width = period / sigma;
        const weights = Array.from({ length: period }, (_, at) =>
          Math.exp(-((at - middle) ** 2) / (2 * width * width)),
        );
        const sum = weights.reduce((total, weight) => total + weight, 0);
        return weights.map((weight) => weight / sum);
      };
      return builder.step('filter', [x as Signal], { period, table: { of, make } });
    },
  ],
  [
    // the running total of x since `reset` became true; where that is a number, since the beginning
    '$total',
    (builder, [x, reset]) => {
      const { source } = reset as Signal;
      if ('constant' in source) return builder.step('cumulate', [x as Signal, constant(0)]);
      // of a session every bar may be the first: each begins anew, where a condition would have to become true again
      const eachTime = 'input' in source && source.input === INPUT.SESSION;
      return builder.step('cumulate', [x as Signal, reset as Signal], { period: eachTime ? 3 : 1 });
    },
  ],
]);
