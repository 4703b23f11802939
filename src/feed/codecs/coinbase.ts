/**
 * Coinbase Exchange (the public feed, not Advanced Trade). A trade counts once: trades come from `match`, quotes from
 * `ticker`, whose own price repeats a match. `last_match`, sent on subscribing, is a trade of the past: it sets `last`
 * without volume. `side` in a match is the maker's, so the aggressor did the opposite.
 */
import type { EpochMs } from '../../market/tick.js';
import { TICK_FLAG } from '../../market/tick.js';
import type { Codec, CodecFactory, TickSink } from '../codec.js';
import { reportError } from './gateway-protocol.js';
import type { JsonObject } from './json-text.js';
import { isObject, parseFrame, sampleOf } from './json-text.js';
import { isoToEpochMs, toNumber } from './numbers.js';

/** `heartbeat` comes once a second and symbol: a quiet market is not a dead connection. */
const CHANNELS = ['ticker', 'matches', 'heartbeat'];

class CoinbaseCodec implements Codec {
  readonly name = 'coinbase';
  readonly endpoint = 'wss://ws-feed.exchange.coinbase.com';

  canonical(symbol: string): string {
    return symbol.toUpperCase();
  }

  subscribe(symbols: readonly string[]): readonly string[] {
    return request('subscribe', symbols);
  }

  unsubscribe(symbols: readonly string[]): readonly string[] {
    return request('unsubscribe', symbols);
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const message = parseFrame(frame, sink);
    if (message === undefined) return;
    if (!isObject(message) || typeof message.type !== 'string') {
      const advanced = isObject(message) && typeof message.channel === 'string';
      const reason = advanced ? 'a message of Coinbase Advanced Trade, not of Coinbase Exchange' : 'no message type';
      sink.rejected(reason, sampleOf(message));
      return;
    }
    switch (message.type) {
      case 'match':
        decodeTrade(message, 0, sink);
        break;
      case 'last_match':
        decodeTrade(message, TICK_FLAG.REFERENCE, sink);
        break;
      case 'ticker':
        decodeQuote(message, sink);
        break;
      case 'error':
        reportError(message, sink);
        break;
      default:
        sink.ignored();
    }
  }
}

function request(type: 'subscribe' | 'unsubscribe', symbols: readonly string[]): string[] {
  if (symbols.length === 0) return [];
  return [JSON.stringify({ type, product_ids: symbols, channels: CHANNELS })];
}

function decodeTrade(message: JsonObject, reference: number, sink: TickSink): void {
  const { product_id: name, price, size, time, sequence, side } = message;
  if (typeof name !== 'string') {
    sink.rejected('missing field "product_id"', sampleOf(message));
    return;
  }
  const aggressor = side === 'sell' ? TICK_FLAG.BUY : side === 'buy' ? TICK_FLAG.SELL : 0;
  const flags = aggressor | reference;
  sink.trade(sink.symbol(name), timeOf(time, sink), toNumber(price), toNumber(size), toNumber(sequence), flags);
}

function decodeQuote(message: JsonObject, sink: TickSink): void {
  const { product_id: name, best_bid: bid, best_bid_size: bidSize, best_ask: ask, best_ask_size: askSize } = message;
  if (typeof name !== 'string') {
    sink.rejected('missing field "product_id"', sampleOf(message));
    return;
  }
  const symbol = sink.symbol(name);
  const time = timeOf(message.time, sink);
  const sequence = toNumber(message.sequence);
  sink.quote(symbol, time, toNumber(bid), sizeOf(bidSize), toNumber(ask), sizeOf(askSize), sequence);
}

/** Captures from before 2022 have no sizes in `ticker`. */
function sizeOf(value: unknown): number {
  return value === undefined ? 0 : toNumber(value);
}

function timeOf(value: unknown, sink: TickSink): EpochMs {
  return typeof value === 'string' ? isoToEpochMs(value) : sink.received;
}

/** Coinbase Exchange. Takes no options. */
export const coinbase: CodecFactory = () => new CoinbaseCodec();
