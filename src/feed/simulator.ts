/**
 * A seeded market: thousands of symbols, some traded a lot and most of them little, that tick exactly alike whenever the
 * seed and the order of calls are alike. The feed worker runs it for `sim:` sources, the gateway behind a real socket.
 * It owns no timer: whoever has a clock asks for the next tick.
 */
import type { EpochMs } from '../market/tick.js';
import type { TickSink } from './codec.js';
import { Random } from './random.js';
import { SimulatedSymbol } from './simulated-symbol.js';

export interface MarketOptions {
  /** A 32-bit integer; 1 where left out. */
  readonly seed?: number;
  /** Names to begin with, most active first; `simulatedNames(1000)` has as many as it takes. */
  readonly symbols?: readonly string[];
}

/** Activity falls with the rank as a power of it (Zipf), flattened at the top so that no symbol takes it all. */
const ZIPF_EXPONENT = 0.8;
const ZIPF_SHIFT = 4;

/** Any thread; not shared between threads. A tick creates no object. */
export class MarketSimulator {
  readonly seed: number;
  readonly #random: Random;
  readonly #known = new Map<string, SimulatedSymbol>();
  #listed: SimulatedSymbol[] = [];
  /** The sum of the activities up to and including each rank. */
  #activity = new Float64Array(16);
  /** Symbols that have not ticked since they were added, in order: nobody waits long for a first price. */
  #fresh: SimulatedSymbol[] = [];
  #nextFresh = 0;

  constructor({ seed = 1, symbols = [] }: MarketOptions = {}) {
    this.seed = seed;
    this.#random = new Random(seed);
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
    let symbol = this.#known.get(name);
    if (symbol === undefined) {
      symbol = new SimulatedSymbol(name, this.seed);
      this.#known.set(name, symbol);
    }
    if (symbol.listed) return false;
    symbol.listed = true;
    this.#listed.push(symbol);
    this.#rank(this.#listed.length - 1);
    this.#fresh.push(symbol);
    return true;
  }

  /** Stops a symbol; false where it is not listed. */
  remove(name: string): boolean {
    const symbol = this.#known.get(name);
    if (symbol === undefined || !symbol.listed) return false;
    symbol.listed = false;
    this.#listed = this.#listed.filter((other) => other !== symbol);
    this.#fresh = this.#fresh.slice(this.#nextFresh).filter((other) => other !== symbol);
    this.#nextFresh = 0;
    for (let index = 0; index < this.#listed.length; index++) this.#rank(index);
    return true;
  }

  /** Emits the next trade or quote of the market, stamped with `time`; false where no symbol is listed. */
  tickInto(sink: Pick<TickSink, 'symbol' | 'trade' | 'quote'>, time: EpochMs): boolean {
    const symbol = this.#pick();
    if (symbol === undefined) return false;
    symbol.tickInto(sink, sink.symbol(symbol.name), time);
    return true;
  }

  #pick(): SimulatedSymbol | undefined {
    if (this.#nextFresh < this.#fresh.length) {
      const symbol = this.#fresh[this.#nextFresh];
      this.#nextFresh++;
      if (this.#nextFresh === this.#fresh.length) {
        this.#fresh = [];
        this.#nextFresh = 0;
      }
      return symbol;
    }
    const count = this.#listed.length;
    if (count === 0) return undefined;
    const target = this.#random.next() * (this.#activity[count - 1] as number);
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#activity[middle] as number) > target) high = middle;
      else low = middle + 1;
    }
    return this.#listed[low];
  }

  #rank(index: number): void {
    if (index >= this.#activity.length) {
      const longer = new Float64Array(this.#activity.length * 2);
      longer.set(this.#activity);
      this.#activity = longer;
    }
    const before = index === 0 ? 0 : (this.#activity[index - 1] as number);
    this.#activity[index] = before + (index + 1 + ZIPF_SHIFT) ** -ZIPF_EXPONENT;
  }
}
