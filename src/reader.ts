/** `ticklane/reader`: quotes and bars of a `<data-feed>` in your own worker, without a copy. */
export type { BarColumns } from './memory/bar-reader.js';
export { type MarketTableHandle, TABLE_INTERVALS, type TableInterval } from './table/handle.js';
export { MarketTable } from './table/market-table.js';
export type { TableQuote } from './table/table-quote.js';
