import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MarketTable } from '../../src/table/market-table.js';
import type { TableQuote } from '../../src/table/table-quote.js';
import { property } from '../tools/property.js';
import { createTable, expectedQuote, type TableTick, write } from './table.js';

const T0 = Date.UTC(2026, 0, 5, 23, 59);

const ticksArbitrary = fc
  .array(
    fc.record({
      symbol: fc.constantFrom('BTC-USD', 'ETH-USD', 'EUR/USD', 'é', '株'),
      step: fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: -90_000, max: 90_000_000 }) },
      ),
      trade: fc.boolean(),
      price: fc.integer({ min: -50, max: 200 }),
      size: fc.integer({ min: 0, max: 9 }),
      sequence: fc.option(fc.nat()),
      reference: fc.boolean(),
    }),
    { minLength: 1, maxLength: 150 },
  )
  .map((drawn) => {
    let time = T0;
    return drawn.map(({ symbol, step, trade, price, size, sequence, reference }): TableTick => {
      time += step;
      const common = { symbol, time, size, ...(sequence !== null && { sequence }) };
      return trade ? { ...common, price, reference } : { ...common, bid: price, ask: price + 3, askSize: size + 1 };
    });
  });

for (const shared of [true, false]) {
  describe(`quotes in ${shared ? 'shared' : 'unshared'} memory`, () => {
    it('are those of a naive model, and changes are told once, whatever the batches', async () => {
      const { writer, table } = await createTable({ shared });
      let run = 0;
      property(ticksArbitrary, fc.integer({ min: 1, max: 40 }), (drawn, batch) => {
        // symbols of its own for each run of one table
        run++;
        const ticks = drawn.map((tick) => ({ ...tick, symbol: `${run}:${tick.symbol}` }));
        table.changes();
        for (let at = 0; at < ticks.length; at += batch) {
          const written = ticks.slice(at, at + batch);
          for (const tick of written) write(writer, tick);
          writer.flush();
          const names = new Set(written.map(({ symbol }) => symbol));
          const changed = table.changes();
          assert.equal(new Set(changed).size, changed.length, 'each once');
          for (const name of changed) assert.ok(names.has(name), `${name} has not changed`);
          for (const name of names) {
            const all = ticks.slice(0, at + batch).filter(({ symbol }) => symbol === name);
            assert.deepEqual(table.quote(name), expectedQuote(all));
          }
        }
      });
    });

    it('are unknown before the first flush, and for names that nobody has seen', async () => {
      const { writer, table } = await createTable({ shared });
      write(writer, { symbol: 'A', time: T0, price: 5, size: 1 });
      assert.equal(table.quote('A'), undefined);
      writer.flush();
      assert.equal(table.quote('A')?.last, 5);
      assert.equal(table.quote('B'), undefined);
    });
  });
}

describe('a market table', () => {
  it('fills an object of the caller, and leaves it as it is where nothing is known', async () => {
    const { writer, table } = await createTable();
    write(writer, { symbol: 'A', time: T0, bid: 1, ask: 3, size: 1 });
    writer.flush();
    const target = { last: 7 } as TableQuote;
    assert.equal(table.quoteInto('B', target), false);
    assert.deepEqual(target, { last: 7 });
    assert.equal(table.quoteInto('A', target), true);
    assert.deepEqual([target.last, target.bid, target.ask], [2, 1, 3]);
  });

  it('lists symbols in the order in which they came, for readers that opened it before', async () => {
    const { writer, table } = await createTable();
    for (let index = 0; index < 1000; index++) write(writer, { symbol: `S${index}`, time: T0, price: index, size: 1 });
    writer.flush();
    assert.deepEqual(
      table.symbols(),
      Array.from({ length: 1000 }, (_, index) => `S${index}`),
    );
    assert.equal(table.quote('S999')?.last, 999);
    assert.deepEqual(MarketTable.open(writer.handle).symbols(), table.symbols());
  });

  it('refuses hostile names, counts them and says so once', async () => {
    const { writer, table, reports } = await createTable();
    for (const name of ['', 'x'.repeat(105), '株'.repeat(35), '\ud800', 'y'.repeat(1e6)]) {
      assert.equal(writer.symbol(name), 0, name.slice(0, 20));
    }
    for (const name of ['x'.repeat(104), '株'.repeat(34), '__proto__', 'a\0b', ' ']) {
      write(writer, { symbol: name, time: T0, price: name.length, size: 1 });
      writer.flush();
      assert.equal(table.quote(name)?.last, name.length);
    }
    assert.equal(writer.refused, 5);
    assert.equal(table.refused, 5);
    assert.equal(reports.length, 1);
    assert.match(reports[0] as string, /1 to 104 bytes/);
    // a tick of a refused symbol is passed over
    writer.trade(0, T0, T0, 1, 1, 0, 0);
    writer.quote(0, T0, T0, 1, 1, 1, 1, 0);
    writer.flush();
    assert.equal(table.symbols().length, 5);
  });

  it('looks at every symbol where more changed than it remembers, and loses none', async () => {
    const { writer, table } = await createTable();
    const names = Array.from({ length: 300 }, (_, index) => `S${index}`);
    for (let round = 0; round < 40; round++) {
      for (const symbol of names) write(writer, { symbol, time: T0 + round, price: round, size: 1 });
      writer.flush();
    }
    assert.deepEqual(table.changes(), names);
    assert.equal(table.lapped, 1);
    assert.deepEqual(table.changes(), []);
    write(writer, { symbol: 'S7', time: T0 + 100, price: 1, size: 1 });
    writer.flush();
    assert.deepEqual(table.changes(), ['S7']);
    assert.equal(table.lapped, 1);
  });

  it('publishes by itself where a batch touches more symbols than its list holds', async () => {
    const { writer, table } = await createTable();
    for (let index = 0; index < 1500; index++) write(writer, { symbol: `S${index}`, time: T0, price: index, size: 1 });
    assert.equal(table.changes().length, 1024);
    writer.flush();
    assert.equal(table.changes().length, 476);
  });

  it('does not tell of ticks that changed nothing', async () => {
    const { writer, table } = await createTable();
    const tick = { symbol: 'A', time: T0, bid: 1, ask: 3, size: 1, sequence: 4 };
    write(writer, tick);
    writer.flush();
    assert.deepEqual(table.changes(), ['A']);
    write(writer, tick);
    writer.flush();
    assert.deepEqual(table.changes(), []);
  });

  it('refuses a handle that leads to no table', () => {
    assert.throws(() => MarketTable.open(null as never), /expected the handle that marketTable\(\)/);
    assert.throws(
      () => MarketTable.open({ memory: new WebAssembly.Memory({ initial: 1 }) }),
      /holds no market table of this version/,
    );
  });
});
