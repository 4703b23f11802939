import {
  ADAPTIVE,
  AVERAGE,
  CROSS,
  CUMULATE,
  DIRECTION,
  EXTREME,
  LAG,
  MEAN,
  MEDIAN,
  MOMENTS,
  OPERATION,
  PARABOLIC,
  RANGE,
  SEEN,
  STREAK,
  STRENGTH,
  SUPERTREND,
  WEIGHTED,
} from '../memory/layout.js';

/** What the compiler has to know of an operation of `wat/steps/`. Functions get the step's period. */
export interface Operation {
  /** OPERATION. */
  readonly code: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Positions with known inputs that pass before the first value. */
  readonly warmup?: (period: number) => number;
  /** Bytes of state. */
  readonly state?: (period: number) => number;
  /** Positions before the newest that it reads of each input. */
  readonly reach?: (period: number) => readonly number[];
  /** Private rings. */
  readonly rings?: (period: number) => { readonly count: number; readonly reach: number };
  /** Constants that it reads, where they follow from the period alone. */
  readonly table?: (period: number) => readonly number[];
}

const elementwise = (code: number, inputs: number): Operation => ({ code, inputs, outputs: 1 });
const same = (period: number) => period;
const lessOne = (period: number) => period - 1;
/** Of a and what it was `period` positions ago. */
const lagged = (code: number): Operation => ({
  code,
  inputs: 1,
  outputs: 1,
  warmup: same,
  state: () => LAG.BYTES,
  reach: (period) => [period],
});
/** A window's sums are kept over blocks of `period` positions: suffixes of the last block, a prefix of the current one. */
const blocks = (code: number, outputs: number, rings: number, state: number): Operation => ({
  code,
  inputs: 1,
  outputs,
  warmup: lessOne,
  state: () => state,
  reach: (period) => [period],
  rings: (period) => ({ count: rings, reach: period + 1 }),
});

