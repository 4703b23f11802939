/** Answers each update that it waits for: the other half of a game of ping-pong. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MarketTableHandle } from '../../src/table/handle.js';
import { MarketTable } from '../../src/table/market-table.js';

export interface WaitingOrder {
  readonly handle: MarketTableHandle;
  /** A word for each reader: the newest price that it saw; -1 ends it, -2 says that an update did not come within ten seconds. */
  readonly seen: Int32Array;
  /** Which word is this one's. */
  readonly reader: number;
  /** Without blocking. */
  readonly async: boolean;
}

const { handle, seen, reader, async } = workerData as WaitingOrder;
const table = MarketTable.open(handle);
parentPort?.postMessage('ready');
for (;;) {
  const changed = async ? await table.waitForUpdateAsync(10_000) : table.waitForUpdate(10_000);
  const price = changed.length === 0 ? -2 : (table.quote('A')?.last ?? -2);
  Atomics.store(seen, reader, price);
  if (price < 0) break;
}
