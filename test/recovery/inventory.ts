import type { CDPSession } from 'puppeteer-core';
import type { RecoveryRig } from './rig.js';

/** What there is of everything that could be left behind. */
export interface Inventory {
  readonly counts: Readonly<Record<string, number>>;
  /** Of the document: comes and goes with what the widgets paint. */
  readonly nodes: number;
  readonly megabytes: Readonly<Record<string, number>>;
}

/** Counts what is there once garbage has been collected. */
export async function takeInventory({ page, proxies, gateway, source }: RecoveryRig): Promise<Inventory> {
  const megabytes: Record<string, number> = {};
  const workers = page.feedWorkers;
  for (const [index, worker] of workers.entries()) megabytes[`worker ${index + 1}`] = await heapOf(worker.client);
  const session = await page.page.createCDPSession();
  megabytes.page = await heapOf(session);
  await session.detach();
  const { JSEventListeners: listeners = 0, Nodes: nodes = 0 } = await page.page.metrics();
  const memory = `import('/src/runtime/page.ts').then(({ pageRuntime }) => pageRuntime().memory.byteLength)`;
  megabytes['shared memory'] = ((await page.page.evaluate(memory)) as number) / 2 ** 20;
  const metrics = await (await fetch(`http://127.0.0.1:${gateway.port}/metrics`)).text();
  const metric = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(metrics)?.[1]);
  return {
    counts: {
      workers: page.page.workers().length,
      'feed workers': workers.length,
      listeners,
      'ways open': Array.from(proxies.values()).reduce((sum, { open }) => sum + open, 0),
      subscriptions: metric('ticklane_subscriptions'),
      readers: source.readers,
    },
    nodes,
    megabytes,
  };
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}