/** Every operation by name. */
export const OPERATIONS = {
  add: elementwise(OPERATION.ADD, 2),
  subtract: elementwise(OPERATION.SUBTRACT, 2),
  multiply: elementwise(OPERATION.MULTIPLY, 2),
  /** a / b, c where b is 0. */
  divide: elementwise(OPERATION.DIVIDE, 3),
  /** a + b * c. */
  multiplyAdd: elementwise(OPERATION.MULTIPLY_ADD, 3),
  minimum: elementwise(OPERATION.MINIMUM, 2),
  maximum: elementwise(OPERATION.MAXIMUM, 2),
  absolute: elementwise(OPERATION.ABSOLUTE, 1),
  /** Square root; unknown of what is below 0. */
  root: elementwise(OPERATION.ROOT, 1),
  /** -1, 0 or 1. */
  sign: elementwise(OPERATION.SIGN, 1),
  greater: elementwise(OPERATION.GREATER, 2),
  greaterEqual: elementwise(OPERATION.GREATER_EQUAL, 2),
  equal: elementwise(OPERATION.EQUAL, 2),
  /** 0 where either is 0, else unknown where either is, else 1. */
  and: elementwise(OPERATION.AND, 2),
  /** 1 where either is neither 0 nor unknown, else unknown where either is, else 0. */
  or: elementwise(OPERATION.OR, 2),
  not: elementwise(OPERATION.NOT, 1),
  /** a, where it is known, else b. */
  otherwise: elementwise(OPERATION.OTHERWISE, 2),
  /** b where a is not 0, else c; unknown where a is. */
  select: elementwise(OPERATION.SELECT, 3),

  /** a, `period` positions ago. */
  lag: lagged(OPERATION.LAG),
  /** a less what it was `period` positions ago; the same without its sign; the same in percent of what it was. */
  difference: lagged(OPERATION.DIFFERENCE),
  distance: lagged(OPERATION.DISTANCE),
  percent: lagged(OPERATION.PERCENT),
  /** 1 where a crossed b here: period 1 from below, 2 from above, 3 either. A value equal to b is not across yet. */
  cross: { code: OPERATION.CROSS, inputs: 2, outputs: 1, warmup: () => 1, state: () => CROSS.BYTES },
  /** How many times in a row a has risen (above 0) or fallen (below 0); 0 where it stayed. */
  streak: { code: OPERATION.STREAK, inputs: 1, outputs: 1, warmup: () => 1, state: () => STREAK.BYTES },

  /** Mean of the last `period` values. */
  mean: blocks(OPERATION.MEAN, 1, 1, MEAN.BYTES),
  /** Sum of the last `period` values. */
  sum: blocks(OPERATION.SUM, 1, 1, MEAN.BYTES),
  /** Mean with weights 1 to `period`, the newest the heaviest. */
  weighted: blocks(OPERATION.WEIGHTED, 1, 1, WEIGHTED.BYTES),
  /** Mean, population variance and its root. */
  moments: blocks(OPERATION.MOMENTS, 3, 2, MOMENTS.BYTES),
  /** The highest of the last `period` values, and how many positions ago it was, the earliest of equals. */
  highest: blocks(OPERATION.HIGHEST, 2, 2, EXTREME.BYTES),
  lowest: blocks(OPERATION.LOWEST, 2, 2, EXTREME.BYTES),
  /** Middle value of the window, or mean of the two in the middle. */
  median: {
    code: OPERATION.MEDIAN,
    inputs: 1,
    outputs: 1,
    warmup: lessOne,
    state: (period) => MEDIAN.VALUES + 8 * period,
    reach: (period) => [period],
  },
  /** Mean distance of the last `period` values of a from b at this position. */
  meanDeviation: {
    code: OPERATION.MEAN_DEVIATION,
    inputs: 2,
    outputs: 1,
    warmup: lessOne,
    state: () => SEEN.BYTES,
    reach: (period) => [period, 0],
  },
  /** Sum of the last `period` values, each times a constant of the table, the oldest first. */
  filter: {
    code: OPERATION.FILTER,
    inputs: 1,
    outputs: 1,
    warmup: lessOne,
    state: () => SEEN.BYTES,
    reach: (period) => [period],
  },

  /** Exponential average: weight P of the newest; begins with the mean of the first `period` values. */
  average: { code: OPERATION.AVERAGE, inputs: 1, outputs: 1, warmup: lessOne, state: () => AVERAGE.BYTES },
  /** Kaufman's: begins with a at the `period`-th value, then follows it by the square of b / c * (P - Q) + Q. */
  adaptive: { code: OPERATION.ADAPTIVE, inputs: 3, outputs: 1, warmup: lessOne, state: () => ADAPTIVE.BYTES },
  /** Wilder's relative strength index, 0 to 100; 50 where nothing moved. */
  strength: { code: OPERATION.STRENGTH, inputs: 1, outputs: 1, warmup: same, state: () => STRENGTH.BYTES },

  /** True range of high, low, close, and how far above its lower end the close is. */
  range: { code: OPERATION.RANGE, inputs: 3, outputs: 2, warmup: () => 1, state: () => RANGE.BYTES },
  /** Of high, low, close, volume: the volume times where in its range a bar closed, and that: -1 low, 1 high. */
  flow: { code: OPERATION.FLOW, inputs: 4, outputs: 2 },
  /** Directional movement up and down of high, low. */
  direction: { code: OPERATION.DIRECTION, inputs: 2, outputs: 2, warmup: () => 1, state: () => DIRECTION.BYTES },
  /** Running total of a since b became other than 0. Bits of period: 1 unknown before that, 2 since b was last so. */
  cumulate: { code: OPERATION.CUMULATE, inputs: 2, outputs: 1, state: () => CUMULATE.BYTES },
  /** Wilder's parabolic of high, low: stop, and 1 where it turned. P: step of the acceleration, Q: its limit. */
  parabolic: { code: OPERATION.PARABOLIC, inputs: 2, outputs: 2, warmup: () => 2, state: () => PARABOLIC.BYTES },
  /** Of high, low, close and their average true range, P of which away: line, and the upper or lower band it is. */
  supertrend: { code: OPERATION.SUPERTREND, inputs: 4, outputs: 3, state: () => SUPERTREND.BYTES },
} as const satisfies Record<string, Operation>;
