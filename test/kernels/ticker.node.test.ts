import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { zoneStretches } from '../../src/elements/shared/time-zone.js';
import { FLAG, HOST, KIND, PAGE, PARKING, REASON, SLOT, STEPPING } from '../../src/memory/layout.js';
import { createZone } from '../../src/memory/zone.js';
import { property } from '../tools/property.js';
import { createKernel, TestLane, type ValueName } from './bench-lane.js';
import { expectedValues, type TestTick } from './ticker-oracle.js';

const START = Date.UTC(2026, 0, 5, 10);
const DAY = 86_400_000;

const trade = (price: number, size = 1, time = START, flags = 0): TestTick => ({
  kind: KIND.TRADE,
  time,
  price,
  size,
  ask: 0,
  askSize: 0,
  flags,
});
const quote = (bid: number, ask: number, time = START): TestTick => ({
  kind: KIND.QUOTE,
  time,
  price: bid,
  size: 3,
  ask,
  askSize: 4,
  flags: 0,
});

/** Whole-number prices and sizes, so that sums are exact in any order. */
const anyTick: fc.Arbitrary<TestTick> = fc.record({
  kind: fc.constantFrom(KIND.TRADE, KIND.TRADE, KIND.QUOTE),
  // over three days, now and then late
  time: fc.integer({ min: 0, max: 3 * 24 }).map((hour) => START + hour * 3_600_000),
  price: fc.integer({ min: -50, max: 1000 }),
  size: fc.integer({ min: 0, max: 100 }),
  ask: fc.integer({ min: 0, max: 1000 }),
  askSize: fc.integer({ min: 0, max: 100 }),
  flags: fc.constantFrom(0, 0, 0, 0, FLAG.REFERENCE),
});
const inOrder = (ticks: TestTick[]) => [...ticks].sort((a, b) => a.time - b.time);

function check(lane: TestLane, ticks: readonly TestTick[], periods: readonly number[]): void {
  const { averages, steps: _, ...expected } = expectedValues(ticks, periods);
  for (const [name, value] of Object.entries(expected)) {
    assert.ok(
      Object.is(lane.value(name as ValueName) + 0, value + 0),
      `${name}: ${lane.value(name as ValueName)}, not ${value}`,
    );
  }
  averages.forEach((value, index) => {
    const got = lane.output(index);
    const near = Number.isNaN(value)
      ? Number.isNaN(got)
      : Math.abs(got - value) <= 1e-12 * Math.max(1, Math.abs(value));
    assert.ok(near, `sma(${periods[index]}): ${got}, not ${value}`);
  });
}

