/** The bench page: functions that the suites call from Node. */
import { closeLatency, measureLatency, openLatency } from './latency.ts';
import { closeThroughput, measureThroughput, openThroughput } from './throughput.ts';
import { closeWidgets, feedWidgets, openWidgets, untilAllTicked } from './widgets.ts';

const bench = {
  openLatency,
  measureLatency,
  closeLatency,
  openThroughput,
  measureThroughput,
  closeThroughput,
  openWidgets,
  feedWidgets,
  untilAllTicked,
  closeWidgets,
};
export type Bench = typeof bench;

/** Calls one of them and posts to the server what it returned, so that nobody needs to stay attached to the browser. */
async function answer(name: keyof Bench, args: readonly unknown[]): Promise<void> {
  const call = bench[name] as (...args: readonly unknown[]) => Promise<unknown>;
  let body: { value: unknown } | { error: string };
  try {
    body = { value: await call(...args) };
  } catch (error) {
    body = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  await fetch('/answer', { method: 'POST', body: JSON.stringify(body) });
}

Object.assign(globalThis, { answer });
