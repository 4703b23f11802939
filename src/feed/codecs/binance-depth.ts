/** Binance's books over HTTP: the changes that the stream sends need one to begin with, see `BookJoin`. */
import type { BookUpdate } from '../../market/book.js';
import type { TickSink } from '../codec.js';
import { isObject, type JsonObject } from './json-text.js';
import { timeOf } from './json-tick.js';
import { levelsOf, tellBook } from './levels.js';
import { toNumber } from './numbers.js';

const ENDPOINTS = {
  binance: 'https://api.binance.com/api/v3/depth',
  'binance-futures': 'https://fapi.binance.com/fapi/v1/depth',
} as const;
/** Levels a side that both markets give for a bearable share of a client's allowance. */
const LEVELS = 1000;

export const binanceDepth = {
  /** Address of a symbol's book. */
  url(market: keyof typeof ENDPOINTS, symbol: string): string {
    return `${ENDPOINTS[market]}?symbol=${encodeURIComponent(symbol)}&limit=${LEVELS}`;
  },

  /** Tells the sink of an answer, or of a partial book of the stream, which has `depth` levels a side; it says not whose book it is. */
  tell(symbol: string, answer: unknown, sink: TickSink, depth?: number): BookUpdate | undefined {
    const { bids, asks, lastUpdateId, T: time }: JsonObject = isObject(answer) ? answer : {};
    const sequence = toNumber(lastUpdateId);
    const notes = { symbol, snapshot: true, time: timeOf(time, sink), sequence, ...(depth && { depth }) };
    return tellBook(notes, levelsOf(bids), levelsOf(asks), answer, sink);
  },
};
