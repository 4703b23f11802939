/** The pieces of the stress tests: hosts over a memory of their own, a tick source on another thread, a kernel with a bug. */

import { compileTicker } from '../../src/kernels/ticker.js';
import { createTickerLane, type Lane, type TickerLaneOptions } from '../../src/memory/lane.js';
import { SLOT } from '../../src/memory/layout.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { Views } from '../../src/memory/views.js';
import { DedicatedHost } from '../../src/runtime/dedicated-host.js';
import { LaneHost } from '../../src/runtime/lane-host.js';
import { PageRuntime } from '../../src/runtime/page.js';
import type { HostOwner, WorkersSetting } from '../../src/runtime/seat.js';
import type { ValueName } from '../kernels/bench-lane.js';
import { until } from '../tools/until.js';
import type { SourceAccount, SourceOrder } from './tick-source.worker.js';

/** A lane and its reader. */
export interface ReadLane {
  readonly lane: Lane;
  readonly reader: SlotReader;
}

/** A lane with a worker of its own. */
export interface RunningLane extends ReadLane {
  readonly host: DedicatedHost;
}

/** A lane whose host is chosen as for a widget's. */
export interface HostedLane extends ReadLane {
  readonly host: LaneHost;
  /** Why nobody runs it any more. */
  readonly failures: readonly string[];
}

/** A feed, as far as hosts know it: says where its lanes run, and writes down what it is told of that. */
export class TestOwner implements HostOwner {
  readonly workers: WorkersSetting;
  readonly mode = 'shared';
  readonly told: string[] = [];

  constructor(workers: WorkersSetting) {
    this.workers = workers;
  }

  replaced(reason: string, lanes: number): void {
    this.told.push(`replaced: ${reason}: ${lanes}`);
  }

  displaced(reason: string, lanes: number): void {
    this.told.push(`displaced: ${reason}: ${lanes}`);
  }
}

/** A runtime of the test's own; with another kernel where one is given. */
export function createRuntime(kernel?: KernelBinary): PageRuntime {
  const runtime = new PageRuntime();
  const module = kernel ? WebAssembly.compile(kernel.shared) : compileTicker({ shared: true });
  Object.defineProperty(runtime, 'module', { value: module });
  return runtime;
}

export async function runLane(runtime: PageRuntime, options: Omit<TickerLaneOptions, 'host'>): Promise<RunningLane> {
  const host = new DedicatedHost(runtime);
  const lane = createTickerLane(runtime.memory, { ...options, host: host.block.address });
  await host.take(lane);
  return { host, lane, reader: new SlotReader(runtime.memory, lane) };
}

/** A lane on the host that its owner's setting asks for. */
export async function hostLane(
  runtime: PageRuntime,
  owner: TestOwner,
  options: Omit<TickerLaneOptions, 'host'> = {},
  signalled = () => {},
): Promise<HostedLane> {
  const failures: string[] = [];
  const host = new LaneHost(runtime, {
    owner,
    signalled,
    lost: () => {},
    failed: ({ message }) => failures.push(message),
  });
  const lane = createTickerLane(runtime.memory, { ...options, host: host.block.address });
  await host.take(lane);
  return { host, lane, failures, reader: new SlotReader(runtime.memory, lane) };
}

/** Writes to a lane as a feed worker does, from this thread. */
export function writerOf(runtime: PageRuntime, { lane }: ReadLane): RingWriter {
  return new RingWriter(new Views(runtime.memory.memory), lane.address, runtime.memory.byteLength);
}

/** A trade, handed over at once. */
export function trade(writer: RingWriter, price: number): void {
  writer.trade(1e12, 1e12, price, 1, 0, 0, 0, 1);
  writer.flush();
}

export async function endLane(runtime: PageRuntime, { host, lane }: RunningLane | HostedLane): Promise<void> {
  await host.stop();
  host.free();
  runtime.memory.free(lane.address);
}

/** Sends ticks from another thread; resolves with what every lane must show in the end. */
export function sendTicks(
  runtime: PageRuntime,
  order: Omit<SourceOrder, 'memory' | 'byteLength'>,
): Promise<SourceAccount> {
  const worker = new Worker(new URL('./tick-source.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<SourceAccount>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<SourceAccount>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ ...order, memory: runtime.memory.memory, byteLength: runtime.memory.byteLength });
  }).finally(() => worker.terminate());
}

export { until };

/** A published value, as of the reader's last read. */
export function published({ reader }: ReadLane, name: ValueName): number {
  return reader.values[(SLOT[name] - SLOT.VALUES) >> 3] as number;
}

/** Reads a lane until it shows so many ticks. */
export function untilTicks(running: ReadLane, ticks: number, ms?: number): Promise<void> {
  const seen = () => running.reader.read() && published(running, 'TICKS') >= ticks;
  return until(seen, `${ticks} ticks`, ms);
}

/** A seed for a random test: from the clock, printed. */
export function newSeed(): number {
  const seed = Date.now() & 0x7fffffff;
  console.log(`seed ${seed}`);
  return seed;
}
