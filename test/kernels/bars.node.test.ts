import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { zoneStretches } from '../../src/elements/shared/time-zone.js';
import { BarReader } from '../../src/memory/bar-reader.js';
import { KIND, LANE, PLAN, STEP } from '../../src/memory/layout.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { createZone } from '../../src/memory/zone.js';
import { property } from '../tools/property.js';
import { createKernel, TestLane } from './bench-lane.js';
import { meansPlan } from './plans.js';
import { type TestTick, trade } from './ticker-oracle.js';

const DAY = 86_400_000;
const T0 = Date.UTC(2026, 0, 5, 10);

interface NaiveBar {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  end: number;
  newest: number;
}

/** Bars as anyone would make them: into the forming one, the one before it, or nowhere. */
function aggregate(ticks: readonly TestTick[], interval: number) {
  const bars: NaiveBar[] = [];
  let late = 0;
  let dropped = 0;
  const widen = (bar: NaiveBar, { time, price, size }: TestTick) => {
    bar.high = Math.max(bar.high, price);
    bar.low = Math.min(bar.low, price);
    bar.volume += size;
    if (time >= bar.newest) {
      bar.newest = time;
      bar.close = price;
    }
  };
  for (const tick of ticks) {
    const [before, forming] = [bars.at(-2), bars.at(-1)];
    if (!forming || tick.time >= forming.end) {
      const day = Math.floor(tick.time / DAY) * DAY;
      const time = day + Math.floor((tick.time - day) / interval) * interval;
      const { price, size } = tick;
      const end = Math.min(time + interval, day + DAY);
      bars.push({ time, open: price, high: price, low: price, close: price, volume: size, end, newest: tick.time });
    } else if (tick.time >= forming.time) widen(forming, tick);
    else if (before && tick.time >= before.time && tick.time < before.end) {
      widen(before, tick);
      late++;
    } else dropped++;
  }
  return { bars, late, dropped };
}

const meanOf = (values: readonly number[], period: number) =>
  values.length < period ? Number.NaN : values.slice(-period).reduce((sum, value) => sum + value, 0) / period;

function barsOf(lane: TestLane, count = 1000) {
  const { time, open, high, low, close, volume } = new BarReader(lane.memory, lane.lane, lane.reader).read(count);
  return Array.from(time, (start, index) => [start, open[index], high[index], low[index], close[index], volume[index]]);
}

const rowsOf = (bars: readonly NaiveBar[]) =>
  bars.map(({ time, open, high, low, close, volume }) => [time, open, high, low, close, volume]);

const near = (got: number, expected: number) =>
  Object.is(got, expected) || Math.abs(got - expected) <= 1e-12 * Math.max(1, Math.abs(expected));

/** Ticks that mostly go on, sometimes stay, sometimes go back a little or far. */
const ticksArbitrary = fc
  .array(
    fc.record({
      step: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
        { weight: 2, arbitrary: fc.integer({ min: -90_000, max: 0 }) },
        { weight: 1, arbitrary: fc.integer({ min: 100_000, max: 900_000 }) },
      ),
      price: fc.integer({ min: -50, max: 200 }),
      size: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 1, maxLength: 400 },
  )
  .map((steps) => {
    let time = T0;
    return steps.map(({ step, price, size }) => {
      time += step;
      return trade(time, price, size);
    });
  });

for (const shared of [false, true]) {
  describe(`bars in ${shared ? 'shared' : 'unshared'} memory`, () => {
    it('are those of a naive aggregation, late ticks included, whatever the batches; averages as on them', async () => {
      const { memory, kernel } = await createKernel(shared);
      property(
        ticksArbitrary,
        fc.constantFrom(1_000, 60_000, 300_000, 3_600_000),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }),
        (ticks, interval, batches, periods) => {
          const lane = new TestLane(memory, kernel, { interval, capacity: 64, periods });
          for (let at = 0, batch = 0; at < ticks.length; batch++) {
            const size = batches[batch % batches.length] as number;
            lane.write(ticks.slice(at, at + size));
            lane.drain();
            at += size;
            const { bars, late, dropped } = aggregate(ticks.slice(0, at), interval);
            assert.deepEqual(barsOf(lane), rowsOf(bars));
            assert.equal(lane.value('LATE'), late);
            assert.equal(lane.value('DROPPED'), dropped);
            const closes = bars.map(({ close }) => close);
            periods.forEach((period, index) => {
              const expected = meanOf(closes, period);
              assert.ok(near(lane.output(index), expected), `sma(${period}): ${lane.output(index)}, not ${expected}`);
            });
          }
          memory.free(lane.lane.address);
          lane.block.free();
        },
      );
    });
  });
}

