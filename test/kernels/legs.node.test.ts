import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSymbol } from '../../src/indicators/basket.js';
import { KIND } from '../../src/memory/layout.js';
import { property } from '../tools/property.js';
import { createKernel, TestLane } from './bench-lane.js';
import { meansPlan } from './plans.js';
import type { TestTick } from './ticker-oracle.js';

const T0 = Date.UTC(2026, 0, 5, 10);

interface LegTick extends TestTick {
  readonly leg: number;
}

const tick: fc.Arbitrary<LegTick> = fc.record({
  kind: fc.constantFrom(KIND.TRADE, KIND.QUOTE),
  time: fc.constant(T0),
  price: fc.integer({ min: -20, max: 100 }),
  size: fc.integer({ min: 0, max: 5 }),
  ask: fc.integer({ min: 0, max: 100 }),
  askSize: fc.integer({ min: 0, max: 5 }),
  flags: fc.constant(0),
  leg: fc.integer({ min: 0, max: 2 }),
});

function write(lane: TestLane, ticks: readonly LegTick[]): void {
  for (const { kind, time, price, size, ask, askSize, flags, leg } of ticks) {
    if (kind === KIND.TRADE) lane.writer.trade(time, time + 5, price, size, Number.NaN, flags, leg, 1);
    else lane.writer.quote(time, time + 5, price, size, ask, askSize, Number.NaN, leg, 1);
  }
  lane.writer.flush();
  lane.drain();
}

/** Prices of the whole, one for each tick that moved it. */
function naivePrices(ticks: readonly LegTick[], formula: (legs: readonly number[]) => number): number[] {
  const legs = [Number.NaN, Number.NaN, Number.NaN];
  const trades = [false, false, false];
  const prices: number[] = [];
  for (const { kind, price, ask, leg } of ticks) {
    if (kind === KIND.QUOTE && trades[leg]) continue;
    if (kind === KIND.TRADE) trades[leg] = true;
    legs[leg] = kind === KIND.TRADE ? price : 0.5 * (price + ask);
    const value = formula(legs);
    if (Number.isFinite(value)) prices.push(value);
  }
  return prices;
}

const FORMULAS: readonly [string, (legs: readonly number[]) => number][] = [
  ['A / B', ([a = 0, b = 0]) => a / b],
  ['0.5 * A + 0.3 * B - 0.2 * C', ([a = 0, b = 0, c = 0]) => 0.5 * a + 0.3 * b - 0.2 * c],
  ['1 / ( A + B ) * C', ([a = 0, b = 0, c = 0]) => (1 / (a + b)) * c],
  ['- A - ( B - C )', ([a = 0, b = 0, c = 0]) => -a - (b - c)],
];

describe('a price made of several symbols', () => {
  for (const [text, formula] of FORMULAS) {
    it(`is ${text} of the newest prices, whenever one of them moves`, async () => {
      const { memory, kernel } = await createKernel(false);
      const { legs, program } = parseSymbol(text);
      property(fc.array(tick, { maxLength: 120 }), fc.integer({ min: 1, max: 40 }), (all, batch) => {
        const ticks = all.filter(({ leg }) => leg < legs.length);
        const lane = new TestLane(memory, kernel, { ...meansOptions, legs: legs.length, program });
        for (let at = 0; at < ticks.length; at += batch) write(lane, ticks.slice(at, at + batch));
        const prices = naivePrices(ticks, formula);
        const mean = prices.length < 3 ? Number.NaN : prices.slice(-3).reduce((sum, price) => sum + price, 0) / 3;
        const near = (got: number, expected: number) =>
          Object.is(got, expected) || Math.abs(got - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
        assert.ok(near(lane.value('LAST') + 0, (prices.at(-1) ?? Number.NaN) + 0), `last ${lane.value('LAST')}`);
        assert.ok(near(lane.output(0), mean), `sma(3) ${lane.output(0)}, not ${mean}`);
        if (prices.length) {
          assert.ok(near(lane.value('HIGH'), Math.max(...prices)));
          assert.ok(near(lane.value('LOW'), Math.min(...prices)));
        }
        assert.equal(lane.value('TICKS'), ticks.length);
        assert.equal(lane.value('VOLUME'), 0, 'it is not traded itself');
        assert.equal(lane.value('BID'), Number.NaN);
        memory.free(lane.lane.address);
        lane.block.free();
      });
    });
  }

  it('is as old as its oldest leg, and unknown before each has a price', async () => {
    const { memory, kernel } = await createKernel(true);
    const { legs, program } = parseSymbol('A / B');
    const lane = new TestLane(memory, kernel, { legs: legs.length, program });
    const trade = (leg: number, price: number, time: number): LegTick => ({
      kind: KIND.TRADE,
      time,
      price,
      size: 1,
      ask: 0,
      askSize: 0,
      flags: 0,
      leg,
    });
    write(lane, [trade(0, 10, T0)]);
    assert.equal(lane.value('LAST'), Number.NaN);
    assert.equal(lane.value('OLDEST'), Number.NaN);
    write(lane, [trade(1, 4, T0 + 1000)]);
    assert.equal(lane.value('LAST'), 2.5);
    assert.equal(lane.value('OLDEST'), T0 + 5);
    write(lane, [trade(0, 12, T0 + 2000), trade(0, 13, T0 + 3000)]);
    assert.equal(lane.value('LAST'), 3.25);
    assert.equal(lane.value('OLDEST'), T0 + 1005);
    assert.equal(lane.value('RECEIVED'), T0 + 3005);

    // and after a change of plans: the other leg's price is still known
    const next = new TestLane(memory, kernel, { legs: legs.length, program, periods: [2] });
    kernel.adopt(next.lane.address, lane.lane.address, 0);
    write(next, [trade(0, 20, T0 + 4000)]);
    assert.equal(next.value('LAST'), 5);
    assert.equal(next.value('OLDEST'), T0 + 1005);
  });
});

const meansOptions = { plan: meansPlan([3]), capacity: 64 };
