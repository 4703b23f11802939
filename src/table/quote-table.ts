import { TABLE, TABLE_RECORD } from '../memory/layout.js';
import { readVersioned } from '../memory/versioned.js';
import { Views } from '../memory/views.js';
import { cover } from './cover.js';
import { checkHandle, type MarketTableHandle } from './handle.js';
import { QUOTE_FIELDS, type TableQuote } from './table-quote.js';

const PER_BLOCK = TABLE.BLOCK_BYTES / TABLE_RECORD.BYTES;
/** A publication takes well under a microsecond; one that does not end is of a writer that died. */
const TRIES = 10_000;

/** Reads the newest quotes of a feed's market table, which is all that a page's elements want of it. Any thread that has the handle. */
export class QuoteTable {
  protected readonly views: Views;
  protected readonly names: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #decoder = new TextDecoder();
  readonly #values = new Float64Array(QUOTE_FIELDS.length);
  readonly #words = new Int32Array(this.#values.buffer);

  /** Throws a TypeError where the handle is none, or of another version of the package. */
  constructor(handle: MarketTableHandle) {
    checkHandle(handle);
    this.views = new Views(handle.memory);
  }

  /** A symbol's newest values; undefined where no tick of it has come. */
  quote(symbol: string): TableQuote | undefined {
    const quote = {} as TableQuote;
    return this.quoteInto(symbol, quote) ? quote : undefined;
  }

  /** The same into an object of yours, which stays as it is where the answer is false. Allocates nothing. */
  quoteInto(symbol: string, target: TableQuote): boolean {
    const id = this.find(symbol);
    if (id < 0) return false;
    const at = this.address(id) >> 2;
    for (let tries = 0; tries < TRIES; tries++) {
      const version = readVersioned(this.views.i32, at, this.#words);
      if (version < 0) continue;
      if (version === 0) return false;
      const values = this.#values;
      target.last = values[0] as number;
      target.size = values[1] as number;
      target.bid = values[2] as number;
      target.bidSize = values[3] as number;
      target.ask = values[4] as number;
      target.askSize = values[5] as number;
      target.time = values[6] as number;
      target.received = values[7] as number;
      target.sequence = values[8] as number;
      target.volume = values[9] as number;
      return true;
    }
    return false;
  }

  /** Growth takes the buffer away from views of a memory that is not shared. */
  protected attach(): void {
    if (this.views.i32.byteLength === 0) this.views.renew(1);
  }

  protected load(offset: number): number {
    return Atomics.load(this.views.i32, offset >> 2);
  }

  /** A symbol's id; -1 where it has not been seen. */
  protected find(symbol: string): number {
    this.attach();
    const id = this.#ids.get(symbol);
    if (id !== undefined) return id;
    if (this.load(TABLE.RECORDS) > this.names.length) this.learn();
    return this.#ids.get(symbol) ?? -1;
  }

  protected address(id: number): number {
    const block = this.load(TABLE.RECORD_BLOCKS + Math.floor(id / PER_BLOCK) * 4);
    return block + (id % PER_BLOCK) * TABLE_RECORD.BYTES;
  }

  /** Reads the names of new symbols; how many are known. */
  protected learn(): number {
    const records = this.load(TABLE.RECORDS);
    while (this.names.length < records) {
      const id = this.names.length;
      const address = this.address(id);
      cover(this.views, address + TABLE_RECORD.BYTES);
      const length = this.load(address + TABLE_RECORD.NAME_BYTES);
      // decoders refuse shared memory
      const name = this.#decoder.decode(
        new Uint8Array(this.views.i32.buffer, address + TABLE_RECORD.NAME, length).slice(),
      );
      this.names.push(name);
      this.#ids.set(name, id);
    }
    return this.names.length;
  }
}
