/** TA-Lib as an independent authority, on random bars with random parameters, wherever its conventions are ours. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { compute, ready } from '../../src/indicators/compute.js';
import { walk } from './random-bars.js';
import type { RecordedBars } from './recorded.js';
import { near } from './step-rig.js';
import { isInstalled, loadTaLib, type TaLib } from './ta-lib.js';

type Periods = readonly [number, number, number];
type Column = Exclude<keyof RecordedBars, 'time'>;

interface Comparison {
  /** Ours, as named outputs. */
  readonly ours: (periods: Periods) => readonly string[];
  /** TA-Lib's function, what it reads, and its options. */
  readonly theirs: string;
  readonly reads: readonly Column[];
  readonly options?: (periods: Periods) => readonly number[];
  /** Relative to the largest value of the column. */
  readonly tolerance?: number;
  /** From where on they agree: `first` both begin at the same bar; `theirs` TA-Lib begins later; `late` seeds differ. */
  readonly from?: 'first' | 'theirs' | 'late';
  /** What ours differs by, all along. */
  readonly offset?: (bars: RecordedBars) => number;
}

const one = (name: string): Comparison['ours'] => {
  return ([p]) => [`${name}(${p})`];
};
const period = ([p]: Periods) => [p];
const CLOSE = ['close'] as const;
const RANGE = ['high', 'low', 'close'] as const;
const FLOW = ['high', 'low', 'close', 'volume'] as const;
/** Kinds of averages in TA-Lib's options. */
const SMA = 0;
const EMA = 1;
/** What TA-Lib's running sums of squares leave. */
const SQUARES = 1e-6;
const shortAndLong = (a: number, b: number) => [Math.min(a, b), Math.max(a, b) + 1] as const;

const COMPARISONS: readonly Comparison[] = [
  { ours: one('sma'), theirs: 'SMA', reads: CLOSE, options: period },
  { ours: one('wma'), theirs: 'WMA', reads: CLOSE, options: period },
  { ours: one('ema'), theirs: 'EMA', reads: CLOSE, options: period },
  { ours: one('sum'), theirs: 'SUM', reads: CLOSE, options: period },
  { ours: one('highest'), theirs: 'MAX', reads: CLOSE, options: period },
  { ours: one('lowest'), theirs: 'MIN', reads: CLOSE, options: period },
  { ours: one('linreg'), theirs: 'LINEARREG', reads: CLOSE, options: period },
  { ours: ([p]) => [`linreg(${p}).slope`], theirs: 'LINEARREG_SLOPE', reads: CLOSE, options: period },
  { ours: one('stdev'), theirs: 'STDDEV', reads: CLOSE, options: ([p]) => [p, 1], tolerance: SQUARES },
  { ours: one('variance'), theirs: 'VAR', reads: CLOSE, options: ([p]) => [p, 1], tolerance: SQUARES },
  {
    ours: ([p]) => ['upper', 'middle', 'lower'].map((band) => `bollinger(${p}, 2.5).${band}`),
    theirs: 'BBANDS',
    reads: CLOSE,
    options: ([p]) => [p, 2.5, 2.5, SMA],
    tolerance: SQUARES,
  },
  { ours: one('rsi'), theirs: 'RSI', reads: CLOSE, options: period },
  { ours: one('momentum'), theirs: 'MOM', reads: CLOSE, options: period },
  { ours: one('roc'), theirs: 'ROC', reads: CLOSE, options: period },
  { ours: one('williams'), theirs: 'WILLR', reads: RANGE, options: period },
  { ours: one('cci'), theirs: 'CCI', reads: RANGE, options: period },
  { ours: one('mfi'), theirs: 'MFI', reads: FLOW, options: period },
  { ours: () => ['tr()'], theirs: 'TRANGE', reads: RANGE },
  { ours: one('atr'), theirs: 'ATR', reads: RANGE, options: period },
  { ours: one('natr'), theirs: 'NATR', reads: RANGE, options: period },
  { ours: () => ['bop(1)'], theirs: 'BOP', reads: ['open', 'high', 'low', 'close'] },
  { ours: () => ['adl()'], theirs: 'AD', reads: FLOW },
  { ours: () => ['obv()'], theirs: 'OBV', reads: ['close', 'volume'], offset: (bars) => bars.volume[0] as number },
  {
    // TA-Lib puts the periods in order
    ours: (periods) => [`ultimate(${[...periods].sort((a, b) => a - b).join(', ')})`],
    theirs: 'ULTOSC',
    reads: RANGE,
    options: (periods) => periods,
  },
  {
    ours: ([p]) => [`aroon(${p}).down`, `aroon(${p}).up`],
    theirs: 'AROON',
    reads: ['high', 'low'],
    options: period,
  },
  {
    ours: ([a, b, c]) => ['k', 'd'].map((line) => `stochastic(${a}, ${b}, ${c}).${line}`),
    theirs: 'STOCH',
    reads: RANGE,
    options: ([a, b, c]) => [a, b, SMA, c, SMA],
    from: 'theirs',
  },
  {
    // short periods have windows in which the strength hardly moves, whose rounding is blown up to any size
    ours: ([a, b, c]) => [`stochrsi(${a + 8}, ${b + 8}, ${c}, 1)`, `stochrsi(${a + 8}, ${b + 8}, ${c}, 1).signal`],
    theirs: 'STOCHRSI',
    reads: CLOSE,
    options: ([a, b, c]) => [a + 8, b + 8, c, SMA],
    from: 'theirs',
  },
  { ours: ([p]) => [`kama(${p}, 2, 30)`], theirs: 'KAMA', reads: CLOSE, options: period, from: 'theirs' },
  { ours: one('dema'), theirs: 'DEMA', reads: CLOSE, options: period, from: 'late' },
  { ours: one('tema'), theirs: 'TEMA', reads: CLOSE, options: period, from: 'late' },
  { ours: one('trix'), theirs: 'TRIX', reads: CLOSE, options: period, from: 'late' },
  {
    ours: ([a, b, c]) => {
      const [fast, slow] = shortAndLong(a, b);
      return ['macd', 'signal', 'histogram'].map((line) => `macd(${fast}, ${slow}, ${c}).${line}`);
    },
    theirs: 'MACD',
    reads: CLOSE,
    options: ([a, b, c]) => [...shortAndLong(a, b), c],
    from: 'late',
  },
  {
    ours: ([a, b]) => [`ppo(${shortAndLong(a, b).join(', ')}, 9).ppo`],
    theirs: 'PPO',
    reads: CLOSE,
    options: ([a, b]) => [...shortAndLong(a, b), EMA],
    from: 'late',
  },
  { ours: one('adx'), theirs: 'ADX', reads: RANGE, options: period, from: 'late' },
  { ours: ([p]) => [`adx(${p}).dx`], theirs: 'DX', reads: RANGE, options: period, from: 'late' },
  { ours: ([p]) => [`adx(${p}).pdi`], theirs: 'PLUS_DI', reads: RANGE, options: period, from: 'late' },
  { ours: ([p]) => [`adx(${p}).mdi`], theirs: 'MINUS_DI', reads: RANGE, options: period, from: 'late' },
  {
    ours: ([a, b]) => [`chaikin(${shortAndLong(a, b).join(', ')})`],
    theirs: 'ADOSC',
    reads: FLOW,
    options: ([a, b]) => shortAndLong(a, b),
    from: 'late',
  },
  // not SAR: where it turns, TA-Lib also moves the stop beyond the bar's own extreme, which the golden file does not
];

