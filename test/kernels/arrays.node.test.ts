import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CATALOG } from '../../src/indicators/catalog/index.js';
import { compile } from '../../src/indicators/compile.js';
import { compute, ready } from '../../src/indicators/index.js';
import { BarReader } from '../../src/memory/bar-reader.js';
import { KIND } from '../../src/memory/layout.js';
import { property } from '../tools/property.js';
import { createKernel, TestLane } from './bench-lane.js';
import type { TestTick } from './ticker-oracle.js';

const T0 = Date.UTC(2026, 0, 5, 10);

/** How to call what needs to be given something. */
const CALLS: Readonly<Record<string, string>> = {
  crossover: 'crossover(close, sma(5))',
  crossunder: 'crossunder(close, sma(5))',
  cross: 'cross(close, sma(5))',
  min: 'min(close, open)',
  max: 'max(high, sma(3))',
  vwap: 'vwap(session)',
};
/** Every function of the language, short periods among them, by name. */
const NAMES = [...CATALOG.keys()];
const TEXT = [
  ...NAMES.map((name, index) => `f${index}: ${CALLS[name] ?? name}`),
  'deep: ema(sma(rsi(close, 3), 4), 5)',
  'mixed: highest(high, 7) - lowest(low, 7) > 2 * atr(3) and not falling(close, 2)',
  'whole: vwap; anchored: vwap(close > 101); wide: sma(50); odd: median(7)',
].join('; ');

const ticks = fc
  .array(
    fc.record({
      step: fc.integer({ min: 0, max: 40_000 }),
      change: fc.integer({ min: -30, max: 30 }),
      size: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 60, maxLength: 400 },
  )
  .map((steps) => {
    let price = 100;
    let time = T0;
    return steps.map(({ step, change, size }): TestTick => {
      price += change / 10;
      time += step;
      return { kind: KIND.TRADE, time, price, size, ask: 0, askSize: 0, flags: 0 };
    });
  });

describe('a lane and the array functions', () => {
  it('give the same bits for every function of the language, the forming bar included', async () => {
    await ready;
    const { plan, outputs, errors } = compile({ indicators: TEXT, alerts: [] });
    assert.deepEqual(errors, []);
    const { memory, kernel } = await createKernel(true);
    property(ticks, fc.integer({ min: 1, max: 90 }), (all, batch) => {
      const lane = new TestLane(memory, kernel, { interval: 60_000, plan, capacity: 128 });
      for (let at = 0; at < all.length; at += batch) {
        lane.write(all.slice(at, at + batch));
        lane.drain();
      }
      const bars = new BarReader(memory, lane.lane, lane.reader).read(500);
      const results = compute(TEXT, bars);
      outputs.forEach(({ name }, index) => {
        const expected = results[name]?.at(-1) as number;
        const call = /^f(\d+)/.exec(name)?.[1];
        assert.ok(
          Object.is(lane.output(index), expected),
          `${name} (${call ? NAMES[Number(call)] : ''}): ${lane.output(index)}, not ${expected}, of ${bars.time.length} bars`,
        );
      });
      memory.free(lane.lane.address);
      lane.block.free();
    });
  });
});
