/**
 * Bitstamp, WebSocket v2. A trade counts once: trades come from `live_trades`, with the side of the order that came last. There is no channel
 * of quotes: they are the first levels of `order_book`, which brings the best hundred levels whole. Books come from the same channel, so that
 * nothing can be missed; `diff_order_book`, where a page asks for it by itself, decodes into changes. Times are microseconds and exact; `price`
 * and `amount` are rounded beside `price_str` and `amount_str`. A trade's `id` is its sequence: it goes up, and not by one.
 */

import { TICK_FLAG } from '../../market/tick.js';
import type { BarHistory, Channel, Codec, CodecFactory, TickSink } from '../codec.js';
import { Asked, TICKS } from './asked.js';
import { endOf, wordOf } from './entries.js';
import { isObject, type JsonObject, parseFrame, sampleOf } from './json-text.js';
import { timeOf } from './json-tick.js';
import { levelsOf, tellBook } from './levels.js';
import { toNumber } from './numbers.js';

const TRADES = 'live_trades_';
const BOOK = 'order_book_';
const CHANGES = 'diff_order_book_';
const DEPTH = 100;
const HEARTBEAT_MS = 10_000;
const MOST_BARS = 1000;
/** Seconds of the bars that there are. */
const STEPS = [60, 180, 300, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 259_200];

const history: BarHistory = {
  most: MOST_BARS,
  url(symbol, interval, limit, before) {
    if (!STEPS.includes(interval / 1000)) return undefined;
    const query = new URLSearchParams({ step: `${interval / 1000}`, limit: `${Math.min(limit, MOST_BARS)}` });
    if (before !== undefined) query.set('end', `${Math.ceil(before / 1000) - 1}`);
    return `https://www.bitstamp.net/api/v2/ohlc/${encodeURIComponent(symbol)}/?${query}`;
  },
  rows: (answer) => (isObject(answer) && isObject(answer.data) ? answer.data.ohlc : answer),
};

class BitstampCodec implements Codec {
  readonly name = 'bitstamp';
  readonly endpoint = 'wss://ws.bitstamp.net';
  readonly heartbeat = { every: HEARTBEAT_MS, message: () => '{"event":"bts:heartbeat"}' };
  readonly history = history;
  readonly #asked = new Asked();

  canonical(symbol: string): string {
    return symbol.toLowerCase().replace('/', '');
  }

  subscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    return symbols.flatMap((symbol) => {
      const had = this.#channelsOf(symbol);
      this.#asked.add([symbol], channels);
      return requests('bts:subscribe', this.#channelsOf(symbol), had);
    });
  }

  unsubscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    return symbols.flatMap((symbol) => {
      const had = this.#channelsOf(symbol);
      this.#asked.remove([symbol], channels);
      return requests('bts:unsubscribe', had, this.#channelsOf(symbol));
    });
  }

  /** Each message of a book is the whole of it: the next one mends all. */
  refresh(): readonly string[] {
    return [];
  }

  #channelsOf(symbol: string): string[] {
    if (this.#asked.has('ticks', symbol)) return [TRADES + symbol, BOOK + symbol];
    return this.#asked.has('book', symbol) ? [BOOK + symbol] : [];
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const message = parseFrame(frame, sink);
    if (message === undefined) return;
    const event = isObject(message) ? message.event : undefined;
    if (!isObject(message) || typeof event !== 'string') {
      return sink.rejected('no message of Bitstamp, which all have an event', sampleOf(message));
    }
    const { data } = message;
    const channel = wordOf(message.channel);
    if (event === 'trade' && channel.startsWith(TRADES)) this.#trade(channel.slice(TRADES.length), data, sink);
    else if (event === 'data' && channel.startsWith(BOOK)) this.#book(channel.slice(BOOK.length), data, true, sink);
    else if (event === 'data' && channel.startsWith(CHANGES)) {
      this.#book(channel.slice(CHANGES.length), data, false, sink);
    } else if (event === 'bts:request_reconnect') endOf(sink, 'Bitstamp asks to connect again', true);
    else if (event === 'bts:error') sink.failed(errorOf(channel, data));
    else sink.ignored();
  }

  #trade(symbol: string, data: unknown, sink: TickSink): void {
    if (!isObject(data)) return sink.rejected('a trade without data', sampleOf(data));
    const { type, id, price, price_str, amount, amount_str, microtimestamp, timestamp } = data;
    const flags = type === 0 ? TICK_FLAG.BUY : type === 1 ? TICK_FLAG.SELL : 0;
    const time = timeOf(microtimestamp ?? timestamp, sink);
    const size = toNumber(amount_str ?? amount);
    sink.trade(sink.symbol(symbol), time, toNumber(price_str ?? price), size, toNumber(id), flags);
  }

  #book(symbol: string, data: unknown, snapshot: boolean, sink: TickSink): void {
    if (!isObject(data)) return sink.rejected('a book without data', sampleOf(data));
    const time = timeOf(data.microtimestamp ?? data.timestamp, sink);
    const isBook = this.#asked.has('book', symbol);
    if (isBook) {
      const notes = { symbol, snapshot, time, ...(snapshot ? { depth: DEPTH } : undefined) };
      tellBook(notes, levelsOf(data.bids), levelsOf(data.asks), data, sink);
    }
    if (snapshot && (!isBook || this.#asked.has('ticks', symbol))) this.#quote(symbol, data, time, sink);
    else if (!isBook) sink.ignored();
  }

  #quote(symbol: string, data: JsonObject, time: number, sink: TickSink): void {
    const { bids, asks } = data;
    if (!Array.isArray(bids) || !Array.isArray(asks)) return sink.rejected('a book without sides', sampleOf(data));
    const bid: unknown = bids[0];
    const ask: unknown = asks[0];
    // one side alone is no quote
    if (bid === undefined || ask === undefined) return sink.ignored();
    if (!Array.isArray(bid) || !Array.isArray(ask)) return sink.rejected('a book without levels', sampleOf(data));
    const id = sink.symbol(symbol);
    sink.quote(id, time, toNumber(bid[0]), toNumber(bid[1]), toNumber(ask[0]), toNumber(ask[1]), Number.NaN);
  }
}

/** A request for each channel that is not among the others. */
function requests(event: string, channels: readonly string[], others: readonly string[]): string[] {
  return channels
    .filter((channel) => !others.includes(channel))
    .map((channel) => JSON.stringify({ event, data: { channel } }));
}

/** What is wrong, and with which channel. */
function errorOf(channel: string, data: unknown): string {
  const said = isObject(data) ? wordOf(data.message) : '';
  const text = said || 'the source reports an error';
  return channel === '' ? text : `${text} (${channel})`;
}

/** Bitstamp. Takes no options. */
export const bitstamp: CodecFactory = () => new BitstampCodec();
