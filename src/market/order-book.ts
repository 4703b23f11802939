/**
 * An order book that is kept from a source's updates. It knows when it is not to be trusted: before the first snapshot, after
 * a hole in the source's numbers, and after a checksum that does not match. It then takes nothing but a snapshot.
 */
import type { BookLevel, BookUpdate } from './book.js';
import type { Price } from './tick.js';

/** What became of an update. */
export type BookOutcome =
  | 'applied'
  /** All of it was known already: it is older than the snapshot, or came twice. */
  | 'old'
  /** A change, and no snapshot has come since the beginning, a hole or a wrong checksum. */
  | 'waiting'
  /** Updates before this one are missing. */
  | 'gap'
  /** The source's checksum is another one. */
  | 'mismatch';

/** A checksum of the best levels, as a source takes it. See book-checksum.ts. */
export type BookChecksum = (bids: readonly BookLevel[], asks: readonly BookLevel[]) => number;

/** What a source wants from those who keep its books. */
export interface BookRules {
  /** Levels a side to keep; all, or as many as the updates say, where left out. */
  readonly depth?: number;
  /** How the source's checksums are taken; they are not looked at where left out. */
  readonly checksum?: BookChecksum;
}

/** One side, the best level last: most changes are near it, and few levels move. */
class Side {
  levels: BookLevel[] = [];
  /** 1 where a higher price is better. */
  readonly #better: 1 | -1;

  constructor(better: 1 | -1) {
    this.#better = better;
  }

  replace(levels: readonly BookLevel[]): void {
    const sorted = [...levels].sort((a, b) => (a.price - b.price) * this.#better);
    // of levels at one price, the one given last counts
    this.levels = sorted.filter(({ price, size }, at) => size > 0 && price !== sorted[at + 1]?.price);
  }

  /** False where it removes a level that is not there. */
  put(level: BookLevel): boolean {
    const { levels } = this;
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (((levels[middle] as BookLevel).price - level.price) * this.#better < 0) low = middle + 1;
      else high = middle;
    }
    const there = levels[low]?.price === level.price;
    if (level.size === 0) {
      if (there) levels.splice(low, 1);
      return there;
    }
    if (there) levels[low] = level;
    else levels.splice(low, 0, level);
    return true;
  }

  truncate(depth: number): void {
    if (this.levels.length > depth) this.levels.splice(0, this.levels.length - depth);
  }

  /** The best levels, the best first. */
  best(count: number): BookLevel[] {
    return this.levels.slice(Math.max(0, this.levels.length - count)).reverse();
  }
}

/** One symbol's book. Not shared between threads. */
export class OrderBook {
  readonly #rules: BookRules;
  readonly #bids = new Side(1);
  readonly #asks = new Side(-1);
  #synced = false;
  #sequence = Number.NaN;
  #absent = 0;

  constructor(rules: BookRules = {}) {
    this.#rules = rules;
  }

  /** The book is what the source has. */
  get synced(): boolean {
    return this.#synced;
  }

  /** The source's number of the last update; NaN where it has none. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Removals of levels that were not there: usual on some sources, a sign of a mistake on others. */
  get absent(): number {
    return this.#absent;
  }

  /** The best bids, highest first; all where `count` is left out. A copy. */
  bids(count = Number.POSITIVE_INFINITY): BookLevel[] {
    return this.#bids.best(count);
  }

  /** The best asks, lowest first. */
  asks(count = Number.POSITIVE_INFINITY): BookLevel[] {
    return this.#asks.best(count);
  }

  get bestBid(): Price | undefined {
    return this.#bids.levels.at(-1)?.price;
  }

  get bestAsk(): Price | undefined {
    return this.#asks.levels.at(-1)?.price;
  }

  /** The best bid is at or above the best ask, which no market that trades shows. */
  get crossed(): boolean {
    return (this.bestBid ?? Number.NEGATIVE_INFINITY) >= (this.bestAsk ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Takes an update. Changes must follow on each other: by `previous` where the source says it, else by `first`, and unchecked
   * where it numbers nothing. An update that begins before the last number and ends behind it is taken, as sizes are not differences.
   */
  apply(update: BookUpdate): BookOutcome {
    if (!update.snapshot) {
      if (!this.#synced) return 'waiting';
      const place = this.#placeOf(update);
      if (place === 'gap') this.#synced = false;
      if (place !== 'applied') return place;
    }
    this.#sequence = update.sequence;
    if (update.snapshot) {
      this.#bids.replace(update.bids);
      this.#asks.replace(update.asks);
      this.#synced = true;
    } else {
      for (const level of update.bids) if (!this.#bids.put(level)) this.#absent++;
      for (const level of update.asks) if (!this.#asks.put(level)) this.#absent++;
    }
    const depth = this.#rules.depth ?? update.depth;
    if (depth !== undefined) {
      this.#bids.truncate(depth);
      this.#asks.truncate(depth);
    }
    const { checksum } = this.#rules;
    if (!checksum || update.checksum === undefined) return 'applied';
    const matches = checksum(this.bids(CHECKED), this.asks(CHECKED)) === update.checksum;
    this.#synced = matches;
    return matches ? 'applied' : 'mismatch';
  }

  #placeOf({ previous, first, sequence }: BookUpdate): 'applied' | 'old' | 'gap' {
    const known = this.#sequence;
    // a source that counts anew says so: its update follows on the last one and has a smaller number
    if (previous === known) return 'applied';
    if (sequence <= known) return 'old';
    // comparisons with NaN are false: what has no number is not checked
    if (previous > known) return 'gap';
    return Number.isNaN(previous) && first > known + 1 ? 'gap' : 'applied';
  }
}

/** No checksum covers more levels a side. */
const CHECKED = 25;
