import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { randomStream } from '../../src/feed/random.js';
import { TABLE } from '../../src/memory/layout.js';
import { MarketTable } from '../../src/table/market-table.js';
import { seed } from '../feed/codecs/seed.js';
import { createTable, write } from './table.js';
import type { WaitingOrder } from './waiting.worker.js';

/** Ten seconds without an update end a reader, which says so. */
const ROUNDS = 5000;
/** Turns of an empty loop, up to some ten microseconds. */
const SPIN = 20_000;

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
    it(`is ended by each flush, for two readers, whenever it comes, ${async ? 'without blocking' : 'in threads that block'}`, async () => {
      const { writer } = await createTable();
      const seen = new Int32Array(new SharedArrayBuffer(8));
      const { handle } = writer;
      const workers = await Promise.all([0, 1].map((reader) => startWaiting({ handle, seen, reader, async })));
      const exited = workers.map((worker) => once(worker, 'exit'));
      const random = randomStream(seed);
      for (let price = 1; price <= ROUNDS; price++) {
        // both are about to sleep, or asleep, or have not come so far
        for (let turn = random() * SPIN; turn > 0; turn--);
        write(writer, { symbol: 'A', time: T0 + price, price, size: 1 });
        writer.flush();
        for (const reader of [0, 1]) while (Atomics.load(seen, reader) === price - 1);
        assert.deepEqual([...seen], [price, price]);
      }
      write(writer, { symbol: 'A', time: T0, price: -1, size: 1 });
      writer.flush();
      await Promise.all(exited);
      assert.deepEqual([...seen], [-1, -1]);
    });
  }

  it('is ended for a reader whose word that it waits was cleared just before it fell asleep', async () => {
    const { writer } = await createTable();
    const words = new Int32Array(writer.handle.memory.buffer);
    const flush = (price: number) => {
      write(writer, { symbol: 'A', time: T0, price, size: 1 });
      writer.flush();
    };
    const sleep = (timeout: number) => {
      const changes = TABLE.CHANGES >> 2;
      return Atomics.waitAsync(words, changes, Atomics.load(words, changes), timeout).value;
    };
    // Node does not stay alive for waitAsync alone
    const alive = setTimeout(() => {}, 10_000);
    Atomics.store(words, TABLE.WAITING >> 2, 1);
    flush(1);
    assert.equal(Atomics.load(words, TABLE.WAITING >> 2), 0);
    const woken = sleep(5000);
    flush(2);
    assert.equal(await woken, 'ok');
    // and later ones, which nobody announced, cost no call of the system
    const sleeping = sleep(20);
    flush(3);
    assert.equal(await sleeping, 'timed-out');
    clearTimeout(alive);
  });

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
