/** The product's way, feed worker, lanes, dedicated hosts; some of the hosts keep time. */
import { FeedClient } from '../../src/feed/client.js';
import { HostBlock } from '../../src/memory/host-block.js';
import { createTickerLane, type Lane } from '../../src/memory/lane.js';
import { REASON, SLOT } from '../../src/memory/layout.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { DedicatedHost } from '../../src/runtime/dedicated-host.js';
import { PageRuntime } from '../../src/runtime/page.js';
import type { Side } from './latency.ts';
import type { StampingStart } from './stamping.worker.ts';

const message = <Kind>(worker: Worker) =>
  new Promise<Kind>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Kind>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });

/** A host that keeps time, in place of the product's. */
async function startStamping(runtime: PageRuntime, block: HostBlock, lane: Lane): Promise<Worker> {
  const worker = new Worker(new URL('./stamping.worker.ts', import.meta.url), { type: 'module' });
  const started = message(worker);
  const { memory } = runtime.memory;
  const start: StampingStart = { module: await runtime.module, memory, host: block.address, lane: lane.address };
  worker.postMessage(start);
  await started;
  return worker;
}

/** `timed`: how many of the widgets, the first ones, have a host that keeps time; the others have the product's own. */
export async function openLanes(url: string, symbols: readonly string[], format: string, timed: number): Promise<Side> {
  const runtime = new PageRuntime();
  const { memory } = runtime;
  const plan = { periods: [20] };
  const stamping = await Promise.all(
    symbols.slice(0, timed).map(async () => {
      const block = new HostBlock(memory);
      const lane = createTickerLane(memory, { ...plan, host: block.address });
      return { block, lane, worker: await startStamping(runtime, block, lane) };
    }),
  );
  const others = await Promise.all(
    symbols.slice(timed).map(async () => {
      const host = new DedicatedHost(runtime);
      const lane = createTickerLane(memory, { ...plan, host: host.block.address });
      await host.take(lane);
      return { host, lane };
    }),
  );
  const lanes = [...stamping, ...others].map(({ lane }) => lane);
  const readers = lanes.map((lane) => new SlotReader(memory, lane));
  const total = (field: number) => {
    let sum = 0;
    for (const reader of readers) {
      reader.read();
      sum += reader.values[(field - SLOT.VALUES) >> 3] as number;
    }
    return sum;
  };
  let live: () => void = () => {};
  let failed: (error: Error) => void = () => {};
  const feed = new FeedClient(memory, {
    status: (status) => (status === 'live' ? live() : undefined),
    problem: (problem) => failed(new Error(problem.message)),
  });
  await Promise.all(lanes.map((lane, index) => feed.subscribe(symbols[index] as string, lane)));
  return {
    connect: () =>
      new Promise((resolve, reject) => {
        [live, failed] = [resolve, reject];
        feed.connect({ sources: [url], transport: 'auto', protocols: [], format, map: '', staleAfter: 10_000 });
      }),
    disconnect: async () => feed.disconnect(),
    async collect() {
      const parts = await Promise.all(
        stamping.map(({ worker, block }) => {
          const answer = message<Float64Array>(worker);
          block.recall(REASON.CALL);
          return answer;
        }),
      );
      return { parts, ticks: total(SLOT.TICKS) };
    },
    conflated: () => total(SLOT.CONFLATED),
    async close() {
      await feed.close();
      for (const { worker } of stamping) worker.terminate();
      await Promise.all(others.map(({ host }) => host.stop()));
    },
  };
}
