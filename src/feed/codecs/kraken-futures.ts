/**
 * Kraken futures, at wss://futures.kraken.com/ws/v1. Trades come from `trade`, those of its snapshot are of the past; block trades are
 * negotiated off the book and are not the market's. Quotes come from `ticker` or `ticker_lite`, whichever came first. Messages of a product's
 * trades, and of its book, are numbered without a hole.
 */
import { TICK_FLAG } from '../../market/tick.js';
import type { Channel, TickSink } from '../codec.js';
import { isObject, type JsonObject, sampleOf } from './json-text.js';
import { sizeOf, timeOf } from './json-tick.js';
import type { KrakenState } from './kraken-pairs.js';
import { levelOf, levelsOf, tellBook } from './levels.js';
import { toNumber, toSideFlag } from './numbers.js';

const FEEDS: Readonly<Record<Channel, readonly string[]>> = {
  ticks: ['trade', 'ticker', 'heartbeat'],
  book: ['book'],
  bars: [],
  options: [],
};

/** Requests for these products; none for an empty list. */
export function futuresRequest(event: string, products: readonly string[], channels: readonly Channel[]): string[] {
  if (products.length === 0) return [];
  return channels
    .flatMap((channel) => FEEDS[channel])
    .map((feed) => JSON.stringify(feed === 'heartbeat' ? { event, feed } : { event, feed, product_ids: products }));
}

/** A message of a feed. */
export function decodeFutures(feed: string, message: JsonObject, state: KrakenState, sink: TickSink): void {
  const { product_id: name, trades } = message;
  if (feed === 'heartbeat') return sink.ignored();
  if (typeof name !== 'string') return sink.rejected('missing field "product_id" (symbol)', sampleOf(message));
  if (feed === 'trade') tellTrade(message, name, false, state, sink);
  else if (feed === 'trade_snapshot') {
    if (!Array.isArray(trades)) return sink.rejected('trades that are no list', sampleOf(message));
    if (trades.length === 0) return sink.ignored();
    // they come newest first
    for (const trade of [...trades].reverse()) {
      if (isObject(trade)) tellTrade(trade, name, true, state, sink);
      else sink.rejected('a trade that is no object', sampleOf(trade));
    }
  } else if (feed === 'ticker' || feed === 'ticker_lite') tellQuote(feed, message, name, state, sink);
  else if (feed === 'book' || feed === 'book_snapshot') tellLevels(feed, message, name, state, sink);
  else sink.ignored();
}

function tellTrade(trade: JsonObject, name: string, reference: boolean, { seen }: KrakenState, sink: TickSink): void {
  if (trade.type === 'block') return sink.ignored();
  const symbol = sink.symbol(name);
  const number = toNumber(trade.seq);
  if (symbol !== 0 && !seen.trade(name, 'trade', number, number, sink, reference)) return sink.ignored();
  const flags = toSideFlag(trade.side) | (reference ? TICK_FLAG.REFERENCE : 0);
  sink.trade(symbol, timeOf(trade.time, sink), toNumber(trade.price), toNumber(trade.qty), number, flags);
}

function tellQuote(feed: string, message: JsonObject, name: string, { seen }: KrakenState, sink: TickSink): void {
  const { bid, bid_size: bidSize, ask, ask_size: askSize, time } = message;
  const symbol = sink.symbol(name);
  if (symbol !== 0 && !seen.quote(name, feed)) return sink.ignored();
  const at = timeOf(time, sink);
  sink.quote(symbol, at, toNumber(bid), sizeOf(bidSize), toNumber(ask), sizeOf(askSize), Number.NaN);
}

function tellLevels(
  feed: string,
  message: JsonObject,
  symbol: string,
  { asked, seen }: KrakenState,
  sink: TickSink,
): void {
  if (!asked.has('book', symbol)) return sink.ignored();
  const { side, price, qty, seq, timestamp } = message;
  const snapshot = feed === 'book_snapshot';
  const notes = { symbol, snapshot, time: timeOf(timestamp, sink), sequence: toNumber(seq) };
  const level = levelOf(price, qty);
  const known = level && (side === 'buy' || side === 'sell');
  const changed = (wanted: string) => (known ? (side === wanted ? [level] : []) : undefined);
  const update = snapshot
    ? tellBook(notes, levelsOf(message.bids, 'qty'), levelsOf(message.asks, 'qty'), message, sink)
    : tellBook(notes, changed('buy'), changed('sell'), message, sink);
  if (update) seen.book(update, sink);
}
