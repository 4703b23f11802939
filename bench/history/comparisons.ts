/** What is compared: an indicator of ours, and the call of each library that computes the same. */
import type { ColumnName, Constructors, LibraryCall, LibraryName } from '../libraries/library.ts';

/** A function of TA-Lib with what it reads, its options and its outputs in our order. */
export interface TaLibCall {
  readonly name: string;
  readonly reads: readonly ColumnName[];
  readonly options?: readonly number[];
  /** How many outputs it has, and which of them are ours. */
  readonly outputs?: number;
  readonly pick?: readonly number[];
  readonly differs?: string;
}

export interface Comparison {
  /** As the figures name it. */
  readonly name: string;
  /** In our language. */
  readonly ours: string;
  /** Its outputs that the libraries have too. */
  readonly outputs?: readonly string[];
  /** Ours is so many positions later. */
  readonly late?: number;
  readonly taLib?: TaLibCall;
  readonly libraries: Partial<Readonly<Record<LibraryName, LibraryCall>>>;
}

const CLOSE = ['close'] as const;
const HIGH_LOW = ['high', 'low'] as const;
const RANGE = ['high', 'low', 'close'] as const;
const FLOW = ['high', 'low', 'close', 'volume'] as const;
const VOLUME = ['close', 'volume'] as const;

type Reads = readonly ColumnName[];
type More = Omit<LibraryCall, 'name' | 'reads' | 'options'>;
const call = (name: string, reads: Reads, options?: LibraryCall['options'], more?: More): LibraryCall => ({
  name,
  reads,
  ...(options && { options }),
  ...more,
});
const ta = (name: string, reads: Reads, options?: readonly number[], more?: Partial<TaLibCall>): TaLibCall => ({
  name,
  reads,
  ...(options && { options }),
  ...more,
});
const average = ({ EMA }: Constructors, period: number) => EMA && new EMA(period);

const SIGNALS = 'trading-signals';
const TECHNICAL = 'technicalindicators';
const CINAR = 'indicatorts';
const IXJB = '@ixjb94/indicators';
const DEBUT = '@debut/indicators';
const BANDS = ['middle', 'upper', 'lower'];

