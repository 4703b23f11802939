import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { parseHistory } from '../../src/feed/history.js';
import type { Bar } from '../../src/market/bar.js';
import { property } from '../tools/property.js';

const BAR: Bar = { time: 1_700_000_040_000, open: 2, high: 4, low: 1, close: 3, volume: 5 };
const LATER: Bar = { time: 1_700_000_100_000, open: 3, high: 3, low: 3, close: 3, volume: 0 };

const rowOf = ({ time, open, high, low, close, volume }: Bar): unknown[] => [time, open, high, low, close, volume];
const byLetters = ({ time: t, open: o, high: h, low: l, close: c, volume: v }: Bar) => ({ t, o, h, l, c, v });
const columnsOf = (bars: readonly Bar[]) => ({
  s: 'ok',
  t: bars.map(({ time }) => time / 1000),
  o: bars.map(({ open }) => open),
  h: bars.map(({ high }) => high),
  l: bars.map(({ low }) => low),
  c: bars.map(({ close }) => close),
  v: bars.map(({ volume }) => volume),
});

describe('an answer with bars', () => {
  const binance = [1_700_000_040_000, '2.0', '4.00', '1', '3.0', '5.000', 1_700_000_099_999, '15.0', 7, '2', '6', '0'];
  const shapes: readonly (readonly [name: string, answer: unknown])[] = [
    ['rows', [rowOf(BAR)]],
    ['rows as Binance has them', [binance]],
    ['objects', [BAR]],
    ['objects with letters, seconds', [{ ...byLetters(BAR), t: 1_700_000_040 }]],
    ['objects with a date', [{ ...BAR, time: undefined, date: '2023-11-14T22:14:00Z' }]],
    ['objects with a timestamp in nanoseconds', [{ ...BAR, time: null, timestamp: '1700000040000000000' }]],
    ['objects with openTime and close time', [{ ...BAR, time: undefined, openTime: BAR.time, closeTime: 1 }]],
    ['columns', columnsOf([BAR])],
    ['columns inside an object', { data: columnsOf([BAR]) }],
    ...['data', 'bars', 'candles', 'values', 'result', 'results'].map(
      (name) => [`rows inside ${name}`, { status: 'ok', [name]: [rowOf(BAR)] }] as const,
    ),
    ['rows inside result.list', { retCode: 0, result: { symbol: 'X', list: [rowOf(BAR)] } }],
  ];
  for (const [name, answer] of shapes) {
    it(`may have ${name}`, () => {
      assert.deepEqual(parseHistory(answer), { bars: [BAR], rejected: 0 });
    });
  }

  it('may tell times in seconds, milliseconds, microseconds, nanoseconds or ISO 8601', () => {
    const times = [1_700_000_040, 1_700_000_040_000, 1.70000004e15, 1.70000004e18, '1700000040', '2023-11-14 22:14:00'];
    for (const time of [...times, '2023-11-14T23:14:00.000+01:00']) {
      assert.deepEqual(parseHistory([rowOf({ ...BAR, time: time as number })]).bars, [BAR], String(time));
    }
  });

  it('may be empty', () => {
    for (const answer of [[], { data: [] }, { t: [], o: [] }, { s: 'no_data' }, { s: 'no_data', nextTime: 5 }]) {
      assert.deepEqual(parseHistory(answer), { bars: [], rejected: 0 });
    }
  });

  it('has no volume where the source gives none', () => {
    const { t, o, h, l, c } = byLetters(BAR);
    const without = { ...BAR, volume: 0 };
    for (const answer of [
      [[t, o, h, l, c]],
      [{ t, o, h, l, c }],
      { t: [t], o: [o], h: [h], l: [l], c: [c], v: null },
    ]) {
      assert.deepEqual(parseHistory(answer), { bars: [without], rejected: 0 });
    }
  });

  it('may have prices of zero and below', () => {
    const oil = { ...BAR, open: 0, high: 1, low: -37.63, close: -0 };
    assert.deepEqual(parseHistory([oil]).bars, [oil]);
  });

  it('comes ascending, each time once as it was given last', () => {
    const corrected = { ...BAR, close: 4 };
    assert.deepEqual(parseHistory([LATER, BAR, corrected]).bars, [corrected, LATER]);
    assert.deepEqual(parseHistory([corrected, BAR, LATER]).bars, [BAR, LATER]);
  });
});

