/** The product's way, with hosts that keep time: feed worker, lanes, kernels. */
import { FeedClient } from '../../src/feed/client.js';
import { HostBlock } from '../../src/memory/host-block.js';
import { createTickerLane } from '../../src/memory/lane.js';
import { REASON, SLOT } from '../../src/memory/layout.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { PageRuntime } from '../../src/runtime/page.js';
import type { Side } from './latency.ts';
import type { StampingStart } from './stamping.worker.ts';

const message = <Kind>(worker: Worker) =>
  new Promise<Kind>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Kind>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });

export async function openLanes(url: string, symbols: readonly string[], format: string): Promise<Side> {
  const runtime = new PageRuntime();
  const { memory } = runtime;
  const module = await runtime.module;
  const hosts = symbols.map(() => {
    const block = new HostBlock(memory);
    const lane = createTickerLane(memory, { host: block.address, periods: [20] });
    const worker = new Worker(new URL('./stamping.worker.ts', import.meta.url), { type: 'module' });
    return { block, lane, worker, reader: new SlotReader(memory, lane) };
  });
  await Promise.all(
    hosts.map(({ worker, block, lane }) => {
      const started = message(worker);
      const start: StampingStart = { module, memory: memory.memory, host: block.address, lane: lane.address };
      worker.postMessage(start);
      return started;
    }),
  );
  let live: () => void = () => {};
  let failed: (error: Error) => void = () => {};
  const feed = new FeedClient(memory, {
    status: (status) => (status === 'live' ? live() : undefined),
    problem: (problem) => failed(new Error(problem.message)),
  });
  await Promise.all(hosts.map(({ lane }, index) => feed.subscribe(symbols[index] as string, lane)));
  return {
    connect: () =>
      new Promise((resolve, reject) => {
        [live, failed] = [resolve, reject];
        feed.connect({ src: url, transport: 'auto', protocols: [], format, map: '', staleAfter: 10_000 });
      }),
    disconnect: async () => feed.disconnect(),
    collect: () =>
      Promise.all(
        hosts.map(({ worker, block }) => {
          const answer = message<Float64Array>(worker);
          block.recall(REASON.CALL);
          return answer;
        }),
      ),
    conflated: () => {
      let sum = 0;
      for (const { reader } of hosts) {
        reader.read();
        sum += reader.values[(SLOT.CONFLATED - SLOT.VALUES) >> 3] as number;
      }
      return sum;
    },
    async close() {
      await feed.close();
      for (const { worker } of hosts) worker.terminate();
    },
  };
}
