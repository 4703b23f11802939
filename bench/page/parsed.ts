/**
 * What a page does without a feed worker: the main thread parses each message and posts its ticks to the widgets' workers, one by one, or
 * what a message has for a widget at once.
 */
import { makeFrames, wireSymbols } from './frames.ts';
import type { PostedTick } from './messages-feed.worker.ts';
import type { WidgetAnswer, WidgetOrder } from './messages-widget.worker.ts';

export interface ParsedPlan {
  /** Ticks a message. */
  readonly batch: number;
  readonly widgets: number;
}

export type ParsedWay = 'tick' | 'message';

interface Widget {
  readonly worker: Worker;
  readonly port: MessagePort;
}

let frames: readonly string[] = [];
let widgets = new Map<string, Widget>();

function ask({ worker }: Widget, order?: WidgetOrder): Promise<WidgetAnswer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<WidgetAnswer>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(order, order ? [order.port] : []);
  });
}

/** Starts the widgets' workers. */
export async function openParsed({ batch, widgets: count }: ParsedPlan): Promise<void> {
  const symbols = wireSymbols(count);
  frames = makeFrames({ format: 'json', symbols, batch, frames: Math.ceil(50_000 / batch) }) as string[];
  for (const { name } of symbols) {
    const worker = new Worker(new URL('./messages-widget.worker.ts', import.meta.url), { type: 'module' });
    const { port1, port2 } = new MessageChannel();
    const widget = { worker, port: port2 };
    widgets.set(name, widget);
    await ask(widget, { port: port1, timed: false });
  }
}

async function taken(): Promise<number> {
  const answers = await Promise.all([...widgets.values()].map((widget) => ask(widget)));
  return answers.reduce((sum, { ticks }) => sum + ticks, 0);
}

const post = {
  tick(ticks: readonly PostedTick[]): void {
    for (const tick of ticks) widgets.get(tick.symbol)?.port.postMessage(tick);
  },
  message(ticks: readonly PostedTick[]): void {
    const bySymbol = new Map<string, PostedTick[]>();
    for (const tick of ticks) {
      const list = bySymbol.get(tick.symbol);
      if (list) list.push(tick);
      else bySymbol.set(tick.symbol, [tick]);
    }
    for (const [symbol, list] of bySymbol) widgets.get(symbol)?.port.postMessage(list);
  },
};

/** One round: messages in memory until every widget's worker has taken its ticks; milliseconds. */
export async function measureParsed(ticks: number, way: ParsedWay): Promise<number> {
  const before = await taken();
  const from = performance.now();
  for (let sent = 0, index = 0; sent < ticks; index++) {
    const message: PostedTick[] = JSON.parse(frames[index % frames.length] as string);
    post[way](message);
    sent += message.length;
  }
  while ((await taken()) - before < ticks);
  return performance.now() - from;
}

export function closeParsed(): void {
  for (const { worker } of widgets.values()) worker.terminate();
  widgets = new Map();
}
