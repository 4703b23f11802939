/** The same work by postMessage: one feed worker, one worker per widget, a channel between them for each. */
import type { Side } from './latency.ts';
import type { MessagesOrder } from './messages-feed.worker.ts';

const answer = <Kind>(worker: Worker) =>
  new Promise<Kind>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Kind>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });

export async function openMessages(url: string, symbols: readonly string[]): Promise<Side> {
  const widgets: Worker[] = [];
  const ports: MessagePort[] = [];
  for (const _ of symbols) {
    const widget = new Worker(new URL('./messages-widget.worker.ts', import.meta.url), { type: 'module' });
    const { port1, port2 } = new MessageChannel();
    const started = answer(widget);
    widget.postMessage(port1, [port1]);
    widgets.push(widget);
    ports.push(port2);
    await started;
  }
  const feed = new Worker(new URL('./messages-feed.worker.ts', import.meta.url), { type: 'module' });
  let handOver: MessagePort[] = ports;
  const order = (to: string) => {
    const done = answer<string>(feed);
    const ways = handOver;
    handOver = [];
    const message: MessagesOrder = ways.length > 0 ? { url: to, symbols, ports: ways } : { url: to, symbols };
    feed.postMessage(message, ways);
    return done.then(() => {});
  };
  return {
    connect: () => order(url),
    disconnect: () => order(''),
    collect: () =>
      Promise.all(
        widgets.map((widget) => {
          const taken = answer<Float64Array>(widget);
          widget.postMessage(undefined);
          return taken;
        }),
      ),
    conflated: () => 0,
    async close() {
      for (const worker of [...widgets, feed]) worker.terminate();
    },
  };
}
