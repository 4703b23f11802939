/**
 * Binance spot and USD-M futures: combined streams, and bare ones of `/ws`.
 *
 * A trade counts once: as `aggTrade` (one entry for the fills of one order at one price) or as `trade`, whichever of the two a symbol's
 * first one is; the other kind is ignored from then on. Block trades, and what futures call insurance fund and
 * ADL, are not the market's. Quotes come from `bookTicker`, which on spot has neither time nor event name, and takes the receive time.
 * The numbers of a symbol's trades have no holes, so that a jump is a gap, and so it is with the changes of a book.
 *
 * Futures send their streams by path since 2026: `/public` has `bookTicker`, `depth` and `trade`, `/market` has `aggTrade` and `kline`; a
 * stream asked for at the other is acknowledged and stays silent. So futures are asked for both kinds of trades, at either path.
 */
import type { Channel, Codec, CodecFactory, Outgoing, TickSink } from '../codec.js';
import { Asked, parts, TICKS } from './asked.js';
import { BAR_MS, INTERVAL_MS, intervalName, tellBar } from './bars.js';
import { binanceDepth } from './binance-depth.js';
import { reportError } from './gateway-protocol.js';
import { isObject, type JsonObject, parseFrame, sampleOf } from './json-text.js';
import { sizeOf, timeOf } from './json-tick.js';
import { levelsOf, tellBook } from './levels.js';
import { toNumber, toSideFlag } from './numbers.js';
import { Seen } from './seen.js';

/** One of Binance's markets. */
interface Market {
  readonly name: string;
  readonly endpoint: string;
  readonly klines: string;
  /** Most bars that one request brings. */
  readonly most: number;
  readonly symbolsPerConnection: number;
  readonly sendEvery: number;
  /** Streams of a symbol. */
  readonly streams: Readonly<Record<Channel, readonly string[]>>;
}

const OTHERS = { book: ['depth@100ms'], bars: [`kline_${intervalName(BAR_MS)}`], options: [] };

/** A connection takes 1,024 streams and five messages a second, of which pongs are some. */
const SPOT: Market = {
  name: 'binance',
  endpoint: 'wss://stream.binance.com:9443/stream',
  klines: 'https://api.binance.com/api/v3/klines',
  most: 1000,
  symbolsPerConnection: 256,
  sendEvery: 250,
  streams: { ticks: ['aggTrade', 'bookTicker'], ...OTHERS },
};

/** The same, with ten messages a second. */
const FUTURES: Market = {
  name: 'binance-futures',
  endpoint: 'wss://fstream.binance.com/public/stream',
  klines: 'https://fapi.binance.com/fapi/v1/klines',
  most: 1500,
  symbolsPerConnection: 200,
  sendEvery: 125,
  streams: { ticks: ['aggTrade', 'trade', 'bookTicker'], ...OTHERS },
};

const STREAMS_PER_REQUEST = 200;
/** Below the default `stale-after`, so that a quiet market is not taken for a dead one. */
const PULSE_MS = 8_000;
/** More symbols are not named in a report. */
const NAMED = 5;
const PARTIAL = /^(.+)@depth(5|10|20)(@|$)/;

class BinanceCodec implements Codec {
  readonly name: string;
  readonly endpoint: string;
  readonly symbolsPerConnection: number;
  readonly sendEvery: number;
  readonly heartbeat: { readonly every: number; message(): string };
  readonly history;
  readonly #market: Market;
  readonly #asked = new Asked();
  readonly #seen = new Seen();
  #requests = 0;
  /** Requests that are not answered yet, and the symbols that they are about. */
  readonly #waiting = new Map<unknown, readonly string[]>();
  #pulse = Number.NaN;

  constructor(market: Market) {
    const { name, endpoint, symbolsPerConnection, sendEvery, klines, most } = market;
    this.#market = market;
    this.name = name;
    this.endpoint = endpoint;
    this.symbolsPerConnection = symbolsPerConnection;
    this.sendEvery = sendEvery;
    // the server's own pings never reach a page, so it is asked something that it answers
    this.heartbeat = {
      every: PULSE_MS,
      message: () => {
        this.#pulse = ++this.#requests;
        return JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: this.#pulse });
      },
    };
    this.history = {
      most,
      url(symbol: string, interval: number, limit: number, before?: number): string | undefined {
        const bar = intervalName(interval);
        if (!bar || (bar === '1s' && market === FUTURES)) return undefined;
        const end = before === undefined ? '' : `&endTime=${Math.ceil(before) - 1}`;
        return `${klines}?symbol=${encodeURIComponent(symbol)}&interval=${bar}&limit=${Math.min(limit, most)}${end}`;
      },
    };
  }

  canonical(symbol: string): string {
    return symbol.replace(/[-/]/g, '').toUpperCase();
  }

  subscribe(symbols: readonly string[], channels = TICKS): readonly Outgoing[] {
    this.#asked.add(symbols, channels);
    this.#seen.forget(symbols, channels);
    return this.#request('SUBSCRIBE', symbols, channels);
  }

  unsubscribe(symbols: readonly string[], channels = TICKS): readonly Outgoing[] {
    this.#asked.remove(symbols, channels);
    this.#seen.forget(symbols, channels);
    return this.#request('UNSUBSCRIBE', symbols, channels);
  }

  /** The next quote is the whole state, and trades do not come again. */
  refresh(): readonly Outgoing[] {
    return [];
  }

