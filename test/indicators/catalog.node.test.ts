import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CATALOG, type CatalogEntry, signature } from '../../src/indicators/catalog/index.js';
import { compile } from '../../src/indicators/compile.js';
import { SeriesRun } from '../../src/indicators/series-run.js';
import { suggestion } from '../../src/indicators/suggest.js';
import { type IndicatorKernel, instantiateIndicators } from '../../src/kernels/indicators.js';
import { INPUT } from '../../src/memory/layout.js';
import { randomOf } from './series.js';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
console.log(`catalog: SEED=${seed}`);

const memory = new WebAssembly.Memory({ initial: 1 });
let kernel: IndicatorKernel;
before(async () => {
  kernel = await instantiateIndicators(memory);
});

type Bar = readonly [open: number, high: number, low: number, close: number, volume: number];

function outputs(indicators: string, bars: readonly Bar[]): Map<string, number[]> {
  const compiled = compile({ indicators });
  assert.deepEqual(compiled.errors, []);
  const inputs: readonly number[] = [INPUT.OPEN, INPUT.HIGH, INPUT.LOW, INPUT.CLOSE, INPUT.VOLUME];
  const columns = new Map(
    inputs.map((input, index) => [input, Float64Array.from(bars, (bar) => bar[index] as number)]),
  );
  columns.set(
    INPUT.TIME,
    Float64Array.from(bars, (_, index) => index * 60_000),
  );
  columns.set(
    INPUT.SESSION,
    Float64Array.from(bars, (_, index) => Number(index % 10 === 0)),
  );
  const results = new SeriesRun(kernel, memory, compiled.plan, 64).advance(columns);
  return new Map(compiled.outputs.map(({ name }, index) => [name, [...(results[index] as Float64Array)]]));
}

function randomBars(count: number): Bar[] {
  const random = randomOf(seed);
  let price = 100;
  return Array.from({ length: count }, () => {
    const open = price;
    price += random() * 4 - 2;
    return [open, Math.max(open, price) + random(), Math.min(open, price) - random(), price, 1 + random() * 1000];
  });
}

/** How an entry is called with nothing left out but the defaults. */
const call = ({ name, series }: CatalogEntry) =>
  `${name}(${series.some(({ otherwise }) => otherwise === undefined) ? 'close, open' : ''})`;
/** What begins when the data have it so: their warm-up is the least. */
const BEGINS_LATER = new Set(['psar', 'supertrend.upper', 'supertrend.lower']);

describe('every function of the catalog', () => {
  for (const entry of CATALOG.values()) {
    it(`${signature(entry)}: its description, and its outputs from the first bar of their warm-up`, () => {
      assert.equal(CATALOG.get(entry.name), entry);
      for (const text of [entry.title, entry.summary, entry.formula, entry.source]) assert.ok(text.length > 2, text);
      assert.match(entry.summary, /\.$/);
      for (const { otherwise, min, max, integer } of entry.parameters) {
        assert.ok(min <= otherwise && otherwise <= max && (!integer || Number.isInteger(otherwise)));
      }
      const { outputs: compiled } = compile({ indicators: `x: ${call(entry)}` });
      assert.equal(compiled.length, entry.outputs.length);
      const values = outputs(`x: ${call(entry)}`, randomBars(300));
      for (const { name, warmup } of compiled) {
        const first = values.get(name)?.findIndex((value) => !Number.isNaN(value)) as number;
        const output = name.replace('x', entry.name);
        if ([...BEGINS_LATER].some((later) => output.startsWith(later)))
          assert.ok(first === -1 || first >= warmup, output);
        else assert.equal(first, warmup, output);
      }
    });
  }

  it('can be called with each parameter at its least, and with the shortest period allowed', () => {
    for (const { name, series, parameters } of CATALOG.values()) {
      const first = series.map(({ otherwise }) => otherwise ?? 'close');
      const least = [...first, ...parameters.map(({ min }) => min)].join(', ');
      const { errors } = compile({ indicators: `x: ${name}(${least})` });
      assert.deepEqual(errors, [], name);
      for (const series of outputs(`x: ${name}(${least})`, randomBars(40)).values()) {
        assert.ok(series.every((value) => Number.isNaN(value) || Number.isFinite(value)));
      }
    }
  });
});

