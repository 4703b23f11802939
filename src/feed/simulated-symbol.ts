/**
 * One simulated instrument: a random walk with regimes, a spread around it, and trades at its edges. Its path depends on
 * the seed, its name and how often it has ticked, and on nothing else: not on the clock, nor on what other symbols do.
 */
import type { EpochMs, SymbolId } from '../market/tick.js';
import { TICK_FLAG } from '../market/tick.js';
import type { TickSink } from './codec.js';
import { hashText, Random } from './random.js';
import { profileOf } from './simulated-names.js';

/** How a market feels: how far it moves a tick, how wide its spread is, how soon it changes (chances per tick). */
const REGIMES = [
  { name: 'calm', volatility: 0.4, spread: 0.7, calmer: 0, wilder: 0.004 },
  { name: 'normal', volatility: 1, spread: 1, calmer: 0.003, wilder: 0.001 },
  { name: 'stormy', volatility: 5, spread: 3, calmer: 0.006, wilder: 0 },
] as const;
const NORMAL = 1;

export type Regime = (typeof REGIMES)[number]['name'];

/** Deviation of one step in the normal regime, as a fraction of the price. */
const STEP = 4e-5;
/** How strongly a tick is drawn towards the starting price, so that a day's walk stays within some percent of it. */
const PULL = 2e-6;
/** Mean spread in the normal regime, as a fraction of the price. */
const SPREAD = 5e-5;
/** Deviation of the logarithm of sizes. */
const SIZE_DEVIATION = 0.9;
const TRADE_SHARE = 0.5;

export class SimulatedSymbol {
  readonly name: string;
  /** Whether the market lists it now. */
  listed = false;
  readonly #random: Random;
  /** Prices are counted in ticks of the grid, so that dividing by this gives the double nearest to the decimal. */
  readonly #priceScale: number;
  readonly #sizeScale: number;
  readonly #size: number;
  readonly #anchor: number;
  #fair: number;
  #bid = 0;
  #ask = 0;
  #regime = NORMAL;
  #sequence = 0;

  constructor(name: string, seed: number) {
    const profile = profileOf(name, seed);
    this.name = name;
    this.#random = new Random(seed, hashText(name, ~seed));
    this.#priceScale = 10 ** profile.decimals;
    this.#sizeScale = 10 ** profile.sizeDecimals;
    this.#size = profile.size;
    this.#anchor = profile.price * this.#priceScale;
    this.#fair = this.#anchor;
  }

  get regime(): Regime {
    return (REGIMES[this.#regime] as (typeof REGIMES)[number]).name;
  }

  /** Emits the next trade or quote; the first is a quote, and trades happen at the last quote's bid or ask. */
  tickInto(sink: Pick<TickSink, 'trade' | 'quote'>, symbol: SymbolId, time: EpochMs): void {
    this.#sequence++;
    const random = this.#random;
    if (this.#sequence > 1 && random.next() < TRADE_SHARE) {
      const buys = random.next() < 0.5;
      const price = (buys ? this.#ask : this.#bid) / this.#priceScale;
      sink.trade(symbol, time, price, this.#drawSize(), this.#sequence, buys ? TICK_FLAG.BUY : TICK_FLAG.SELL);
      return;
    }
    this.#move();
    const bidSize = this.#drawSize();
    const askSize = this.#drawSize();
    sink.quote(
      symbol,
      time,
      this.#bid / this.#priceScale,
      bidSize,
      this.#ask / this.#priceScale,
      askSize,
      this.#sequence,
    );
  }

  #move(): void {
    const random = this.#random;
    const chance = random.next();
    const before = REGIMES[this.#regime] as (typeof REGIMES)[number];
    if (chance < before.calmer) this.#regime--;
    else if (chance > 1 - before.wilder) this.#regime++;
    const regime = REGIMES[this.#regime] as (typeof REGIMES)[number];

    const step = this.#fair * STEP * regime.volatility * random.normal() + (this.#anchor - this.#fair) * PULL;
    // A price that nears zero would stick there; the walk turns back at a tenth of where it began.
    this.#fair = Math.max(this.#fair + step, this.#anchor * 0.1, 2);
    const spread = Math.max(1, Math.round(this.#fair * SPREAD * regime.spread * (0.5 + random.next())));
    this.#bid = Math.max(1, Math.round(this.#fair - spread / 2));
    this.#ask = this.#bid + spread;
  }

  /** Log-normal, on the size grid, never zero. */
  #drawSize(): number {
    const size = this.#size * Math.exp(SIZE_DEVIATION * this.#random.normal());
    return Math.max(1, Math.round(size * this.#sizeScale)) / this.#sizeScale;
  }
}
