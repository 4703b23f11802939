import type { Texts } from '../shared/strings.js';

/** Every word that a board shows or says, in English. `{count}` and so on stand for what is put in. */
export const BOARD_ENGLISH = {
  /** What assistive technology calls the board, where `label` does not say. */
  tickers: 'Tickers',
  none: 'no tickers',
  pause: 'Pause',
  move: 'Move',
  symbol: 'Symbol',
  trend: 'Trend',
  last: 'Last',
  change: 'Change',
  changePercent: 'Change %',
  bid: 'Bid',
  ask: 'Ask',
  volume: 'Volume',
  open: 'Open',
  high: 'High',
  low: 'Low',
  vwap: 'VWAP',
  bidSize: 'Bid size',
  askSize: 'Ask size',
  trades: 'Trades',
  ticks: 'Ticks',
  time: 'Time',
  /** Said of a selection, of one symbol and of several. */
  selected: '{symbol} selected',
  selectedCount: { one: '{count} selected', other: '{count} selected' },
  /** Said of an order. */
  ascending: 'sorted by {column}, ascending',
  descending: 'sorted by {column}, descending',
  unsorted: 'sorted as listed',
  /** Said of a filter: `{shown}` of `{count}`. */
  filtered: { one: '{shown} of {count} ticker', other: '{shown} of {count} tickers' },
  /** Said of a cell. */
  cell: '{symbol}, {column}: {value}',
} as const satisfies Texts;
