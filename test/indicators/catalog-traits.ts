/** What tests know of every public indicator beside its catalog entry: how it is called, how long it remembers, where its values lie. */
import { CATALOG } from '../../src/indicators/catalog/index.js';

/** Series that have no default. */
const ARGUMENTS: Readonly<Record<string, string>> = { a: 'close', b: 'ema(close, 5)' };

/** One output of one indicator. */
export interface Trait {
  /** `macd.signal`, and `sma` where there is but one. */
  readonly name: string;
  readonly entry: string;
  /** With the default parameters. */
  readonly expression: string;
  /** Whether it depends on the last few bars only. */
  readonly windowed: boolean;
}

/** These remember everything before. */
const RECURSIVE = new Set(
  (
    'ema smma dema tema kama rsi macd ppo stochrsi trix psar elderray keltner atr natr adx supertrend ' +
    'obv adl chaikin vwap force rising falling crossover crossunder cross min max'
  ).split(' '),
);
const WINDOWED_OUTPUTS = new Set(['kama.efficiency', 'adl.flow', 'adl.multiplier']);

export const TRAITS: readonly Trait[] = [...CATALOG.values()].flatMap((entry) => {
  const given = entry.series.map((series) => series.otherwise ?? ARGUMENTS[series.name]);
  return entry.outputs.map((output, index): Trait => {
    const name = entry.outputs.length === 1 ? entry.name : `${entry.name}.${output.name}`;
    const call = `${entry.name}(${given.join(', ')})`;
    return {
      name,
      entry: entry.name,
      expression: index === 0 ? call : `${call}.${output.name}`,
      windowed: WINDOWED_OUTPUTS.has(name) || !RECURSIVE.has(entry.name),
    };
  });
});

/** All of them in one text: `o0: ...; o1: ...`. */
export const ALL = TRAITS.map(({ expression }, index) => `o${index}: ${expression}`).join('; ');

/** The result of each by its name, out of those of ALL. */
export function byName<T>(results: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(TRAITS.map(({ name }, index) => [name, results[`o${index}`] as T]));
}

/** Where the values of well-formed bars lie, by indicator or output. */
export const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  'kama.efficiency': [0, 1],
  stdev: [0, Number.MAX_VALUE],
  variance: [0, Number.MAX_VALUE],
  zscore: [-Math.sqrt(13), Math.sqrt(13)],
  rsi: [0, 100],
  'stochastic.k': [0, 100],
  'stochastic.d': [0, 100],
  'stochrsi.value': [0, 100],
  'stochrsi.signal': [0, 100],
  williams: [-100, 0],
  ultimate: [0, 100],
  cmo: [-100, 100],
  bop: [-1, 1],
  'psar.reversal': [0, 1],
  'bollinger.zscore': [-Math.sqrt(19), Math.sqrt(19)],
  tr: [0, Number.MAX_VALUE],
  atr: [0, Number.MAX_VALUE],
  'adx.adx': [0, 100],
  'adx.pdi': [0, 100],
  'adx.mdi': [0, 100],
  'adx.dx': [0, 100],
  'adx.adxr': [0, 100],
  'aroon.up': [0, 100],
  'aroon.down': [0, 100],
  'aroon.oscillator': [-100, 100],
  'vortex.up': [0, Number.MAX_VALUE],
  'vortex.down': [0, Number.MAX_VALUE],
  'adl.multiplier': [-1, 1],
  cmf: [-1, 1],
  mfi: [0, 100],
  crossover: [0, 1],
  crossunder: [0, 1],
  cross: [0, 1],
  rising: [0, 1],
  falling: [0, 1],
  sign: [-1, 1],
};

/** What each gives once nothing has moved for long: prices of 100, a volume of 10 in every bar. NaN: unknown. */
export const FLAT: Readonly<Record<string, number>> = {
  sma: 100,
  ema: 100,
  wma: 100,
  smma: 100,
  dema: 100,
  tema: 100,
  hma: 100,
  'kama.value': 100,
  'kama.efficiency': 0,
  vwma: 100,
  alma: 100,
  'linreg.value': 100,
  'linreg.slope': 0,
  stdev: 0,
  variance: 0,
  zscore: 0,
  highest: 100,
  lowest: 100,
  median: 100,
  sum: 1400,
  rsi: 50,
  'macd.macd': 0,
  'macd.signal': 0,
  'macd.histogram': 0,
  'ppo.ppo': 0,
  'ppo.signal': 0,
  'ppo.histogram': 0,
  'stochastic.k': 50,
  'stochastic.d': 50,
  'stochastic.j': 50,
  'stochrsi.value': 50,
  'stochrsi.signal': 50,
  cci: 0,
  williams: -50,
  roc: 0,
  momentum: 0,
  trix: 0,
  ultimate: 50,
  'awesome.value': 0,
  'awesome.normalized': 0,
  cmo: 0,
  'elderray.bull': 0,
  'elderray.bear': 0,
  bop: 0,
  'psar.value': Number.NaN,
  'psar.reversal': Number.NaN,
  'bollinger.middle': 100,
  'bollinger.upper': 100,
  'bollinger.lower': 100,
  'bollinger.percentB': 0.5,
  'bollinger.width': 0,
  'bollinger.zscore': 0,
  'keltner.middle': 100,
  'keltner.upper': 100,
  'keltner.lower': 100,
  'keltner.width': 0,
  'donchian.middle': 100,
  'donchian.upper': 100,
  'donchian.lower': 100,
  'donchian.width': 0,
  tr: 0,
  atr: 0,
  natr: 0,
  'adx.adx': 0,
  'adx.pdi': 0,
  'adx.mdi': 0,
  'adx.dx': 0,
  'adx.adxr': 0,
  'aroon.oscillator': 0,
  'aroon.up': 0,
  'aroon.down': 0,
  'vortex.up': 0,
  'vortex.down': 0,
  'supertrend.value': 100,
  // the close is not above the line, so the line is the upper band
  'supertrend.upper': 100,
  'supertrend.lower': Number.NaN,
  'ichimoku.conversion': 100,
  'ichimoku.base': 100,
  'ichimoku.spanA': 100,
  'ichimoku.spanB': 100,
  obv: 0,
  'adl.value': 0,
  'adl.flow': 0,
  'adl.multiplier': 0,
  cmf: 0,
  chaikin: 0,
  mfi: 50,
  vwap: 100,
  force: 0,
  change: 0,
  percent: 0,
  crossover: 0,
  crossunder: 0,
  cross: 0,
  rising: 0,
  falling: 0,
  lag: 100,
  min: 100,
  max: 100,
  abs: 100,
  sqrt: 10,
  sign: 1,
};
