/** The same work by postMessage: one feed worker, one worker per widget, a channel between them for each. */
import type { Side } from './latency.ts';
import type { MessagesOrder } from './messages-feed.worker.ts';
import type { WidgetAnswer, WidgetOrder } from './messages-widget.worker.ts';

const answer = <Kind>(worker: Worker) =>
  new Promise<Kind>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Kind>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });

/** `timed`: how many of the widgets, the first ones, keep time. */
export async function openMessages(url: string, symbols: readonly string[], timed: number): Promise<Side> {
  const widgets: Worker[] = [];
  const ports: MessagePort[] = [];
  for (let index = 0; index < symbols.length; index++) {
    const widget = new Worker(new URL('./messages-widget.worker.ts', import.meta.url), { type: 'module' });
    const { port1, port2 } = new MessageChannel();
    const started = answer(widget);
    const order: WidgetOrder = { port: port1, timed: index < timed };
    widget.postMessage(order, [port1]);
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
    async collect() {
      const answers = await Promise.all(
        widgets.map((widget) => {
          const taken = answer<WidgetAnswer>(widget);
          widget.postMessage(undefined);
          return taken;
        }),
      );
      const parts = answers.slice(0, timed).map(({ samples }) => samples);
      return { parts, ticks: answers.reduce((sum, { ticks }) => sum + ticks, 0) };
    },
    conflated: () => 0,
    async close() {
      for (const worker of [...widgets, feed]) worker.terminate();
    },
  };
}
