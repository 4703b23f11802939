import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { aggregate } from '../../gateway/bars.ts';
import { INTERVALS } from '../../src/market/bar.js';
import { type BarColumns, BarReader } from '../../src/memory/bar-reader.js';
import { KIND } from '../../src/memory/layout.js';
import { TABLE_INTERVALS } from '../../src/table/handle.js';
import { createKernel, TestLane } from '../kernels/bench-lane.js';
import { property } from '../tools/property.js';
import { createTable, type TableTick, write } from './table.js';

const T0 = Date.UTC(2026, 0, 5, 10);

const rowsOf = ({ time, open, high, low, close, volume }: BarColumns) =>
  Array.from(time, (start, index) => [start, open[index], high[index], low[index], close[index], volume[index]]);

/** Ticks of one symbol that mostly go on, sometimes back a little or far; quotes come before trades at times. */
const ticksArbitrary = fc
  .tuple(
    fc.nat({ max: 30 }),
    fc.array(
      fc.record({
        step: fc.oneof(
          { weight: 6, arbitrary: fc.integer({ min: 0, max: 900 }) },
          { weight: 2, arbitrary: fc.integer({ min: -4_000, max: 40_000 }) },
          { weight: 1, arbitrary: fc.integer({ min: -900_000, max: 50_000_000 }) },
        ),
        trade: fc.boolean(),
        price: fc.integer({ min: -50, max: 200 }),
        size: fc.integer({ min: 0, max: 9 }),
        reference: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0),
      }),
      { minLength: 1, maxLength: 200 },
    ),
  )
  .map(([quotes, drawn]) => {
    let time = T0;
    return drawn.map(({ step, trade, price, size, reference }, index): Omit<TableTick, 'symbol'> => {
      time += step;
      const isTrade = index >= quotes && trade;
      return isTrade ? { time, size, price, reference } : { time, size, bid: price, ask: price + 3, askSize: 1 };
    });
  });

const laneTick = ({ time, price, bid = 0, ask = 0, size, askSize = 0, reference }: Omit<TableTick, 'symbol'>) => ({
  kind: price === undefined ? KIND.QUOTE : KIND.TRADE,
  time,
  price: price ?? bid,
  size,
  ask,
  askSize,
  flags: reference ? 1 : 0,
});

for (const shared of [true, false]) {
  describe(`bars of a market table in ${shared ? 'shared' : 'unshared'} memory`, () => {
    it("are a lane's, in every interval, whatever the batches: quotes, reference trades and late ticks included", async () => {
      const { writer, table } = await createTable({ shared });
      const { memory, kernel } = await createKernel(shared);
      let run = 0;
      property(ticksArbitrary, fc.integer({ min: 1, max: 50 }), (ticks, batch) => {
        const symbol = `S${++run}`;
        const lanes = TABLE_INTERVALS.map(
          (name) => new TestLane(memory, kernel, { interval: INTERVALS[name], capacity: 64, periods: [] }),
        );
        for (const name of TABLE_INTERVALS) assert.equal(writer.watch(symbol, name), true);
        for (let at = 0; at < ticks.length; at += batch) {
          const written = ticks.slice(at, at + batch);
          for (const tick of written) write(writer, { ...tick, symbol });
          writer.flush();
          TABLE_INTERVALS.forEach((name, index) => {
            const lane = lanes[index] as TestLane;
            lane.write(written.map(laneTick));
            lane.drain();
            const expected = new BarReader(lane.memory, lane.lane, lane.reader).read(400);
            assert.deepEqual(rowsOf(table.bars(symbol, name, 400)), rowsOf(expected), name);
          });
        }
        for (const lane of lanes) {
          memory.free(lane.lane.address);
          lane.block.free();
        }
      });
    });
  });
}

