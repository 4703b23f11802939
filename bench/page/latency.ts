import { openLanes } from './lanes-side.ts';
import { openMessages } from './messages-side.ts';
import { type Latencies, summarize } from './samples.ts';

/** One way to bring ticks from a socket to a widget's worker. */
export interface Side {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /** Latencies since this was last asked, ms, by widget. */
  collect(): Promise<Float64Array[]>;
  conflated(): number;
  close(): Promise<void>;
}

export interface LatencyOrder {
  readonly url: string;
  readonly symbols: readonly string[];
  readonly format: 'json' | 'binary';
  /** Take turns with postMessage per tick. */
  readonly messages: boolean;
  readonly rounds: number;
  readonly seconds: number;
}

export interface LatencyAnswer {
  /** By round. */
  readonly lanes: readonly Latencies[];
  readonly messages: readonly Latencies[];
  readonly conflated: number;
}

/** Of each connection the first second is not counted: code is being compiled. */
const WARM_UP_MS = 1000;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Latency of every tick, from the socket's message event in the feed worker to the widget's new values. */
export async function measureLatency(order: LatencyOrder): Promise<LatencyAnswer> {
  const lanes = await openLanes(order.url, order.symbols, order.format);
  const messages = order.messages ? await openMessages(order.url, order.symbols) : undefined;
  const sides = messages ? [lanes, messages] : [lanes];
  const rounds = sides.map(() => [] as Latencies[]);
  for (let round = 0; round < order.rounds; round++) {
    for (const [index, side] of sides.entries()) {
      await side.connect();
      await after(WARM_UP_MS);
      await side.collect();
      await after(order.seconds * 1000);
      rounds[index]?.push(summarize(await side.collect()));
      await side.disconnect();
    }
  }
  const conflated = lanes.conflated();
  for (const side of sides) await side.close();
  const [overLanes = [], byMessages = []] = rounds;
  return { lanes: overLanes, messages: byMessages, conflated };
}
