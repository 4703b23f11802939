/**
 * The market table: the newest quote of every symbol that a feed has seen, and bars of those that somebody asked for, in a memory of its
 * own that any thread may read without asking. The feed worker writes it (`MarketTableWriter`); pages and your own workers
 * read it (`MarketTable`, the public `ticklane/reader`). It meets the rest of the kit only in `memory` and `market`, and shares the
 * kernel's functions that make bars.
 */
import type { BarColumns } from '../memory/bar-reader.js';
import { TABLE, TABLE_RECORD, TABLE_SERIES } from '../memory/layout.js';
import { intervalIndex, type MarketTableHandle, type TableInterval } from './handle.js';
import { QuoteTable } from './quote-table.js';
import { noBars, SeriesReader } from './series-reader.js';

/** Changes that the ring surely still holds: it may be a step ahead of its count. */
const KEPT = TABLE.RING_MASK + 1 - TABLE.RING_STEP;
/** Where `Atomics.waitAsync` is missing, the table is looked at so often. */
const POLL_MS = 4;
/** Timers hold no more. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/**
 * Reads a feed's market table. Any thread that has the handle; each has its own reader, and any number of them read at once. What it gives is
 * as of the feed worker's last batch.
 */
export class MarketTable extends QuoteTable {
  /** How often more had changed than is remembered, so that all symbols had to be looked at. Nothing is lost by it. */
  lapped = 0;
  readonly #bars = new SeriesReader();
  /** Versions of the records when `changes` last told of them. */
  #seen = new Int32Array(256);
  /** Changes looked at so far. */
  #cursor: number;

  private constructor(handle: MarketTableHandle) {
    super(handle);
    this.#cursor = this.load(TABLE.CHANGES);
    for (let id = this.learn() - 1; id >= 0; id--) this.#seen[id] = this.#version(id);
  }

  /** Opens a table. Throws a TypeError where the handle is none, or of another version of the package. */
  static open(handle: MarketTableHandle): MarketTable {
    return new MarketTable(handle);
  }

  /** Series of bars that gave way to others, or to symbols, because the table's memory was full. */
  get evicted(): number {
    this.attach();
    return this.load(TABLE.EVICTED);
  }

  /** How often a symbol was refused: no room, or no usable name. */
  get refused(): number {
    this.attach();
    return this.load(TABLE.REFUSED);
  }

  /** Every symbol that has been seen, in the order of its first tick. */
  symbols(): string[] {
    this.attach();
    this.learn();
    return this.names.slice();
  }

  /**
   * The newest bars of a symbol, oldest first, the forming one last: columns of your own. The first call asks the feed to make them, and is
   * empty; they begin with the ticks that come after that, and stay until the table's memory is needed for bars that were
   * read more recently. Days begin at midnight UTC. Throws a TypeError for an interval that tables do not keep.
   * @param count - At most so many, and at most 1,440.
   */
  bars(symbol: string, interval: TableInterval, count: number = TABLE_SERIES.ROWS): BarColumns {
    const index = intervalIndex(interval);
    const id = this.find(symbol);
    if (id < 0) return noBars();
    const slot = this.address(id) + TABLE_RECORD.SERIES + index * 4;
    const bars = this.#bars.read(this.views, slot, count);
    if (!bars) {
      this.#request(id * 8 + index + 1);
      return noBars();
    }
    const { i32 } = this.views;
    const series = Atomics.load(i32, slot >> 2);
    if (series) Atomics.store(i32, (series + TABLE_SERIES.USED) >> 2, Atomics.add(i32, TABLE.USES >> 2, 1) + 1);
    return bars;
  }

