/** Every golden column that there is an indicator for, from its first bar: batch, bar by bar, and as the preview of every bar. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { compute, ready } from '../../src/indicators/compute.js';
import { stream } from '../../src/indicators/stream.js';
import { absent, barAt, numbersOf, type RecordedBars, readBars, readTable } from './recorded.js';
import { near } from './step-rig.js';

const GOLDEN = 'golden/dsk_default502_expected.csv';
const BARS = 'bars/default.csv';
const CUMULATIVE = 'golden/Vwap__VWAP.csv';
const ANCHORED = 'golden/Vwap__VWAP-with-Start-Date.csv';
const TOLERANCE = 1e-9;

/** Golden column: what it is called here. */
const COLUMNS: Readonly<Record<string, string>> = {
  'vwap.vwap': 'vwap()',
  'sma.sma': 'sma(20)',
  'ema.ema': 'ema(20)',
  'wma.wma': 'wma(14)',
  'smma.smma': 'smma(20)',
  'dema.dema': 'dema(14)',
  'tema.tema': 'tema(20)',
  'hma.hma': 'hma(14)',
  'kama.er': 'kama(10, 2, 30).efficiency',
  'kama.kama': 'kama(10, 2, 30)',
  'alma.alma': 'alma(9, 0.85, 6)',
  'vwma.vwma': 'vwma(14)',
  'rsi.rsi': 'rsi(14)',
  'macd.macd': 'macd(12, 26, 9).macd',
  'macd.signal': 'macd(12, 26, 9).signal',
  'macd.histogram': 'macd(12, 26, 9).histogram',
  'macd.fastEma': 'ema(12)',
  'macd.slowEma': 'ema(26)',
  'bb.sma': 'bollinger(20, 2).middle',
  'bb.upperBand': 'bollinger(20, 2).upper',
  'bb.lowerBand': 'bollinger(20, 2).lower',
  'bb.percentB': 'bollinger(20, 2).percentB',
  'bb.zScore': 'bollinger(20, 2).zscore',
  'bb.width': 'bollinger(20, 2).width',
  'stdev.stdDev': 'stdev(14)',
  'stdev.mean': 'sma(14)',
  'stdev.zScore': 'zscore(14)',
  'tr.tr': 'tr()',
  'atr.tr': 'tr()',
  'atr.atr': 'atr(14)',
  'atr.atrp': 'natr(14)',
  'stoch.oscillator': 'stochastic(14, 3, 3).k',
  'stoch.signal': 'stochastic(14, 3, 3).d',
  'stoch.percentJ': 'stochastic(14, 3, 3).j',
  'stochrsi.stochRsi': 'stochrsi(14, 14, 3, 1)',
  'stochrsi.signal': 'stochrsi(14, 14, 3, 1).signal',
  'adx.pdi': 'adx(14).pdi',
  'adx.mdi': 'adx(14).mdi',
  'adx.dx': 'adx(14).dx',
  'adx.adx': 'adx(14).adx',
  'adx.adxr': 'adx(14).adxr',
  'obv.obv': 'obv()',
  'adl.adl': 'adl()',
  'adl.moneyFlowMultiplier': 'adl().multiplier',
  'adl.moneyFlowVolume': 'adl().flow',
  'cmf.moneyFlowMultiplier': 'adl().multiplier',
  'cmf.moneyFlowVolume': 'adl().flow',
  'cmf.cmf': 'cmf(20)',
  'chaikinosc.moneyFlowMultiplier': 'adl().multiplier',
  'chaikinosc.moneyFlowVolume': 'adl().flow',
  'chaikinosc.adl': 'adl()',
  'chaikinosc.oscillator': 'chaikin(3, 10)',
  'chaikinosc.fastEma': 'ema(adl(), 3)',
  'chaikinosc.slowEma': 'ema(adl(), 10)',
  'mfi.mfi': 'mfi(14)',
  'cci.cci': 'cci(20)',
  'willr.williamsR': 'williams(14)',
  'roc.momentum': 'momentum(14)',
  'roc.roc': 'roc(14)',
  'keltner.upperBand': 'keltner(20, 2, 10).upper',
  'keltner.centerline': 'keltner(20, 2, 10).middle',
  'keltner.lowerBand': 'keltner(20, 2, 10).lower',
  'keltner.width': 'keltner(20, 2, 10).width',
  'supertrend.superTrend': 'supertrend(10, 3)',
  'supertrend.upperBand': 'supertrend(10, 3).upper',
  'supertrend.lowerBand': 'supertrend(10, 3).lower',
  'donchian.upperBand': 'donchian(20).upper',
  'donchian.centerline': 'donchian(20).middle',
  'donchian.lowerBand': 'donchian(20).lower',
  'donchian.width': 'donchian(20).width',
  'aroon.aroonUp': 'aroon(25).up',
  'aroon.aroonDown': 'aroon(25).down',
  'aroon.oscillator': 'aroon(25).oscillator',
  'psar.sar': 'psar(0.02, 0.2)',
  'psar.isReversal': 'psar(0.02, 0.2).reversal',
  'trix.trix': 'trix(14)',
  'uo.ultimate': 'ultimate(7, 14, 28)',
  'cmo.cmo': 'cmo(14)',
  'awesome.oscillator': 'awesome(5, 34)',
  'awesome.normalized': 'awesome(5, 34).normalized',
  'ichimoku.tenkanSen': 'ichimoku(9, 26, 52).conversion',
  'ichimoku.kijunSen': 'ichimoku(9, 26, 52).base',
  'ichimoku.senkouSpanA': 'ichimoku(9, 26, 52).spanA',
  'ichimoku.senkouSpanB': 'ichimoku(9, 26, 52).spanB',
  'vortex.pvi': 'vortex(14).up',
  'vortex.nvi': 'vortex(14).down',
  'elderray.ema': 'ema(13)',
  'elderray.bullPower': 'elderray(13).bull',
  'elderray.bearPower': 'elderray(13).bear',
};

