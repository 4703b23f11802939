import type { FeedStatus } from '../../feed/protocol.js';
import type { CompiledOutput } from '../../indicators/compile.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import type { BoardAttributes, Note } from '../shared/find-board.js';
import { readSettings, withInstrument } from '../ticker-widget/ticker-settings.js';
import { readValue } from '../ticker-widget/ticker-values.js';
import type { Column } from './board-columns.js';
import { arrange, type Sort } from './board-order.js';
import { BoardRow } from './board-row.js';
import type { BoardSelection } from './board-selection.js';
import { BoardTickers } from './board-tickers.js';

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

const isLive = (status: FeedStatus | undefined) => status === 'live' || status === 'connecting';

/** The rows of a board, by symbol and as they are shown. Main thread. */
export class BoardRows {
  /** The widgets that say what some of them show. */
  readonly tickers: BoardTickers;
  readonly #rows = new Map<string, BoardRow>();
  #shown: readonly BoardRow[] = [];
  readonly #note: Note;

  /** `noted`: a widget says something else than before. */
  constructor(note: Note, noted: () => void) {
    this.#note = note;
    this.tickers = new BoardTickers(this.#rows, noted);
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

  /** The board's state while its feed has this status. */
  state(status: FeedStatus | undefined): 'waiting' | 'live' | 'stale' {
    for (const row of this.#rows.values()) if (!Number.isNaN(row.last)) return isLive(status) ? 'live' : 'stale';
    return 'waiting';
  }

  of(symbol: string): BoardRow | undefined {
    return this.#rows.get(symbol);
  }

  /** Takes another list of symbols, those of widgets behind them: the rows of those that stay are kept. */
  list(listed: readonly string[]): void {
    const symbols = new Set([...listed, ...this.tickers.list()]);
    const before = new Map(this.#rows);
    this.#rows.clear();
    for (const symbol of symbols) {
      const row = before.get(symbol) ?? new BoardRow(symbol);
      row.place = this.#rows.size;
      this.#rows.set(symbol, row);
      before.delete(symbol);
    }
    for (const row of before.values()) this.#forgive(row);
  }

  /** Reads the attributes for all rows; or only for those that are new, or of whose instrument the feed knows something else by now. Whether there were any. */
  read(attributes: BoardAttributes, feed: DataFeed | undefined, all: boolean): boolean {
    let read = false;
    // an element's properties are not its own
    const { indicators, interval, locale, language, currency, timeZone, staleAfter, maxRate, sparkline } = attributes;
    const shared = { indicators, interval, locale, language, currency, timeZone, staleAfter, maxRate, sparkline };
    for (const row of this.#rows.values()) {
      const { symbol } = row;
      const instrument = feed ? feed.instrument(symbol) : row.instrument;
      const guest = this.tickers.of(symbol);
      const other = guest ? guest !== row.guest || this.tickers.takeChange(guest) : row.guest;
      if (!all && !other && row.settings && instrument === row.instrument) continue;
      read = true;
      row.instrument = instrument;
      row.guest = guest;
      this.#forgive(row);
      const own = { ...shared, symbol, tickSize: null, previousClose: null };
      row.settings = guest
        ? guest.settings(shared, instrument, (about, message) => this.#blame(row, about, message))
        : readSettings(withInstrument(own, instrument), [], (attribute, message) =>
            attribute === 'symbol' ? this.#blame(row, attribute, message) : this.#note(attribute, message),
          );
      row.version++;
    }
    return read;
  }

  /** Something is wrong about one row; whoever said it may have told it already. */
  #blame(row: BoardRow, about: string, message = ''): void {
    const key = `${about} ${row.symbol}`;
    this.#note(key, message, row.guest !== undefined);
    if (message) row.problems.add(key);
  }

  #forgive(row: BoardRow): void {
    for (const about of row.problems) this.#note(about);
    row.problems.clear();
  }

  /** Says anew which are shown, in which order. */
  order(filter: string, sort: Sort | undefined, column: Column | undefined): void {
    if (sort) for (const row of this.#rows.values()) row.look();
    this.#shown = arrange(this.all, filter, sort, column);
  }

  /** Says which are stale: all where the feed is not live, and those that have been silent for too long. `now` in epoch ms. */
  age(feed: DataFeed | undefined, now: number): void {
    const live = isLive(feed?.status);
    const after = feed?.staleAfter ?? 0;
    for (const row of this.#rows.values()) {
      const most = row.settings.staleAfter ?? after;
      const stale = !live || (most > 0 && now - readValue(row.values, 'oldest') > most);
      if (stale !== row.stale && !Number.isNaN(row.last)) row.guest?.aged(stale);
      row.stale = stale;
    }
  }

  /** What can be shown: indicators of the board, then those that only widgets have, each name once. */
  outputs(own: readonly CompiledOutput[]): readonly CompiledOutput[] {
    const all = new Map(own.map((output) => [output.name, output]));
    for (const { settings } of this.#rows.values()) {
      for (const output of settings.compiled.outputs) if (!all.has(output.name)) all.set(output.name, output);
    }
    return [...all.values()];
  }

  choose(selection: BoardSelection): void {
    for (const row of this.#rows.values()) row.selected = selection.has(row.symbol);
  }
}
