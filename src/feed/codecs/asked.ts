import type { Channel } from '../codec.js';

/** What is asked for where no channel is named. */
export const TICKS: readonly Channel[] = ['ticks'];

/** What one connection was asked for: books, bars and options that nobody wants are not even decoded. */
export class Asked {
  readonly #symbols: Readonly<Record<Channel, Set<string>>> = {
    ticks: new Set(),
    book: new Set(),
    bars: new Set(),
    options: new Set(),
  };

  add(symbols: readonly string[], channels: readonly Channel[]): void {
    for (const channel of channels) for (const symbol of symbols) this.#symbols[channel].add(symbol);
  }

  remove(symbols: readonly string[], channels: readonly Channel[]): void {
    for (const channel of channels) for (const symbol of symbols) this.#symbols[channel].delete(symbol);
  }

  has(channel: Channel, symbol: unknown): boolean {
    return this.#symbols[channel].has(symbol as string);
  }
}

/** A list in parts of at most `size`, for sources that limit what one request holds. */
export function parts<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}
