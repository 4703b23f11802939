/** Levels of order books, from what venues write to what the market room knows. */
import type { BookLevel, BookUpdate } from '../../market/book.js';
import type { TickSink } from '../codec.js';
import { sampleOf } from './json-text.js';
import { toNumber } from './numbers.js';

/** One level, with the text of its numbers where the venue sends text; undefined where it is none. Size 0 removes. */
export function levelOf(price: unknown, size: unknown): BookLevel | undefined {
  const level = { price: toNumber(price), size: toNumber(size) };
  if (!(Number.isFinite(level.price) && level.size >= 0 && Number.isFinite(level.size))) return undefined;
  return typeof price === 'string' && typeof size === 'string' ? { ...level, priceText: price, sizeText: size } : level;
}

/**
 * The levels of one side: rows `[price, size, ...]`, or objects with `price` and a size by the given name. Undefined where one of
 * them is none: a book that lacks a change is wrong from there on.
 */
export function levelsOf(rows: unknown, size: string | number = 1): BookLevel[] | undefined {
  if (!Array.isArray(rows)) return undefined;
  const price = size === 1 ? 0 : 'price';
  const levels: BookLevel[] = [];
  for (const row of rows) {
    const level = typeof row === 'object' && row !== null ? levelOf(row[price], row[size]) : undefined;
    if (!level) return undefined;
    levels.push(level);
  }
  return levels;
}

/** What a book's update is beside its levels. */
export type BookNotes = Omit<BookUpdate, 'bids' | 'asks' | 'sequence' | 'first' | 'previous'> &
  Partial<Pick<BookUpdate, 'sequence' | 'first' | 'previous'>>;

/**
 * Tells the sink of a book. Where a level, or the time, cannot be read, nothing of it is used, and the book is reported as lost.
 * Returns the update; undefined where there is none.
 */
export function tellBook(
  notes: BookNotes,
  bids: BookLevel[] | undefined,
  asks: BookLevel[] | undefined,
  message: unknown,
  sink: TickSink,
): BookUpdate | undefined {
  if (!bids || !asks || !Number.isFinite(notes.time)) {
    sink.rejected('a book with a level or a time that is none', sampleOf(message));
    sink.lost('a change of its book cannot be read', notes.symbol);
    return undefined;
  }
  const { sequence = Number.NaN, first = sequence, previous = Number.NaN } = notes;
  const update = { ...notes, sequence, first, previous, bids, asks };
  sink.book(update);
  return update;
}
