/**
 * Binance spot and USD-M futures, combined streams. A trade counts once: the codec asks for `aggTrade` (one entry for the
 * fills of one order at one price) and understands `trade` where a URL asks for that stream instead, so ask for one of them. Quotes
 * come from `bookTicker`; on spot it has neither time nor event name, and takes the receive time.
 */
import { TICK_FLAG } from '../../market/tick.js';
import type { Codec, CodecFactory, TickSink } from '../codec.js';
import { reportError } from './gateway-protocol.js';
import type { JsonObject } from './json-text.js';
import { isObject, parseFrame, sampleOf } from './json-text.js';
import { toNumber } from './numbers.js';

/** Binance accepts five messages a second and 1,024 streams a connection, so a few large requests are right. */
const STREAMS_PER_REQUEST = 200;

class BinanceCodec implements Codec {
  readonly name: string;
  readonly endpoint: string;
  #requests = 0;

  constructor(name: string, endpoint: string) {
    this.name = name;
    this.endpoint = endpoint;
  }

  canonical(symbol: string): string {
    return symbol.toUpperCase();
  }

  subscribe(symbols: readonly string[]): readonly string[] {
    return this.#request('SUBSCRIBE', symbols);
  }

  unsubscribe(symbols: readonly string[]): readonly string[] {
    return this.#request('UNSUBSCRIBE', symbols);
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const message = parseFrame(frame, sink);
    if (message === undefined) return;
    if (!isObject(message)) {
      sink.rejected('expected an object', sampleOf(message));
      return;
    }
    // Combined streams wrap each message; `/ws` endpoints send it bare.
    const event = isObject(message.data) ? message.data : message;
    switch (event.e) {
      case 'aggTrade':
        decodeTrade(event, event.a, sink);
        break;
      case 'trade':
        decodeTrade(event, event.t, sink);
        break;
      case 'bookTicker':
        decodeQuote(event, sink);
        break;
      case undefined:
        decodeUnnamed(event, sink);
        break;
      default:
        sink.ignored();
    }
  }

  #request(method: string, symbols: readonly string[]): string[] {
    const streams = symbols.flatMap((symbol) => {
      const name = symbol.toLowerCase();
      return [`${name}@aggTrade`, `${name}@bookTicker`];
    });
    const requests: string[] = [];
    for (let start = 0; start < streams.length; start += STREAMS_PER_REQUEST) {
      this.#requests++;
      const params = streams.slice(start, start + STREAMS_PER_REQUEST);
      requests.push(JSON.stringify({ method, params, id: this.#requests }));
    }
    return requests;
  }
}

function decodeTrade(event: JsonObject, sequence: unknown, sink: TickSink): void {
  const { s: name, p: price, q: size, T: time, m: buyerIsMaker } = event;
  if (typeof name !== 'string') {
    sink.rejected('missing field "s"', sampleOf(event));
    return;
  }
  const side = buyerIsMaker === true ? TICK_FLAG.SELL : buyerIsMaker === false ? TICK_FLAG.BUY : 0;
  sink.trade(sink.symbol(name), toNumber(time), toNumber(price), toNumber(size), toNumber(sequence), side);
}

function decodeQuote(event: JsonObject, sink: TickSink): void {
  const { s: name, b: bid, B: bidSize, a: ask, A: askSize, T: time, u: sequence } = event;
  if (typeof name !== 'string') {
    sink.rejected('missing field "s"', sampleOf(event));
    return;
  }
  const symbol = sink.symbol(name);
  const milliseconds = time === undefined ? sink.received : toNumber(time);
  sink.quote(
    symbol,
    milliseconds,
    toNumber(bid),
    toNumber(bidSize),
    toNumber(ask),
    toNumber(askSize),
    toNumber(sequence),
  );
}

/** What Binance sends without an event name: spot quotes, partial books, answers to requests, errors. */
function decodeUnnamed(event: JsonObject, sink: TickSink): void {
  if ('u' in event && 'b' in event && 'B' in event && 'a' in event && 'A' in event) decodeQuote(event, sink);
  else if ('error' in event || ('code' in event && 'msg' in event)) reportError(event, sink);
  else if ('result' in event || 'lastUpdateId' in event) sink.ignored();
  else sink.rejected('no event type', sampleOf(event));
}

/** Binance spot. Takes no options. */
export const binance: CodecFactory = () => new BinanceCodec('binance', 'wss://stream.binance.com:9443/stream');

/** Binance USD-M futures. Takes no options. */
export const binanceFutures: CodecFactory = () =>
  new BinanceCodec('binance-futures', 'wss://fstream.binance.com/stream');