/** Golden columns that are nothing of ours. */
const LEFT_OUT = [
  'trix.ema3', // an intermediate value
  'ichimoku.chikouSpan', // the close of a later bar
  'chop.chop',
  ...['open', 'high', 'low', 'close', 'volume'].map((name) => `heikinashi.${name}`),
];

const names = Object.keys(COLUMNS);
const text = names.map((name, index) => `c${index}: ${COLUMNS[name]}`).join('; ');

/**
 * A column is what the golden one is: NaN where that has nothing, and else within 1e-9 of it. What is below a millionth of the
 * column's largest counts as that: some of its zeros are 3e-14 of rounding.
 */
function agree(actual: Float64Array | undefined, expected: Float64Array): void {
  assert.equal(actual?.length, expected.length);
  const first = expected.findIndex((value) => !Number.isNaN(value));
  assert.equal(
    actual?.findIndex((value) => !Number.isNaN(value)),
    first,
    'the first bar',
  );
  const least = 1e-6 * expected.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
  expected.forEach((value, bar) => {
    const ours = actual?.[bar] as number;
    assert.ok(near(ours, value, TOLERANCE, least), `bar ${bar}: ${ours}, expected ${value}`);
  });
}

/** Bar by bar, and every bar previewed before: a different one first, then as it will be. All must be the batch's bits. */
function agreeBarByBar(expressions: string, bars: RecordedBars, batch: Readonly<Record<string, Float64Array>>): void {
  const run = stream(expressions);
  for (let index = 0; index < bars.close.length; index++) {
    const bar = barAt(bars, index);
    run.replace({ ...bar, high: bar.high * 1.5, low: bar.low / 1.5, close: bar.high * 1.4, volume: bar.volume * 3 });
    const preview = { ...run.replace(bar) };
    const committed = { ...run.push(bar) };
    for (const name of Object.keys(batch)) {
      const expected = batch[name]?.[index];
      assert.ok(
        Object.is(committed[name], expected),
        `${name}, bar ${index}: ${committed[name]}, in one call ${expected}`,
      );
      assert.ok(
        Object.is(preview[name], expected),
        `${name}, preview of bar ${index}: ${preview[name]}, in one call ${expected}`,
      );
    }
  }
  run.free();
}

describe('golden values', {
  skip: absent(GOLDEN, BARS) && `${names.length + 2} tests: ${absent(GOLDEN, BARS)}`,
}, () => {
  let bars: RecordedBars;
  let golden: ReadonlyMap<string, readonly string[]>;
  before(async () => {
    await ready;
    bars = readBars(BARS);
    golden = readTable(GOLDEN);
  });

  it('has an indicator for every column, or a reason', () => {
    const known = new Set([...names, ...LEFT_OUT].map((name) => name.toLowerCase()));
    const columns = [...golden.keys()].filter((name) => name.includes('.'));
    assert.deepEqual(
      columns.filter((name) => !known.has(name)),
      [],
    );
  });

  for (const name of names) {
    it(`${name} is ${COLUMNS[name]}`, () => {
      agree(compute(`c: ${COLUMNS[name]}`, bars).c, numbersOf(golden.get(name.toLowerCase())));
    });
  }

  it('all columns in one plan are the same bits, in one call, bar by bar, and as the preview of every forming bar', () => {
    const batch = compute(text, bars);
    for (const [index, name] of names.entries()) {
      assert.deepEqual(batch[`c${index}`], compute(`c: ${COLUMNS[name]}`, bars).c, `${name} among the others`);
    }
    agreeBarByBar(text, bars, batch);
  });
});

describe('golden volume-weighted prices', {
  skip: absent(CUMULATIVE, ANCHORED) && `2 tests: ${absent(CUMULATIVE, ANCHORED)}`,
}, () => {
  before(() => ready);
  for (const [file, expression] of [
    [CUMULATIVE, 'vwap()'],
    [ANCHORED, `vwap(time >= ${Date.parse('2020-12-15T10:00:00Z')})`],
  ] as const) {
    it(`${file} is ${expression}`, () => {
      const bars = readBars(file);
      const batch = compute(`c: ${expression}`, bars);
      agree(batch.c, numbersOf(readTable(file).get('vwap')));
      agreeBarByBar(`c: ${expression}`, bars, batch);
    });
  }
});
