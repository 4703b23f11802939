import { FeedBlockWriter } from '../memory/feed-block.js';
import { type HistoryBar, writeHistory } from '../memory/history.js';
import { FEED, HISTORY, HISTORY_BAR } from '../memory/layout.js';
import { Views } from '../memory/views.js';
import type { MarketTableHandle } from '../table/handle.js';
import { MarketTable } from '../table/market-table.js';
import { QUOTE_FIELDS, type TableQuote } from '../table/table-quote.js';
import type { FeedEvent } from './protocol.js';

/** Counters and quotes are posted so often, while they change. */
const POST_MS = 50;
const WASM_PAGE = 65_536;

/** A memory of its own for one block, at address 0. */
function ownViews(bytes: number): Views {
  return new Views(new WebAssembly.Memory({ initial: Math.ceil(bytes / WASM_PAGE) }));
}

/**
 * What a page reads at once wherever memory is shared, and gets copies of elsewhere: a feed's counters, and the newest quote of every symbol.
 * Feed worker.
 */
export class Copies {
  readonly block: FeedBlockWriter;
  readonly #views = ownViews(FEED.BYTES);
  readonly #post: (event: FeedEvent) => void;
  #version = 0;
  #table: MarketTable | undefined;
  readonly #places = new Map<string, number>();
  readonly #quote = {} as TableQuote;

  constructor(post: (event: FeedEvent) => void) {
    this.#post = post;
    this.block = new FeedBlockWriter(this.#views, 0, FEED.BYTES);
    setInterval(() => this.post(), POST_MS);
  }

  /** From now on the quotes of this table are posted as well. */
  set table(handle: MarketTableHandle) {
    this.#table = MarketTable.open(handle);
  }

  /** Posts what has changed since the last time. `now`: also what was counted in the middle of a batch. */
  post(now = false): void {
    if (now) this.block.publish();
    const { i32 } = this.#views;
    const version = i32[FEED.VERSION >> 2] as number;
    if (version !== this.#version) {
      this.#version = version;
      this.#post({ type: 'counters', block: i32.slice(0, FEED.BYTES >> 2) });
    }
    const changed = this.#table?.changes();
    if (changed?.length) this.#postQuotes(changed);
  }

  #postQuotes(changed: readonly string[]): void {
    const names: string[] = [];
    const first = this.#places.size;
    const places = new Uint32Array(changed.length);
    const values = new Float64Array(changed.length * QUOTE_FIELDS.length);
    changed.forEach((symbol, index) => {
      let place = this.#places.get(symbol);
      if (place === undefined) {
        place = first + names.push(symbol) - 1;
        this.#places.set(symbol, place);
      }
      places[index] = place;
      this.#table?.quoteInto(symbol, this.#quote);
      QUOTE_FIELDS.forEach((field, number) => {
        values[index * QUOTE_FIELDS.length + number] = this.#quote[field];
      });
    });
    this.#post({ type: 'quotes', names, places, values });
  }
}

/** A history block that is written apart from the page's memory, for at most `limit` bars: its content, and how many it has. */
export function historyCopy(bars: readonly HistoryBar[], limit: number): { count: number; block: ArrayBuffer } {
  const room = Math.min(limit, bars.length);
  const bytes = HISTORY.BARS + room * HISTORY_BAR.BYTES;
  const views = ownViews(bytes);
  views.i32[HISTORY.LIMIT >> 2] = room;
  const count = writeHistory(views, 0, bytes, bars);
  views.i32[HISTORY.LIMIT >> 2] = limit;
  return { count, block: views.memory.buffer.slice(0, bytes) as ArrayBuffer };
}
