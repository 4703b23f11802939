import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { TABLE_INTERVALS } from '../../src/table/handle.js';
import type { MarketTableWriter } from '../../src/table/market-table-writer.js';
import type { ReadingAccount, ReadingOrder } from './reading.worker.js';
import { createTable } from './table.js';

/** Quotes, and bars, that each reader shall have looked at. */
const ENOUGH = 5000;
const LIMIT_MS = 60_000;

/** A thread that reads the table until `done` says that nothing more comes; what it counted. */
async function read(order: ReadingOrder): Promise<ReadingAccount> {
  const url = new URL('./reading.worker.ts', import.meta.url).href;
  const start = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(url)}); });`;
  const worker = new Worker(start, { eval: true, workerData: order, execArgv: [] });
  const [account] = await once(worker, 'message');
  await worker.terminate();
  return account as ReadingAccount;
}

/** Every number of a tick follows from its count. */
function writeQuote(writer: MarketTableWriter, id: number, count: number): void {
  const value = count * 1024.000_001;
  writer.quote(id, count * 100, count, value, count, value + 1, count, count);
}

async function stress(blind: boolean) {
  const { writer } = await createTable({ limit: 2 ** 26 });
  const words = new Int32Array(new SharedArrayBuffer(12));
  const quotes = Array.from({ length: 4 }, (_, index) => writer.symbol(`Q${index}`));
  const trades = Array.from({ length: 3 }, (_, index) => writer.symbol(`T${index}`));
  const readers = [1, 2].map((reader) => read({ handle: writer.handle, words, reader, blind }));
  let count = 0;
  let symbols = quotes.length + trades.length;
  const seen = () => [1, 2].map((reader) => Atomics.load(words, reader));
  const isEnough = () => (blind ? Math.max(...seen()) > 0 : Math.min(...seen()) >= ENOUGH && writer.evicted > 0);
  const end = performance.now() + LIMIT_MS;
  while (!isEnough() && performance.now() < end) {
    for (let batch = 0; batch < 500; batch++) {
      for (let turn = 0; turn < 10; turn++) {
        count++;
        for (const id of quotes) writeQuote(writer, id, count);
        for (const id of trades) writer.trade(id, count * 100, count, count * 100, 1, count, 0);
      }
      writer.flush();
    }
    // growth, new symbols and evictions go on beside it
    for (let more = 0; more < 20; more++) writeQuote(writer, writer.symbol(`N${symbols++}`), 1);
    for (const interval of TABLE_INTERVALS) writer.watch(`N${symbols - 1}`, interval);
    await new Promise((resolve) => setImmediate(resolve));
  }
  writer.flush();
  Atomics.store(words, 0, 1);
  const accounts = await Promise.all(readers);
  return { writer, count, symbols, accounts };
}

describe('a market table that two threads read while it is written', () => {
  it('shows no torn quote and no torn bar, tells of every change, and all agree in the end', async () => {
    const { writer, count, symbols, accounts } = await stress(false);
    for (const { reads, torn, rows, tornRows, changes, last, ...account } of accounts) {
      console.log(`    ${count} rounds: ${reads} quotes, ${rows} bars, ${changes} changes`);
      assert.ok(reads >= ENOUGH && rows >= ENOUGH, `${reads} quotes and ${rows} bars`);
      assert.deepEqual({ torn, tornRows }, { torn: 0, tornRows: 0 });
      assert.equal(account.symbols, symbols);
      assert.equal(last.Q3, count * 1024.000_001 + 0.5);
      assert.equal(last.T2, count * 100);
      assert.equal(last[`N${symbols - 1}`], 1024.000_001 + 0.5);
    }
    assert.ok(writer.evicted > 0, 'series gave way meanwhile');
  });

  it('is seen torn by a reader that does not look at the version: the test would notice', async () => {
    const { accounts } = await stress(true);
    assert.ok(accounts.some(({ torn }) => torn > 0));
  });
});