for (const shared of [true, false]) {
  describe(`ticker kernel in ${shared ? 'shared' : 'unshared'} memory`, () => {
    it('publishes the values of any ticks in any batches, as a naive computation has them', async () => {
      const { memory, kernel } = await createKernel(shared);
      property(
        fc.array(anyTick, { maxLength: 120 }),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }),
        (drawn, sorted, batches, periods) => {
          const ticks = sorted ? inOrder(drawn) : drawn;
          const lane = new TestLane(memory, kernel, { capacity: 64, periods });
          for (let at = 0, turn = 0; at < ticks.length; turn++) {
            const batch = ticks.slice(at, at + (batches[turn % batches.length] as number));
            lane.write(batch);
            assert.equal(lane.drain() & 1, 1);
            at += batch.length;
            check(lane, ticks.slice(0, at), periods);
          }
          assert.equal(lane.drain(), 0);
          memory.free(lane.lane.address);
          lane.block.free();
        },
      );
    });

    it('keeps count, sums, extremes and the last price exact when a full ring merges ticks', async () => {
      const { memory, kernel } = await createKernel(shared);
      property(
        fc.array(
          anyTick.map((tick) => ({ ...tick, time: START })),
          { minLength: 1, maxLength: 200 },
        ),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        (ticks, batches) => {
          const lane = new TestLane(memory, kernel, { capacity: 8 });
          let conflated = 0;
          for (let at = 0, turn = 0; at < ticks.length; turn++) {
            const batch = ticks.slice(at, at + (batches[turn % batches.length] as number));
            lane.write(batch);
            conflated += lane.writer.takeConflated();
            if (turn % 2) lane.drain();
            at += batch.length;
          }
          while (lane.drain());
          const expected = expectedValues(ticks, []);
          // merging trades and quotes apart may reorder one against the other, but never within a kind
          for (const name of [
            'LAST',
            'BID',
            'ASK',
            'BID_SIZE',
            'ASK_SIZE',
            'TICKS',
            'TRADES',
            'VOLUME',
            'OPEN',
            'HIGH',
            'LOW',
          ] as const) {
            assert.ok(
              Object.is(lane.value(name) + 0, expected[name] + 0),
              `${name}: ${lane.value(name)}, not ${expected[name]}`,
            );
          }
          assert.equal(lane.value('CONFLATED'), conflated);
          memory.free(lane.lane.address);
          lane.block.free();
        },
      );
    });

    it('knows nothing before the first tick', async () => {
      const { memory, kernel } = await createKernel(shared);
      const lane = new TestLane(memory, kernel, { periods: [3] });
      assert.equal(lane.drain(), 0);
      assert.equal(lane.reader.changed, false);
      for (const name of ['LAST', 'BID', 'OPEN', 'VWAP', 'CHANGE'] as const) assert.equal(lane.value(name), Number.NaN);
      assert.equal(lane.value('TICKS'), 0);
      assert.equal(lane.output(0), Number.NaN);
    });

    it('lets a trade end a series of mids: open, average and trail begin afresh', async () => {
      const { memory, kernel } = await createKernel(shared);
      const lane = new TestLane(memory, kernel, { periods: [2] });
      lane.write([quote(9, 11), quote(11, 13)]);
      lane.drain();
      assert.deepEqual([lane.value('LAST'), lane.value('OPEN'), lane.output(0)], [12, 10, 11]);
      lane.write([trade(20)]);
      lane.drain();
      assert.deepEqual([lane.value('LAST'), lane.value('OPEN'), lane.value('HIGH')], [20, 20, 20]);
      assert.equal(lane.output(0), Number.NaN);
      assert.equal(lane.word('STEPPING'), STEPPING.TRADES);
      const trail = new Float64Array(10);
      assert.equal(lane.reader.readTrail(trail), 1);
      assert.equal(trail[0], 20);
    });

    it('takes a reference trade as the last price, and counts neither it nor its size', async () => {
      const { memory, kernel } = await createKernel(shared);
      const lane = new TestLane(memory, kernel, { periods: [1] });
      lane.write([trade(7, 100, START, FLAG.REFERENCE), quote(6, 9)]);
      lane.drain();
      assert.deepEqual(
        [lane.value('LAST'), lane.value('VOLUME'), lane.value('TRADES'), lane.value('TICKS')],
        [7, 0, 0, 1],
      );
      assert.equal(lane.output(0), Number.NaN);
    });

    it('measures change against the previous close where there is one, and changes it at once', async () => {
      const { memory, kernel } = await createKernel(shared);
      const lane = new TestLane(memory, kernel, { previousClose: -50 });
      lane.write([trade(-40)]);
      lane.drain();
      assert.deepEqual([lane.value('CHANGE'), lane.value('CHANGE_PERCENT')], [10, 20]);
    });

    it('begins a session when the local date changes, where clocks change at midnight too', async () => {
      const { memory, kernel } = await createKernel(shared);
      for (const timeZone of ['America/Santiago', 'Africa/Cairo', 'Asia/Beirut', 'America/Havana', 'Europe/Berlin']) {
        const dateOf = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' });
        const stretches = zoneStretches(timeZone);
        const changes = stretches
          .map(({ until }) => until)
          .filter((until) => until > START && until < START + 365 * DAY);
        assert.ok(changes.length > 0, timeZone);
        for (const change of changes) {
          const zone = createZone(memory, stretches);
          const lane = new TestLane(memory, kernel, { zone });
          let date = '';
          let volume = 0;
          for (let time = change - 2 * DAY; time < change + 2 * DAY; time += 1_800_000) {
            const today = dateOf.format(time);
            volume = today === date ? volume + 1 : 1;
            date = today;
            lane.write([trade(1, 1, time)]);
            lane.drain();
            assert.equal(lane.value('VOLUME'), volume, `${timeZone} ${new Date(time).toISOString()}`);
          }
          memory.free(lane.lane.address);
          memory.free(zone);
          lane.block.free();
        }
      }
    });

    it('begins a session at midnight of its time zone, daylight saving included', async () => {
      const { memory, kernel } = await createKernel(shared);
      // one hour ahead of UTC until noon of the second day, two hours from then on
      const turn = Date.UTC(2026, 2, 29, 1);
      const zone = createZone(memory, [
        { until: turn, offset: 3_600_000 },
        { until: Number.POSITIVE_INFINITY, offset: 7_200_000 },
      ]);
      const lane = new TestLane(memory, kernel, { zone });
      const at = (iso: string, price: number) => {
        lane.write([trade(price, 1, Date.parse(iso))]);
        lane.drain();
        return [lane.value('OPEN'), lane.value('VOLUME')];
      };
      assert.deepEqual(at('2026-03-28T22:59:59.999Z', 1), [1, 1]);
      assert.deepEqual(at('2026-03-28T23:00:00Z', 2), [2, 1]);
      assert.deepEqual(at('2026-03-29T21:59:59Z', 3), [2, 2], 'the day of the change has 23 hours');
      assert.deepEqual(at('2026-03-29T22:00:00Z', 4), [4, 1]);
    });

    it('forgets a spike once it has left the period', async () => {
      const { memory, kernel } = await createKernel(shared);
      const lane = new TestLane(memory, kernel, { periods: [20] });
      const prices = Array.from({ length: 400 }, (_, index) => 100 + Math.sin(index));
      prices[150] = 1e15;
      prices.forEach((price, index) => {
        lane.write([trade(price)]);
        lane.drain();
        if (index < 171) return;
        const fresh = prices.slice(index - 19, index + 1).reduce((sum, each) => sum + each, 0) / 20;
        assert.ok(Math.abs(lane.output(0) - fresh) <= 1e-12 * fresh, `bar ${index}: ${lane.output(0)}, not ${fresh}`);
      });
    });

    it('gives no trail that a drain in progress may be writing over', async () => {
      const { memory, kernel } = await createKernel(shared);
      for (const ahead of [0, 100, 200, 300]) {
        const lane = new TestLane(memory, kernel);
        const write = (count: number, price: number) => {
          for (let left = count; left > 0; left -= 50)
            lane.write(Array.from({ length: Math.min(50, left) }, () => trade(price)));
          lane.drain();
        };
        write(64, 1);
        lane.reader.read();
        if (ahead > 0) write(ahead, 2);
        // the next pass has not been published yet
        const published = lane.lane.slot + SLOT.TRAIL_TO;
        const points = Atomics.load(memory.i32, published >> 2);
        write(256, 3);
        Atomics.store(memory.i32, published >> 2, points);
        const trail = new Float64Array(64);
        const count = lane.reader.readTrail(trail);
        assert.ok(count === -1 || trail.every((price) => price === 1), `${ahead} ahead`);
        assert.ok(count === 64 || ahead > 100, `${ahead} ahead`);
        memory.free(lane.lane.address);
        lane.block.free();
      }
    });

    it('samples the trail by time, with the last price of each bucket', async () => {
      const { memory, kernel } = await createKernel(shared);
      const lane = new TestLane(memory, kernel, { bucket: 1000 });
      lane.write([trade(1, 1, START), trade(2, 1, START + 900), trade(3, 1, START + 1000), trade(4, 1, START + 5000)]);
      lane.drain();
      lane.write([trade(5, 1, START + 5999), trade(6, 1, START + 3000)]);
      lane.drain();
      lane.value('LAST');
      const trail = new Float64Array(10);
      assert.equal(lane.reader.readTrail(trail), 3);
      assert.deepEqual([...trail.subarray(0, 3)], [2, 3, 6]);
    });

    it('carries figures, history and trail into a lane with another plan, whose averages start warm', async () => {
      const { memory, kernel } = await createKernel(shared);
      const old = new TestLane(memory, kernel, { periods: [3], bucket: 1000 });
      const ticks = Array.from({ length: 90 }, (_, index) => trade(100 + index, 2, START + index * 500));
      old.write(ticks);
      old.drain();
      const next = new TestLane(memory, kernel, { periods: [50, 3, 100], bucket: 1000 });
      kernel.adopt(next.lane.address, old.lane.address, 0);
      const { averages } = expectedValues(ticks, [50, 3, 100]);
      assert.deepEqual(
        [0, 1, 2].map((index) => next.output(index)),
        averages,
      );
      assert.deepEqual([next.value('VOLUME'), next.value('TICKS'), next.value('OPEN')], [180, 90, 100]);
      const more = [trade(500, 1, START + 60_000), trade(501, 1, START + 61_000)];
      next.write(more);
      next.drain();
      check(next, [...ticks, ...more], [50, 3, 100]);
      const trail = new Float64Array(64);
      assert.equal(next.reader.readTrail(trail), 47);
    });

    it('wakes a parked frame loop once, by message where the page asks for it', async () => {
      const { memory, kernel } = await createKernel(shared);
      const lane = new TestLane(memory, kernel);
      for (const [parking, flags] of [
        [PARKING.AWAKE, 1],
        [PARKING.NOTIFY, 1],
        [PARKING.MESSAGE, 1 | REASON.NUDGE],
      ] as const) {
        memory.i32[PAGE.PARKING >> 2] = parking;
        lane.write([trade(1)]);
        assert.equal(lane.drain(), flags);
        assert.equal(memory.i32[PAGE.PARKING >> 2], PARKING.AWAKE);
      }
    });

    it('returns from a run with the reason, after it has drained what there was', async () => {
      const { memory, kernel } = await createKernel(shared);
      const lane = new TestLane(memory, kernel);
      lane.write([trade(42)]);
      lane.block.announceCall();
      assert.equal(kernel.run(lane.block.address, lane.lane.address), REASON.CALL);
      assert.equal(lane.value('LAST'), 42);
      assert.equal(lane.block.answered, lane.block.bell);
      assert.equal(memory.i32[(lane.block.address + HOST.REASON) >> 2], 0);
    });

    it('has not answered its bell while more waits in the ring: a host that dies then is seen to be behind', async () => {
      const { memory, kernel } = await createKernel(true);
      const lane = new TestLane(memory, kernel, { capacity: 1024 });
      lane.write(Array.from({ length: 800 }, (_, index) => trade(100 + index)));
      const run = () => {
        lane.block.recall(REASON.CALL);
        kernel.run(lane.block.address, lane.lane.address);
        return [lane.value('TICKS'), lane.block.bell - lane.block.answered];
      };
      assert.deepEqual(run(), [512, 1]);
      assert.deepEqual(run(), [800, 0]);
    });
  });
}

describe('a ticker lane', () => {
  it('runs a plan with a period of 100,000', async () => {
    const { memory, kernel } = await createKernel(false);
    const lane = new TestLane(memory, kernel, { periods: [100_000], capacity: 4096 });
    for (let from = 0; from < 150_000; from += 2000) {
      lane.write(Array.from({ length: 2000 }, (_, index) => trade(from + index, 1, START + DAY / 10)));
      lane.drain();
    }
    assert.equal(lane.output(0), (50_000 + 149_999) / 2);
    assert.equal(lane.value('CONFLATED'), 0);
  });
});
