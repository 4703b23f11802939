import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compile } from '../../src/indicators/compile.js';
import {
  type Bars,
  compilePlan,
  compute,
  ExpressionError,
  indicators,
  ready,
  stream,
} from '../../src/indicators/index.js';
import { runMemory } from '../../src/indicators/loaded.js';
import { SeriesRun } from '../../src/indicators/series-run.js';
import { instantiateIndicators } from '../../src/kernels/indicators.js';
import { INPUT } from '../../src/memory/layout.js';
import { property } from '../tools/property.js';
import { barAt, firstDifference, makeBars, sliceBars } from './histories.js';

test('before the kernel is loaded it says what to do', () => {
  assert.throws(() => compute('sma(2)', [1]), /compute was called before .*`await ready`/);
  assert.throws(() => stream('sma(2)'), /stream was called before .*`await ready`/);
});

await ready;
await ready;

/** Every function of the catalog by its defaults, as one text. */
const EVERYTHING = [...indicators.values()]
  .map(
    ({ name, series }) =>
      `${name}(${['open', 'high'].slice(0, series.filter((one) => !one.otherwise).length).join(', ')})`,
  )
  .join('; ');

/** Wrong histories are tried on purpose. */
const wrong = (bars: unknown) => bars as Bars;

test('compute returns an array for each output by its name', () => {
  const results = compute('fast: sma(2); macd(2, 3, 2); close', [1, 2, 3, 4, 5]);
  assert.deepEqual(Object.keys(results).slice(0, 2), ['fast', 'macd']);
  assert.deepEqual(results.fast, Float64Array.of(Number.NaN, 1.5, 2.5, 3.5, 4.5));
  assert.deepEqual(results.close, Float64Array.of(1, 2, 3, 4, 5));
  assert.ok('macd.signal' in results);
});

test('a history may be columns, objects, a list or a typed array', () => {
  const bars = makeBars(50);
  const text = 'a: atr(3); v: vwap()';
  const expected = compute(text, bars);
  assert.deepEqual(
    compute(
      text,
      Array.from(bars.close, (_, index) => barAt(bars, index)),
    ),
    expected,
  );
  const lists = Object.fromEntries(Object.entries(bars).map(([name, column]) => [name, [...column]]));
  assert.deepEqual(compute(text, lists), expected);
  const dated = Array.from(bars.close, (_, index) => ({
    ...barAt(bars, index),
    time: new Date(bars.time[index] as number),
  }));
  assert.deepEqual(compute(text, dated), expected);
  const closes = { close: bars.close };
  assert.deepEqual(compute('ema(3)', bars.close), compute('ema(3)', closes));
  assert.deepEqual(compute('ema(3)', [...bars.close]), compute('ema(3)', closes));
  assert.deepEqual(compute('close', Int16Array.of(1, -2)).close, Float64Array.of(1, -2));
});

test('an empty history gives empty arrays', () => {
  for (const bars of [[], new Float64Array(), { close: [], high: [], low: [] }]) {
    assert.deepEqual(compute('s: sma(3); a: atr(3)', bars), { s: new Float64Array(), a: new Float64Array() });
  }
});

test('constants are as long as the history', () => {
  assert.deepEqual(compute('two: 1 + 1', [5, 6, 7]).two, Float64Array.of(2, 2, 2));
  assert.deepEqual(compute('two: 1 + 1', { time: [5, 6] }).two, Float64Array.of(2, 2));
});

test('what is missing is named, with who reads it', () => {
  assert.throws(() => compute('range: atr(3)', [1, 2]), new TypeError('there is no column high: range reads it'));
  assert.throws(() => compute('atr(3)', [{ close: 1 }]), new TypeError('bars[0].high is missing: atr(3) reads it'));
  assert.throws(
    () => compute('a: sma(3) + spread', { close: [1] }),
    new TypeError('there is no column bid: a reads it'),
  );
  assert.throws(
    () => compute('v: sma(volume, 3)', { close: [1] }),
    new TypeError('there is no column volume: v reads it'),
  );
});

