import type { FeedGap } from './protocol.js';
import { readable } from './readable.js';

const INTERVAL_MS = 1000;
/** So many gaps of an interval are told one by one and at once. */
const SINGLE = 100;
/** Of so many symbols, further ones are told as one gap each when it is over; of yet more symbols, as one of all. */
const LINES = 1000;
const LONGEST_NAME = 256;

interface Line {
  readonly symbol: string;
  readonly from: number;
  readonly reason: string;
  missing: number;
  count: number;
}

/**
 * Tells the page of gaps, all that is missing, and however many holes a source has, of no more than it can bear: beyond a hundred in a
 * second, those of a symbol become one. Feed worker.
 */
export class GapLog {
  readonly #report: (gap: FeedGap) => void;
  readonly #lines = new Map<string, Line>();
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(report: (gap: FeedGap) => void) {
    this.#report = report;
  }

  /** The words may be the source's. */
  add({ reason, symbol, ...numbers }: FeedGap): void {
    this.#add({ ...numbers, reason: readable(String(reason)), symbol: String(symbol).slice(0, LONGEST_NAME) });
  }

  #add(gap: FeedGap): void {
    this.#timer ??= setTimeout(() => this.flush(), INTERVAL_MS);
    if (this.#told++ < SINGLE) return this.#report(gap);
    // how many are missing is known of some, and of others not
    const known = !Number.isNaN(gap.missing);
    const symbol = this.#lines.size < LINES || this.#lines.has(keyOf(gap.symbol, known)) ? gap.symbol : '';
    const key = keyOf(symbol, known);
    const line = this.#lines.get(key);
    if (line) {
      line.missing += gap.missing;
      line.count++;
    } else {
      this.#lines.set(key, { ...gap, symbol, count: 1 });
    }
  }

  /** Tells what waits, at once. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = 0;
    const lines = [...this.#lines.values()];
    this.#lines.clear();
    for (const { count, symbol, from, missing, reason } of lines) {
      const many = `${count} holes, the first of them: ${reason}`;
      this.#report({ symbol, from, missing, reason: count === 1 ? reason : many });
    }
  }
}

const keyOf = (symbol: string, known: boolean) => `${known} ${symbol}`;