export const COMPARISONS: readonly Comparison[] = [
  {
    name: 'sma',
    ours: 'sma(20)',
    taLib: ta('SMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('SMA', CLOSE, [20]),
      [TECHNICAL]: call('sma', CLOSE, [{ period: 20 }]),
      [CINAR]: call('sma', CLOSE, [{ period: 20 }]),
      [IXJB]: call('sma', CLOSE, [20]),
      [DEBUT]: call('SMA', CLOSE, [20]),
    },
  },
  {
    name: 'ema',
    ours: 'ema(20)',
    taLib: ta('EMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('EMA', CLOSE, [20]),
      [TECHNICAL]: call('ema', CLOSE, [{ period: 20 }]),
      [CINAR]: call('ema', CLOSE, [{ period: 20 }]),
      [IXJB]: call('ema', CLOSE, [20]),
      [DEBUT]: call('EMA', CLOSE, [20]),
    },
  },
  {
    name: 'wma',
    ours: 'wma(20)',
    taLib: ta('WMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('WMA', CLOSE, [20]),
      [TECHNICAL]: call('wma', CLOSE, [{ period: 20 }]),
      [IXJB]: call('wma', CLOSE, [20]),
      [DEBUT]: call('WMA', CLOSE, [20]),
    },
  },
  {
    name: 'smma',
    ours: 'smma(14)',
    libraries: {
      [SIGNALS]: call('WSMA', CLOSE, [14]),
      [TECHNICAL]: call('wema', CLOSE, [{ period: 14 }]),
      [CINAR]: call('rma', CLOSE, [{ period: 14 }]),
      [IXJB]: call('wilders', CLOSE, [14]),
      [DEBUT]: call('WEMA', CLOSE, [14]),
    },
  },
  {
    name: 'dema',
    ours: 'dema(20)',
    taLib: ta('DEMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('DEMA', CLOSE, [20]),
      [CINAR]: call('dema', CLOSE, [{ period: 20 }]),
      [IXJB]: call('dema', CLOSE, [20]),
    },
  },
  {
    name: 'tema',
    ours: 'tema(20)',
    taLib: ta('TEMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('TEMA', CLOSE, [20]),
      [CINAR]: call('tema', CLOSE, [{ period: 20 }]),
      [IXJB]: call('tema', CLOSE, [20]),
      [DEBUT]: call('TEMA', CLOSE, [20]),
    },
  },
  {
    name: 'hma',
    ours: 'hma(20)',
    libraries: { [SIGNALS]: call('HMA', CLOSE, [20]), [IXJB]: call('hma', CLOSE, [20]) },
  },
  {
    name: 'kama',
    ours: 'kama(10, 2, 30)',
    outputs: ['value'],
    taLib: ta('KAMA', CLOSE, [10]),
    libraries: { [SIGNALS]: call('KAMA', CLOSE, [10]), [IXJB]: call('kama', CLOSE, [10]) },
  },
  {
    name: 'vwma',
    ours: 'vwma(20)',
    libraries: {
      [SIGNALS]: call('VWMA', FLOW, [20]),
      [CINAR]: call('vwma', VOLUME, [{ period: 20 }]),
      [IXJB]: call('vwma', VOLUME, [20]),
    },
  },
  {
    name: 'alma',
    ours: 'alma(9, 0.75, 6)',
    libraries: { [SIGNALS]: call('ALMA', CLOSE, [9, 0.75, 6]), [IXJB]: call('alma', CLOSE, [9, 0.75, 6]) },
  },
  {
    name: 'linreg',
    ours: 'linreg(14)',
    outputs: ['value'],
    taLib: ta('LINEARREG', CLOSE, [14]),
    libraries: {
      [SIGNALS]: call('LinearRegression', CLOSE, [14], { pick: ['prediction'], differs: 'a position later' }),
      [IXJB]: call('linreg', CLOSE, [14]),
    },
  },
  {
    name: 'stdev',
    ours: 'stdev(20)',
    taLib: ta('STDDEV', CLOSE, [20, 1]),
    libraries: {
      [TECHNICAL]: call('sd', CLOSE, [{ period: 20 }]),
      [CINAR]: call('mstd', CLOSE, [{ period: 20 }]),
      [IXJB]: call('stddev', CLOSE, [20]),
    },
  },
  {
    name: 'highest',
    ours: 'highest(20)',
    taLib: ta('MAX', CLOSE, [20]),
    libraries: {
      [TECHNICAL]: call('highest', CLOSE, [{ period: 20 }]),
      [CINAR]: call('mmax', CLOSE, [{ period: 20 }]),
      [IXJB]: call('max', CLOSE, [20]),
    },
  },
  {
    name: 'lowest',
    ours: 'lowest(20)',
    taLib: ta('MIN', CLOSE, [20]),
    libraries: {
      [TECHNICAL]: call('lowest', CLOSE, [{ period: 20 }]),
      [CINAR]: call('mmin', CLOSE, [{ period: 20 }]),
      [IXJB]: call('min', CLOSE, [20]),
    },
  },
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
    name: 'bollinger',
    ours: 'bollinger(20, 2)',
    outputs: BANDS,
    taLib: ta('BBANDS', CLOSE, [20, 2, 2, 0], { outputs: 3, pick: [1, 0, 2] }),
    libraries: {
      [SIGNALS]: call('BollingerBands', CLOSE, [20, 2], { pick: BANDS }),
      [TECHNICAL]: call('bollingerbands', CLOSE, [{ period: 20, stdDev: 2 }], { pick: BANDS }),
      [CINAR]: call('bb', CLOSE, [{ period: 20 }], { pick: BANDS }),
      [IXJB]: call('bbands', CLOSE, [20, 2], { pick: [1, 2, 0] }),
      [DEBUT]: call('BollingerBands', CLOSE, [20, 2], { pick: BANDS }),
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
  {
    name: 'atr',
    ours: 'atr(14)',
    taLib: ta('ATR', RANGE, [14]),
    libraries: {
      [SIGNALS]: call('ATR', RANGE, [14]),
      [TECHNICAL]: call('atr', RANGE, [{ period: 14 }]),
      [CINAR]: call('atr', RANGE, [{ period: 14 }], { pick: ['atrLine'], differs: 'another true range' }),
      [IXJB]: call('atr', RANGE, [14]),
      [DEBUT]: call('ATR', RANGE, [14, 'WEMA']),
    },
  },
  {
    name: 'adx',
    ours: 'adx(14)',
    outputs: ['adx'],
    taLib: ta('ADX', RANGE, [14]),
    libraries: {
      [SIGNALS]: call('ADX', RANGE, [14]),
      [TECHNICAL]: call('adx', RANGE, [{ period: 14 }], { pick: ['adx'] }),
      [IXJB]: call('adx', HIGH_LOW, [14]),
      [DEBUT]: call('ADX', RANGE, [14], { pick: ['adx'] }),
    },
  },
  {
    name: 'aroon',
    ours: 'aroon(25)',
    outputs: ['up', 'down'],
    taLib: ta('AROON', HIGH_LOW, [25], { outputs: 2, pick: [1, 0] }),
    libraries: {
      [SIGNALS]: call('Aroon', HIGH_LOW, [25], { pick: ['aroonUp', 'aroonDown'] }),
      [CINAR]: call('aroon', HIGH_LOW, [{ period: 25 }], {
        pick: ['up', 'down'],
        differs: 'a window that is a bar shorter',
      }),
      [IXJB]: call('aroon', HIGH_LOW, [25], { pick: [1, 0] }),
    },
  },
  {
    name: 'psar',
    ours: 'psar(0.02, 0.2)',
    outputs: ['value'],
    taLib: ta('SAR', HIGH_LOW, [0.02, 0.2]),
    libraries: {
      [SIGNALS]: call('PSAR', HIGH_LOW, [{ accelerationStep: 0.02, accelerationMax: 0.2 }], {
        differs: 'turns otherwise',
      }),
      [TECHNICAL]: call('psar', HIGH_LOW, [{ step: 0.02, max: 0.2 }]),
      [CINAR]: call('psar', RANGE, [{ step: 0.02, max: 0.2 }], { pick: ['psarResult'], differs: 'turns otherwise' }),
      [IXJB]: call('psar', HIGH_LOW, [0.02, 0.2]),
      [DEBUT]: call('PSAR', RANGE, [0.02, 0.02, 0.2], { differs: 'turns otherwise' }),
    },
  },
  {
    name: 'supertrend',
    ours: 'supertrend(10, 3)',
    outputs: ['value'],
    libraries: {
      [SIGNALS]: call('SuperTrend', RANGE, [{ interval: 10, multiplier: 3 }], { pick: ['supertrend'] }),
      [DEBUT]: call('SuperTrend', RANGE, [10, 3], { pick: ['superTrend'] }),
    },
  },
  {
    name: 'obv',
    ours: 'obv()',
    taLib: ta('OBV', VOLUME, [], { differs: 'begins with the first volume' }),
    libraries: {
      [SIGNALS]: call('OBV', VOLUME, [2]),
      [TECHNICAL]: call('obv', VOLUME, [{}]),
      [CINAR]: call('obv', VOLUME),
      [IXJB]: call('obv', VOLUME),
    },
  },
  {
    name: 'adl',
    ours: 'adl()',
    outputs: ['value'],
    taLib: ta('AD', FLOW),
    libraries: {
      [SIGNALS]: call('AD', FLOW),
      [TECHNICAL]: call('adl', FLOW, [{}], { differs: 'rounds to whole numbers' }),
      [CINAR]: call('ad', FLOW),
      [IXJB]: call('ad', FLOW),
    },
  },
  {
    name: 'cmf',
    ours: 'cmf(20)',
    libraries: {
      [SIGNALS]: call('CMF', FLOW, [20]),
      [CINAR]: call('cmf', FLOW, [{ period: 20 }]),
      [IXJB]: call('cmf', FLOW, [20]),
    },
  },
  {
    name: 'chaikin',
    ours: 'chaikin(3, 10)',
    taLib: ta('ADOSC', FLOW, [3, 10]),
    libraries: {
      [CINAR]: call('cmo', FLOW, [{ fast: 3, slow: 10 }], { pick: ['cmoResult'] }),
      [IXJB]: call('adosc', FLOW, [3, 10]),
    },
  },
  {
    name: 'mfi',
    ours: 'mfi(14)',
    taLib: ta('MFI', FLOW, [14]),
    libraries: {
      [SIGNALS]: call('MFI', FLOW, [14]),
      [TECHNICAL]: call('mfi', FLOW, [{ period: 14 }], { differs: 'rounds to hundredths' }),
      [CINAR]: call('mfi', FLOW, [{ period: 14 }], { differs: 'another money flow' }),
      [IXJB]: call('mfi', FLOW, [14]),
      [DEBUT]: call('MFI', FLOW, [14]),
    },
  },
  {
    name: 'vwap',
    ours: 'vwap()',
    libraries: { [SIGNALS]: call('VWAP', FLOW), [TECHNICAL]: call('vwap', FLOW, [{}]) },
  },
  {
    name: 'donchian',
    ours: 'donchian(20)',
    outputs: BANDS,
    late: 1,
    libraries: {
      [SIGNALS]: call('DonchianChannels', HIGH_LOW, [20], { pick: BANDS }),
      [IXJB]: call('dc', HIGH_LOW, [20], { pick: [1, 0, 2] }),
      [DEBUT]: call('DC', HIGH_LOW, [20], { pick: BANDS }),
    },
  },
  {
    name: 'keltner',
    ours: 'keltner(20, 2, 20)',
    outputs: BANDS,
    libraries: {
      [SIGNALS]: call('KeltnerChannels', RANGE, [{ emaInterval: 20, atrInterval: 20, multiplier: 2 }], { pick: BANDS }),
      [TECHNICAL]: call('keltnerchannels', RANGE, [{ maPeriod: 20, atrPeriod: 20, multiplier: 2, useSMA: false }], {
        pick: BANDS,
      }),
      [CINAR]: call('kc', RANGE, [{ period: 20 }], { pick: BANDS, differs: 'another true range' }),
      [IXJB]: call('kc', RANGE, [20, 2], { pick: [1, 2, 0], differs: 'another average of the true range' }),
      [DEBUT]: call('KeltnerChannel', RANGE, [20, 2], { pick: BANDS }),
    },
  },
  {
    name: 'force',
    ours: 'force(13)',
    libraries: {
      [TECHNICAL]: call('forceindex', VOLUME, [{ period: 13 }]),
      [CINAR]: call('fi', VOLUME, [{ period: 13 }]),
      [IXJB]: call('fi', VOLUME, [13]),
    },
  },
];