describe('a lane with bars', () => {
  it('takes a late tick of the instant at which the bar before begins, and none of that at which it ends', async () => {
    const { memory, kernel } = await createKernel(false);
    const lane = new TestLane(memory, kernel, { interval: 1000, periods: [2] });
    lane.write([trade(T0 + 10, 10), trade(T0 + 5000, 20)]);
    lane.drain();
    lane.write([trade(T0, 15, 2), trade(T0 + 1000, 99)]);
    lane.drain();
    assert.deepEqual(barsOf(lane), [
      [T0, 10, 15, 10, 10, 3],
      [T0 + 5000, 20, 20, 20, 20, 1],
    ]);
    assert.deepEqual([lane.value('LATE'), lane.value('DROPPED')], [1, 1]);
  });

  it('leaves the rings of its plan alone while it forms', async () => {
    const { memory, kernel } = await createKernel(false);
    const period = 9;
    const lane = new TestLane(memory, kernel, { interval: 1000, periods: [period] });
    const { i32 } = memory;
    const plan = i32[(lane.lane.address + LANE.PLAN) >> 2] as number;
    const step = i32[(plan + PLAN.STEPS) >> 2] as number;
    const at = i32[(step + STEP.RINGS) >> 2] as number;
    const rings = () => memory.f64.slice(at >> 3, (at + (i32[(step + STEP.RINGS_MASK) >> 2] as number) + 1) >> 3);
    const drainBar = (bar: number) => {
      lane.write([trade(T0 + bar * 1000, bar)]);
      lane.drain();
      return rings();
    };
    // with the last bar of a block a mean writes down what it keeps of the block
    for (let bar = 0; bar < period - 2; bar++) drainBar(bar);
    const before = drainBar(period - 2);
    assert.deepEqual(drainBar(period - 1), before, 'the last bar forms');
    assert.notDeepEqual(drainBar(period), before, 'it is closed');
  });

  it('keeps the newest five hundred, and more where it is asked to', async () => {
    const { memory, kernel } = await createKernel(false);
    for (const keep of [0, 2000]) {
      const lane = new TestLane(memory, kernel, { interval: 1000, keep });
      const ticks = Array.from({ length: 5000 }, (_, index) => trade(T0 + index * 1000, index));
      for (let at = 0; at < ticks.length; at += 100) {
        lane.write(ticks.slice(at, at + 100));
        lane.drain();
      }
      const expected = Math.max(500, keep);
      const rows = barsOf(lane, expected);
      assert.equal(rows.length, expected);
      assert.deepEqual(rows, rowsOf(aggregate(ticks, 1000).bars).slice(-expected));
      assert.equal(barsOf(lane, 3).length, 3);
    }
  });

  it('is read again where the first look at it meets a publication', async () => {
    const { memory, kernel } = await createKernel(false);
    const lane = new TestLane(memory, kernel, { interval: 1000 });
    lane.write([trade(T0, 1), trade(T0 + 1000, 2)]);
    lane.drain();
    let looks = 0;
    class Busy extends SlotReader {
      override read(): boolean {
        return ++looks > 1 && super.read();
      }
    }
    const bars = new BarReader(memory, lane.lane, new Busy(memory, lane.lane)).read(10);
    assert.deepEqual([...bars.close], [1, 2]);
  });

  it('begins afresh where trades follow quotes', async () => {
    const { memory, kernel } = await createKernel(false);
    const lane = new TestLane(memory, kernel, { interval: 1000, periods: [2] });
    const quote = (time: number, bid: number): TestTick => ({ ...trade(time, bid), kind: KIND.QUOTE, ask: bid + 2 });
    lane.write([quote(T0, 10), quote(T0 + 1000, 20), quote(T0 + 2000, 30)]);
    lane.drain();
    assert.deepEqual(
      barsOf(lane).map(([, open]) => open),
      [11, 21, 31],
    );
    assert.equal(lane.output(0), 26);
    lane.write([trade(T0 + 2500, 40)]);
    lane.drain();
    assert.deepEqual(barsOf(lane), [[T0 + 2000, 40, 40, 40, 40, 1]]);
    assert.equal(lane.output(0), Number.NaN);
    lane.write([trade(T0 + 1500, 5), trade(T0 + 3000, 50)]);
    lane.drain();
    assert.equal(lane.value('DROPPED'), 1, 'no bar of trades was there before');
    assert.equal(lane.output(0), 45);
  });

  it('begins afresh there within a batch too, after bars of quotes that it closed', async () => {
    const { memory, kernel } = await createKernel(false);
    const quote = (time: number, bid: number): TestTick => ({ ...trade(time, bid), kind: KIND.QUOTE, ask: bid + 2 });
    const lane = new TestLane(memory, kernel, { interval: 1000, periods: [2] });
    lane.write([quote(T0, 10), quote(T0 + 1000, 20), trade(T0 + 2000, 30), trade(T0 + 3000, 40)]);
    lane.drain();
    assert.deepEqual(
      barsOf(lane).map(([, open]) => open),
      [30, 40],
    );
    assert.equal(lane.output(0), 35);
  });

  it('shows the bid of its newest quote, whatever the batches', async () => {
    const { memory, kernel } = await createKernel(false);
    const plan = { ...meansPlan([1]), outputs: [{ input: (PLAN.BID - PLAN.INPUTS) / 8 }] };
    const quote = (time: number, bid: number): TestTick => ({ ...trade(time, bid), kind: KIND.QUOTE, ask: bid + 2 });
    for (const batches of [[4], [1, 1, 1, 1], [2, 2]]) {
      const lane = new TestLane(memory, kernel, { interval: 1000, plan });
      const ticks = [trade(T0, 10), quote(T0, 9), trade(T0 + 1, 10), quote(T0 + 2, 8)];
      for (const size of batches) {
        lane.write(ticks.splice(0, size));
        lane.drain();
      }
      assert.equal(lane.output(0), 8, `in batches of ${batches}`);
    }
  });

  it('marks the first bar of a session', async () => {
    const { memory, kernel } = await createKernel(false);
    const plan = { ...meansPlan([1]), outputs: [{ input: (PLAN.SESSION - PLAN.INPUTS) / 8 }] };
    const lane = new TestLane(memory, kernel, { interval: 3_600_000, plan });
    const marks: number[] = [];
    for (const hours of [0, 1, 2, 14, 15, 38, 40]) {
      lane.write([trade(T0 + hours * 3_600_000, 1)]);
      lane.drain();
      marks.push(lane.output(0));
    }
    assert.deepEqual(marks, [1, 0, 0, 1, 0, 1, 0]);
  });

  it('puts a trade of the session before, after a quote of the new one, into a bar of its own session', async () => {
    const { memory, kernel } = await createKernel(false);
    const plan = { ...meansPlan([1]), outputs: [{ input: (PLAN.SESSION - PLAN.INPUTS) / 8 }] };
    const hour = 3_600_000;
    // the last bar of a day has three hours
    const lane = new TestLane(memory, kernel, { interval: 7 * hour, plan });
    const midnight = Date.UTC(2026, 0, 6);
    const marks: number[] = [];
    for (const tick of [
      trade(midnight - 9 * hour, 1),
      { ...trade(midnight + 1, 1), kind: KIND.QUOTE, ask: 2 },
      trade(midnight - hour, 2),
      trade(midnight + 2, 3),
    ]) {
      lane.write([tick]);
      lane.drain();
      marks.push(lane.output(0));
    }
    assert.deepEqual(marks, [1, 1, 0, 1]);
    assert.deepEqual(
      barsOf(lane).map(([time]) => time),
      [midnight - 10 * hour, midnight - 3 * hour, midnight],
    );
  });

  it('has one bar of a day for a day of 25 hours', async () => {
    const { memory, kernel } = await createKernel(false);
    const zone = createZone(memory, zoneStretches('Europe/Berlin'));
    const lane = new TestLane(memory, kernel, { interval: DAY, zone });
    const midnight = Date.UTC(2026, 9, 24, 22);
    const hour = 3_600_000;
    lane.write([0, 12, 24.5, 25, 48.5, 49].map((hours) => trade(midnight + hours * hour, hours)));
    lane.drain();
    assert.deepEqual(barsOf(lane), [
      [midnight, 0, 24.5, 0, 24.5, 3],
      [midnight + 25 * hour, 25, 48.5, 25, 48.5, 2],
      [midnight + 49 * hour, 49, 49, 49, 49, 1],
    ]);
  });
});
