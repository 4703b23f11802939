/** Oscillators. */
import type { Constructors } from '../../libraries/library.ts';
import { CINAR, CLOSE, type Comparison, call, DEBUT, HIGH_LOW, IXJB, RANGE, SIGNALS, TECHNICAL, ta } from '../calls.ts';

const average = ({ EMA }: Constructors, period: number) => EMA && new EMA(period);

export const OSCILLATORS: readonly Comparison[] = [
  {
    name: 'rsi',
    ours: 'rsi(14)',
    taLib: ta('RSI', CLOSE, [14]),
    libraries: {
      [SIGNALS]: call('RSI', CLOSE, [14]),
      [TECHNICAL]: call('rsi', CLOSE, [{ period: 14 }], { differs: 'rounds to hundredths' }),
      [CINAR]: call('rsi', CLOSE, [{ period: 14 }]),
      [IXJB]: call('rsi', CLOSE, [14]),
      [DEBUT]: call('RSI', CLOSE, [14]),
    },
  },
  {
    name: 'macd',
    ours: 'macd(12, 26, 9)',
    outputs: ['macd', 'signal', 'histogram'],
    taLib: ta('MACD', CLOSE, [12, 26, 9], { outputs: 3 }),
    libraries: {
      [SIGNALS]: call('MACD', CLOSE, (module) => [12, 26, 9].map((period) => average(module, period)), {
        pick: ['macd', 'signal', 'histogram'],
      }),
      [TECHNICAL]: call(
        'macd',
        CLOSE,
        [{ fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, SimpleMAOscillator: false, SimpleMASignal: false }],
        { pick: ['MACD', 'signal', 'histogram'] },
      ),
      [CINAR]: call('macd', CLOSE, [{ fast: 12, slow: 26, signal: 9 }], { pick: ['macdLine', 'signalLine'] }),
      [IXJB]: call('macd', CLOSE, [12, 26, 9], { pick: [0, 1, 2] }),
      [DEBUT]: call('MACD', CLOSE, [12, 26, 9], { pick: ['macd', 'signal', 'histogram'] }),
    },
  },
  {
    name: 'stochastic, slow',
    ours: 'stochastic(14, 3, 3)',
    outputs: ['k', 'd'],
    taLib: ta('STOCH', RANGE, [14, 3, 0, 3, 0], { outputs: 2 }),
    libraries: {
      [SIGNALS]: call('StochasticOscillator', RANGE, [{ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 }], {
        pick: ['stochK', 'stochD'],
      }),
      [IXJB]: call('stoch', RANGE, [14, 3, 3], { pick: [0, 1] }),
    },
  },
  {
    name: 'stochastic, fast',
    ours: 'stochastic(14, 1, 3)',
    outputs: ['k', 'd'],
    taLib: ta('STOCHF', RANGE, [14, 3, 0], { outputs: 2 }),
    libraries: {
      [TECHNICAL]: call('stochastic', RANGE, [{ period: 14, signalPeriod: 3 }], { pick: ['k', 'd'] }),
      [CINAR]: call('stoch', RANGE, [{ kPeriod: 14, dPeriod: 3 }], { pick: ['k', 'd'] }),
      [DEBUT]: call('Stochastic', RANGE, [14, 3], { pick: ['k', 'd'] }),
    },
  },
  {
    name: 'stochrsi',
    ours: 'stochrsi(14, 14, 3, 3)',
    outputs: ['value', 'signal'],
    libraries: {
      [TECHNICAL]: call('stochasticrsi', CLOSE, [{ rsiPeriod: 14, stochasticPeriod: 14, kPeriod: 3, dPeriod: 3 }], {
        pick: ['k', 'd'],
        differs: 'rounds to hundredths',
      }),
      [DEBUT]: call('StochasticRSI', CLOSE, [14, 3, 3, 14], { pick: ['k', 'd'] }),
    },
  },
  {
    name: 'stochrsi, fast',
    ours: 'stochrsi(14, 14, 3, 1)',
    outputs: ['value', 'signal'],
    taLib: ta('STOCHRSI', CLOSE, [14, 14, 3, 0], { outputs: 2 }),
    libraries: {
      [SIGNALS]: call('StochasticRSI', CLOSE, [14], { scale: 100 }),
      [IXJB]: call('stochrsi', CLOSE, [14], { scale: 100 }),
    },
  },
  {
    name: 'cci',
    ours: 'cci(20)',
    taLib: ta('CCI', RANGE, [20]),
    libraries: {
      [SIGNALS]: call('CCI', RANGE, [20]),
      [TECHNICAL]: call('cci', RANGE, [{ period: 20 }]),
      [CINAR]: call('cci', RANGE, [{ period: 20 }], { differs: 'another mean deviation' }),
      [IXJB]: call('cci', RANGE, [20]),
      [DEBUT]: call('CCI', RANGE, [20]),
    },
  },
  {
    name: 'williams',
    ours: 'williams(14)',
    taLib: ta('WILLR', RANGE, [14]),
    libraries: {
      [SIGNALS]: call('WilliamsR', RANGE, [14]),
      [TECHNICAL]: call('williamsr', RANGE, [{ period: 14 }]),
      [CINAR]: call('willr', RANGE, [{ period: 14 }]),
      [IXJB]: call('willr', RANGE, [14]),
    },
  },
  {
    name: 'roc',
    ours: 'roc(12)',
    taLib: ta('ROC', CLOSE, [12]),
    libraries: {
      [SIGNALS]: call('ROC', CLOSE, [12], { scale: 100 }),
      [TECHNICAL]: call('roc', CLOSE, [{ period: 12 }]),
      [CINAR]: call('roc', CLOSE, [{ period: 12 }]),
      [IXJB]: call('roc', CLOSE, [12], { scale: 100 }),
      [DEBUT]: call('ROC', CLOSE, [12]),
    },
  },
  {
    name: 'momentum',
    ours: 'momentum(10)',
    taLib: ta('MOM', CLOSE, [10]),
    libraries: { [SIGNALS]: call('MOM', CLOSE, [10]), [IXJB]: call('mom', CLOSE, [10]) },
  },
  {
    name: 'trix',
    ours: 'trix(15)',
    taLib: ta('TRIX', CLOSE, [15]),
    libraries: {
      [SIGNALS]: call('TRIX', CLOSE, [15], { differs: 'percent of the newer value' }),
      [TECHNICAL]: call('trix', CLOSE, [{ period: 15 }]),
      [CINAR]: call('trix', CLOSE, [{ period: 15 }], { scale: 100 }),
      [IXJB]: call('trix', CLOSE, [15], { differs: 'percent of the newer value' }),
      [DEBUT]: call('TRIX', CLOSE, [15]),
    },
  },
  {
    name: 'ultimate',
    ours: 'ultimate(7, 14, 28)',
    taLib: ta('ULTOSC', RANGE, [7, 14, 28]),
    libraries: {
      [SIGNALS]: call('UltimateOscillator', RANGE, [{ shortPeriod: 7, mediumPeriod: 14, longPeriod: 28 }]),
      [IXJB]: call('ultosc', RANGE, [7, 14, 28]),
      [DEBUT]: call('UltimateOscillator', RANGE, [7, 14, 28]),
    },
  },
  {
    name: 'awesome',
    ours: 'awesome(5, 34)',
    outputs: ['value'],
    libraries: {
      [SIGNALS]: call('AO', HIGH_LOW, [5, 34]),
      [TECHNICAL]: call('awesomeoscillator', HIGH_LOW, [{ fastPeriod: 5, slowPeriod: 34 }]),
      [CINAR]: call('ao', HIGH_LOW, [{ fast: 5, slow: 34 }]),
      [IXJB]: call('ao', HIGH_LOW),
      [DEBUT]: call('AO', HIGH_LOW, [5, 34]),
    },
  },
];
