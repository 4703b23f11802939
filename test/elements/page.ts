/** What tests of elements have in common: a page with a feed, what the console heard, what the runtime still holds. */
import { waitUntil } from '@open-wc/testing';
import type { DataFeed, TickerWidget } from '../../src/index.js';
import { pageRuntime } from '../../src/runtime/page.js';

export const until = (condition: () => boolean, message: string) => waitUntil(condition, message, { timeout: 30_000 });

/** Collects what goes to `console.error` and `console.warn` until `restore`. */
export function listenToConsole(): { readonly lines: string[]; restore(): void } {
  const { error, warn } = console;
  const lines: string[] = [];
  console.error = console.warn = (...parts: unknown[]) => void lines.push(parts.join(' '));
  return {
    lines,
    restore() {
      console.error = error;
      console.warn = warn;
    },
  };
}

export const isIn = (element: Element, state: string) => element.matches(`:state(${state})`);

/** The text of a part, as it is painted. */
export function part(widget: TickerWidget, name: string): string {
  const found = [...widget.renderRoot.querySelectorAll(`[part="${name}"]`)];
  return found.map((each) => each.textContent?.replace(/\s+/g, ' ').trim()).join('; ');
}

/** What a screen reader is told. */
export const said = (widget: TickerWidget) => widget.renderRoot.querySelector('.said')?.textContent ?? '';

/** Feeds and widgets by their ids, as one object. */
export function byId(root: Element): Record<string, TickerWidget & DataFeed> {
  return Object.fromEntries([root, ...root.querySelectorAll('[id]')].map((each) => [each.id, each])) as never;
}

/** Resolves when no lane and no worker is left of whatever was removed. */
export async function nothingLeft(): Promise<void> {
  const runtime = pageRuntime();
  await until(() => runtime.lanes === 0 && runtime.workers === 0, `lanes ${runtime.lanes}, workers ${runtime.workers}`);
}

/** Frames of a trade each, as the gateway writes them. */
export function trades(symbol: string, ...prices: readonly number[]): string[] {
  return prices.map((price, index) =>
    JSON.stringify([{ type: 'trade', symbol, price, size: 1, time: Date.now(), sequence: index + 1 }]),
  );
}

/** A trade, as scripts write it. */
export interface ScriptTrade {
  readonly time: number;
  readonly price: number;
  readonly size?: number;
}

/** Frames of a trade each, with their own times. */
export function tradesAt(symbol: string, ticks: readonly ScriptTrade[]): string[] {
  return ticks.map(({ time, price, size = 1 }) => JSON.stringify([{ type: 'trade', symbol, price, size, time }]));
}
