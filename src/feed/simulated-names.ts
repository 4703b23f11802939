/**
 * What the simulator's market trades: instruments that people know, then as many made-up ones as asked for, and a plausible
 * profile for any other name.
 */
import { hashText } from './random.js';

/** What is fixed about a simulated instrument. */
export interface Profile {
  /** Where its price starts, and is slowly drawn back to. */
  readonly price: number;
  /** Decimal places of its price; the tick size is one unit of the last. */
  readonly decimals: number;
  /** Median size of a trade. */
  readonly size: number;
  /** Decimal places of its sizes. */
  readonly sizeDecimals: number;
}

/** Name and a price level of 2025 or so, most active first. */
const LEVELS = `
  BTC-USD 64000, ETH-USD 3100, SOL-USD 150, AAPL 210, MSFT 430, NVDA 125, TSLA 240, AMZN 185, GOOGL 170,
  META 510, XRP-USD 0.58, DOGE-USD 0.125, ADA-USD 0.43, AVAX-USD 28, LINK-USD 13.5, LTC-USD 72, DOT-USD 5.9,
  ETH-BTC 0.0485, EUR-USD 1.085, GBP-USD 1.27, AMD 155, INTC 31, NFLX 640, DIS 98, JPM 205, V 270, KO 63,
  WMT 68, COST 850, XOM 114, SPY 545, QQQ 475`;

const KNOWN = LEVELS.split(',').map((each) => each.trim().split(' ') as [name: string, price: string]);

const KNOWN_PRICES = new Map(KNOWN);

const CONSONANTS = 'BDLMNRSVZ';
const VOWELS = 'AEIO';
/** Words of the form consonant, vowel, consonant, vowel. */
const WORDS = (CONSONANTS.length * VOWELS.length) ** 2;
/** Has no factor in common with WORDS, so that stepping by it visits every word once, in no obvious order. */
const STRIDE = 475;

/**
 * The first names of the simulator's own list: BTC-USD, ETH-USD, SOL-USD, AAPL, MSFT ..., then made-up ones. Throws a RangeError
 * for a `count` that is not a whole number of symbols.
 */
export function simulatedNames(count: number): string[] {
  if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`count is ${count}, not a number of symbols`);
  return Array.from({ length: count }, (_, index) => simulatedName(index));
}

/** The name at a place in the simulator's list, the same for every seed; no two places share one. */
export function simulatedName(index: number): string {
  const known = KNOWN[index];
  if (known !== undefined) return known[0];
  const made = index - KNOWN.length;
  let rest = (made * STRIDE) % WORDS;
  let word = '';
  for (const letters of [CONSONANTS, VOWELS, CONSONANTS, VOWELS]) {
    word += letters[rest % letters.length];
    rest = Math.floor(rest / letters.length);
  }
  for (let round = Math.floor(made / WORDS); round > 0; round = Math.floor((round - 1) / CONSONANTS.length)) {
    word += CONSONANTS[(round - 1) % CONSONANTS.length];
  }
  return made % 3 === 0 ? `${word}-USD` : word;
}

/** A pair of currencies, as far as its name tells. */
const PAIR = /[-/_]|(?:USDT|USDC|USD|EUR|BTC)$/i;

/** The profile of any name, the same whenever the same seed and name come together. */
export function profileOf(name: string, seed: number): Profile {
  const pair = PAIR.test(name);
  const chance = hashText(name, seed) / 0x100000000;
  // Unknown ones start anywhere, evenly over the orders of magnitude.
  const level = Number(KNOWN_PRICES.get(name) ?? (pair ? 0.02 * 50_000 ** chance : 8 * 60 ** chance));
  const magnitude = Math.floor(Math.log10(level));
  const decimals = pair ? Math.max(2, 4 - magnitude) : 2;
  const price = Number(level.toFixed(decimals));
  return { price, decimals, size: (pair ? 2_000 : 10_000) / level, sizeDecimals: pair ? magnitude + 2 : 0 };
}
