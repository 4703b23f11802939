import { FeedBlockReader } from '../../src/memory/feed-block.js';
import { createTickerLane, RING_CAPACITY } from '../../src/memory/lane.js';
import { SLOT } from '../../src/memory/layout.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { DedicatedHost } from '../../src/runtime/dedicated-host.js';
import { PageRuntime } from '../../src/runtime/page.js';
import type { ThroughputAnswer, ThroughputOrder, ThroughputStart } from './throughput.worker.ts';

export interface ThroughputPlan {
  readonly format: 'json' | 'binary';
  /** Ticks a frame. */
  readonly batch: number;
  readonly lanes: number;
  readonly ticks: number;
  readonly rounds: number;
  /** Cells of each ring; the default of the product where left out. */
  readonly capacity?: number;
}

export interface ThroughputRound extends ThroughputAnswer {
  /** Ticks whose publication was seen, those merged into another left out. */
  readonly published: number;
  readonly conflated: number;
}

/** Frames in memory to published slots, through the product's session, codec, writer and hosts. */
export async function measureThroughput(plan: ThroughputPlan): Promise<ThroughputRound[]> {
  const { format, batch, ticks, capacity = RING_CAPACITY } = plan;
  const runtime = new PageRuntime();
  const { memory } = runtime;
  const block = new FeedBlockReader(memory);
  const running = await Promise.all(
    Array.from({ length: plan.lanes }, async () => {
      const host = new DedicatedHost(runtime);
      const lane = createTickerLane(memory, { host: host.block.address, periods: [20], capacity });
      await host.take(lane);
      return { host, lane, reader: new SlotReader(memory, lane) };
    }),
  );
  const worker = new Worker(new URL('./throughput.worker.ts', import.meta.url), { type: 'module' });
  const ask = <Answer>(question: ThroughputStart | ThroughputOrder) =>
    new Promise<Answer>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(question);
    });
  const { byteLength } = memory;
  await ask({
    memory: memory.memory,
    byteLength,
    block: block.address,
    lanes: running.map(({ lane }, index) => ({ address: lane.address, symbol: `SYM-${index}`, leg: 0, byteLength })),
    hosts: running.map(({ host }) => host.block.address),
    format,
    batch,
    frames: Math.ceil(200_000 / batch),
  });
  const totals = () => {
    const sum = { ticks: 0, conflated: 0 };
    for (const { reader } of running) {
      reader.read();
      sum.ticks += reader.values[(SLOT.TICKS - SLOT.VALUES) >> 3] as number;
      sum.conflated += reader.values[(SLOT.CONFLATED - SLOT.VALUES) >> 3] as number;
    }
    return sum;
  };
  const rounds: ThroughputRound[] = [];
  for (let round = 0; round <= plan.rounds; round++) {
    const before = totals();
    const answer = await ask<ThroughputAnswer>(ticks);
    const after = totals();
    const conflated = after.conflated - before.conflated;
    if (after.ticks - before.ticks !== ticks) {
      throw new Error(`${ticks} ticks were sent, and the slots count ${after.ticks - before.ticks}`);
    }
    // the first round warms up
    if (round > 0) rounds.push({ ...answer, published: ticks - conflated, conflated });
  }
  if (block.read().rejected > 0) throw new Error(`${block.read().rejected} ticks were rejected`);
  worker.terminate();
  await Promise.all(running.map(({ host }) => host.stop()));
  return rounds;
}
