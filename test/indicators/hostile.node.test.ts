/** Series on which other libraries go wrong: every public indicator, with its default parameters, on each of them. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { compute, ready } from '../../src/indicators/compute.js';
import { stream } from '../../src/indicators/stream.js';
import { ALL, byName, FLAT, RANGES, TRAITS } from './catalog-traits.js';
import { walk } from './random-bars.js';
import { absent, type RecordedBars, readBars } from './recorded.js';
import { near } from './step-rig.js';

const LENGTH = 600;
const HOLES = [200, 203];
const LAST_HOLE = 203;
const PRICES = ['open', 'high', 'low', 'close'] as const;

const all = (bars: RecordedBars) => byName(compute(ALL, bars));
const windowed = TRAITS.filter((trait) => trait.windowed);
const recursive = TRAITS.filter((trait) => !trait.windowed);

/** The same bars, with other values at some positions. */
function changed(
  bars: RecordedBars,
  positions: readonly number[],
  value: number,
  columns: readonly (keyof RecordedBars)[],
) {
  const copy = Object.fromEntries(
    Object.entries(bars).map(([name, values]) => [name, values.slice()]),
  ) as unknown as RecordedBars;
  for (const name of columns) for (const position of positions) copy[name][position] = value;
  return copy;
}

const firstKnown = (values: Float64Array, from = 0) =>
  values.findIndex((value, index) => index >= from && !Number.isNaN(value));
const largest = (values: Float64Array) =>
  values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);

function sameFrom(actual: Float64Array, expected: Float64Array, from: number, tolerance: number): void {
  const scale = largest(expected);
  for (let index = from; index < expected.length; index++) {
    const [ours, right] = [actual[index] as number, expected[index] as number];
    assert.ok(near(ours, right, tolerance, scale), `position ${index}: ${ours}, expected ${right}`);
  }
}

function finiteOrUnknown(results: ReadonlyMap<string, Float64Array>): void {
  for (const [name, values] of results) {
    values.forEach((value, index) => {
      assert.ok(Math.abs(value) !== Number.POSITIVE_INFINITY, `${name} is ${value} at ${index}`);
    });
  }
}

/** `except`: an indicator whose range holds only where prices are above 0. */
function withinRanges(results: ReadonlyMap<string, Float64Array>, except?: string): void {
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    if (name === except) continue;
    const values = results.get(name);
    assert.ok(values, `there is no ${name}`);
    values.forEach((value, index) => {
      const inside = Number.isNaN(value) || (value >= least - 1e-9 && value <= most + 1e-9);
      assert.ok(inside, `${name} is ${value} at ${index}, outside ${least} to ${most}`);
    });
  }
}

