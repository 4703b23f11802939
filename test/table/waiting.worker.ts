/** Answers each update that it waits for: the other half of a game of ping-pong. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MarketTableHandle } from '../../src/table/handle.js';
import { MarketTable } from '../../src/table/market-table.js';

export interface WaitingOrder {
  readonly handle: MarketTableHandle;
  /** One word: the newest price that was seen; -1 ends it, -2 says that an update did not come within ten seconds. */
  readonly seen: Int32Array;
  /** Without blocking. */
  readonly async: boolean;
}

const { handle, seen, async } = workerData as WaitingOrder;
const table = MarketTable.open(handle);
parentPort?.postMessage('ready');
for (;;) {
  const changed = async ? await table.waitForUpdateAsync(10_000) : table.waitForUpdate(10_000);
  const price = changed.length === 0 ? -2 : (table.quote('A')?.last ?? -2);
  Atomics.store(seen, 0, price);
  Atomics.notify(seen, 0);
  if (price < 0) break;
}