const MISTAKES: readonly [string, Bars, RegExp][] = [
  ['unequal columns', { close: [1, 2], high: [1] }, /close, high.*|high.*close/],
  ['text among numbers', wrong([1, '2']), /^close\[1\] is "2" \(text: convert it with Number\)/],
  ['a hole', wrong({ close: [1, undefined] }), /^close\[1\] is undefined, not a number; a gap is NaN$/],
  ['null among bars', wrong([{ close: 1 }, null]), /^bars\[1\] is null, not a bar$/],
  ['text in a bar', wrong([{ close: '5' }]), /^bars\[0\]\.close is "5"/],
  ['no columns', wrong({ price: [1] }), /^bars: there is no column named close/],
  ['a column that is none', wrong({ close: 5 }), /^close: expected a Float64Array or a list of numbers, not 5$/],
  ['big integers', wrong({ close: new BigInt64Array(1) }), /^close: expected a Float64Array/],
  ['no history', wrong(undefined), /^bars: expected columns such as .* not undefined$/],
];
for (const [name, bars, message] of MISTAKES) {
  test(`a history with ${name} is refused`, () => assert.throws(() => compute('sma(2)', bars), { message }));
}

test('a mistake in the text is an ExpressionError with its column and a suggestion', () => {
  assert.throws(
    () => compute('a: smaa(3)', [1]),
    (error) => error instanceof ExpressionError && error.column === 4 && /did you mean sma/.test(error.message),
  );
  assert.throws(() => compilePlan('sma('), ExpressionError);
});

test('what is neither text nor plan is refused', () => {
  for (const what of [undefined, null, 5, {}, ['sma(2)']] as unknown as string[]) {
    const message = /^TypeError: expected expressions such as "fast: sma\(20\)", or a plan of compilePlan, not /;
    assert.throws(() => compute(what, [1]), message);
    assert.throws(() => stream(what), message);
  }
});

test('results go into arrays that are given', () => {
  const close = makeBars(3000).close;
  const expected = compute('a: sma(5); b: ema(7)', close);
  const into = { a: new Float64Array(3000), b: new Float64Array(3000) };
  assert.equal(compute('a: sma(5); b: ema(7)', close, { into }), into);
  assert.deepEqual(into, expected);
  assert.throws(() => compute('a: sma(5)', [1], { into }), /into\["a"\] has 3000 values, the history has 1/);
  assert.throws(() => compute('c: sma(5)', [1], { into }), /into has no Float64Array named "c"/);
});

test('infinite values are unknown, and nothing of them stays', () => {
  const { e } = compute('e: ema(2)', [1, 2, Number.POSITIVE_INFINITY, 3, Number.NEGATIVE_INFINITY, 4]);
  const { e: gaps } = compute('e: ema(2)', [1, 2, Number.NaN, 3, Number.NaN, 4]);
  assert.equal(firstDifference(e ?? [], gaps ?? []), -1);
  assert.ok(Number.isFinite(e?.[5]));
  assert.ok(Number.isNaN(stream('c: close').push(Number.POSITIVE_INFINITY).c));
});

test('zeros keep their sign', () => {
  assert.deepEqual(
    [...(compute('close', Array(9).fill(-0)).close ?? [])].map((x) => Object.is(x, -0)),
    Array(9).fill(true),
  );
});

test('a plan is compiled once for a text, and can be kept', () => {
  const plan = compilePlan('a: sma(3); b: rsi(4)');
  assert.equal(compilePlan('a: sma(3); b: rsi(4)'), plan);
  assert.deepEqual(
    plan.outputs.map(({ name, warmup }) => [name, warmup]),
    [
      ['a', 2],
      ['b', 4],
    ],
  );
  assert.equal(plan.warmup, 4);
  assert.deepEqual(compute(plan, [1, 2, 3]), compute('a: sma(3); b: rsi(4)', [1, 2, 3]));
  for (let index = 0; index < 40; index++) compilePlan(`sma(${index + 1})`);
  assert.notEqual(compilePlan('a: sma(3); b: rsi(4)'), plan);
});

