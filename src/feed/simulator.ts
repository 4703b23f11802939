/**
 * A seeded market: thousands of symbols, some traded a lot and most of them little, that tick exactly alike whenever the
 * seed and the order of calls are alike. The feed worker runs it for `sim:` sources, the gateway behind a real socket.
 * It owns no timer: whoever has a clock asks for the next tick.
 */
import type { EpochMs } from '../market/tick.js';
import type { TickSink } from './codec.js';
import { type Random, randomStream } from './random.js';
import { type SimulatedSymbol, simulateSymbol } from './simulated-symbol.js';

export interface MarketOptions {
  /** A 32-bit integer; 1 where left out. */
  readonly seed?: number;
  /** Names to begin with, most active first; `simulatedNames(1000)` has as many as it takes. */
  readonly symbols?: readonly string[];
  /** Which part of the ticks are trades, the others being quotes: 0 to 1; a half where left out. */
  readonly tradeShare?: number;
}

/** Any thread; not shared between threads. A tick creates no object. */
export class MarketSimulator {
  readonly #seed: number;
  readonly #tradeShare: number | undefined;
  readonly #random: Random;
  readonly #known = new Map<string, SimulatedSymbol>();
  #listed: SimulatedSymbol[] = [];
  /** Symbols that have not ticked since they were added: nobody waits long for a first price. */
  #fresh: SimulatedSymbol[] = [];

  constructor({ seed = 1, symbols = [], tradeShare }: MarketOptions = {}) {
    this.#seed = seed;
    this.#tradeShare = tradeShare;
    this.#random = randomStream(seed);
    for (const name of symbols) this.add(name);
  }

  /** The names that tick now, most active first. */
  get symbols(): string[] {
    return this.#listed.map((symbol) => symbol.name);
  }

  /**
   * Lists a symbol, at the end of the ranking. Any name will do: its price follows from the seed and the name. A name that
   * was removed goes on where it was. False where it is listed already.
   */
  add(name: string): boolean {
    const symbol = this.#known.get(name) ?? simulateSymbol(name, this.#seed, this.#tradeShare);
    if (symbol.listed) return false;
    symbol.listed = true;
    this.#known.set(name, symbol);
    this.#listed.push(symbol);
    this.#fresh.push(symbol);
    return true;
  }

  /** Stops a symbol; false where it is not listed. */
  remove(name: string): boolean {
    const symbol = this.#known.get(name);
    if (!symbol?.listed) return false;
    symbol.listed = false;
    this.#listed = this.#listed.filter((other) => other !== symbol);
    this.#fresh = this.#fresh.filter((other) => other !== symbol);
    return true;
  }

  /** Emits the next trade or quote of the market, stamped with `time`; false where no symbol is listed. */
  tickInto(sink: Pick<TickSink, 'symbol' | 'trade' | 'quote'>, time: EpochMs): boolean {
    // The square of a uniform number: activity falls with the root of the rank.
    const rank = Math.floor(this.#listed.length * this.#random() ** 2);
    const symbol = this.#fresh.pop() ?? this.#listed[rank];
    symbol?.tickInto(sink, time);
    return symbol !== undefined;
  }
}
