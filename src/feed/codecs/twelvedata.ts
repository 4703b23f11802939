/**
 * Twelve Data. The key is part of the URL, `wss://ws.twelvedata.com/v1/quotes/price?apikey=...`, which the page's `beforeconnect` gives.
 * It sends prices, whole seconds, without sizes: each is a trade of size 0, as there is nothing else to count; where bid and ask
 * stand beside the price, a quote comes with it. Answers to subscriptions, and the first price, tell what a symbol is.
 */
import type { Instrument, InstrumentKind } from '../../market/instrument.js';
import type { Channel, Codec, CodecFactory, TickSink } from '../codec.js';
import { parts, TICKS } from './asked.js';
import { endOf, wordOf } from './entries.js';
import { isObject, type JsonObject, parseFrame, sampleOf } from './json-text.js';
import { isPresent, timeOf } from './json-tick.js';
import { toNumber } from './numbers.js';

const HEARTBEAT_MS = 10_000;
/** It takes a hundred messages a minute. */
const SEND_MS = 600;
/** A message may have a megabyte: many times so many symbols. */
const SYMBOLS_PER_REQUEST = 5000;

/** Its words for what we call a kind; all other shares are stocks. */
const KINDS: readonly (readonly [RegExp, InstrumentKind])[] = [
  [/digital/i, 'crypto'],
  [/physical/i, 'currency'],
  [/etf/i, 'etf'],
  [/index/i, 'index'],
  [/bond/i, 'bond'],
  [/stock|receipt|reit|unit|share/i, 'stock'],
];

class TwelveDataCodec implements Codec {
  readonly name = 'twelvedata';
  readonly endpoint = 'wss://ws.twelvedata.com/v1/quotes/price';
  readonly sendEvery = SEND_MS;
  readonly heartbeat = { every: HEARTBEAT_MS, answered: false as const, message: () => '{"action":"heartbeat"}' };
  /** Symbols whose currency has been told. */
  readonly #told = new Set<string>();

  canonical(symbol: string): string {
    return symbol.toUpperCase();
  }

  subscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    return requests('subscribe', symbols, channels);
  }

  unsubscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    return requests('unsubscribe', symbols, channels);
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const message = parseFrame(frame, sink);
    if (message === undefined) return;
    const event = isObject(message) ? message.event : undefined;
    if (!isObject(message) || (typeof event !== 'string' && message.status !== 'error')) {
      sink.rejected('no message of Twelve Data, which all have an event', sampleOf(message));
    } else if (event === 'price') this.#price(message, sink);
    else if (event === 'subscribe-status') status(message, sink);
    else if (message.status === 'error') refused(message, sink);
    else sink.ignored();
  }

  #price(message: JsonObject, sink: TickSink): void {
    const { symbol, price, timestamp, bid, ask } = message;
    if (typeof symbol !== 'string') return sink.rejected('missing field "symbol"', sampleOf(message));
    const time = timeOf(timestamp, sink);
    const id = sink.symbol(symbol);
    const { currency } = message;
    if (typeof currency === 'string' && id !== 0 && !this.#told.has(symbol)) {
      this.#told.add(symbol);
      sink.instrument(instrumentOf(symbol, message));
    }
    if (isPresent(bid) && isPresent(ask)) sink.quote(id, time, toNumber(bid), 0, toNumber(ask), 0, Number.NaN);
    sink.trade(id, time, toNumber(price), 0, Number.NaN, 0);
  }
}

/** What became of a subscription, symbol by symbol. */
function status(message: JsonObject, sink: TickSink): void {
  const { success, fails } = message;
  let isTold = false;
  for (const entry of Array.isArray(success) ? (success as readonly unknown[]) : []) {
    const symbol = isObject(entry) ? entry.symbol : undefined;
    if (!isObject(entry) || typeof symbol !== 'string') continue;
    sink.instrument(instrumentOf(symbol, entry));
    isTold = true;
  }
  const failed = (Array.isArray(fails) ? (fails as readonly unknown[]) : [])
    .map((entry) => (isObject(entry) ? wordOf(entry.symbol) : wordOf(entry)))
    .filter((symbol) => symbol !== '');
  if (failed.length > 0) sink.failed(`subscription refused (${failed.join(', ')})`);
  else if (message.status === 'error') refused(message, sink);
  else if (!isTold) sink.ignored();
}

function refused(message: JsonObject, sink: TickSink): void {
  const said = [message.messages, message.message].flat().map(wordOf).filter(Boolean).join(': ');
  const reason = said || 'the source reports an error';
  if (message.code === 401 || /api ?key/i.test(reason)) endOf(sink, `login refused: ${reason}`, false);
  else sink.failed(reason);
}

function instrumentOf(symbol: string, { type, currency }: JsonObject): Instrument {
  const word = wordOf(type);
  const kind = KINDS.find(([pattern]) => pattern.test(word))?.[1];
  // the price of a pair is in its second half, whatever stands beside
  const code = symbol.split('/')[1] ?? wordOf(currency);
  return { symbol, ...(kind && { kind }), ...(code && { currency: code }) };
}

function requests(action: string, symbols: readonly string[], channels: readonly Channel[]): string[] {
  if (!channels.includes('ticks')) return [];
  return parts(symbols, SYMBOLS_PER_REQUEST).map((some) =>
    JSON.stringify({ action, params: { symbols: some.join(',') } }),
  );
}

/** Twelve Data. Takes no options. */
export const twelvedata: CodecFactory = () => new TwelveDataCodec();
