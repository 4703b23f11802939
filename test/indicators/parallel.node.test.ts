import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  type Bars,
  closePool,
  compute,
  computeParallel,
  ExpressionError,
  ready,
  SeriesError,
} from '../../src/indicators/index.js';
import { makeBars } from './histories.js';

await ready;
after(closePool);

const TEXT = 'fast: sma(20); macd(12, 26, 9); atr(14); vwap(session)';
const histories = Array.from({ length: 12 }, (_, index) => makeBars(500 + 100 * index, index));
const expected = histories.map((bars) => compute(TEXT, bars));

test('a list, a Map and a record are answered in their shape, as compute answers each', async () => {
  assert.deepEqual(await computeParallel(TEXT, histories, { workers: 2 }), expected);
  const keys = histories.map((_, index) => ({ index }));
  const map = await computeParallel(TEXT, new Map(histories.map((bars, index) => [keys[index], bars])), { workers: 2 });
  assert.deepEqual([...map.keys()], keys);
  assert.deepEqual([...map.values()], expected);
  const record = await computeParallel(TEXT, { a: histories[0] as Bars, b: histories[1] as Bars });
  assert.deepEqual(record, { a: expected[0], b: expected[1] });
  assert.deepEqual(await computeParallel(TEXT, []), []);
});

test("a caller's columns stay as they are, whole or a part of a larger one", async () => {
  const whole = makeBars(3000).close;
  const before = whole.slice();
  const [part] = await computeParallel('ema(5)', [whole.subarray(1000, 2000)]);
  assert.deepEqual(whole, before);
  assert.deepEqual(part, compute('ema(5)', before.slice(1000, 2000)));
});

test('shared columns are read where they are', async () => {
  const { close } = makeBars(2000);
  const shared = new Float64Array(new SharedArrayBuffer(close.byteLength));
  shared.set(close);
  assert.deepEqual(await computeParallel('ema(5)', [shared, { close: shared }]), [
    compute('ema(5)', close),
    compute('ema(5)', close),
  ]);
});

test('sessions follow the time zone', async () => {
  const bars = makeBars(500);
  const timeZone = 'Asia/Tokyo';
  const [result] = await computeParallel('vwap(session)', [bars], { timeZone });
  assert.deepEqual(result, compute('vwap(session)', bars, { timeZone }));
});

test('one bad series does not lose the others', async () => {
  const wrong = { close: [1, 2], high: [1] };
  const error: unknown = await computeParallel('close', { good: [1, 2], bad: wrong, fine: [3] }).catch(
    (reason) => reason,
  );
  assert.ok(error instanceof SeriesError);
  assert.match(error.message, /^series "bad": columns must be equally long/);
  assert.deepEqual([...error.failures.keys()], ['bad']);
  assert.deepEqual(error.results, { good: { close: Float64Array.of(1, 2) }, fine: { close: Float64Array.of(3) } });
  const inList: unknown = await computeParallel('close', [[1], wrong, wrong, [2]]).catch((reason) => reason);
  assert.ok(inList instanceof SeriesError);
  assert.match(inList.message, /^series 1: .* \(and 1 more\)$/);
  assert.deepEqual((inList.results as object[])[3], { close: Float64Array.of(2) });
});

test('mistakes are told before a worker is asked', async () => {
  await assert.rejects(computeParallel('smaa(3)', [[1]]), ExpressionError);
  await assert.rejects(computeParallel('close', { close: [1], high: [2] }), /one history alone goes to compute/);
  await assert.rejects(computeParallel('close', [1, 2] as unknown as Bars[]), /one history alone goes to compute/);
  // it would be answered with nothing
  const set = new Set([[1, 2]]) as unknown as Bars[];
  await assert.rejects(computeParallel('close', set), /series: expected a list, a Map or a record of histories/);
  await assert.rejects(
    computeParallel(undefined as unknown as string, [[1]]),
    /^TypeError: expected expressions such as/,
  );
  await assert.rejects(computeParallel('close', [[1]], { workers: 0 }), /workers: expected 1 or more, not 0/);
});

test('a signal ends the wait, and the pool goes on', async () => {
  const reason = new Error('enough');
  await assert.rejects(computeParallel(TEXT, histories, { signal: AbortSignal.abort(reason) }), reason);
  const controller = new AbortController();
  let asked = 0;
  const watched = histories.map((bars) => ({
    ...bars,
    get close() {
      asked++;
      return bars.close;
    },
  }));
  const waiting = computeParallel(TEXT, watched, { workers: 1, signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(waiting, reason);
  assert.ok(asked < 2 * histories.length, 'the rest is not computed');
  assert.deepEqual(await computeParallel(TEXT, histories.slice(0, 2)), expected.slice(0, 2));
});

test('jobs at the same time do not mix', async () => {
  const texts = ['sma(5)', 'ema(9)', 'rsi(14)', 'highest(7)'];
  const answers = await Promise.all(texts.map((text) => computeParallel(text, histories, { workers: 2 })));
  assert.deepEqual(
    answers,
    texts.map((text) => histories.map((bars) => compute(text, bars))),
  );
});

test('a closed pool fails what it was computing, and the next call starts another', async () => {
  const waiting = computeParallel(TEXT, histories, { workers: 1 });
  closePool();
  await assert.rejects(waiting, /the pool was closed/);
  assert.deepEqual(await computeParallel(TEXT, histories.slice(0, 1)), expected.slice(0, 1));
});
