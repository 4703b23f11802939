/**
 * Kraken: v2 is what is asked for; frames of v1 (kraken-v1.ts) and of Kraken futures (kraken-futures.ts) are understood when they come.
 *
 * A trade counts once: trades come from `trade`, whose snapshot is of the past, quotes from `ticker`, whose `last` repeats a trade. Numbers of
 * a pair's trades have no holes. Books have none: their checksum tells, which is taken over the text of the numbers, so that the
 * text is kept; and whoever keeps a book cuts it to the depth that was asked for.
 * Symbols are those of v2: `BTC/USD`, which v1 writes `XBT/USD`.
 */
import { TICK_FLAG } from '../../market/tick.js';
import type { BarHistory, Channel, Codec, CodecFactory, Outgoing, TickSink } from '../codec.js';
import { Asked, parts, TICKS } from './asked.js';
import { BAR_MS, tellBar } from './bars.js';
import { reportError } from './gateway-protocol.js';
import { isObject, type JsonObject, parseFrame, sampleOf, textOf } from './json-text.js';
import { timeOf } from './json-tick.js';
import { decodeFutures, futuresRequest } from './kraken-futures.js';
import { isFuture, type KrakenState, pairOf } from './kraken-pairs.js';
import { decodeArray, decodeEvent } from './kraken-v1.js';
import { levelsOf, tellBook } from './levels.js';
import { decimalsOf, toNumber, toSideFlag } from './numbers.js';
import { Seen } from './seen.js';

const SYMBOLS_PER_REQUEST = 200;
/** Below the default `stale-after`. */
const PULSE_MS = 8_000;
/** Levels a side that a book is asked with. */
const DEPTH = 100;
const ODD = 'no message of Kraken, which have a channel, a method, an event or a feed, or are arrays';

const CHANNELS: Readonly<Record<Channel, readonly object[]>> = {
  ticks: [
    { channel: 'ticker', event_trigger: 'bbo' },
    { channel: 'trade', snapshot: true },
  ],
  book: [{ channel: 'book', depth: DEPTH }],
  bars: [{ channel: 'ohlc', interval: BAR_MS / 60_000 }],
  options: [],
};

/** Minutes. */
const BARS = [1, 5, 15, 30, 60, 240, 1440];
const MOST_BARS = 720;

const HISTORY: BarHistory = {
  most: MOST_BARS,
  /** Kraken has the newest 720 bars of each interval and no others; an answer goes on up to now, whatever `before` is. */
  url(symbol, interval, limit, before) {
    const minutes = interval / 60_000;
    if (!BARS.includes(minutes)) return undefined;
    if (before !== undefined && before <= Date.now() - MOST_BARS * interval) return undefined;
    const since = before === undefined ? '' : `&since=${Math.floor((before - (limit + 1) * interval) / 1000)}`;
    const pair = encodeURIComponent(symbol.replace('/', ''));
    return `https://api.kraken.com/0/public/OHLC?pair=${pair}&interval=${minutes}${since}`;
  },
  /** The pair is named in Kraken's own way, and the volume follows on the average price. */
  rows(answer) {
    const { result }: JsonObject = isObject(answer) ? answer : {};
    const list = isObject(result) ? Object.values(result).find(Array.isArray) : undefined;
    if (!Array.isArray(list)) return answer;
    return list.map((row: unknown) => (Array.isArray(row) ? [...row.slice(0, 5), row[6]] : row));
  },
};

class KrakenCodec implements Codec {
  readonly name = 'kraken';
  readonly endpoint = 'wss://ws.kraken.com/v2';
  readonly heartbeat = { every: PULSE_MS, message: () => '{"method":"ping"}' };
  readonly history = HISTORY;
  readonly #state: KrakenState = { asked: new Asked(), seen: new Seen() };
  /** Depths of books, as the acknowledgements say. */
  readonly #depths = new Map<unknown, number>();
  #knowsPairs = false;

  canonical(symbol: string): string {
    return pairOf(symbol);
  }

  subscribe(symbols: readonly string[], channels = TICKS): readonly Outgoing[] {
    this.#state.asked.add(symbols, channels);
    this.#state.seen.forget(symbols, channels);
    const requests = request('subscribe', symbols, channels);
    // steps of prices, once a connection and after what is waited for
    if (!this.#knowsPairs && symbols.some((symbol) => !isFuture(symbol))) {
      this.#knowsPairs = true;
      requests.push(JSON.stringify({ method: 'subscribe', params: { channel: 'instrument' } }));
    }
    return requests;
  }

