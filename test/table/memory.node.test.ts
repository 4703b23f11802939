import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TABLE } from '../../src/memory/layout.js';
import { TABLE_INTERVALS, type TableInterval } from '../../src/table/handle.js';
import { MarketTable } from '../../src/table/market-table.js';
import { DEFAULT_MEMORY_LIMIT, parseMemoryLimit } from '../../src/table/memory-limit.js';
import { property } from '../tools/property.js';
import { createTable, type TestTable, write } from './table.js';

const T0 = Date.UTC(2026, 0, 5, 10);
/** So many bytes hold so many blocks, each of 220 symbols or one series of bars. */
const limitOf = (blocks: number) => TABLE.BLOCKS_AT + blocks * TABLE.BLOCK_BYTES + 65_535;

const tick = ({ writer }: TestTable, symbol: string, price: number) => {
  write(writer, { symbol, time: T0 + price, price, size: 1 });
  writer.flush();
};
const closes = ({ table }: TestTable, symbol: string, interval: TableInterval) => [
  ...table.bars(symbol, interval).close,
];

for (const shared of [true, false]) {
  describe(`the memory of a market table, ${shared ? 'shared' : 'unshared'}`, () => {
    it('never grows beyond its limit: the least recently read bars go first, counted', async () => {
      const test = await createTable({ shared, limit: limitOf(4) });
      const { writer, table } = test;
      tick(test, 'A', 1);
      for (const interval of ['1s', '1m', '5m'] as const) assert.ok(writer.watch('A', interval));
      tick(test, 'A', 2);
      // 1m is read after 1s, which is read after 5m
      for (const interval of ['5m', '1s', '1m'] as const) assert.deepEqual(closes(test, 'A', interval), [2]);
      assert.equal(table.evicted, 0);
      assert.ok(writer.watch('A', '15m'));
      tick(test, 'A', 3);
      assert.equal(table.evicted, 1);
      assert.equal(writer.evicted, 1);
      for (const interval of ['1m', '1s', '15m'] as const) assert.ok(closes(test, 'A', interval).length > 0, interval);
      assert.deepEqual(closes(test, 'A', '5m'), [], 'evicted, and asked for again by this');
      // that puts out what was read least recently: 1m
      tick(test, 'A', 4);
      tick(test, 'A', 5);
      assert.deepEqual(closes(test, 'A', '5m'), [5]);
      assert.deepEqual(closes(test, 'A', '1m'), []);
      assert.equal(table.evicted, 2);
      assert.ok(writer.byteLength <= limitOf(4));
    });

    it('gives bars up for symbols, and refuses these only when nothing else is left: counted, said once', async () => {
      const test = await createTable({ shared, limit: limitOf(3) });
      const { writer, table, reports } = test;
      tick(test, 'first', 1);
      writer.watch('first', '1s');
      writer.watch('first', '1m');
      tick(test, 'first', 2);
      for (let index = 1; index < 700; index++) tick(test, `S${index}`, index);
      assert.equal(table.symbols().length, 660);
      assert.equal(table.evicted, 2);
      assert.equal(table.refused, 40);
      assert.equal(reports.length, 1);
      assert.match(reports[0] as string, /memory-limit is reached with 660 symbols; "S660" has no quote there/);
      assert.equal(table.quote('S659')?.last, 659);
      assert.equal(table.quote('S660'), undefined);
      assert.equal(table.quote('first')?.last, 2);
      assert.deepEqual(closes(test, 'first', '1s'), []);
      writer.flush();
      assert.equal(writer.watch('first', '1s'), false, 'no block is left for bars');
    });

    it('grows under readers that opened it when it was small', async () => {
      const test = await createTable({ shared });
      const { writer } = test;
      const early = MarketTable.open(writer.handle);
      tick(test, 'A', 1);
      const before = writer.byteLength;
      for (let index = 0; index < 5000; index++)
        write(writer, { symbol: `S${index}`, time: T0, price: index, size: 1 });
      for (const interval of TABLE_INTERVALS) writer.watch('S4999', interval);
      tick(test, 'S4999', 7);
      assert.ok(writer.byteLength > before);
      assert.equal(early.quote('S4999')?.last, 7);
      assert.deepEqual(
        TABLE_INTERVALS.map((interval) => early.bars('S4999', interval).close[0]),
        [7, 7, 7, 7, 7, 7],
      );
      assert.equal(early.changes().length, 5001);
    });
  });
}

describe('bars of a market table that is too small for them', () => {
  it('are right where they are there, whatever is read and asked for', async () => {
    const command = fc.record({
      symbol: fc.integer({ min: 0, max: 3 }),
      interval: fc.integer({ min: 0, max: 5 }),
      ask: fc.boolean(),
    });
    const module = await createTable({ limit: limitOf(6) });
    let time = T0;
    let run = 0;
    property(fc.array(command, { minLength: 1, maxLength: 60 }), (commands) => {
      run++;
      /** Prices since the series began, by symbol and interval; undefined where it is not there. */
      for (const { symbol, interval, ask } of commands) {
        const name = `${run % 20}:${symbol}`;
        time += 10;
        write(module.writer, { symbol: name, time, price: time, size: 1 });
        module.writer.flush();
        const index = TABLE_INTERVALS[interval] as TableInterval;
        if (ask) assert.ok(module.writer.watch(name, index));
        const { close, low, high, time: starts } = module.table.bars(name, index);
        for (let bar = 0; bar < close.length; bar++) {
          const start = starts[bar] as number;
          assert.ok((low[bar] as number) <= (close[bar] as number) && (close[bar] as number) === (high[bar] as number));
          assert.ok((low[bar] as number) >= start, 'prices are times: a bar holds those of its own interval');
          if (bar > 0) assert.ok(start > (starts[bar - 1] as number));
        }
        if (close.length > 0) assert.equal(close.at(-1), time, 'the newest tick is in it');
      }
      module.writer.flush();
    });
    assert.ok(module.table.evicted > 0);
  });
});

describe('memory-limit', () => {
  it('reads sizes in any case', () => {
    for (const [text, bytes] of [
      ['64MB', DEFAULT_MEMORY_LIMIT],
      [' 1gb ', 2 ** 30],
      ['512 kb', 2 ** 19],
      ['1.5MB', 1_572_864],
      ['67108864', 2 ** 26],
      ['300000b', 300_000],
    ] as const) {
      assert.equal(parseMemoryLimit(text), bytes, text);
    }
  });

  it('refuses what is no size, too small or too large', () => {
    for (const text of ['', '64', 'MB', '-1MB', '3GB', '100KB', '1e9', '64TB', '64MBs']) {
      assert.throws(() => parseMemoryLimit(text), /memory-limit ".*": expected a size from 256KB to 2GB/, text);
    }
  });
});
