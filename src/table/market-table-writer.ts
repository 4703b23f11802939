import { instantiateTable, type TableKernel } from '../kernels/table-instance.js';
import type { Bar } from '../market/bar.js';
import { TICK_FLAG, TICK_KIND, type TickKind } from '../market/tick.js';
import { TABLE, TABLE_MAGIC, TABLE_RECORD, TICK } from '../memory/layout.js';
import { intervalIndex, type MarketTableHandle, TABLE_INTERVALS, type TableInterval } from './handle.js';
import { DEFAULT_MEMORY_LIMIT } from './memory-limit.js';
import { SeriesKeeper } from './series-keeper.js';
import { TableMemory } from './table-memory.js';

/** Most symbols of one table: beyond, new ones are refused. */
export const MOST_SYMBOLS = 100_000;

const DAY = 86_400_000;
const PER_BLOCK = TABLE.BLOCK_BYTES / TABLE_RECORD.BYTES;
/** From a record's first 64-bit word to its working values. */
const WORKING = TABLE_RECORD.WORKING / 8;
const FIELD = {
  LAST: WORKING + (TABLE_RECORD.LAST - TABLE_RECORD.VALUES) / 8,
  SIZE: WORKING + (TABLE_RECORD.SIZE - TABLE_RECORD.VALUES) / 8,
  BID: WORKING + (TABLE_RECORD.BID - TABLE_RECORD.VALUES) / 8,
  BID_SIZE: WORKING + (TABLE_RECORD.BID_SIZE - TABLE_RECORD.VALUES) / 8,
  ASK: WORKING + (TABLE_RECORD.ASK - TABLE_RECORD.VALUES) / 8,
  ASK_SIZE: WORKING + (TABLE_RECORD.ASK_SIZE - TABLE_RECORD.VALUES) / 8,
  TIME: WORKING + (TABLE_RECORD.TIME - TABLE_RECORD.VALUES) / 8,
  RECEIVED: WORKING + (TABLE_RECORD.RECEIVED - TABLE_RECORD.VALUES) / 8,
  SEQUENCE: WORKING + (TABLE_RECORD.SEQUENCE - TABLE_RECORD.VALUES) / 8,
  VOLUME: WORKING + (TABLE_RECORD.VOLUME - TABLE_RECORD.VALUES) / 8,
  SESSION_END: TABLE_RECORD.SESSION_END / 8,
} as const;
/** Places in a tick's numbers. */
const CELL = {
  TIME: TICK.TIME >> 3,
  RECEIVED: TICK.RECEIVED >> 3,
  PRICE: TICK.PRICE >> 3,
  SIZE: TICK.SIZE >> 3,
  ASK: TICK.ASK >> 3,
  ASK_SIZE: TICK.ASK_SIZE >> 3,
  SEQUENCE: TICK.SEQUENCE >> 3,
} as const;
const WATCHES = TABLE_RECORD.WATCHES >> 2;
const TOUCHED = TABLE_RECORD.TOUCHED >> 2;
const LIST = TABLE.TOUCHED >> 2;

export interface MarketTableOptions {
  /** Compiled by `compileTable` for the same kind of memory. */
  readonly module: WebAssembly.Module;
  /** Whether other threads can have it: true where the page is cross-origin isolated. */
  readonly shared: boolean;
  /** Most bytes of the memory; 64 MB where left out. */
  readonly limit?: number;
  /** Hears once, in words, that symbols are refused. */
  readonly report?: (message: string) => void;
  /** Hears that a series of bars began, without any from before: whoever has these calls `history`, later. */
  readonly onSeries?: (symbol: string, interval: TableInterval) => void;
}

/**
 * Writes a feed's market table: the newest quote of every symbol, and bars that somebody asked for. One per table, on one thread (the
 * feed worker); readers are `MarketTable`. A tick changes working values; `flush` publishes them, once per batch. Throws a RangeError
 * where the device gives no memory at all.
 */
export class MarketTableWriter {
  readonly #space: TableMemory;
  readonly #kernel: TableKernel;
  readonly #series: SeriesKeeper;
  readonly #report: (message: string) => void;
  readonly #onSeries: (symbol: string, interval: TableInterval) => void;
  readonly #names: string[] = [''];
  readonly #ids = new Map<string, number>();
  /** Addresses of the records by id. */
  readonly #addresses: number[] = [0];
  readonly #encoder = new TextEncoder();
  readonly #scratch = new Float64Array(7);
  #i32!: Int32Array;
  #f64!: Float64Array;
  #block = 0;
  /** Records in the list of touched ones. */
  #touched = 0;
  #served = 0;
  #reported = false;

