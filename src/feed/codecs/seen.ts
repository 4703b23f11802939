/**
 * What a connection has seen of each symbol, so that a trade counts once however often and in whatever kinds of messages a
 * venue reports it, and so that a hole in the venue's numbers is told.
 */
import type { BookUpdate } from '../../market/book.js';
import type { Channel, TickSink } from '../codec.js';

interface Sight {
  /** The kind of message that trades, and quotes, come from: the first that came. */
  trades: string | undefined;
  quotes: string | undefined;
  /** Number of the last trade; NaN before the first. */
  trade: number;
  /** Number that the source said its last trade has, in a message of its own. */
  promised: number;
  /** Number of the last change of the book. */
  book: number;
}

/** A trade that comes late by more than this is no late one: the source counts anew. */
const LATE = 1000;
/** A jump beyond this is no hole: the source counts anew. */
const JUMP = 1_000_000;

export class Seen {
  readonly #symbols = new Map<string, Sight>();

  /**
   * Whether a trade, or several in one, numbered `first` to `last` without a hole, counts; NaN where it has no number. False for one
   * that was seen, and for one in another kind of message than the symbol's first. A `reference` is of the past, so that one
   * older than what was seen is of no use.
   */
  trade(symbol: string, kind: string, first: number, last: number, sink: TickSink, reference = false): boolean {
    const sight = this.#of(symbol);
    sight.trades ??= kind;
    if (sight.trades !== kind) return false;
    if (!Number.isInteger(last)) return true;
    const known = sight.trade;
    if (last === known) return false;
    if (known - last < LATE && last < known) return !reference;
    sight.trade = last;
    // comparisons with NaN are false: the first trade tells nothing
    if (first > known + 1 || last < known) this.#tellHole(symbol, known + 1, first, sink);
    return true;
  }

  /** Whether quotes of this kind of message count: those of the symbol's first do. */
  quote(symbol: string, kind: string): boolean {
    const sight = this.#of(symbol);
    sight.quotes ??= kind;
    return sight.quotes === kind;
  }

  /**
   * The source says which number its last trade has. Trades go another way and may come a little later, so that one is missing only
   * where it has not come when the source says so again.
   */
  promise(symbol: string, number: number, sink: TickSink): void {
    const sight = this.#symbols.get(symbol);
    if (!sight || !Number.isInteger(number)) return;
    const { trade, promised } = sight;
    if (promised > trade) {
      sight.trade = promised;
      this.#tellHole(symbol, trade + 1, promised + 1, sink);
    }
    sight.promised = number;
  }

  /** Looks whether changes of a book are missing before this one. */
  book(update: BookUpdate, sink: TickSink): void {
    const { symbol, snapshot, first, previous, sequence } = update;
    const sight = this.#of(symbol);
    const known = sight.book;
    if (snapshot || sequence > known || previous === known || Number.isNaN(known)) sight.book = sequence;
    if (snapshot) return;
    if (previous > known) sink.lost('changes of its book are missing', symbol);
    else if (Number.isNaN(previous) && first > known + 1) this.#tellHole(symbol, known + 1, first, sink);
  }

  /** Whoever subscribes anew finds other numbers, and nothing is missing between. */
  forget(symbols: readonly string[], channels: readonly Channel[]): void {
    for (const symbol of symbols) {
      const sight = this.#symbols.get(symbol);
      if (!sight) continue;
      if (channels.includes('book')) sight.book = Number.NaN;
      if (!channels.includes('ticks')) continue;
      sight.trades = sight.quotes = undefined;
      sight.trade = sight.promised = Number.NaN;
    }
  }

  #tellHole(symbol: string, from: number, to: number, sink: TickSink): void {
    const missing = to - from;
    if (Number.isSafeInteger(from) && missing > 0 && missing < JUMP) sink.gap(symbol, from, missing);
    else sink.lost(`its numbers jump from ${from - 1} to ${to}`, symbol);
  }

  #of(symbol: string): Sight {
    let sight = this.#symbols.get(symbol);
    if (!sight) {
      const none = Number.NaN;
      sight = { trades: undefined, quotes: undefined, trade: none, promised: none, book: none };
      this.#symbols.set(symbol, sight);
    }
    return sight;
  }
}