test('hundreds of different texts in one task do not fill the memory', () => {
  const memory = runMemory('the test');
  const held = compilePlan('a: sma(3)');
  const before = memory.bytes;
  for (let index = 0; index < 400; index++) compute(`sma(${20_000 + index})`, [1, 2, 3]);
  assert.ok(memory.bytes - before < 2 ** 27, `${memory.bytes - before} bytes more`);
  assert.deepEqual(compute(held, [1, 2, 3, 4]).a, Float64Array.of(Number.NaN, Number.NaN, 2, 3));
});

test('nothing is left of one history in the next', () => {
  const plan = compilePlan(EVERYTHING);
  const first = makeBars(700, 1);
  const second = makeBars(333, 2);
  const expected = compute(compilePlan(`${EVERYTHING};`), second);
  compute(plan, first);
  expectSame(compute(plan, second), expected);
});

test('sessions are the days of a time zone, or what a column says', () => {
  const time = [0, 10, 23, 24, 28, 29, 48].map((hour) => Date.UTC(2024, 0, 1, hour));
  const bars = {
    time,
    high: [1, 2, 3, 4, 5, 6, 7],
    low: [1, 2, 3, 4, 5, 6, 7],
    close: [1, 2, 3, 4, 5, 6, 7],
    volume: Array(7).fill(1),
  };
  const begins = (values: Float64Array | undefined) =>
    [...(values ?? [])].flatMap((x, index) => (x === index + 1 ? [index] : []));
  const text = 'v: vwap(session)';
  assert.deepEqual(begins(compute(text, bars).v), [0, 3, 6]);
  assert.deepEqual(begins(compute(text, bars, { timeZone: 'America/New_York' }).v), [0, 1, 5]);
  assert.deepEqual(begins(compute(text, { ...bars, session: [1, 0, 0, 0, 1, 0, 0] }).v), [0, 4]);
  assert.throws(
    () => compute(text, bars, { timeZone: 'Mars/Base' }),
    /time zone "Mars\/Base": expected a name such as/,
  );
  assert.throws(
    () => compute(text, { ...bars, time: undefined }),
    /there is no column time \(or session\): v begins anew/,
  );
});

test('a day is 23 or 25 hours long where the clock changes', () => {
  const hours = 24 * 4;
  const bars = makeBars(hours);
  const ones = new Float64Array(hours).fill(1);
  const starts = (from: number) => {
    const time = bars.time.map((_, index) => from + index * 3_600_000);
    const price = time.map((_, index) => index);
    const { v = ones } = compute(
      'v: vwap(session)',
      { high: price, low: price, close: price, volume: ones, time },
      { timeZone: 'Europe/Berlin' },
    );
    return [...v].flatMap((x, index) => (x === index ? [index] : []));
  };
  assert.deepEqual(starts(Date.UTC(2024, 2, 29, 23)), [0, 24, 47, 71, 95]);
  assert.deepEqual(starts(Date.UTC(2024, 9, 25, 22)), [0, 24, 49, 73]);
});

test('a stream gives the bits of compute, bar by bar and after history', () => {
  const bars = makeBars(900);
  const expected = compute(EVERYTHING, bars);
  const one = stream(EVERYTHING);
  const warmed = stream(EVERYTHING).warmUp(sliceBars(bars, 0, 517));
  for (let index = 0; index < 900; index++) {
    const values = one.push(barAt(bars, index));
    assert.equal(values, one.values);
    for (const [name, column] of Object.entries(expected)) {
      if (!Object.is(values[name], column[index]))
        assert.fail(`${name}[${index}]: ${values[name]}, not ${column[index]}`);
    }
    if (index >= 517) assert.deepEqual({ ...warmed.push(barAt(bars, index)) }, { ...values });
  }
  assert.equal(one.length, 900);
  one.free();
  warmed.free();
});

test('the forming bar is what it would be if it ended now, and leaves nothing behind', () => {
  const bars = makeBars(300);
  const expected = compute(EVERYTHING, bars);
  const forming = stream(EVERYTHING);
  for (let index = 0; index < 300; index++) {
    const bar = barAt(bars, index);
    forming.replace({ ...bar, close: bar.high, volume: bar.volume + 5, high: bar.high + 9 });
    const preview = { ...forming.replace(bar) };
    for (const [name, column] of Object.entries(expected)) {
      if (!Object.is(preview[name], column[index]))
        assert.fail(`${name}[${index}]: ${preview[name]}, not ${column[index]}`);
    }
    assert.deepEqual({ ...forming.push(bar) }, preview);
  }
  forming.free();
});

