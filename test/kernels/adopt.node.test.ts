import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compile } from '../../src/indicators/compile.js';
import { BarReader } from '../../src/memory/bar-reader.js';
import { createHistory, writeHistory } from '../../src/memory/history.js';
import { KIND, LANE } from '../../src/memory/layout.js';
import { Views } from '../../src/memory/views.js';
import { createZone } from '../../src/memory/zone.js';
import { property } from '../tools/property.js';
import { createKernel, TestLane } from './bench-lane.js';
import { type TestTick, trade } from './ticker-oracle.js';

const T0 = Date.UTC(2026, 0, 5, 10);
const MINUTE = 60_000;
const INDICATORS = 'sma(3); ema(4); rsi(5); atr(3); vwap; highest(high, 4)';

const plan = (indicators: string) => {
  const { plan, errors } = compile({ indicators, alerts: [] });
  assert.deepEqual(errors, []);
  return plan;
};
const outputsOf = (lane: TestLane) => Array.from({ length: lane.lane.outputs }, (_, index) => lane.output(index));
const barsOf = (lane: TestLane) => new BarReader(lane.memory, lane.lane, lane.reader).read(1000);

/** A trade every few seconds. */
const walk = fc
  .array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 40_000 })), {
    minLength: 2,
    maxLength: 300,
  })
  .map((steps) => {
    let price = 100;
    let time = T0;
    return steps.map(([change, step], index) => {
      price += change;
      time += step;
      return trade(time, price, 1 + (index % 3));
    });
  });

describe('a lane that goes on where another stopped', () => {
  for (const interval of [0, MINUTE]) {
    it(`has the outputs that it would have had from the start (${interval ? 'bars' : 'ticks'})`, async () => {
      const { memory, kernel } = await createKernel(false);
      property(walk, fc.double({ min: 0, max: 1, noNaN: true }), (ticks, share) => {
        const cut = Math.floor(ticks.length * share);
        const whole = new TestLane(memory, kernel, { interval, keep: 400, plan: plan(INDICATORS), capacity: 512 });
        whole.write(ticks);
        whole.drain();
        const old = new TestLane(memory, kernel, {
          interval,
          keep: 400,
          plan: plan('sma(7); rsi(3); obv'),
          capacity: 512,
        });
        old.write(ticks.slice(0, cut));
        old.drain();
        const next = new TestLane(memory, kernel, { interval, keep: 400, plan: plan(INDICATORS), capacity: 512 });
        kernel.adopt(next.lane.address, old.lane.address, 0);
        next.write(ticks.slice(cut));
        next.drain();
        // volumes of ticks are not kept for a plan that does not read them
        const names = INDICATORS.split(';').length;
        for (let index = 0; index < names; index++) {
          if (interval === 0 && index === 4 && cut > 0) continue;
          assert.equal(next.output(index), whole.output(index), `output ${index}`);
        }
        assert.deepEqual(barsOf(next), barsOf(whole));
        for (const lane of [whole, old, next]) {
          memory.free(lane.lane.address);
          lane.block.free();
        }
      });
    });
  }

  it('takes for unknown what a shorter series of ticks does not hold any more', async () => {
    const { memory, kernel } = await createKernel(false);
    // thousands of prices are kept, and some hundred volumes
    const options = { keep: 2000, plan: plan('obv; sma(volume, 3)') };
    const old = new TestLane(memory, kernel, options);
    const ticks = Array.from({ length: 1800 }, (_, index) => trade(T0 + index, 100 + ((index * 7) % 11), 1 + index));
    for (let at = 0; at < ticks.length; at += 200) {
      old.write(ticks.slice(at, at + 200));
      old.drain();
    }
    const next = new TestLane(memory, kernel, options);
    kernel.adopt(next.lane.address, old.lane.address, 0);
    // on-balance volume is a sum over the newest volumes that there are
    const sums = new Set<number>();
    let sum = 0;
    for (let index = ticks.length - 1; index > 0; index--) {
      const { price, size } = ticks[index] as TestTick;
      sum += Math.sign(price - (ticks[index - 1] as TestTick).price) * size;
      sums.add(sum);
    }
    assert.ok(sums.has(next.output(0)), `${next.output(0)}`);
    assert.equal(next.output(1), 1799);
  });

  it('has whole bars where a plan looks further back than bars are kept', async () => {
    const { memory, kernel } = await createKernel(false);
    const make = () => new TestLane(memory, kernel, { interval: MINUTE, plan: plan('sma(1500); vwap; atr(5)') });
    const ticks = Array.from({ length: 1600 }, (_, minute) => trade(T0 + minute * MINUTE, 100 + (minute % 9), minute));
    const old = make();
    for (let at = 0; at < ticks.length; at += 200) {
      old.write(ticks.slice(at, at + 200));
      old.drain();
    }
    const next = make();
    kernel.adopt(next.lane.address, old.lane.address, 0);
    assert.deepEqual(outputsOf(next), outputsOf(old));
    assert.deepEqual(barsOf(next), barsOf(old));
  });

  it('ends its session by its own time zone', async () => {
    const { memory, kernel } = await createKernel(false);
    const zone = createZone(memory, [{ until: Number.POSITIVE_INFINITY, offset: 9 * 60 * MINUTE }]);
    const old = new TestLane(memory, kernel, {});
    old.write([trade(T0, 1)]);
    old.drain();
    const next = new TestLane(memory, kernel, { zone });
    kernel.adopt(next.lane.address, old.lane.address, 0);
    const volumes = [5 * 60 - 1, 5 * 60, 15 * 60].map((minutes) => {
      next.write([trade(T0 + minutes * MINUTE, 2)]);
      next.drain();
      return next.value('VOLUME');
    });
    assert.deepEqual(volumes, [2, 1, 2], 'midnight in Tokyo is at 15:00 UTC, five hours after the change');
  });

  it('computes a bar again that a late tick corrects after the change', async () => {
    const { memory, kernel } = await createKernel(false);
    const make = () => new TestLane(memory, kernel, { interval: MINUTE, plan: plan(INDICATORS) });
    const before = Array.from({ length: 20 }, (_, index) => trade(T0 + index * 20_000, 100 + ((index * 7) % 5)));
    const late = trade(T0 + 5 * MINUTE + 1000, 140);
    const after = [late, trade(T0 + 7 * MINUTE, 101)];
    const whole = make();
    whole.write([...before, ...after]);
    whole.drain();
    const old = make();
    old.write(before);
    old.drain();
    const next = make();
    kernel.adopt(next.lane.address, old.lane.address, 0);
    next.write(after);
    next.drain();
    assert.equal(next.value('LATE'), 1);
    assert.deepEqual(outputsOf(next), outputsOf(whole));
    assert.deepEqual(barsOf(next), barsOf(whole));
  });
});

