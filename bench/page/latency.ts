import { openLanes } from './lanes-side.ts';
import { openMessages } from './messages-side.ts';
import { type Collected, type Latencies, summarize } from './samples.ts';

/** One way to bring ticks from a socket to a widget's worker. */
export interface Side {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  collect(): Promise<Collected>;
  conflated(): number;
  close(): Promise<void>;
}

export interface LatencyOrder {
  readonly url: string;
  readonly symbols: readonly string[];
  readonly format: 'json' | 'binary';
  /** How many of the widgets keep time. */
  readonly timed: number;
  /** Prepare postMessage per tick as well. */
  readonly messages: boolean;
}

/** Of each connection the first second is not counted: code is being compiled. */
const WARM_UP_MS = 1000;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

let sides: { lanes: Side; messages?: Side } | undefined;

/** Starts the workers of both ways; none of them costs anything while it is not connected. */
export async function openLatency({ url, symbols, format, timed, messages }: LatencyOrder): Promise<void> {
  // some symbols tick more often than others: those that keep time are spread over all
  const step = Math.floor(symbols.length / timed);
  const order = [...symbols].sort((a, b) => (symbols.indexOf(a) % step) - (symbols.indexOf(b) % step));
  const lanes = await openLanes(url, order, format, timed);
  sides = messages ? { lanes, messages: await openMessages(url, order, timed) } : { lanes };
}

/** One round of one way: latency of every tick, from the socket's message event in the feed worker to the widget's new values. */
export async function measureLatency(way: 'lanes' | 'messages', seconds: number): Promise<Latencies> {
  const side = sides?.[way];
  if (!side) throw new Error(`${way} were not opened`);
  await side.connect();
  await after(WARM_UP_MS);
  const { ticks } = await side.collect();
  await after(seconds * 1000);
  const latencies = summarize(await side.collect(), ticks);
  await side.disconnect();
  return latencies;
}

/** Ends the workers; how many ticks were conflated in all rounds together. */
export async function closeLatency(): Promise<number> {
  const conflated = sides?.lanes.conflated() ?? 0;
  await sides?.lanes.close();
  await sides?.messages?.close();
  sides = undefined;
  return conflated;
}
