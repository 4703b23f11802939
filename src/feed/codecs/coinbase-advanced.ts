/**
 * Messages of Coinbase Advanced Trade, another protocol of the same market: each has a `channel`, a number that counts the messages of
 * the connection, and events, each with a list of entries.
 *
 * Trades come from `market_trades`, where `side` is the maker's; those of its snapshot are of the past. Quotes come from `ticker` or
 * `ticker_batch`, whichever came first. Books are asked for as `level2` and come as `l2_data`, their asks named `offer`.
 */
import type { BookLevel } from '../../market/book.js';
import { TICK_FLAG } from '../../market/tick.js';
import type { Channel, TickSink } from '../codec.js';
import type { Asked } from './asked.js';
import { tellBar } from './bars.js';
import { isObject, type JsonObject, sampleOf } from './json-text.js';
import { isPresent, sizeOf, timeOf } from './json-tick.js';
import { levelOf, tellBook } from './levels.js';
import { toMakerFlag, toNumber } from './numbers.js';
import type { Seen } from './seen.js';

/** Channels, each asked for by itself. */
export const ADVANCED_CHANNELS: Readonly<Record<Channel, readonly string[]>> = {
  ticks: ['ticker', 'market_trades', 'heartbeats'],
  book: ['level2'],
  bars: ['candles'],
  options: [],
};

/** Whether Advanced Trade listens at an address. */
export function isAdvanced(src: string | undefined): boolean {
  return src?.includes('//advanced-trade-ws') ?? false;
}

/** All candles are of this length. */
const CANDLE_MS = 300_000;

/** Takes one entry of an event of a message. */
type Take = (entry: JsonObject, event: JsonObject, message: JsonObject, sink: TickSink) => void;

export class AdvancedTrade {
  readonly #asked: Asked;
  readonly #seen: Seen;
  #last = Number.NaN;

  constructor(asked: Asked, seen: Seen) {
    this.#asked = asked;
    this.#seen = seen;
  }

  decode(message: JsonObject, sink: TickSink): void {
    const { channel, events, sequence_num: number } = message;
    this.#follow(toNumber(number), sink);
    if (!Array.isArray(events)) return sink.rejected('a message without events', sampleOf(message));
    if (events.length === 0) return sink.ignored();
    for (const event of events) {
      if (!isObject(event)) sink.rejected('an event that is none', sampleOf(event));
      else if (channel === 'l2_data') this.#book(event, message, sink);
      else if (channel === 'market_trades') this.#list(event.trades, event, message, sink, this.#trade);
      else if (channel === 'ticker' || channel === 'ticker_batch')
        this.#list(event.tickers, event, message, sink, this.#quote);
      else if (channel === 'candles') this.#list(event.candles, event, message, sink, this.#bar);
      else sink.ignored();
    }
  }

  /** Numbers count the messages of the whole connection, so that nobody knows whose are missing. */
  #follow(number: number, sink: TickSink): void {
    const missing = number - this.#last - 1;
    if (missing > 0) sink.lost(`${missing} messages of the connection are missing`);
    if (Number.isInteger(number)) this.#last = number;
  }

  #list(entries: unknown, event: JsonObject, message: JsonObject, sink: TickSink, take: Take): void {
    if (!Array.isArray(entries)) return sink.rejected('an event without its list', sampleOf(event));
    if (entries.length === 0) return sink.ignored();
    // the oldest first, so that the last one is the newest
    const sorted = timeIn(entries[0]) > timeIn(entries.at(-1)) ? [...entries].reverse() : entries;
    for (const entry of sorted) {
      if (isObject(entry) && typeof entry.product_id === 'string') take.call(this, entry, event, message, sink);
      else sink.rejected('missing field "product_id" (symbol)', sampleOf(entry));
    }
  }

  #trade(entry: JsonObject, event: JsonObject, _: JsonObject, sink: TickSink): void {
    const name = entry.product_id as string;
    const symbol = sink.symbol(name);
    const number = toNumber(entry.trade_id);
    const reference = event.type === 'snapshot';
    if (symbol !== 0 && !this.#seen.trade(name, 'market_trades', number, number, sink, reference))
      return sink.ignored();
    const flags = toMakerFlag(entry.side) | (reference ? TICK_FLAG.REFERENCE : 0);
    sink.trade(symbol, timeOf(entry.time, sink), toNumber(entry.price), toNumber(entry.size), number, flags);
  }

  #quote(entry: JsonObject, _: JsonObject, message: JsonObject, sink: TickSink): void {
    const { best_bid: bid, best_ask: ask } = entry;
    const name = entry.product_id as string;
    if (!isPresent(bid) || !isPresent(ask)) return sink.rejected('a ticker without bid or ask', sampleOf(entry));
    const symbol = sink.symbol(name);
    if (symbol !== 0 && !this.#seen.quote(name, message.channel as string)) return sink.ignored();
    const bidSize = sizeOf(entry.best_bid_quantity);
    const askSize = sizeOf(entry.best_ask_quantity);
    sink.quote(symbol, timeOf(message.timestamp, sink), toNumber(bid), bidSize, toNumber(ask), askSize, Number.NaN);
  }

  #bar(entry: JsonObject, _: JsonObject, message: JsonObject, sink: TickSink): void {
    const symbol = entry.product_id as string;
    if (!this.#asked.has('bars', symbol)) return sink.ignored();
    const [open, high, low, close, volume] = [entry.open, entry.high, entry.low, entry.close, entry.volume].map(
      toNumber,
    ) as [number, number, number, number, number];
    const time = timeOf(entry.start, sink);
    const bar = { symbol, interval: CANDLE_MS, closed: false, time, open, high, low, close, volume };
    tellBar(bar, message, sink);
  }

  #book(event: JsonObject, message: JsonObject, sink: TickSink): void {
    const { product_id: symbol, updates } = event;
    if (!this.#asked.has('book', symbol)) return sink.ignored();
    const bids: BookLevel[] = [];
    const asks: BookLevel[] = [];
    const sound =
      Array.isArray(updates) &&
      updates.every((entry: unknown) => {
        const { side, price_level: price, new_quantity: size }: JsonObject = isObject(entry) ? entry : {};
        const level = levelOf(price, size);
        return level && (side === 'bid' || side === 'offer') && (side === 'bid' ? bids : asks).push(level);
      });
    const time = timeOf(message.timestamp, sink);
    const notes = { symbol: symbol as string, snapshot: event.type === 'snapshot', time };
    tellBook(notes, sound ? bids : undefined, asks, event, sink);
  }
}

/** Times of equal length compare as text. */
function timeIn(entry: unknown): string {
  return isObject(entry) && typeof entry.time === 'string' ? entry.time : '';
}