describe('bars of a market table', () => {
  it('are the newest 1,440, those that an aggregation of all trades ends with', async () => {
    const { writer, table } = await createTable();
    writer.watch('A', '1s');
    const ticks = Array.from({ length: 20_000 }, (_, index) => ({
      time: T0 + Math.floor(index * 333.7),
      price: (index * 7919) % 1013,
      size: index % 5,
    }));
    const expected = aggregate(
      ticks.map(({ time, price, size }) => ({
        time,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: size,
      })),
      1000,
    ).map(({ time, open, high, low, close, volume }) => [time, open, high, low, close, volume]);
    for (let at = 0; at < ticks.length; at += 700) {
      for (const tick of ticks.slice(at, at + 700)) write(writer, { symbol: 'A', ...tick });
      writer.flush();
    }
    assert.ok(expected.length > 3000);
    assert.deepEqual(rowsOf(table.bars('A', '1s')), expected.slice(-1440));
    assert.deepEqual(rowsOf(table.bars('A', '1s', 1e9)), expected.slice(-1440));
    for (const count of [1, 2, 3, 100]) assert.deepEqual(rowsOf(table.bars('A', '1s', count)), expected.slice(-count));
    for (const none of [0, -5, Number.NaN]) assert.deepEqual(rowsOf(table.bars('A', '1s', none)), []);
  });

  it('begin when a reader asks for them, with the ticks that come after the next flush', async () => {
    const { writer, table } = await createTable();
    const trade = (time: number, price: number) => {
      write(writer, { symbol: 'A', time, price, size: 1 });
      writer.flush();
    };
    assert.deepEqual(rowsOf(table.bars('A', '1m')), [], 'of a symbol that nobody has seen');
    trade(T0, 1);
    assert.deepEqual(rowsOf(table.bars('A', '1m')), []);
    // asked for twice, begun once
    assert.deepEqual(rowsOf(table.bars('A', '1m')), []);
    writer.serve();
    trade(T0 + 1, 2);
    assert.deepEqual(rowsOf(table.bars('A', '1m')), [[T0, 2, 2, 2, 2, 1]]);
  });

  it('end at midnight UTC', async () => {
    const { writer, table } = await createTable();
    for (const interval of ['1h', '1d']) writer.watch('A', interval);
    const midnight = Date.UTC(2026, 0, 6);
    for (const [time, price] of [
      [midnight - 1, 1],
      [midnight, 2],
      [midnight - 2, 3],
      [midnight + 3_600_000, 4],
    ] as const) {
      write(writer, { symbol: 'A', time, price, size: 1 });
    }
    writer.flush();
    assert.deepEqual(rowsOf(table.bars('A', '1d')), [
      [midnight - 86_400_000, 1, 3, 1, 1, 2],
      [midnight, 2, 4, 2, 4, 2],
    ]);
    assert.equal(table.bars('A', '1h').time.length, 3);
    assert.deepEqual([table.quote('A')?.last, table.quote('A')?.volume], [4, 2]);
  });

  it('make no bars of mids where trades have come before they were asked for', async () => {
    const { writer, table } = await createTable();
    write(writer, { symbol: 'A', time: T0, price: 5, size: 1 });
    writer.flush();
    writer.watch('A', '1s');
    write(writer, { symbol: 'A', time: T0, bid: 1, ask: 2, size: 1 });
    writer.flush();
    assert.deepEqual(rowsOf(table.bars('A', '1s')), []);
  });

  it('go on from history as if they had been there all the time, whenever it comes', async () => {
    const { writer, table } = await createTable();
    let run = 0;
    property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2500 }), fc.integer({ min: 1, max: 99 })), {
        minLength: 1,
        maxLength: 60,
      }),
      fc.nat({ max: 60 }),
      fc.nat({ max: 20 }),
      (steps, beginning, later) => {
        const symbol = `H${++run}`;
        let time = T0;
        const ticks = steps.map(([step, price]) => {
          time += step;
          return { symbol, time, price, size: 1 };
        });
        // a source's bars cover all that it has sent when they are asked for
        const asked = Math.min(beginning + later, ticks.length);
        const history = aggregate(
          ticks.slice(0, asked).map(({ time, price }) => {
            return { time, open: price, high: price, low: price, close: price, volume: 1 };
          }),
          1000,
        );
        ticks.forEach((tick, index) => {
          if (index === beginning) writer.watch(symbol, '1s');
          if (index === asked) writer.history(symbol, '1s', history);
          write(writer, tick);
          writer.flush();
        });
        if (asked >= ticks.length) return;
        const all = aggregate(
          ticks.map(({ time, price }) => ({ time, open: price, high: price, low: price, close: price, volume: 1 })),
          1000,
        );
        const expected = all.map(({ time, open, high, low, close, volume }) => [time, open, high, low, close, volume]);
        assert.deepEqual(rowsOf(table.bars(symbol, '1s')), expected);
      },
    );
  });

  it('keep the newest 1,440 of a long history, and history beside trades after quotes', async () => {
    const { writer, table } = await createTable();
    writer.watch('A', '1m');
    const history = Array.from({ length: 2000 }, (_, index) => {
      return { time: T0 + (index - 2000) * 60_000, open: index, high: index, low: index, close: index, volume: 1 };
    });
    write(writer, { symbol: 'A', time: T0 + 1, bid: 1, ask: 3, size: 1 });
    assert.equal(writer.history('A', '1m', history), true);
    write(writer, { symbol: 'A', time: T0 + 60_001, price: 7, size: 2 });
    writer.flush();
    const rows = rowsOf(table.bars('A', '1m'));
    assert.equal(rows.length, 1440);
    assert.deepEqual(rows.slice(-3), [
      [T0 - 60_000, 1999, 1999, 1999, 1999, 1],
      [T0, 2, 2, 2, 2, 0],
      [T0 + 60_000, 7, 7, 7, 7, 2],
    ]);
    assert.equal(writer.history('A', '1h', history), false, 'nobody asked for those');
    assert.equal(writer.history('B', '1m', history), false);
  });

  it('refuse an interval that tables do not keep', async () => {
    const { writer, table } = await createTable();
    assert.throws(() => writer.watch('A', '2m'), /"2m": market tables keep 1s, 1m, 5m, 15m, 1h, 1d/);
    assert.throws(() => table.bars('A', 'tick' as never), TypeError);
  });

  it('are asked for again where all cells for requests were taken', async () => {
    const { writer, table } = await createTable();
    const names = Array.from({ length: 100 }, (_, index) => `S${index}`);
    for (const symbol of names) write(writer, { symbol, time: T0, price: 1, size: 1 });
    writer.flush();
    for (let turn = 0; turn < 2; turn++) {
      for (const name of names) table.bars(name, '1s');
      writer.flush();
    }
    for (const symbol of names) write(writer, { symbol, time: T0, price: 1, size: 1 });
    writer.flush();
    for (const name of names) assert.equal(table.bars(name, '1s').time.length, 1, name);
  });
});
