import { type Bar, INTERVALS } from '../market/bar.js';
import { BANK, BAR, LANE, STEPPING, TABLE, TABLE_RECORD, TABLE_SERIES } from '../memory/layout.js';
import { Views } from '../memory/views.js';
import { TABLE_INTERVALS } from './handle.js';
import { fillSeries, showSeries } from './series-history.js';
import type { TableMemory } from './table-memory.js';

/** One series of bars. */
interface Series {
  readonly address: number;
  /** Address of the word in its symbol's record that leads to it. */
  readonly slot: number;
  readonly record: number;
}

/**
 * Begins series of bars and takes the place of those that nobody has read for the longest. Writer's thread only. Readers that still look at
 * a series whose block is taken see it by its slot and its generation, which change first.
 */
export class SeriesKeeper {
  readonly #space: TableMemory;
  readonly #views: Views;
  readonly #all: Series[] = [];

  constructor(space: TableMemory) {
    this.#space = space;
    this.#views = new Views(space.memory);
  }

  /** A record's series of an interval, begun where there is none; one that there is counts as used. */
  open(record: number, index: number, traded: boolean): 'begun' | 'used' | 'no room' {
    this.#views.renew(this.#space.byteLength);
    const slot = record + TABLE_RECORD.SERIES + index * 4;
    const existing = this.#views.i32[slot >> 2] as number;
    if (existing !== 0) {
      this.#use(existing);
      return 'used';
    }
    const address = this.#space.allocate() || (this.evict() ? this.#space.allocate() : 0);
    if (address === 0) return 'no room';
    this.#views.renew(this.#space.byteLength);
    this.#begin(address, INTERVALS[TABLE_INTERVALS[index] as keyof typeof INTERVALS], traded);
    this.#use(address);
    const { i32 } = this.#views;
    i32[(record + TABLE_RECORD.WATCHES) >> 2] = (i32[(record + TABLE_RECORD.WATCHES) >> 2] as number) + 1;
    Atomics.store(i32, slot >> 2, address);
    this.#all.push({ address, slot, record });
    Atomics.store(i32, TABLE.SERIES >> 2, this.#all.length);
    return 'begun';
  }

  /** Puts bars from before in front of a series; false where there is none. */
  fill(record: number, index: number, bars: readonly Bar[]): boolean {
    this.#views.renew(this.#space.byteLength);
    const series = this.#views.i32[(record + TABLE_RECORD.SERIES + index * 4) >> 2] as number;
    if (series !== 0) fillSeries(this.#views, series, bars);
    return series !== 0;
  }

  /** Frees the block of the least recently used series; false where there is none. */
  evict(): boolean {
    this.#views.renew(this.#space.byteLength);
    const { i32 } = this.#views;
    const now = Atomics.load(i32, TABLE.USES >> 2);
    const age = ({ address }: Series) => (now - Atomics.load(i32, (address + TABLE_SERIES.USED) >> 2)) >>> 0;
    let oldest = 0;
    for (let index = 1; index < this.#all.length; index++) {
      if (age(this.#all[index] as Series) > age(this.#all[oldest] as Series)) oldest = index;
    }
    const [series] = this.#all.splice(oldest, 1);
    if (!series) return false;
    Atomics.store(i32, series.slot >> 2, 0);
    Atomics.add(i32, (series.address + TABLE_SERIES.GENERATION) >> 2, 1);
    i32[(series.record + TABLE_RECORD.WATCHES) >> 2] = (i32[(series.record + TABLE_RECORD.WATCHES) >> 2] as number) - 1;
    Atomics.add(i32, TABLE.EVICTED >> 2, 1);
    Atomics.store(i32, TABLE.SERIES >> 2, this.#all.length);
    this.#space.free(series.address);
    return true;
  }

  #use(series: number): void {
    const { i32 } = this.#views;
    Atomics.store(i32, (series + TABLE_SERIES.USED) >> 2, Atomics.add(i32, TABLE.USES >> 2, 1) + 1);
  }

  /** A series without bars, shown as such before its slot leads to it. The version goes on from the block's former series. */
  #begin(address: number, interval: number, traded: boolean): void {
    const { i32, f64 } = this.#views;
    i32.fill(0, address >> 2, (address + TABLE_SERIES.VERSION) >> 2);
    f64[(address + LANE.INTERVAL) >> 3] = interval;
    i32[(address + LANE.BARS) >> 2] = TABLE_SERIES.BARS - TABLE_SERIES.BANK;
    const bank = address + TABLE_SERIES.BANK;
    i32[(bank + BANK.STEPPING) >> 2] = traded ? STEPPING.TRADES : STEPPING.NONE;
    for (const at of [
      bank + BANK.SESSION_START,
      bank + BANK.SESSION_END,
      address + TABLE_SERIES.BARS + BAR.END,
      address + TABLE_SERIES.BARS + BAR.BYTES + BAR.END,
    ]) {
      f64[at >> 3] = Number.NaN;
    }
    const version = (address + TABLE_SERIES.VERSION) >> 2;
    const odd = Atomics.load(i32, version) | 1;
    Atomics.store(i32, version, odd);
    showSeries(this.#views, address);
    Atomics.store(i32, (address + TABLE_SERIES.CLAIMED) >> 2, 0);
    Atomics.store(i32, version, (odd + 1) | 0);
  }
}
