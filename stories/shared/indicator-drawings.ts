/** How an indicator is drawn, where that does not follow from its outputs. */
export interface Drawing {
  /** What is computed instead of the function with its defaults. */
  readonly expressions?: string;
  /** The outputs that are drawn instead of those that a tile shows. */
  readonly outputs?: readonly string[];
  /** Drawn as dots, or as strokes from 0. */
  readonly dots?: boolean;
  readonly strokes?: boolean;
  /** Values that readers compare with. */
  readonly levels?: readonly number[];
}

const AVERAGES = 'fast: sma(5); slow: sma(20)';

export const DRAWINGS: Readonly<Record<string, Drawing>> = {
  rsi: { levels: [30, 50, 70] },
  stochastic: { levels: [20, 80] },
  stochrsi: { levels: [20, 80] },
  mfi: { levels: [20, 80] },
  ultimate: { levels: [30, 50, 70] },
  williams: { levels: [-80, -20] },
  cci: { levels: [-100, 0, 100] },
  cmo: { levels: [-50, 0, 50] },
  adx: { levels: [25] },
  aroon: { levels: [-100, 0, 100] },
  vortex: { levels: [1] },
  zscore: { levels: [-2, 0, 2] },
  bop: { levels: [0] },
  cmf: { levels: [0] },
  awesome: { strokes: true },
  psar: { dots: true },
  supertrend: { outputs: ['upper', 'lower'] },
  highest: { expressions: 'highest(high, 14)' },
  lowest: { expressions: 'lowest(low, 14)' },
  sum: { expressions: 'sum(close > open, 14)' },
  variance: { levels: [0] },
  crossover: { expressions: `${AVERAGES}; crossover(fast, slow)` },
  crossunder: { expressions: `${AVERAGES}; crossunder(fast, slow)` },
  cross: { expressions: `${AVERAGES}; cross(fast, slow)` },
  rising: { expressions: 'rising(close, 3)' },
  falling: { expressions: 'falling(close, 3)' },
  change: { expressions: 'change(close, 5)', levels: [0] },
  percent: { expressions: 'percent(close, 5)', levels: [0] },
  lag: { expressions: 'lag(close, 10)' },
  min: { expressions: 'min(sma(5), sma(20))' },
  max: { expressions: 'max(sma(5), sma(20))' },
  abs: { expressions: 'abs(change(close, 5))', levels: [0] },
  sqrt: { expressions: 'sqrt(variance(14))' },
  sign: { expressions: 'sign(change(close, 5))', levels: [0] },
};
