import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { MarketTable } from '../../src/table/market-table.js';
import { createTable, write } from './table.js';
import type { WaitingOrder } from './waiting.worker.js';

const T0 = Date.UTC(2026, 0, 5, 10);

async function startWaiting(order: WaitingOrder): Promise<Worker> {
  const url = new URL('./waiting.worker.ts', import.meta.url).href;
  const start = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(url)}); });`;
  const worker = new Worker(start, { eval: true, workerData: order, execArgv: [] });
  await once(worker, 'message');
  return worker;
}

describe('waiting for an update', () => {
  for (const async of [false, true]) {
    it(`is ended by each flush, two thousand times, ${async ? 'without blocking' : 'in a thread that blocks'}`, async () => {
      const { writer } = await createTable();
      const seen = new Int32Array(new SharedArrayBuffer(4));
      const worker = await startWaiting({ handle: writer.handle, seen, async });
      const exited = once(worker, 'exit');
      for (let price = 1; price <= 2000; price++) {
        write(writer, { symbol: 'A', time: T0 + price, price, size: 1 });
        writer.flush();
        Atomics.wait(seen, 0, price - 1, 10_000);
        assert.equal(Atomics.load(seen, 0), price);
      }
      write(writer, { symbol: 'A', time: T0, price: -1, size: 1 });
      writer.flush();
      await exited;
      assert.equal(Atomics.load(seen, 0), -1);
    });
  }

  it('gives what changed before it was asked, at once, each symbol once', async () => {
    const { writer, table } = await createTable();
    for (const symbol of ['B', 'A', 'B']) write(writer, { symbol, time: T0, price: 1, size: 1 });
    writer.flush();
    assert.deepEqual(table.waitForUpdate(), ['B', 'A']);
    assert.deepEqual(table.waitForUpdate(0), []);
    assert.deepEqual(await table.waitForUpdateAsync(0), []);
    assert.deepEqual(MarketTable.open(writer.handle).changes(), [], 'nothing since it was opened');
  });

  it('gives nothing where nothing changes in time', async () => {
    const { table } = await createTable();
    const before = performance.now();
    assert.deepEqual(table.waitForUpdate(20), []);
    assert.deepEqual(await table.waitForUpdateAsync(20), []);
    assert.ok(performance.now() - before >= 39);
  });

  for (const why of ['memory that is not shared', 'an engine without waitAsync'] as const) {
    it(`works without blocking over ${why}`, async () => {
      const waitAsync = Object.getOwnPropertyDescriptor(Atomics, 'waitAsync') as PropertyDescriptor;
      const { writer, table } = await createTable({ shared: why !== 'memory that is not shared' });
      Object.defineProperty(Atomics, 'waitAsync', { ...waitAsync, value: undefined });
      try {
        const update = table.waitForUpdateAsync();
        write(writer, { symbol: 'A', time: T0, price: 1, size: 1 });
        writer.flush();
        assert.deepEqual(await update, ['A']);
      } finally {
        Object.defineProperty(Atomics, 'waitAsync', waitAsync);
      }
    });
  }

  it('refuses to block where that is impossible, and says what to use', async () => {
    const { table } = await createTable({ shared: false });
    assert.throws(() => table.waitForUpdate(10), /cannot wait: use waitForUpdateAsync\(\)/);
  });
});