/** Random series for each comparison. */
const DRAWS = 50;
/** How far a seed's difference may reach: bars before it is forgotten, with the longest period allowed. */
const LATE = { length: 2400, from: 2000, maxPeriod: 20 };

/** Random bars and periods, so many times; the seed is printed, and SEED in the environment repeats a run. */
async function eachDraw(
  times: number,
  maxPeriod: number,
  check: (seed: number, periods: Periods) => void,
): Promise<void> {
  const seed = Number(process.env.SEED ?? Date.now() & 0x7fffffff);
  console.log(`    seed ${seed}`);
  const period = fc.integer({ min: 2, max: maxPeriod });
  const property = fc.asyncProperty(fc.nat(), fc.tuple(period, period, period), async (draw, periods) => {
    check(draw, periods);
    // plans that were forgotten give their memory back between tasks
    await setImmediate();
  });
  await fc.assert(property, { seed, numRuns: times });
}

describe('TA-Lib agrees', {
  skip:
    !isInstalled() &&
    `skipped: ${COMPARISONS.length} oracle tests, \`npm ci --prefix bench\` installs what they compare with`,
}, () => {
  let talib: TaLib;
  before(async () => {
    await ready;
    talib = await loadTaLib();
  });

  for (const { ours, theirs, reads, options, tolerance = 1e-9, from = 'first', offset } of COMPARISONS) {
    const late = from === 'late';
    it(`${theirs} is ${ours([14, 3, 5]).join(' and ')}${late ? ', once it has forgotten how it began' : ''}`, () => {
      return eachDraw(DRAWS, late ? LATE.maxPeriod : 60, (seed, periods) => {
        const bars = walk(seed, late ? LATE.length : 300);
        const names = ours(periods);
        const results = compute(names.map((name, index) => `c${index}: ${name}`).join('; '), bars);
        const columns = talib.call(
          theirs,
          reads.map((name) => bars[name]),
          options?.(periods),
          names.length,
        );
        const add = offset?.(bars) ?? 0;
        columns.forEach((column, index) => {
          const scale = column.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
          const begin = late ? LATE.from : from === 'theirs' ? column.findIndex((value) => !Number.isNaN(value)) : 0;
          for (let bar = Math.max(0, begin); bar < column.length; bar++) {
            const [mine, other] = [(results[`c${index}`]?.[bar] as number) + add, column[bar] as number];
            assert.ok(
              near(mine, other, tolerance, scale),
              `${names[index]}, bar ${bar}: ${mine}, TA-Lib says ${other}`,
            );
          }
        });
      });
    });
  }
});