describe('a flat series', () => {
  const FLAT: Readonly<Record<string, number>> = {
    rsi: 50,
    stochastic: 50,
    'stochastic.d': 50,
    'stochastic.j': 50,
    stochrsi: 50,
    williams: -50,
    cci: 0,
    mfi: 50,
    ultimate: 50,
    cmo: 0,
    bop: 0,
    zscore: 0,
    stdev: 0,
    variance: 0,
    bollinger: 7,
    'bollinger.upper': 7,
    'bollinger.percentB': 0.5,
    'bollinger.width': 0,
    'bollinger.zscore': 0,
    keltner: 7,
    'keltner.width': 0,
    'donchian.width': 0,
    atr: 0,
    natr: 0,
    adx: 0,
    'adx.pdi': 0,
    vortex: 0,
    'aroon.up': 0,
    'aroon.down': 0,
    aroon: 0,
    obv: 0,
    adl: 0,
    cmf: 0,
    chaikin: 0,
    vwap: 7,
    macd: 0,
    ppo: 0,
    trix: 0,
    roc: 0,
    kama: 7,
    'kama.efficiency': 0,
    hma: 7,
    tema: 7,
    linreg: 7,
    'linreg.slope': 0,
    supertrend: 7,
    rising: 0,
    falling: 0,
  };
  for (const [text, expected] of Object.entries(FLAT)) {
    it(`has the ${text} ${expected}`, () => {
      const values = [...outputs(`x: ${text}`, Array<Bar>(120).fill([7, 7, 7, 7, 5])).values()][0] as number[];
      assert.ok(Math.abs((values.at(-1) as number) - expected) < 1e-12, `${values.at(-1)}`);
    });
  }

  it('of zeros has a Bollinger width of 0, and without volume no average price', () => {
    const zeros = Array<Bar>(30).fill([0, 0, 0, 0, 0]);
    assert.equal(outputs('x: bollinger.width', zeros).get('x')?.at(-1), 0);
    for (const text of ['vwap', 'vwma']) assert.ok(Number.isNaN(outputs(`x: ${text}`, zeros).get('x')?.at(-1)), text);
    assert.equal(outputs('x: cmf', zeros).get('x')?.at(-1), 0);
    assert.equal(outputs('x: mfi', zeros).get('x')?.at(-1), 50);
  });
});

describe('functions with a rule of their own', () => {
  it('vwap begins anew where its condition becomes true, and is unknown before', () => {
    const bars = Array.from({ length: 25 }, (_, index): Bar => [index, index, index, index, 1]);
    const { x, y, z } = Object.fromEntries(
      outputs('x: vwap(session); y: vwap(time >= 300000); z: vwap(close > 8 and close < 12 or close > 20)', bars),
    );
    assert.deepEqual(x?.slice(8, 12), [4, 4.5, 10, 10.5]);
    assert.deepEqual(y?.slice(4, 7), [Number.NaN, 5, 5.5]);
    assert.deepEqual([z?.[8], z?.[9], z?.[15], z?.[20], z?.[21], z?.[22]], [Number.NaN, 9, 12, 14.5, 21, 21.5]);
  });

  it('a sum of conditions is a whole number, whatever the period', () => {
    const bars = randomBars(200);
    for (const period of [7, 49, 93]) {
      const sums = outputs(`x: sum(close > open, ${period})`, bars).get('x') as number[];
      for (let index = period - 1; index < bars.length; index++) {
        const rises = bars.slice(index - period + 1, index + 1).filter(([open, , , close]) => close > open);
        assert.equal(sums[index], rises.length);
      }
    }
  });

  it('rising and falling count steps, one after the other', () => {
    const closes = [1, 2, 3, 3, 4, 5, 6, 5, 4];
    const bars = closes.map((close): Bar => [close, close, close, close, 1]);
    assert.deepEqual(outputs('x: rising(close, 2)', bars).get('x'), [Number.NaN, 0, 1, 0, 0, 1, 1, 0, 0]);
    assert.deepEqual(outputs('x: falling(2)', bars).get('x'), [Number.NaN, 0, 0, 0, 0, 0, 0, 0, 1]);
  });
});

describe('a suggestion', () => {
  const near: readonly [string, string][] = [
    ['smaa', 'sma'],
    ['mscd', 'macd'],
    ['bolinger', 'bollinger'],
    ['BOLLINGER', 'bollinger'],
    ['croosover', 'crossover'],
    ['super_trend', 'supertrend'],
    ['ichi', 'ichimoku'],
    ['rma', 'smma'],
    ['std_dev', 'stdev'],
    ['willr', 'williams'],
    ['hgihest', 'highest'],
  ];
  for (const [wrong, right] of near) {
    it(`for ${wrong} is ${right}`, () => assert.equal(suggestion(wrong, CATALOG.keys()), `: did you mean ${right}?`));
  }

  it('is not made where nothing is near', () => assert.equal(suggestion('xyzzyplugh', CATALOG.keys()), ''));
});
