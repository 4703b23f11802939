import { expect } from '@open-wc/testing';
import type { MarketTableHandle } from '../../src/table/handle.js';
import { MarketTable } from '../../src/table/market-table.js';
import type { UpdateOrder } from './updates.worker.js';

const order = (worker: Worker, from: number, to: number, price: number) =>
  worker.postMessage({ from, to, price } satisfies UpdateOrder);

/** The next message of a worker. */
function nextMessage<T>(worker: Worker): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
}

describe('a market table in a page', () => {
  let worker: Worker;
  let table: MarketTable;

  beforeEach(async () => {
    worker = new Worker(new URL('./updates.worker.ts', import.meta.url), { type: 'module' });
    const handle = nextMessage<MarketTableHandle>(worker);
    order(worker, 0, 0, 0);
    table = MarketTable.open(await handle);
  });

  afterEach(() => worker.terminate());

  it('is read while another thread writes it and grows it, and wakes who waits', async () => {
    let symbols = 0;
    for (const [round, count] of [1, 300, 2000, 10_000].entries()) {
      order(worker, 0, count, round + 1);
      const changed = new Set<string>();
      while (changed.size < count) for (const symbol of await table.waitForUpdateAsync(10_000)) changed.add(symbol);
      symbols = count;
      expect(table.quote(`S${count - 1}`)?.last).to.equal(round + 2);
    }
    expect(table.symbols()).to.have.length(symbols);
    expect(table.quote('nobody')).to.equal(undefined);
  });

  it('gives bars once they were asked for, at the latest from the batch after the next', async () => {
    order(worker, 7, 8, 1);
    await table.waitForUpdateAsync(10_000);
    expect(table.bars('S7', '1s').time).to.have.length(0);
    for (const price of [10, 20, 30]) {
      order(worker, 7, 8, price);
      await table.waitForUpdateAsync(10_000);
    }
    expect([...table.bars('S7', '1s').close].slice(-2)).to.deep.equal([21, 31]);
  });

  it('says that a page cannot block', () => {
    expect(() => table.waitForUpdate(10)).to.throw(TypeError, 'use waitForUpdateAsync()');
  });
});