describe('hostile series', () => {
  const clean = walk(11, LENGTH);
  let right: ReadonlyMap<string, Float64Array>;
  before(async () => {
    await ready;
    right = all(clean);
  });
  const of = (results: ReadonlyMap<string, Float64Array>, name: string) => results.get(name) as Float64Array;

  it('the tests know every public indicator', () => {
    assert.deepEqual(
      TRAITS.map(({ name }) => name).filter((name) => !(name in FLAT)),
      [],
    );
  });

  describe('unknown bars in the middle', () => {
    let holed: ReadonlyMap<string, Float64Array>;
    before(() => {
      holed = all(changed(clean, HOLES, Number.NaN, [...PRICES, 'volume']));
    });
    for (const { name } of windowed) {
      it(`${name} is unknown while one is in its window, and exact after`, () => {
        const [values, expected] = [of(holed, name), of(right, name)];
        const window = firstKnown(expected);
        assert.deepEqual(values.slice(0, HOLES[0]), expected.slice(0, HOLES[0]));
        // a true range goes on from the last close that is known
        if (name !== 'tr' && name !== 'ultimate')
          assert.ok(Number.isNaN(values[LAST_HOLE + window]), 'known while the last of them is in the window');
        assert.ok(!Number.isNaN(values[LAST_HOLE + window + 1]), 'unknown after the last of them left the window');
        sameFrom(values, expected, LAST_HOLE + window + 1, 1e-12);
      });
    }

    /** These also lose what the bar after a hole says of the way from the bar before it. */
    const LOSES = new Set(['obv', 'force', 'kama.value', 'crossover', 'crossunder', 'cross', 'min', 'max']);
    for (const { name } of recursive) {
      it(`${name} is unknown there, and goes on as if they had not been`, () => {
        const [values, expected] = [of(holed, name), of(right, name)];
        for (const hole of HOLES) assert.ok(Number.isNaN(values[hole]), `${values[hole]} at an unknown bar`);
        const window = firstKnown(expected);
        const again = firstKnown(values, LAST_HOLE + 1);
        if (name.startsWith('supertrend.')) return;
        assert.ok(again > LAST_HOLE && again <= LAST_HOLE + 2 + window, `known again at ${again}`);
        if (LOSES.has(name)) return;
        const without = (column: Float64Array) => column.filter((_, index) => !HOLES.includes(index));
        const bars = Object.fromEntries(Object.entries(clean).map(([key, column]) => [key, without(column)]));
        const shorter = of(all(bars as unknown as RecordedBars), name);
        const from = LAST_HOLE + 2 * window + 1;
        sameFrom(values.slice(from), shorter.slice(from - HOLES.length), 0, 1e-12);
      });
    }
  });

  describe('a spike of 1e15', () => {
    const SPIKE = 250;
    let spiked: ReadonlyMap<string, Float64Array>;
    before(() => {
      spiked = all(changed(clean, [SPIKE], 1e15, PRICES));
    });
    for (const { name } of windowed) {
      it(`${name} keeps nothing of it once it has left the window`, () => {
        const expected = of(right, name);
        sameFrom(of(spiked, name), expected, SPIKE + firstKnown(expected) + 1, 1e-12);
      });
    }
    it('leaves everything finite or unknown', () => finiteOrUnknown(spiked));
  });

  describe('prices as large as numbers go', () => {
    const HUGE = [250, 251, 252];
    let huge: ReadonlyMap<string, Float64Array>;
    before(() => {
      huge = all(changed(changed(clean, HUGE, 1.7e308, ['open', 'high', 'close']), HUGE, -1.7e308, ['low']));
    });
    it('leave everything finite or unknown', () => finiteOrUnknown(huge));
    for (const { name } of windowed) {
      it(`${name} keeps nothing of them once they have left the window`, () => {
        const expected = of(right, name);
        sameFrom(of(huge, name), expected, 252 + firstKnown(expected) + 1, 1e-12);
      });
    }
  });

  it('prices near a million that move by a ten-thousandth have the deviation that two passes give', () => {
    const tiny = walk(5, LENGTH, { price: 1e6, step: 1e-4 });
    const results = all(tiny);
    finiteOrUnknown(results);
    withinRanges(results);
    for (const { name } of TRAITS) {
      if (name.startsWith('supertrend.') || name.startsWith('psar.')) continue;
      const values = of(results, name);
      const first = firstKnown(values);
      assert.ok(first >= 0 && !values.subarray(first).some(Number.isNaN), `${name} is unknown at some bar`);
    }
    const [deviation, width] = [of(results, 'stdev'), of(results, 'bollinger.width')];
    for (let index = 19; index < LENGTH; index++) {
      const values = [...tiny.close.slice(index - 13, index + 1)];
      const mean = values.reduce((sum, value) => sum + value, 0) / 14;
      const twoPasses = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 14);
      assert.ok(near(deviation[index] as number, twoPasses, 1e-9), `${deviation[index]}, two passes give ${twoPasses}`);
      assert.ok((width[index] as number) > 0);
    }
  });

  it('prices below zero and around it are prices like others', () => {
    for (const price of [0, -100]) {
      const bars = walk(7, LENGTH, { price, step: 1, floor: Number.NEGATIVE_INFINITY });
      const results = all(bars);
      finiteOrUnknown(results);
      // money that flows at prices below 0 flows the other way
      withinRanges(results, 'mfi');
      for (const { name } of TRAITS) {
        if (name === 'sqrt' || name.startsWith('supertrend.') || name.startsWith('psar.')) continue;
        const values = of(results, name);
        const first = firstKnown(values);
        assert.equal(first, firstKnown(of(right, name)), `${name} begins elsewhere`);
        assert.ok(!values.subarray(first).some(Number.isNaN), `${name} is unknown at some bar`);
      }
    }
  });

  it('prices that are exactly zero now and then leave everything finite or unknown', () => {
    const bars = walk(9, LENGTH, { price: 0, step: 2, floor: Number.NEGATIVE_INFINITY });
    const whole = Object.fromEntries(
      Object.entries(bars).map(([name, values]) => [name, values.map((value: number) => Math.trunc(value / 2) + 0)]),
    ) as unknown as RecordedBars;
    const results = all(whole);
    finiteOrUnknown(results);
    withinRanges(results, 'mfi');
  });

  describe('a series that does not move', () => {
    const still = (value: number) => new Float64Array(LENGTH).fill(value);
    for (const { name } of TRAITS) {
      it(`${name} is ${FLAT[name]}`, () => {
        const flat = {
          time: clean.time,
          open: still(100),
          high: still(100),
          low: still(100),
          close: still(100),
          volume: still(10),
        };
        const values = of(all(flat), name);
        const expected = FLAT[name] as number;
        for (let index = Math.max(120, firstKnown(values)); index < LENGTH; index++) {
          assert.ok(near(values[index] as number, expected, 1e-12, 1), `${values[index]} at ${index}`);
        }
      });
    }
    it('at prices whose tenths are no exact numbers either', () => {
      const flat = {
        time: clean.time,
        open: still(0.1),
        high: still(0.1),
        low: still(0.1),
        close: still(0.1),
        volume: still(0.3),
      };
      const results = all(flat);
      withinRanges(results);
      for (const [name, expected] of Object.entries(FLAT)) {
        if (expected !== 50 && expected !== -50 && expected !== 0.5) continue;
        assert.equal(of(results, name).at(-1), expected, name);
      }
    });
  });

  const SOAK = process.env.SOAK === '1';
  const blocks = SOAK ? 100 : 2;
  it(`${blocks / 10} million bars leave no drift${SOAK ? '' : ' (SOAK=1: ten million)'}`, () => {
    const BLOCK = 100_000;
    const FRESH = 5000;
    /** Totals since the first bar are not what they are since a later one. */
    const TOTALS = new Set(['obv', 'adl.value', 'vwap', 'chaikin']);
    const long = stream(ALL);
    let bars = clean;
    let [obv, before] = [0, Number.NaN];
    const [adl, money, volume] = [new Total(), new Total(), new Total()];
    for (let block = 0; block < blocks; block++) {
      bars = walk(100 + block, BLOCK);
      long.warmUp(bars);
      for (let index = 0; index < BLOCK; index++) {
        const [high, low, close, size] = [bars.high, bars.low, bars.close, bars.volume].map((c) => c[index]) as [
          number,
          number,
          number,
          number,
        ];
        obv += close > before ? size : close < before ? -size : 0;
        before = close;
        adl.add(high === low ? 0 : ((close - low - (high - close)) / (high - low)) * size);
        money.add(((high + low + close) / 3) * size);
        volume.add(size);
      }
    }
    const fresh = stream(ALL).warmUp(
      Object.fromEntries(Object.entries(bars).map(([name, values]) => [name, values.slice(-FRESH)])),
    );
    const [ours, right] = [byName(long.values), byName(fresh.values)];
    for (const { name } of TRAITS) {
      if (TOTALS.has(name)) continue;
      const [value, expected] = [ours.get(name) as number, right.get(name) as number];
      assert.ok(
        near(value, expected, 1e-9, Math.max(1e-3, Math.abs(expected))),
        `${name} is ${value}, afresh ${expected}`,
      );
    }
    assert.equal(ours.get('obv'), obv);
    assert.ok(
      near(ours.get('adl.value') as number, adl.value, 1e-9),
      `adl is ${ours.get('adl.value')}, not ${adl.value}`,
    );
    assert.ok(near(ours.get('vwap') as number, money.value / volume.value, 1e-12));
    long.free();
    fresh.free();
  });

  for (const name of ['bad', 'zeros', 'max', 'toobig', 'penny', 'bitcoin', 'spx', 'intraday']) {
    const file = `bars/${name}.csv`;
    it(`${file} leaves everything finite or unknown, and within its range`, { skip: absent(file) }, () => {
      const bars = readBars(file);
      const results = all(bars);
      finiteOrUnknown(results);
      // bars whose close is outside their range are allowed to say so
      if (name !== 'bad') withinRanges(results);
      assert.ok(results.get('sma')?.some(Number.isFinite), 'its average is never known');
    });
  }
});

/** A sum that loses next to nothing: what rounding takes is kept beside it. */
class Total {
  #sum = 0;
  #lost = 0;
  add(value: number): void {
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
  }
  get value(): number {
    return this.#sum + this.#lost;
  }
}