  unsubscribe(symbols: readonly string[], channels = TICKS): readonly Outgoing[] {
    this.#state.asked.remove(symbols, channels);
    this.#state.seen.forget(symbols, channels);
    return request('unsubscribe', symbols, channels);
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const text = textOf(frame);
    const message = parseFrame(text.includes('"book"') ? withNumbersAsText(text) : text, sink);
    if (message === undefined) return;
    if (Array.isArray(message)) return decodeArray(message, this.#state, sink);
    if (!isObject(message)) return sink.rejected(ODD, sampleOf(message));
    const { channel, method, feed, event } = message;
    if (typeof channel === 'string') this.#channel(channel, message, sink);
    else if (typeof method === 'string') this.#answer(message, sink);
    else if (typeof event === 'string') decodeEvent(event, message, sink);
    else if (typeof feed === 'string') decodeFutures(feed, message, this.#state, sink);
    else sink.rejected(ODD, sampleOf(message));
  }

  #answer(message: JsonObject, sink: TickSink): void {
    const { success, error, symbol, result } = message;
    if (success === false) {
      const named = typeof error === 'string' && typeof symbol === 'string' && error.includes(symbol);
      return reportError({ message: error, symbols: named ? undefined : symbol }, sink);
    }
    if (isObject(result) && result.channel === 'book' && typeof result.depth === 'number') {
      if (this.#state.asked.has('book', result.symbol)) this.#depths.set(result.symbol, result.depth);
    }
    sink.ignored();
  }

  #channel(channel: string, message: JsonObject, sink: TickSink): void {
    const { data } = message;
    switch (channel) {
      case 'ticker':
      case 'trade':
      case 'book':
      case 'ohlc':
        break;
      case 'instrument':
        return tellPairs(data, sink);
      default:
        return sink.ignored();
    }
    if (!Array.isArray(data)) return sink.rejected('a message without data', sampleOf(message));
    if (data.length === 0) return sink.ignored();
    const snapshot = message.type === 'snapshot';
    // the oldest trade first, so that the last one is the newest
    const ends =
      channel === 'trade' && [data[0], data.at(-1)].map((entry) => (isObject(entry) ? toNumber(entry.trade_id) : 0));
    const entries = ends && (ends[0] as number) > (ends[1] as number) ? [...data].reverse() : data;
    for (let at = 0; at < entries.length; at++) {
      const entry: unknown = entries[at];
      if (!isObject(entry) || typeof entry.symbol !== 'string') {
        sink.rejected('missing field "symbol" (symbol)', sampleOf(entry));
      } else if (channel === 'ticker') this.#quote(entry, entry.symbol, sink);
      else if (channel === 'trade') this.#trade(entry, entry.symbol, snapshot, sink);
      else if (channel === 'book') this.#book(entry, entry.symbol, snapshot, sink);
      else this.#bar(entry, entry.symbol, snapshot && at < entries.length - 1, sink);
    }
  }

  #quote(entry: JsonObject, name: string, sink: TickSink): void {
    const { bid, bid_qty: bidSize, ask, ask_qty: askSize, timestamp } = entry;
    const time = timeOf(timestamp, sink);
    sink.quote(sink.symbol(name), time, toNumber(bid), toNumber(bidSize), toNumber(ask), toNumber(askSize), Number.NaN);
  }

  #trade(entry: JsonObject, name: string, reference: boolean, sink: TickSink): void {
    const symbol = sink.symbol(name);
    const number = toNumber(entry.trade_id);
    if (symbol !== 0 && !this.#state.seen.trade(name, 'trade', number, number, sink, reference)) return sink.ignored();
    const flags = toSideFlag(entry.side) | (reference ? TICK_FLAG.REFERENCE : 0);
    sink.trade(symbol, timeOf(entry.timestamp, sink), toNumber(entry.price), toNumber(entry.qty), number, flags);
  }

  #book(entry: JsonObject, symbol: string, snapshot: boolean, sink: TickSink): void {
    if (!this.#state.asked.has('book', symbol)) return sink.ignored();
    const { checksum } = entry;
    const notes = {
      symbol,
      snapshot,
      time: timeOf(entry.timestamp, sink),
      depth: this.#depths.get(symbol) ?? DEPTH,
      ...(typeof checksum === 'number' && { checksum }),
    };
    tellBook(notes, levelsOf(entry.bids, 'qty'), levelsOf(entry.asks, 'qty'), entry, sink);
  }

  #bar(entry: JsonObject, symbol: string, closed: boolean, sink: TickSink): void {
    if (!this.#state.asked.has('bars', symbol)) return sink.ignored();
    const [open, high, low, close, volume] = [entry.open, entry.high, entry.low, entry.close, entry.volume].map(
      toNumber,
    ) as [number, number, number, number, number];
    const interval = toNumber(entry.interval) * 60_000;
    const time = timeOf(entry.interval_begin, sink);
    tellBar({ symbol, interval, closed, time, open, high, low, close, volume }, entry, sink);
  }
}

/**
 * Prices and sizes of a book as text: trailing zeros count in checksums, and a parsed number has none. Inside a text of JSON these names
 * would stand between `\"`, so that none is touched there.
 */
function withNumbersAsText(text: string): string {
  return text.replace(/("(?:price|qty)"\s*:\s*)(-?\d[\d.eE+-]*)/g, '$1"$2"');
}

function request(method: string, symbols: readonly string[], channels: readonly Channel[]): string[] {
  const futures = symbols.filter(isFuture);
  const pairs = symbols.filter((symbol) => !isFuture(symbol));
  const requests = parts(pairs, SYMBOLS_PER_REQUEST).flatMap((symbol) =>
    channels.flatMap((wanted) =>
      CHANNELS[wanted].map((channel) => JSON.stringify({ method, params: { ...channel, symbol } })),
    ),
  );
  return [...requests, ...futuresRequest(method, futures, channels)];
}

/** Money, so that a pair of it is one of currencies. */
const MONEY: ReadonlySet<unknown> = new Set(['USD', 'EUR', 'GBP', 'CHF', 'CAD', 'AUD', 'JPY']);

function tellPairs(data: unknown, sink: TickSink): void {
  const { pairs }: JsonObject = isObject(data) ? data : {};
  const known = Array.isArray(pairs) ? pairs.filter((pair) => isObject(pair) && typeof pair.symbol === 'string') : [];
  for (const { symbol, base, quote, price_increment: step } of known) {
    const tickSize = toNumber(step);
    sink.instrument({
      symbol,
      kind: MONEY.has(base) && MONEY.has(quote) ? 'currency' : 'crypto',
      ...(typeof quote === 'string' && { currency: quote }),
      ...(tickSize > 0 && { tickSize, precision: decimalsOf(step) as number }),
    });
  }
  if (known.length === 0) sink.ignored();
}

/** Kraken. Takes no options. */
export const kraken: CodecFactory = () => new KrakenCodec();
