import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { zoneStretches } from '../../src/elements/shared/time-zone.js';
import { barStarts, mergeRows, RowCollection } from '../../src/feed/history-bars.js';
import type { Bar } from '../../src/market/bar.js';
import { BarReader } from '../../src/memory/bar-reader.js';
import { KIND } from '../../src/memory/layout.js';
import { createZone } from '../../src/memory/zone.js';
import { createKernel, TestLane } from '../kernels/bench-lane.js';
import { property } from '../tools/property.js';
import { barAt, barsFrom, MINUTE, T0 } from './history-server.js';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('where a bar begins', () => {
  for (const zone of ['UTC', 'America/New_York', 'Europe/London', 'Asia/Kolkata', 'Asia/Tokyo', 'America/Sao_Paulo']) {
    it(`is where the kernel's does, in ${zone}`, async () => {
      const { memory, kernel } = await createKernel(false);
      const stretches = zoneStretches(zone);
      const table = stretches.length > 0 ? createZone(memory, stretches) : 0;
      // days of changes too: they are a twentieth of such a range
      const time = fc.integer({ min: Date.UTC(2018, 9, 25) / 1000, max: Date.UTC(2018, 10, 12) / 1000 });
      const interval = fc.constantFrom(1000, 7 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, DAY);
      property(time, interval, (second, length) => {
        // a quarter of a second past: midnight in UTC would mean a date
        const instant = second * 1000 + 250;
        const lane = new TestLane(memory, kernel, { interval: length, zone: table });
        lane.write([{ kind: KIND.TRADE, time: instant, price: 1, size: 1, ask: 0, askSize: 0, flags: 0 }]);
        lane.drain();
        const [start] = new BarReader(memory, lane.lane, lane.reader).read(1).time;
        assert.equal(barStarts(length, stretches)(instant), start, new Date(instant).toISOString());
        memory.free(lane.lane.address);
        lane.block.free();
      });
    });
  }

  it('is the same for times in any order', () => {
    const stretches = zoneStretches('America/New_York');
    const one = barStarts(HOUR, stretches);
    property(fc.array(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2026, 0) })), (times) => {
      for (const time of times) assert.equal(one(time), barStarts(HOUR, stretches)(time));
    });
  });

  it('is the local midnight of the date that a day is stamped with', () => {
    const start = barStarts(DAY, zoneStretches('America/New_York'));
    assert.equal(start(Date.UTC(2026, 0, 5)), Date.UTC(2026, 0, 5, 5), 'a date');
    assert.equal(start(Date.UTC(2026, 0, 5, 5)), Date.UTC(2026, 0, 5, 5), 'New York, midnight');
    assert.equal(start(Date.UTC(2026, 0, 5, 14, 30)), Date.UTC(2026, 0, 5, 5), 'New York, the opening');
    assert.equal(start(Date.UTC(2026, 6, 5)), Date.UTC(2026, 6, 5, 4), 'in summer');
    assert.equal(barStarts(DAY, [])(Date.UTC(2026, 0, 5, 5)), Date.UTC(2026, 0, 5));
  });

  it('is what a row says where nobody knows the zone and it matters', () => {
    assert.equal(barStarts(15 * MINUTE)(T0 + 16 * MINUTE), T0 + 15 * MINUTE);
    assert.equal(barStarts(HOUR)(T0 + 30 * MINUTE), T0 + 30 * MINUTE);
  });
});

describe('rows of one bar', () => {
  const startOf = barStarts(MINUTE);

  it('become it: first open, range of all, last close, summed volume; and are counted', () => {
    const rows = [
      barAt(0),
      { time: T0 + MINUTE, open: 5, high: 7, low: 4, close: 6, volume: 1 },
      { time: T0 + MINUTE + 20_000, open: 6, high: 9, low: 6, close: 8, volume: 2 },
      { time: T0 + MINUTE + 59_999, open: 8, high: 8, low: 2, close: 3, volume: 4 },
      { ...barAt(2), time: T0 + 2 * MINUTE + 1 },
    ];
    assert.deepEqual(mergeRows(rows, startOf), {
      bars: [barAt(0), { time: T0 + MINUTE, open: 5, high: 9, low: 2, close: 3, volume: 7 }, barAt(2)],
      moved: 3,
    });
    assert.deepEqual(mergeRows([], startOf), { bars: [], moved: 0 });
  });

  it('that are cut up anywhere make the same bars', () => {
    property(fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 80 }), fc.array(fc.nat()), (seconds, cuts) => {
      const times = [...new Set(seconds)].sort((a, b) => a - b).map((second) => T0 + second * 1000);
      const rows = times.map((time, index): Bar => ({ ...barAt(index % 11), time }));
      const naive = [...new Set(times.map(startOf))].map((start) => {
        const own = rows.filter(({ time }) => time >= start && time < start + MINUTE);
        return {
          time: start,
          open: own[0]?.open,
          high: Math.max(...own.map(({ high }) => high)),
          low: Math.min(...own.map(({ low }) => low)),
          close: own.at(-1)?.close,
          volume: own.reduce((sum, { volume }) => sum + volume, 0),
        };
      });
      // pages in any order, some rows on several
      const collection = new RowCollection(startOf);
      for (const cut of cuts) collection.add(rows.slice(cut % (rows.length + 1), (cut % (rows.length + 1)) + 9));
      collection.add(rows);
      assert.deepEqual(collection.merged().bars, naive);
      assert.deepEqual(collection.list(), rows);
      assert.equal(collection.bars, naive.length);
      assert.equal(collection.rows, rows.length);
      assert.equal(collection.oldest, Math.min(...times));
    });
  });

  it('are replaced by those of a later answer, wherever that stamps the forming bar; other bars stay', () => {
    const rows = new RowCollection(startOf);
    const forming = (second: number, volume: number) => ({
      ...barAt(3),
      time: T0 + 3 * MINUTE + second * 1000,
      volume,
    });
    rows.add([...barsFrom(0, 3), forming(10, 1)]);
    const later = new RowCollection(startOf);
    later.add([{ ...barAt(2), volume: 99 }, forming(20, 5), barAt(4)]);
    rows.renew(later);
    assert.deepEqual(rows.merged().bars, [
      ...barsFrom(0, 2),
      { ...barAt(2), volume: 99 },
      { ...barAt(3), volume: 5 },
      barAt(4),
    ]);
    // an answer of a server that is further behind takes nothing away
    const older = new RowCollection(startOf);
    older.add(barsFrom(1, 3));
    rows.renew(older);
    assert.deepEqual(
      rows.merged().bars.map(({ time }) => (time - T0) / MINUTE),
      [0, 1, 2, 3, 4],
    );
  });
});
