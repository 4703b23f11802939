/**
 * Joins a book that was asked for with the changes that were streaming meanwhile, for sources that send no snapshot, such as
 * Binance: subscribe to the changes, then ask for the book, then give both to this in whichever order they come.
 */
import type { BookUpdate } from './book.js';
import { type BookOutcome, OrderBook } from './order-book.js';

/** Changes that wait for a book; beyond, the oldest go: a book that needs them is too old. */
const MOST_WAITING = 10_000;

export class BookJoin {
  readonly book: OrderBook;
  #waiting: BookUpdate[] = [];

  constructor(book = new OrderBook()) {
    this.book = book;
  }

  /** Changes that wait for a book. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Takes a change. After `gap` the change waits, and a new book is to be asked for; `waiting` means that one is still expected.
   */
  change(update: BookUpdate): BookOutcome {
    const outcome = this.book.apply(update);
    if (outcome === 'gap' || outcome === 'waiting') {
      if (this.#waiting.length === MOST_WAITING) this.#waiting.shift();
      this.#waiting.push(update);
    }
    return outcome;
  }

  /**
   * Takes a book, and then the changes that waited. `gap`: it ends before the first of them begins, so that a newer one is to be asked
   * for; they go on waiting.
   */
  snapshot(update: BookUpdate): BookOutcome {
    this.book.apply(update);
    const waiting = this.#waiting;
    this.#waiting = [];
    let outcome: BookOutcome = 'applied';
    for (const change of waiting) {
      const next = this.change(change);
      if (next === 'gap' || next === 'mismatch') outcome = next;
    }
    return outcome;
  }
}
