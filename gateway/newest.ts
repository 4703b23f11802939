import type { TickEncoder } from '../src/feed/codecs/gateway-protocol.js';
import type { GatewayStats } from './stats.js';

/** Takes ticks one at a time, arguments as in the codec contract. */
export type TickTaker = Pick<TickEncoder, 'trade' | 'quote'>;

type Trade = Parameters<TickTaker['trade']>;
type Quote = Parameters<TickTaker['quote']>;
type Kept = { readonly trade: Trade } | { readonly quote: Quote };

/** Keeps the newest trade and the newest quote of each symbol, in the order of the ticks kept, for a client that does not keep up. */
export class NewestTicks implements TickTaker {
  readonly #stats: GatewayStats;
  readonly #kept = new Map<string, Kept>();

  constructor(stats: GatewayStats) {
    this.#stats = stats;
  }

  trade(...trade: Trade): void {
    this.#keep(`trade ${trade[0].id}`, { trade });
  }

  quote(...quote: Quote): void {
    this.#keep(`quote ${quote[0].id}`, { quote });
  }

  /** Hands over what was kept. */
  release(taker: TickTaker): void {
    for (const tick of this.#kept.values()) {
      if ('trade' in tick) taker.trade(...tick.trade);
      else taker.quote(...tick.quote);
    }
    this.#kept.clear();
  }

  #keep(key: string, tick: Kept): void {
    // Deleted first: a map keeps the place of a key that is set again.
    if (this.#kept.delete(key)) this.#stats.conflated++;
    this.#kept.set(key, tick);
  }
}
