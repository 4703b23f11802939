import { FeedClient } from '../../src/feed/client.js';
import type { FeedStatus } from '../../src/feed/protocol.js';
import { compilePlan } from '../../src/indicators/compiled-plan.js';
import { createTickerLane, type Lane } from '../../src/memory/lane.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { DedicatedHost } from '../../src/runtime/dedicated-host.js';
import { PageRuntime } from '../../src/runtime/page.js';

/** What `openWidgets` found. */
export interface WidgetsAnswer {
  /** From the first host's making until the last one's kernel ran. */
  readonly startMs: number;
  /** Workers that took more than one try. */
  readonly replaced: number;
  /** Bytes of lanes, blocks and tables in use. */
  readonly used: number;
  /** Bytes of the page's shared memory. */
  readonly memory: number;
}

interface Widget {
  readonly host: DedicatedHost;
  readonly lane: Lane;
  readonly reader: SlotReader;
  readonly symbol: string;
}

let runtime: PageRuntime;
let feed: FeedClient | undefined;
let widgets: readonly Widget[] = [];

/** Starts so many widgets' worth of lanes and dedicated hosts, without a feed. */
export async function openWidgets(count: number): Promise<WidgetsAnswer> {
  runtime = new PageRuntime();
  const { memory } = runtime;
  await runtime.module;
  const from = performance.now();
  widgets = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const host = new DedicatedHost(runtime);
      const lane = createTickerLane(memory, { host: host.block.address, plan: compilePlan('sma(20)').plan });
      await host.take(lane);
      return { host, lane, reader: new SlotReader(memory, lane), symbol: `SYM-${index}` };
    }),
  );
  const startMs = performance.now() - from;
  return { startMs, replaced: runtime.replaced, used: memory.used, memory: memory.byteLength };
}

/** Feeds the widgets from the built-in simulator at so many ticks a second; resolves once the feed is connected. */
export async function feedWidgets(rate: number): Promise<void> {
  let heard: (status: FeedStatus) => void = () => {};
  const connected = new Promise<void>((resolve, reject) => {
    heard = (status) => {
      if (status === 'connecting' || status === 'live') resolve();
      else if (status === 'failed') reject(new Error('the feed failed'));
    };
  });
  feed = new FeedClient(runtime.memory, {
    status: (status) => heard(status),
    problem: ({ message }) => console.error(message),
  });
  for (const { symbol, lane } of widgets) await feed.subscribe(symbol, lane);
  feed.connect({
    sources: [`sim:rate=${rate}&seed=1`],
    transport: 'auto',
    protocols: [],
    format: 'json',
    map: '',
    staleAfter: 10_000,
  });
  await connected;
}

/** Resolves when every widget has published a tick, with the milliseconds that took; rejects after `timeout` ms with how many have. */
export async function untilAllTicked(timeout: number): Promise<number> {
  const from = performance.now();
  for (;;) {
    const silent = widgets.filter(({ reader }) => !(reader.read() && Number.isFinite(reader.values[0] as number)));
    const elapsed = performance.now() - from;
    if (silent.length === 0) return elapsed;
    if (elapsed > timeout)
      throw new Error(`${silent.length} of ${widgets.length} widgets did not tick in ${timeout} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Ends everything; resolves with the bytes still in use and the workers still there: 0 and 0. */
export async function closeWidgets(): Promise<{ used: number; workers: number }> {
  await feed?.close();
  feed = undefined;
  await Promise.all(widgets.map(({ host }) => host.stop()));
  for (const { lane } of widgets) runtime.memory.free(lane.address);
  widgets = [];
  return { used: runtime.memory.used, workers: runtime.workers };
}