test('a stream says what a bar lacks, and goes on', () => {
  const ranges = stream('atr(2)');
  assert.throws(() => ranges.push(5), new TypeError('push(bar): bar.high is missing: atr(2) reads it'));
  assert.throws(
    () => ranges.replace({ high: 1, low: 1 }),
    new TypeError('replace(bar): bar.close is missing: atr(2) reads it'),
  );
  assert.throws(() => ranges.push(undefined as unknown as number), /push\(bar\): .*expected a bar/);
  assert.equal(ranges.length, 0);
  assert.throws(() => ranges.value('atr'), new RangeError('there is no output "atr": atr(2)'));
  assert.ok(Number.isNaN(ranges.value('atr(2)')));
  ranges.free();
  ranges.free();
  assert.throws(() => ranges.push(5), /freed/);
});

test('hundreds of streams live side by side, and their memory is given back', () => {
  const bars = makeBars(60).close;
  const expected = compute('a: sma(5); b: ema(9)', bars);
  const many = Array.from({ length: 500 }, () => stream('a: sma(5); b: ema(9)'));
  for (const close of bars) for (const one of many) one.push(close);
  for (const one of many) {
    assert.ok(Object.is(one.value('a'), expected.a?.[59]) && Object.is(one.value('b'), expected.b?.[59]));
    one.free();
  }
  // grows the memory under a stream that is in use
  const small = stream('a: sma(5); b: ema(9)').warmUp(bars.subarray(0, 30));
  const large = stream('sma(100000); highest(50000)');
  small.warmUp(bars.subarray(30));
  assert.ok(Object.is(small.value('b'), expected.b?.[59]));
  large.free();
  small.free();
});

const kernel = await (async () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  return { memory, kernel: await instantiateIndicators(memory) };
})();

test('results do not depend on how a history is cut', () => {
  const bars = makeBars(400, 3);
  const { plan, outputs, inputs } = compile({ indicators: EVERYTHING });
  const sessions = bars.time.map((time, index) =>
    Number(index === 0 || Math.floor(time / 864e5) !== Math.floor((time - 18e6) / 864e5)),
  );
  const names = new Map(
    Object.entries({
      OPEN: bars.open,
      HIGH: bars.high,
      LOW: bars.low,
      CLOSE: bars.close,
      VOLUME: bars.volume,
      BID: bars.bid,
      ASK: bars.ask,
      TIME: bars.time,
      RECEIVED: bars.time,
      SESSION: sessions,
    }),
  );
  const columns = new Map(
    Object.entries(INPUT).flatMap(([name, input]) =>
      inputs.includes(input) ? [[input, names.get(name) as Float64Array] as const] : [],
    ),
  );
  const expected = compute(EVERYTHING, bars);
  property(
    fc.constantFrom(1, 2, 4, 16, 64, 256),
    fc.array(fc.integer({ min: 0, max: 399 }), { maxLength: 6 }),
    (chunk, cuts) => {
      const run = new SeriesRun(kernel.kernel, kernel.memory, plan, chunk);
      const parts = outputs.map((): number[] => []);
      const edges = [0, ...cuts.sort((a, b) => a - b), 400];
      for (let index = 1; index < edges.length; index++) {
        const cut = new Map(
          [...columns].map(([input, column]) => [input, column.subarray(edges[index - 1], edges[index])]),
        );
        for (const [output, values] of run.advance(cut).entries()) parts[output]?.push(...values);
      }
      outputs.forEach(({ name }, output) => {
        const at = firstDifference(parts[output] ?? [], expected[name] ?? []);
        assert.equal(at, -1, `${name}[${at}] with chunks of ${chunk}`);
      });
    },
  );
});

function expectSame(actual: Record<string, Float64Array>, expected: Record<string, Float64Array>): void {
  for (const [name, column] of Object.entries(expected)) {
    const at = firstDifference(actual[name] ?? [], column);
    assert.equal(at, -1, `${name}[${at}]: ${actual[name]?.[at]}, not ${column[at]}`);
  }
}
