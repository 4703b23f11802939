import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { compilePlan } from '../../src/indicators/index.js';
import { RunMemory } from '../../src/indicators/run-memory.js';
import type { SeriesRun } from '../../src/indicators/series-run.js';
import { instantiateIndicators } from '../../src/kernels/indicators.js';
import { INPUT } from '../../src/memory/layout.js';
import { property } from '../tools/property.js';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

async function emptyMemory(): Promise<RunMemory> {
  const wasm = new WebAssembly.Memory({ initial: 1 });
  return new RunMemory(await instantiateIndicators(wasm), wasm);
}

const PLANS = [2, 30, 700, 5000].map((period) => compilePlan(`sma(${period}); ema(${period})`).plan);
const memory = await emptyMemory();

test('runs that come and go never touch one another', () => {
  // what is done: begin a run of a plan, push to one, or end one
  const acts = fc.array(fc.tuple(fc.constantFrom('begin', 'push', 'push', 'end'), fc.nat(1000)), { maxLength: 60 });
  property(acts, (list) => {
    const live: { run: SeriesRun; plan: number; pushed: number }[] = [];
    for (const [act, number] of list) {
      const one = live[number % live.length];
      if (act === 'begin') {
        const plan = number % PLANS.length;
        live.push({ run: memory.begin(PLANS[plan] as (typeof PLANS)[number], 16), plan, pushed: 0 });
      } else if (one && act === 'end') {
        memory.end(one.run);
        live.splice(live.indexOf(one), 1);
      } else if (one) {
        // a constant series of its own: an average that reads anything else shows it
        const value = 1 + live.indexOf(one);
        if (one.pushed === 0) one.run.reset();
        if (one.pushed > 0 && one.run.position > 0) continue;
        for (; one.pushed < 6; one.pushed++) {
          one.run.put(INPUT.CLOSE, value);
          one.run.commit();
        }
        if (one.plan === 0) assert.equal(one.run.value(0), value);
      }
    }
    for (const { run } of live) {
      run.reset();
      run.put(INPUT.CLOSE, 7);
      run.commit();
      run.put(INPUT.CLOSE, 7);
      run.commit();
    }
    for (const { run, plan } of live) {
      if (plan === 0) assert.deepEqual([run.value(0), run.value(1)], [7, 7]);
      else assert.ok(Number.isNaN(run.value(0)));
      memory.end(run);
    }
  });
});

test('places are used again', async () => {
  const own = await emptyMemory();
  const begin = () => PLANS.map((plan) => own.begin(plan));
  for (const run of begin()) own.end(run);
  const { bytes } = own;
  for (let round = 0; round < 50; round++) {
    const runs = begin();
    for (const run of round % 2 ? runs : runs.reverse()) own.end(run);
    for (const run of runs) own.end(run);
  }
  assert.equal(own.bytes, bytes);
});

test('what nobody holds any more is given back', async () => {
  const own = await emptyMemory();
  const plan = PLANS[3] as (typeof PLANS)[number];
  own.begin(plan);
  const { bytes } = own;
  for (let round = 0; round < 60; round++) {
    own.begin(plan);
    collect();
    await new Promise(setImmediate);
  }
  assert.ok(own.bytes < 12 * bytes, `${own.bytes} of ${bytes} bytes`);
});

test('more than there is is refused, and the rest goes on', async () => {
  const own = await emptyMemory();
  const run = own.begin(PLANS[0] as (typeof PLANS)[number], 2);
  // more than 2 GB of windows
  const windows = ['sma', 'wma', 'stdev', 'highest', 'lowest', 'median'];
  const texts = Array.from({ length: 300 }, (_, index) =>
    windows.map((name) => `${name}(close * ${index + 2}, 99999)`),
  );
  const tooMuch = compilePlan(texts.flat().slice(0, 1650).join(';')).plan;
  assert.throws(() => own.begin(tooMuch), /no memory for a plan of \d+ bytes/);
  for (const value of [1, 3]) {
    run.put(INPUT.CLOSE, value);
    run.commit();
  }
  assert.equal(run.value(0), 2);
});