describe('history', () => {
  const bar = (minute: number, price: number) => ({
    time: T0 + minute * MINUTE,
    open: price,
    high: price + 3,
    low: price - 3,
    close: price + 1,
    volume: 10,
  });
  const history = Array.from({ length: 40 }, (_, minute) => bar(minute, 100 + (minute % 7)));

  async function join(rows: readonly ReturnType<typeof bar>[], live: readonly TestTick[], later: readonly TestTick[]) {
    const { memory, kernel } = await createKernel(false);
    const options = { interval: MINUTE, plan: plan(INDICATORS) };
    const old = new TestLane(memory, kernel, options);
    old.write(live);
    old.drain();
    const block = createHistory(memory, 1000);
    writeHistory(new Views(memory.memory), block.address, memory.byteLength, rows);
    const next = new TestLane(memory, kernel, options);
    kernel.adopt(next.lane.address, old.lane.address, block.address);
    block.free();
    next.write(later);
    next.drain();
    return next;
  }

  it('comes before the live bars, and the bar that both have is joined', async () => {
    const live = [trade(T0 + 39 * MINUTE + 30_000, 120), trade(T0 + 39 * MINUTE + 40_000, 108, 2)];
    const later = [trade(T0 + 40 * MINUTE, 110), trade(T0 + 41 * MINUTE, 111)];
    const lane = await join(history, live, later);
    const bars = barsOf(lane);
    assert.equal(bars.time.length, 42);
    assert.deepEqual(
      [...bars.time],
      Array.from({ length: 42 }, (_, minute) => T0 + minute * MINUTE),
    );
    const at = (index: number) => [
      bars.open[index],
      bars.high[index],
      bars.low[index],
      bars.close[index],
      bars.volume[index],
    ];
    assert.deepEqual(at(38), [103, 106, 100, 104, 10]);
    assert.deepEqual(
      at(39),
      [104, 120, 101, 108, 10],
      'open of history, range and larger volume of both, close of the ticks',
    );
    assert.deepEqual(at(40), [110, 110, 110, 110, 1]);
    const closes = [...bars.close];
    assert.equal(lane.output(0), ((closes[39] as number) + (closes[40] as number) + (closes[41] as number)) / 3);
  });

  it('has one bar where several of its rows fall into it', async () => {
    const rows = [bar(0, 100), { ...bar(0, 110), time: T0 + 20_000 }, { ...bar(0, 90), time: T0 + 40_000 }];
    const bars = barsOf(await join([...rows, bar(1, 120)], [trade(T0 + 2 * MINUTE, 5)], []));
    assert.deepEqual([...bars.time], [T0, T0 + MINUTE, T0 + 2 * MINUTE]);
    assert.deepEqual([bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume[0]], [100, 113, 87, 91, 30]);
  });

  it('is all there is before the first tick, its last bar still forming', async () => {
    const lane = await join(history, [], []);
    assert.equal(barsOf(lane).time.length, 40);
    assert.equal(lane.output(0), (103 + 104 + 105) / 3);
    const further = await join(history, [], [trade(T0 + 39 * MINUTE + 59_000, 50, 4)]);
    const bars = barsOf(further);
    assert.equal(bars.time.length, 40);
    assert.deepEqual([bars.low[39], bars.close[39], bars.volume[39]], [50, 50, 14]);
  });

  it('stays when trades follow quotes', async () => {
    const quote: TestTick = { ...trade(T0 + 39 * MINUTE + 1000, 110), kind: KIND.QUOTE, ask: 112 };
    const lane = await join(history, [quote], [trade(T0 + 39 * MINUTE + 2000, 113)]);
    assert.equal(barsOf(lane).time.length, 40);
  });

  /** A lane that gets batches of ticks and of history, one after another. */
  async function follow(
    ...parts: readonly (readonly TestTick[] | { readonly rows: readonly ReturnType<typeof bar>[] })[]
  ) {
    const { memory, kernel } = await createKernel(false);
    const make = () => new TestLane(memory, kernel, { interval: MINUTE, plan: plan(INDICATORS) });
    let lane = make();
    for (const part of parts) {
      if ('rows' in part) {
        const block = createHistory(memory, 2000);
        writeHistory(new Views(memory.memory), block.address, memory.byteLength, part.rows);
        const next = make();
        kernel.adopt(next.lane.address, lane.lane.address, block.address);
        block.free();
        lane = next;
      } else {
        for (let at = 0; at < part.length; at += 200) {
          lane.write(part.slice(at, at + 200));
          lane.drain();
        }
      }
    }
    return lane;
  }

  it('says where live began, whatever came first', async () => {
    const tick = trade(T0 + 40 * MINUTE + 5, 110);
    for (const parts of [[[tick]], [{ rows: history }, [tick]], [[tick], { rows: history }]]) {
      const lane = await follow(...parts);
      assert.equal(lane.value('LIVE'), T0 + 40 * MINUTE);
    }
    assert.ok(Number.isNaN((await follow({ rows: history })).value('LIVE')));
    const quote: TestTick = { ...trade(T0, 110), kind: KIND.QUOTE, ask: 112 };
    assert.equal((await follow([quote, tick])).value('LIVE'), T0 + 40 * MINUTE, 'what mids made is gone');
    assert.equal((await follow([quote, tick], { rows: [] })).value('LIVE'), T0 + 40 * MINUTE);
  });

  it('closes a hole that shows later, and ends as if it had been whole at once', async () => {
    const live = [trade(T0 + 40 * MINUTE + 5, 120), trade(T0 + 41 * MINUTE, 108, 2), trade(T0 + 42 * MINUTE, 109)];
    const after = [trade(T0 + 42 * MINUTE + 500, 140), trade(T0 + 43 * MINUTE, 101)];
    const whole = await follow(live, { rows: history }, after);
    // up to the twentieth bar, which is not whole
    const early = [...history.slice(0, 20), { ...bar(20, 5), volume: 1 }];
    for (const parts of [
      [{ rows: early }, live, { rows: history }, after],
      [live, { rows: early }, { rows: history.slice(18) }, after],
      [{ rows: early }, live.slice(0, 2), { rows: history.slice(20) }, live.slice(2), after],
      // a second answer before the first tick
      [{ rows: early }, { rows: history.slice(20) }, live, after],
      // the same once more changes nothing
      [{ rows: early }, live, { rows: history }, { rows: history.slice(10, 30) }, { rows: [] }, after],
    ]) {
      const lane = await follow(...parts);
      assert.deepEqual(barsOf(lane), barsOf(whole));
      assert.deepEqual(outputsOf(lane), outputsOf(whole));
    }
  });

  it('gives the first live bar what it had before its first tick, after history was joined without', async () => {
    const tick = trade(T0 + 39 * MINUTE + 30_000, 120);
    const lane = await follow({ rows: history.slice(0, 30) }, [tick], { rows: history.slice(28) });
    assert.deepEqual(barsOf(lane), barsOf(await follow([tick], { rows: history })));
  });

  it('keeps as many of the newest bars as there is room for, at whichever join', async () => {
    const many = Array.from({ length: 900 }, (_, minute) => bar(minute, 100 + (minute % 7)));
    const tick = trade(T0 + 900 * MINUTE, 100);
    const whole = await follow([tick], { rows: many });
    const times = [...barsOf(whole).time];
    assert.ok(times.length < 900, 'there is no room for all');
    assert.equal(times.at(-2), T0 + 899 * MINUTE);
    const mended = await follow({ rows: many.slice(0, 700) }, [tick], { rows: many.slice(650) });
    assert.deepEqual(barsOf(mended), barsOf(whole));
    assert.deepEqual(outputsOf(mended), outputsOf(whole));
    // live bars that have gone round the ring: nothing is older than what is left of them
    const ticks = Array.from({ length: 1500 }, (_, minute) => trade(T0 + minute * MINUTE, 100));
    const without = await follow(ticks, { rows: [] });
    assert.deepEqual(barsOf(await follow(ticks, { rows: many })), barsOf(without));
  });

  it('in any number of parts, between ticks, is the bars that all of it makes', async () => {
    const ends = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), { maxLength: 4 });
    const { memory, kernel } = await createKernel(false);
    property(ends, walk, (parts, ticks) => {
      const options = { interval: MINUTE, plan: plan(INDICATORS) };
      const made: TestLane[] = [];
      const make = () => {
        const lane = new TestLane(memory, kernel, options);
        made.push(lane);
        return lane;
      };
      const later = ticks.map((tick) => ({ ...tick, time: tick.time + 40 * MINUTE }));
      const join = (lane: TestLane, rows: readonly ReturnType<typeof bar>[]) => {
        const block = createHistory(memory, 100);
        writeHistory(new Views(memory.memory), block.address, memory.byteLength, rows);
        const next = make();
        kernel.adopt(next.lane.address, lane.lane.address, block.address);
        block.free();
        return next;
      };
      const take = (lane: TestLane, some: readonly TestTick[]) => {
        lane.write(some);
        lane.drain();
        return lane;
      };
      const cut = Math.floor(later.length / (parts.length + 1));
      let lane = make();
      parts.forEach(([one, other], index) => {
        lane = take(lane, later.slice(index * cut, (index + 1) * cut));
        lane = join(lane, history.slice(Math.min(one, other), Math.max(one, other)));
      });
      lane = join(take(lane, later.slice(parts.length * cut)), history);
      const whole = take(join(make(), history), later);
      assert.deepEqual(barsOf(lane), barsOf(whole));
      assert.deepEqual(outputsOf(lane), outputsOf(whole));
      for (const each of made) {
        memory.free(each.lane.address);
        each.block.free();
      }
    });
  });

  it('is joined as it would have been by a kernel that died before its commit', async () => {
    const { memory, kernel } = await createKernel(false);
    const make = () => new TestLane(memory, kernel, { interval: MINUTE, plan: plan(INDICATORS) });
    const old = make();
    old.write([trade(T0 + 39 * MINUTE + 1, 120), trade(T0 + 40 * MINUTE, 110)]);
    old.drain();
    const [once, twice] = [make(), make()];
    for (const rows of [history.slice(0, 30), history]) {
      const block = createHistory(memory, 100);
      writeHistory(new Views(memory.memory), block.address, memory.byteLength, rows);
      const words = [LANE.READ, LANE.COMMITTED].map((word) => (twice.lane.address + word) >> 2);
      kernel.adopt(twice.lane.address, old.lane.address, block.address);
      // the last one counts: before it nothing was committed
      for (const word of words) memory.i32[word] = 0;
      kernel.adopt(twice.lane.address, old.lane.address, block.address);
      if (rows === history) kernel.adopt(once.lane.address, old.lane.address, block.address);
      else for (const word of words) memory.i32[word] = 0;
    }
    assert.deepEqual(barsOf(twice), barsOf(once));
    assert.deepEqual(outputsOf(twice), outputsOf(once));
  });

  it('that lies after the first live bar is left out', async () => {
    const lane = await join(history, [trade(T0 + 10 * MINUTE, 7), trade(T0 + 11 * MINUTE, 8)], []);
    const bars = barsOf(lane);
    assert.equal(bars.time.length, 12);
    assert.equal(bars.close[11], 8);
  });
});
