import assert from 'node:assert/strict';
import { once } from 'node:events';
import { it } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { PaperTrade, TraderOrder } from '../../demo/table-trader.worker.js';
import { createTable, write } from './table.js';

const T0 = Date.UTC(2026, 0, 5, 10);

it('the example worker buys what rises and sells it when it falls, on quotes that no message brought it', async () => {
  const { writer } = await createTable();
  const worker = new Worker(new URL('../tools/worker-in-node.mjs', import.meta.url), {
    workerData: { url: new URL('../../demo/table-trader.worker.ts', import.meta.url).href },
    execArgv: [],
  });
  await once(worker, 'message');
  const trades: PaperTrade[] = [];
  worker.on('message', (trade: PaperTrade) => trades.push(trade));
  worker.postMessage({ table: writer.handle, fast: 3, slow: 10 } satisfies TraderOrder);

  let time = T0;
  const move = async (step: number, until: () => boolean, what: string) => {
    for (let turn = 0; !until(); turn++) {
      if (turn === 5000) throw new Error(`no ${what} in ${turn} quotes`);
      time += 1;
      mid += step;
      write(writer, { symbol: 'UP', time, bid: mid - 0.5, ask: mid + 0.5, size: 1 });
      write(writer, { symbol: 'FLAT', time, bid: 9, ask: 11, size: 1 });
      writer.flush();
      // the worker runs on its own thread; what it tells is heard when this one comes round
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  let mid = 1000;
  await move(1, () => trades.length >= 1, 'purchase');
  await move(-1, () => trades.length >= 2, 'sale');
  await worker.terminate();

  const [bought, sold] = trades as [PaperTrade, PaperTrade];
  assert.deepEqual([bought.symbol, bought.side, bought.profit], ['UP', 'buy', 0]);
  assert.deepEqual([sold.symbol, sold.side], ['UP', 'sell']);
  assert.equal(sold.profit, sold.price - bought.price);
  assert.ok(bought.time > T0 && sold.time > bought.time);
  // and quotes go on without it
  write(writer, { symbol: 'UP', time, bid: 1, ask: 2, size: 1 });
  writer.flush();
});