  #request(method: string, symbols: readonly string[], channels: readonly Channel[]): string[] {
    const streams = channels.flatMap((channel) => this.#market.streams[channel]);
    if (streams.length === 0) return [];
    return parts(symbols, Math.floor(STREAMS_PER_REQUEST / streams.length)).map((part) => {
      const id = ++this.#requests;
      this.#waiting.set(id, part);
      const params = part.flatMap((symbol) => streams.map((stream) => `${symbol.toLowerCase()}@${stream}`));
      return JSON.stringify({ method, params, id });
    });
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const message = parseFrame(frame, sink);
    if (message === undefined) return;
    // combined streams wrap each message; `/ws` endpoints send it bare, and streams of all symbols send arrays
    const { data = message, stream } = isObject(message) ? message : {};
    if (isObject(data)) this.#event(data, stream, sink);
    else if (Array.isArray(data) && isObject(data[0]) && 'e' in data[0]) {
      for (const event of data) this.#event(isObject(event) ? event : {}, stream, sink);
    } else sink.rejected('no event type', sampleOf(message));
  }

  #event(event: JsonObject, stream: unknown, sink: TickSink): void {
    switch (event.e) {
      case 'aggTrade':
        return this.#trade(event, 'aggTrade', event.a, sink);
      case 'trade':
        return this.#trade(event, 'trade', event.t, sink);
      case 'bookTicker':
        return this.#quote(event, sink);
      case 'depthUpdate':
        return this.#depth(event, stream, sink);
      case 'kline':
        return this.#bar(event, sink);
      case 'serverShutdown':
        sink.ignored();
        return sink.end('Binance shuts this server down', true);
      case undefined:
        return this.#untyped(event, stream, sink);
      default:
        if (typeof event.e === 'string') sink.ignored();
        else sink.rejected('no event type', sampleOf(event));
    }
  }

  #trade(event: JsonObject, kind: string, id: unknown, sink: TickSink): void {
    const { s: name, X: cause } = event;
    if (typeof name !== 'string') return sink.rejected('missing field "s" (symbol)', sampleOf(event));
    if (cause !== undefined && cause !== 'MARKET') return sink.ignored();
    const symbol = sink.symbol(name);
    const sequence = toNumber(id);
    if (symbol !== 0 && !this.#seen.trade(name, kind, sequence, sequence, sink)) return sink.ignored();
    sink.trade(symbol, timeOf(event.T, sink), toNumber(event.p), toNumber(event.q), sequence, toSideFlag(event.m));
  }

  #quote(event: JsonObject, sink: TickSink): void {
    const { s: name, b: bid, B: bidSize, a: ask, A: askSize } = event;
    if (typeof name !== 'string') return sink.rejected('missing field "s" (symbol)', sampleOf(event));
    const time = timeOf(event.T, sink);
    sink.quote(
      sink.symbol(name),
      time,
      toNumber(bid),
      sizeOf(bidSize),
      toNumber(ask),
      sizeOf(askSize),
      toNumber(event.u),
    );
  }

  #depth(event: JsonObject, stream: unknown, sink: TickSink): void {
    const { s: symbol, b: bids, a: asks, U: first, u: last, pu: previous, T: at, E: sent } = event;
    if (typeof symbol !== 'string') return sink.rejected('missing field "s" (symbol)', sampleOf(event));
    if (!this.#asked.has('book', symbol)) return sink.ignored();
    const partial = typeof stream === 'string' ? PARTIAL.exec(stream) : null;
    const notes = {
      symbol,
      snapshot: partial !== null,
      time: timeOf(at ?? sent, sink),
      sequence: toNumber(last),
      first: toNumber(first),
      previous: toNumber(previous),
      ...(partial && { depth: Number(partial[2]) }),
    };
    const update = tellBook(notes, levelsOf(bids), levelsOf(asks), event, sink);
    if (update) this.#seen.book(update, sink);
  }

  #bar(event: JsonObject, sink: TickSink): void {
    const { s: symbol, k: bar } = event;
    if (typeof symbol !== 'string' || !isObject(bar)) return sink.rejected('a bar that is none', sampleOf(event));
    const interval = INTERVAL_MS.get(bar.i as string);
    if (!interval || !this.#asked.has('bars', symbol)) return sink.ignored();
    const [open, high, low, close, volume] = [bar.o, bar.h, bar.l, bar.c, bar.v].map(toNumber) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const time = timeOf(bar.t, sink);
    tellBar({ symbol, interval, closed: bar.x === true, time, open, high, low, close, volume }, event, sink);
  }

  /** Spot quotes, partial books, answers to requests and errors come without an event name. */
  #untyped(event: JsonObject, stream: unknown, sink: TickSink): void {
    if ('u' in event && 'b' in event && 'a' in event) return this.#quote(event, sink);
    if ('lastUpdateId' in event) {
      const [, name = '', levels] = (typeof stream === 'string' && PARTIAL.exec(stream)) || [];
      const symbol = name.toUpperCase();
      if (!this.#asked.has('book', symbol)) return sink.ignored();
      binanceDepth.tell(symbol, event, sink, Number(levels));
      return;
    }
    const { id } = event;
    const symbols = this.#waiting.get(id);
    this.#waiting.delete(id);
    // whatever it says to our pulse, it lives
    const pulse = id !== undefined && id === this.#pulse;
    const error = 'error' in event || 'msg' in event;
    if (error && !pulse) reportError({ ...event, symbols: symbols && named(symbols) }, sink);
    else if (error || 'result' in event) sink.ignored();
    else sink.rejected('no event type', sampleOf(event));
  }
}

function named(symbols: readonly string[]): string[] {
  const more = symbols.length - NAMED;
  return more > 0 ? [...symbols.slice(0, NAMED), `${more} more`] : [...symbols];
}

/** Binance spot. Takes no options. */
export const binance: CodecFactory = () => new BinanceCodec(SPOT);

/** Binance USD-M futures. Takes no options. */
export const binanceFutures: CodecFactory = () => new BinanceCodec(FUTURES);