  constructor({
    module,
    shared,
    limit = DEFAULT_MEMORY_LIMIT,
    report = () => {},
    onSeries = () => {},
  }: MarketTableOptions) {
    this.#space = new TableMemory(shared, limit);
    this.#kernel = instantiateTable(module, this.#space.memory);
    this.#series = new SeriesKeeper(this.#space);
    this.#report = report;
    this.#onSeries = onSeries;
    this.#renew();
    Atomics.store(this.#i32, TABLE.MAGIC >> 2, TABLE_MAGIC);
  }

  /** What readers open. */
  get handle(): MarketTableHandle {
    return { memory: this.#space.memory };
  }

  /** Bytes of the table's memory now. */
  get byteLength(): number {
    return this.#space.byteLength;
  }

  /** Symbols that have a record. */
  get symbols(): number {
    return this.#addresses.length - 1;
  }

  /** How often a symbol found no room, or had a name that is empty, too long or no text. */
  get refused(): number {
    return this.#i32[TABLE.REFUSED >> 2] as number;
  }

  /** Series of bars that gave way to others, or to symbols. */
  get evicted(): number {
    return this.#i32[TABLE.EVICTED >> 2] as number;
  }

  /**
   * A symbol's id in this table, 1 or more, from now on in `symbols()` of readers; 0 where it is refused. Remember the answer: this looks
   * up a name.
   */
  symbol(name: string): number {
    return this.#ids.get(name) ?? this.#admit(name);
  }

  /** One execution, of numbers that have been checked; as `write`. */
  trade(
    id: number,
    time: number,
    received: number,
    price: number,
    size: number,
    sequence: number,
    flags: number,
  ): void {
    this.#scratch.set([time, received, price, size, 0, 0, sequence]);
    this.write(id, TICK_KIND.TRADE, flags, this.#scratch);
  }

  /** One update of the best bid and ask; as `write`. */
  quote(
    id: number,
    time: number,
    received: number,
    bid: number,
    bidSize: number,
    ask: number,
    askSize: number,
    sequence: number,
  ): void {
    this.#scratch.set([time, received, bid, bidSize, ask, askSize, sequence]);
    this.write(id, TICK_KIND.QUOTE, 0, this.#scratch);
  }

  /**
   * One tick: its numbers as they lie in a ring's cell, checked. `id` 0 is passed over. `flags` as in TICK_FLAG: a reference trade sets `last`
   * and adds neither volume nor a bar. Until the first trade the middle of a quote is `last`, and makes the bars.
   */
  write(id: number, kind: TickKind, flags: number, tick: Float64Array): void {
    if (id === 0) return;
    const address = this.#addresses[id] as number;
    const f64 = this.#f64;
    const at = address >> 3;
    const time = tick[CELL.TIME] as number;
    if (!(time < (f64[at + FIELD.SESSION_END] as number))) this.#openDay(at, time);
    f64[at + FIELD.TIME] = time;
    f64[at + FIELD.RECEIVED] = tick[CELL.RECEIVED] as number;
    f64[at + FIELD.SEQUENCE] = tick[CELL.SEQUENCE] as number;
    const watched = this.#i32[(address >> 2) + WATCHES] !== 0;
    if (kind === TICK_KIND.TRADE) {
      const size = tick[CELL.SIZE] as number;
      f64[at + FIELD.LAST] = tick[CELL.PRICE] as number;
      f64[at + FIELD.SIZE] = size;
      const counts = 1 - (flags & TICK_FLAG.REFERENCE);
      const volume = f64[at + FIELD.VOLUME] as number;
      const inSession = time >= (f64[at + FIELD.SESSION_END] as number) - DAY;
      f64[at + FIELD.VOLUME] = (Number.isNaN(volume) ? 0 : volume) + (counts && inSession ? size : 0);
      if (watched) this.#kernel.trade(address, time, tick[CELL.PRICE] as number, size, counts);
    } else {
      const bid = tick[CELL.PRICE] as number;
      const ask = tick[CELL.ASK] as number;
      f64[at + FIELD.BID] = bid;
      f64[at + FIELD.BID_SIZE] = tick[CELL.SIZE] as number;
      f64[at + FIELD.ASK] = ask;
      f64[at + FIELD.ASK_SIZE] = tick[CELL.ASK_SIZE] as number;
      if (Number.isNaN(f64[at + FIELD.VOLUME])) {
        const mid = 0.5 * (bid + ask);
        f64[at + FIELD.LAST] = mid;
        if (watched) this.#kernel.quote(address, time, mid);
      }
    }
    this.#touch(address);
  }

  /** After each batch: shows readers what changed, wakes who waits, and begins the bars that they asked for. */
  flush(): void {
    this.#publish();
    this.serve();
  }

  /** Begins the bars that readers asked for. `flush` does it; call it now and then where ticks are rare. */
  serve(): void {
    const requests = Atomics.load(this.#i32, TABLE.REQUESTS >> 2);
    if (requests === this.#served) return;
    this.#served = requests;
    for (let cell = 0; cell < TABLE.REQUEST_COUNT; cell++) {
      const request = Atomics.exchange(this.#i32, (TABLE.REQUEST_CELLS >> 2) + cell, 0);
      const id = (request - 1) >> 3;
      const index = (request - 1) & 7;
      if (request > 0 && id < this.symbols && index < TABLE_INTERVALS.length) this.#watch(id + 1, index);
    }
  }

  /**
   * Bars of a symbol and interval from now on, of ticks that are yet to come; the symbol need not have been seen. False where there is no
   * room. Throws a TypeError for an interval that tables do not keep.
   */
  watch(name: string, interval: string): boolean {
    const index = intervalIndex(interval);
    const id = this.symbol(name);
    return id > 0 && this.#watch(id, index);
  }

  /**
   * Bars from before, oldest first, in front of those that `watch` or a reader began; where the first of these was begun late, its beginning
   * comes from here. False where there are none to put them before: evicted meanwhile, or never begun.
   */
  history(name: string, interval: string, bars: readonly Bar[]): boolean {
    const index = intervalIndex(interval);
    const id = this.#ids.get(name);
    if (id === undefined) return false;
    this.#publish();
    return this.#series.fill(this.#addresses[id] as number, index, bars);
  }

  #watch(id: number, index: number): boolean {
    this.#publish();
    const address = this.#addresses[id] as number;
    const traded = !Number.isNaN(this.#f64[(address >> 3) + FIELD.VOLUME]);
    const outcome = this.#series.open(address, index, traded);
    this.#renew();
    if (outcome === 'begun') this.#onSeries(this.#names[id] as string, TABLE_INTERVALS[index] as TableInterval);
    return outcome !== 'no room';
  }

  #openDay(at: number, time: number): void {
    this.#f64[at + FIELD.SESSION_END] = (Math.floor(time / DAY) + 1) * DAY;
    // unknown stays unknown: that says that no trade has come
    (this.#f64[at + FIELD.VOLUME] as number) *= 0;
  }

  #touch(address: number): void {
    const i32 = this.#i32;
    const word = (address >> 2) + TOUCHED;
    if (i32[word] !== 0) return;
    i32[word] = 1;
    i32[LIST + this.#touched++] = address;
    if (this.#touched === TABLE.TOUCHED_COUNT) this.#publish();
  }

  #publish(): void {
    if (this.#touched === 0) return;
    this.#kernel.publish(this.#touched);
    this.#touched = 0;
  }

  #admit(name: string): number {
    // a name is at least as long in UTF-8: what is far too long is not encoded
    const bytes =
      name.length > TABLE_RECORD.NAME_MOST || /\p{Surrogate}/u.test(name) ? undefined : this.#encoder.encode(name);
    if (!bytes || bytes.length === 0 || bytes.length > TABLE_RECORD.NAME_MOST) {
      return this.#refuse(
        `a symbol's name has 1 to ${TABLE_RECORD.NAME_MOST} bytes; one of ${name.length} letters has no`,
      );
    }
    const index = this.symbols;
    if (index >= MOST_SYMBOLS) return this.#refuse(`there are ${MOST_SYMBOLS} symbols; "${name}" has no`);
    const place = index % PER_BLOCK;
    if (place === 0) {
      // quotes go before bars
      const block = this.#space.allocate() || (this.#series.evict() ? this.#space.allocate() : 0);
      if (block === 0) return this.#refuse(`memory-limit is reached with ${index} symbols; "${name}" has no`);
      this.#renew();
      this.#block = block;
      Atomics.store(this.#i32, (TABLE.RECORD_BLOCKS >> 2) + index / PER_BLOCK, block);
    }
    const address = this.#block + place * TABLE_RECORD.BYTES;
    this.#begin(address, index, bytes);
    this.#ids.set(name, index + 1);
    this.#names.push(name);
    this.#addresses.push(address);
    // last: whoever sees the count finds the record
    Atomics.store(this.#i32, TABLE.RECORDS >> 2, index + 1);
    return index + 1;
  }

  /** An empty record. The block may have held bars which a reader still looks at: so everything is stored atomically. */
  #begin(address: number, index: number, name: Uint8Array): void {
    const record = new Int32Array(TABLE_RECORD.BYTES / 4);
    const bytes = new Uint8Array(record.buffer);
    const values = new Float64Array(record.buffer);
    values.fill(Number.NaN, TABLE_RECORD.VALUES / 8, (TABLE_RECORD.VALUES + TABLE_RECORD.VALUES_BYTES) / 8);
    values.fill(Number.NaN, WORKING, WORKING + TABLE_RECORD.VALUES_BYTES / 8);
    values[FIELD.SESSION_END] = Number.NEGATIVE_INFINITY;
    record[TABLE_RECORD.ID >> 2] = index;
    record[TABLE_RECORD.NAME_BYTES >> 2] = name.length;
    bytes.set(name, TABLE_RECORD.NAME);
    for (let word = 0; word < record.length; word++) {
      Atomics.store(this.#i32, (address >> 2) + word, record[word] as number);
    }
  }

  /** Says why a symbol has no quotes, once; counts each time. */
  #refuse(why: string): number {
    Atomics.add(this.#i32, TABLE.REFUSED >> 2, 1);
    if (!this.#reported) {
      this.#reported = true;
      this.#report(`market table: ${why} quote there`);
    }
    return 0;
  }

  /** The memory may have grown. */
  #renew(): void {
    const { buffer } = this.#space.memory;
    if (this.#i32?.buffer === buffer) return;
    this.#i32 = new Int32Array(buffer);
    this.#f64 = new Float64Array(buffer);
  }
}