describe('a row that is no bar', () => {
  const broken: readonly (readonly [name: string, row: unknown])[] = [
    ['nothing', null],
    ['a number', 5],
    ['a text', 'time'],
    ['an empty row', []],
    ['an empty object', {}],
    ['too few columns', [BAR.time, 2, 4, 1]],
    ['no time', { ...BAR, time: undefined }],
    ['a time that is none', { ...BAR, time: 'yesterday' }],
    ['a price that is no number', { ...BAR, open: 'x' }],
    ['an empty price', { ...BAR, close: '' }],
    ['an endless price', { ...BAR, high: 'Infinity' }],
    ['a price that is an object', { ...BAR, low: { toString: 1 } }],
    ['a negative volume', { ...BAR, volume: -1 }],
    ['a volume that is no number', { ...BAR, volume: 'many' }],
    ['a high below the low', { ...BAR, high: 1, low: 4 }],
    ['an open above the high', { ...BAR, open: 4.01 }],
    ['a close below the low', { ...BAR, close: 0.99 }],
    ['a row inside a row', [[rowOf(BAR)]]],
  ];
  for (const [name, row] of broken) {
    it(`is rejected alone, and counted: ${name}`, () => {
      assert.deepEqual(parseHistory([BAR, row, LATER]), { bars: [BAR, LATER], rejected: 1 });
    });
  }

  it('shows where columns are in another order, as none of them is taken for what it is not', () => {
    // Coinbase: time, low, high, open, close, volume
    const { time, open, high, low, close, volume } = BAR;
    assert.deepEqual(parseHistory([[time, low, high, open, close, volume]]), { bars: [], rejected: 1 });
  });

  it('is one for which a column is too short', () => {
    const columns = columnsOf([BAR, LATER]);
    assert.deepEqual(parseHistory({ ...columns, h: [4] }), { bars: [BAR], rejected: 1 });
    assert.deepEqual(parseHistory({ ...columns, h: '44' }), { bars: [], rejected: 2 });
  });
});

describe('an answer without bars', () => {
  it('is refused with what it says and what it should', () => {
    let deep: unknown = [rowOf(BAR)];
    for (let depth = 0; depth < 20_000; depth++) deep = { data: deep };
    const answers = [null, 5, 'no', true, {}, { error: 'unknown symbol' }, { data: null }, { data: 5 }, BAR, deep];
    for (const answer of answers) {
      assert.throws(() => parseHistory(answer), {
        name: 'TypeError',
        message: /^no bars in .*: expected \[\[time, open/,
      });
    }
    assert.throws(() => parseHistory({ error: 'unknown symbol' }), /\{"error":"unknown symbol"\}/);
  });

  it('is never more than an error, whatever it holds', () => {
    property(fc.jsonValue(), (answer) => {
      try {
        const { bars, rejected } = parseHistory(answer);
        assert.ok(rejected >= 0 && bars.every((bar) => Object.values(bar).every(Number.isFinite)));
      } catch (error) {
        assert.ok(error instanceof TypeError && error.message.startsWith('no bars in'), String(error));
      }
    });
  });
});

describe('bars of any number, order and shape', () => {
  const price = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const bar = fc
    .tuple(fc.integer({ min: 20_000_000, max: 40_000_000 }), fc.array(price, { minLength: 4, maxLength: 4 }), fc.nat())
    .map(([minute, prices, volume]): Bar => {
      const [low, open, close, high] = prices.sort((a, b) => a - b) as [number, number, number, number];
      return { time: minute * 60_000, open, high, low, close, volume };
    });

  it('come out sorted, once each, and whole', () => {
    const shape = fc.constantFrom<(bars: readonly Bar[]) => unknown>(
      (bars) => bars,
      (bars) => bars.map(rowOf),
      (bars) => bars.map((one) => rowOf(one).map(String)),
      (bars) => ({ data: bars.map(byLetters) }),
      (bars) => columnsOf(bars),
      (bars) => ({ result: { list: bars.map(rowOf).map((row) => [...row, 'more', null]) } }),
    );
    property(fc.array(bar), shape, fc.nat({ max: 5 }), (bars, shapeOf, junk) => {
      const last = new Map(bars.map((one) => [one.time, one]));
      const expected = [...last.values()].sort((a, b) => a.time - b.time);
      const answer = JSON.parse(JSON.stringify(shapeOf(bars)));
      if (Array.isArray(answer)) for (let row = 0; row < junk; row++) answer.splice(row * 3, 0, { time: 1 });
      const parsed = parseHistory(answer);
      // JSON knows no -0
      const whole = expected.map((one) => JSON.parse(JSON.stringify(one)) as Bar);
      assert.deepEqual(parsed.bars, whole);
      assert.equal(parsed.rejected, Array.isArray(answer) ? junk : 0);
    });
  });
});

describe('recorded bars', () => {
  const folder = fileURLToPath(new URL('../../../shared/data/bars/', import.meta.url));
  for (const [name, count] of [
    ['bitcoin', 1246],
    ['default', 502],
    ['longest', 15_821],
  ] as const) {
    const file = `${folder}${name}.csv`;
    it(`${name}.csv comes whole, whichever end it begins at`, {
      skip: !existsSync(file) && '1 recorded file is absent',
    }, () => {
      const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
      const { bars, rejected } = parseHistory(rows.map((row) => row.trim().split(',')));
      assert.equal(bars.length, count);
      assert.equal(rejected, 0);
      assert.deepEqual(parseHistory(rows.reverse().map((row) => row.trim().split(','))).bars, bars);
    });
  }
});
