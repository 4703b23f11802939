import { compilePlan } from '../../src/indicators/compiled-plan.js';
import { FeedBlockReader } from '../../src/memory/feed-block.js';
import { HostBlock } from '../../src/memory/host-block.js';
import { createTickerLane, type Lane, RING_CAPACITY } from '../../src/memory/lane.js';
import { SLOT } from '../../src/memory/layout.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { DedicatedHost } from '../../src/runtime/dedicated-host.js';
import { PageRuntime } from '../../src/runtime/page.js';
import { type FrameFormat, wireSymbols } from './frames.ts';
import type { ThroughputAnswer, ThroughputOrder, ThroughputStart } from './throughput.worker.ts';

export interface ThroughputPlan {
  readonly format: FrameFormat;
  /** Ticks a frame. */
  readonly batch: number;
  readonly lanes: number;
  /** Each lane has a host of its own; else the feed worker drains them all itself, on its one core. */
  readonly hosts: boolean;
  /** Cells of each ring; the default of the product where left out. */
  readonly capacity?: number;
}

export interface ThroughputRound extends ThroughputAnswer {
  /** Ticks whose publication was seen, those merged into another left out. */
  readonly published: number;
  readonly conflated: number;
}

interface RunningLane {
  readonly host: DedicatedHost | undefined;
  readonly lane: Lane;
  readonly reader: SlotReader;
}

let block: FeedBlockReader;
let running: readonly RunningLane[] = [];
let worker: Worker;

function ask<Answer>(question: ThroughputStart | ThroughputOrder): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(question);
  });
}

/** Starts the product's hosts, and its codec and tick writer over frames that have come already. */
export async function openThroughput(plan: ThroughputPlan): Promise<void> {
  const { format, batch, capacity = RING_CAPACITY } = plan;
  const runtime = new PageRuntime();
  const { memory } = runtime;
  block = new FeedBlockReader(memory);
  const shared = plan.hosts ? undefined : new HostBlock(memory);
  running = await Promise.all(
    Array.from({ length: plan.lanes }, async () => {
      const host = plan.hosts ? new DedicatedHost(runtime) : undefined;
      const { address } = host?.block ?? (shared as HostBlock);
      const lane = createTickerLane(memory, { host: address, plan: compilePlan('sma(20)').plan, capacity });
      await host?.take(lane);
      return { host, lane, reader: new SlotReader(memory, lane) };
    }),
  );
  worker = new Worker(new URL('./throughput.worker.ts', import.meta.url), { type: 'module' });
  const { byteLength } = memory;
  const symbols = wireSymbols(plan.lanes);
  await ask({
    memory: memory.memory,
    byteLength,
    block: block.address,
    lanes: running.map(({ lane: { address } }, index) => {
      return { address, symbol: (symbols[index] as { name: string }).name, leg: 0, byteLength };
    }),
    hosts: running.flatMap(({ host }) => (host ? [host.block.address] : [])),
    module: await runtime.module,
    format,
    batch,
    frames: Math.ceil(200_000 / batch),
  });
}

/** What all slots together have counted. */
function totals(): { ticks: number; conflated: number } {
  const sum = { ticks: 0, conflated: 0 };
  for (const { reader } of running) {
    reader.read();
    sum.ticks += reader.values[(SLOT.TICKS - SLOT.VALUES) >> 3] as number;
    sum.conflated += reader.values[(SLOT.CONFLATED - SLOT.VALUES) >> 3] as number;
  }
  return sum;
}

/** One round: frames in memory to published slots, through the product's codec, writer and kernels. */
export async function measureThroughput(ticks: number): Promise<ThroughputRound> {
  const before = totals();
  const answer = await ask<ThroughputAnswer>(ticks);
  const after = totals();
  const conflated = after.conflated - before.conflated;
  const seen = after.ticks - before.ticks;
  if (seen !== ticks) throw new Error(`${ticks} ticks were sent, and the slots count ${seen}`);
  const { rejected } = block.read();
  if (rejected > 0) throw new Error(`${rejected} ticks were rejected`);
  return { ...answer, published: ticks - conflated, conflated };
}

export async function closeThroughput(): Promise<void> {
  worker.terminate();
  await Promise.all(running.map(({ host }) => host?.stop()));
}
