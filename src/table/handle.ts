import { TABLE, TABLE_MAGIC } from '../memory/layout.js';

/** What leads to a market table: post it to your own workers, and open it there with `MarketTable.open`. */
export interface MarketTableHandle {
  readonly memory: WebAssembly.Memory;
}

/** Bars that a table keeps: of these intervals, by the names that attributes use. */
export const TABLE_INTERVALS = ['1s', '1m', '5m', '15m', '1h', '1d'] as const;
export type TableInterval = (typeof TABLE_INTERVALS)[number];

/** An interval's place among a record's series. Throws a TypeError for any that tables do not keep. */
export function intervalIndex(interval: string): number {
  const index = (TABLE_INTERVALS as readonly string[]).indexOf(interval);
  if (index < 0) throw new TypeError(`interval "${interval}": market tables keep ${TABLE_INTERVALS.join(', ')}`);
  return index;
}

/** Throws a TypeError where a handle leads to no table, or to one of another version of the package. */
export function checkHandle(handle: MarketTableHandle): void {
  if (!(handle?.memory instanceof WebAssembly.Memory)) {
    throw new TypeError('no market table: expected the handle that marketTable() of a <data-feed> gives');
  }
  if (Atomics.load(new Int32Array(handle.memory.buffer, TABLE.MAGIC, 1), 0) !== TABLE_MAGIC) {
    throw new TypeError('this memory holds no market table of this version of ticklane');
  }
}