  /** Symbols that changed since this, or a wait, was last asked (first: since the table was opened), each once. Does not wait. */
  changes(): string[] {
    this.attach();
    const from = this.#cursor;
    const to = this.load(TABLE.CHANGES);
    const changed: string[] = [];
    if (from === to) return changed;
    this.#cursor = to;
    // of 2^32 changes between two looks none would be seen: an hour of a million a second
    if ((to - from) >>> 0 <= KEPT) {
      for (let change = from; change !== to; change = (change + 1) | 0) {
        this.#look(this.load(TABLE.RING + ((change & TABLE.RING_MASK) << 2)), changed);
      }
      if ((this.load(TABLE.CHANGES) - from) >>> 0 <= KEPT) return changed;
    }
    this.lapped++;
    const records = this.learn();
    for (let id = 0; id < records; id++) this.#look(id, changed);
    return changed;
  }

  /**
   * The same, and waits until there is one, at most so many milliseconds: then the answer is empty. Blocks the thread: workers only, and a
   * table in shared memory; elsewhere it throws a TypeError.
   */
  waitForUpdate(timeout = Number.POSITIVE_INFINITY): string[] {
    const end = performance.now() + timeout;
    for (;;) {
      const changed = this.changes();
      const left = end - performance.now();
      if (changed.length > 0 || left <= 0) return changed;
      this.#announce();
      try {
        Atomics.wait(this.views.i32, TABLE.CHANGES >> 2, this.#cursor, left);
      } catch (cause) {
        throw new TypeError('this thread or this memory cannot wait: use waitForUpdateAsync()', { cause });
      }
    }
  }

  /** The same without blocking, for pages and for workers that have messages to hear; also over memory that is not shared. */
  async waitForUpdateAsync(timeout = Number.POSITIVE_INFINITY): Promise<string[]> {
    const end = performance.now() + timeout;
    for (;;) {
      const changed = this.changes();
      const left = end - performance.now();
      if (changed.length > 0 || left <= 0) return changed;
      await this.#change(left);
    }
  }

  /** Resolves when the count of changes is not the cursor any more, or later, or too early. */
  async #change(timeout: number): Promise<void> {
    const { i32 } = this.views;
    const waits = typeof Atomics.waitAsync === 'function' && !(i32.buffer instanceof ArrayBuffer);
    const delay = Math.min(timeout, waits ? LONGEST_DELAY_MS : POLL_MS);
    let timer: ReturnType<typeof setTimeout> | undefined;
    // beside waitAsync it is there for Node, which does not stay alive for that alone
    const passed = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, delay);
    });
    if (waits) {
      this.#announce();
      await Promise.race([passed, Atomics.waitAsync(i32, TABLE.CHANGES >> 2, this.#cursor, delay).value]);
      clearTimeout(timer);
    } else await passed;
  }

  /** Says that somebody is about to sleep: before the count is compared. */
  #announce(): void {
    Atomics.store(this.views.i32, TABLE.WAITING >> 2, 1);
  }

  /** Adds a record to the list, unless it stands as it was. One that is being written is told of when it is done. */
  #look(id: number, changed: string[]): void {
    if (id >= this.names.length && id >= this.learn()) return;
    const version = this.#version(id);
    if (this.#seen[id] === version) return;
    this.#seen[id] = version;
    changed.push(this.names[id] as string);
  }

  /** A record's last finished version. */
  #version(id: number): number {
    return this.load(this.address(id) + TABLE_RECORD.VERSION) & ~1;
  }

  /** Reads the names of new symbols; how many are known. */
  protected override learn(): number {
    const count = super.learn();
    if (this.#seen.length < count) {
      const seen = new Int32Array(count * 2);
      seen.set(this.#seen);
      this.#seen = seen;
    }
    return count;
  }

  /** Asks the writer for bars. Where all cells are taken the next call of `bars` asks again. */
  #request(request: number): void {
    const { i32 } = this.views;
    const cells = TABLE.REQUEST_CELLS >> 2;
    for (let cell = 0; cell < TABLE.REQUEST_COUNT; cell++) {
      if (Atomics.load(i32, cells + cell) === request) return;
    }
    for (let cell = 0; cell < TABLE.REQUEST_COUNT; cell++) {
      if (Atomics.compareExchange(i32, cells + cell, 0, request) !== 0) continue;
      Atomics.add(i32, TABLE.REQUESTS >> 2, 1);
      return;
    }
  }
}
