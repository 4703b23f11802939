import type { DataFeed } from '../data-feed/data-feed.js';
import { readSettings, type TickerAttributes, withInstrument } from '../ticker-widget/ticker-settings.js';
import { readValue } from '../ticker-widget/ticker-values.js';
import type { Column } from './board-columns.js';
import { arrange, type Sort } from './board-order.js';
import { BoardRow } from './board-row.js';
import type { BoardSelection } from './board-selection.js';

/** Attributes that say how rows are computed and written. */
export const OF_ROWS = [
  'indicators',
  'interval',
  'locale',
  'currency',
  'timeZone',
  'staleAfter',
  'maxRate',
  'sparkline',
] as const;

/** A board's own, for all of its rows. */
export type RowAttributes = Pick<TickerAttributes, (typeof OF_ROWS)[number]>;

/** Hears what is wrong about something; nothing: nothing is. */
export type Note = (about: string, message?: string) => void;

/** The rows of a board, by symbol and as they are shown. Main thread. */
export class BoardRows {
  readonly #rows = new Map<string, BoardRow>();
  #shown: readonly BoardRow[] = [];
  readonly #note: Note;

  constructor(note: Note) {
    this.#note = note;
  }

  /** Those that the filter lets through, in order. */
  get shown(): readonly BoardRow[] {
    return this.#shown;
  }

  get all(): readonly BoardRow[] {
    return [...this.#rows.values()];
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Whether something was published of any of them that was not read. */
  get unread(): boolean {
    for (const row of this.#rows.values()) if (row.unread) return true;
    return false;
  }

  /** Whether any has a price. */
  get known(): boolean {
    for (const row of this.#rows.values()) if (!Number.isNaN(row.last)) return true;
    return false;
  }

  of(symbol: string): BoardRow | undefined {
    return this.#rows.get(symbol);
  }

  /** Takes another list of symbols: the rows of those that stay are kept. */
  list(symbols: readonly string[]): void {
    const before = new Map(this.#rows);
    this.#rows.clear();
    for (const symbol of symbols) {
      const row = before.get(symbol) ?? new BoardRow(symbol);
      row.place = this.#rows.size;
      this.#rows.set(symbol, row);
      before.delete(symbol);
    }
    for (const symbol of before.keys()) this.#note(`symbol ${symbol}`);
  }

  /** Reads the attributes for all rows; or only for those that are new, or of whose instrument the feed knows something else by now. Whether there were any. */
  read(attributes: RowAttributes, feed: DataFeed | undefined, all: boolean): boolean {
    let read = false;
    // an element's properties are not its own
    const { indicators, interval, locale, currency, timeZone, staleAfter, maxRate, sparkline } = attributes;
    const shared = { indicators, interval, locale, currency, timeZone, staleAfter, maxRate, sparkline };
    for (const row of this.#rows.values()) {
      const { symbol } = row;
      const instrument = feed ? feed.instrument(symbol) : row.instrument;
      if (!all && row.settings && instrument === row.instrument) continue;
      read = true;
      row.instrument = instrument;
      const own = { ...shared, symbol, tickSize: null, previousClose: null };
      row.settings = readSettings(withInstrument(own, instrument), [], (attribute, message) =>
        this.#note(attribute === 'symbol' ? `symbol ${symbol}` : attribute, message),
      );
      row.version++;
    }
    return read;
  }

  /** Says anew which are shown, in which order. */
  order(filter: string, sort: Sort | undefined, column: Column | undefined): void {
    if (sort) for (const row of this.#rows.values()) row.look();
    this.#shown = arrange(this.all, filter, sort, column);
  }

  /** Says which are stale: all where the feed is not live, and those of which nothing was received for `after` ms; 0: never. `now` in epoch ms. */
  age(live: boolean, after: number, now: number): void {
    for (const row of this.#rows.values()) {
      row.stale = !live || (after > 0 && now - readValue(row.values, 'oldest') > after);
    }
  }

  choose(selection: BoardSelection): void {
    for (const row of this.#rows.values()) row.selected = selection.has(row.symbol);
  }
}
