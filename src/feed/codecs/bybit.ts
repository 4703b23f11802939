/**
 * Bybit v5, public streams; the linear contracts where `src` names no other product (`.../v5/public/spot`, `inverse`, `option`).
 *
 * A trade counts once: trades come from `publicTrade`, those that were negotiated off the book (`BT`) left out. Quotes come from `orderbook.1`,
 * whose state is sent again every three seconds with the same update id while nothing happens: once is enough. `tickers` repeats both;
 * options have their quotes from it, and a symbol whose tickers came first, by merging the changes that they bring. Books are
 * `orderbook.200` (100 levels of an option): update ids go up by one, and a jump is a gap. Bars are minutes.
 */
import type { BarHistory, Channel, Codec, CodecFactory, CodecOptions, TickSink } from '../codec.js';
import { Asked, parts, TICKS } from './asked.js';
import { tellBar } from './bars.js';
import { BYBIT_ENDPOINT, bybitHistory, intervalOf } from './bybit-history.js';
import { mergeSide, noTop, type Top, tellTop } from './bybit-top.js';
import { endOf, wordOf } from './entries.js';
import { isObject, type JsonObject, parseFrame, sampleOf } from './json-text.js';
import { timeOf } from './json-tick.js';
import { levelsOf, tellBook } from './levels.js';
import { toNumber, toSideFlag } from './numbers.js';
import { dashedContract, tellOption } from './option-contract.js';
import { Seen } from './seen.js';

/** Spot takes ten topics a request; the others take more. */
const TOPICS_PER_REQUEST = 10;
/** All topics of a connection may have 21,000 characters: four of each symbol, the longest names included, fit so often. */
const SYMBOLS_PER_CONNECTION = 125;
const PING_MS = 20_000;
const ODD = 'no message of Bybit v5';

type Four = [number, number, number, number];

class BybitCodec implements Codec {
  readonly name = 'bybit';
  readonly endpoint = BYBIT_ENDPOINT;
  readonly symbolsPerConnection = SYMBOLS_PER_CONNECTION;
  readonly heartbeat = { every: PING_MS, message: () => '{"op":"ping"}' };
  readonly history: BarHistory;
  #requests = 0;
  /** Topics of requests that are not answered yet. */
  readonly #asked = new Map<string, readonly string[]>();
  /** How many symbols want a topic: trades of all options of one coin come in one. */
  readonly #topics = new Map<string, number>();
  readonly #wanted = new Asked();
  readonly #seen = new Seen();
  readonly #tops = new Map<string, Top>();
  readonly #tickers = new Map<string, Top>();

  constructor(src: string) {
    this.history = bybitHistory(src);
  }

  canonical(symbol: string): string {
    return symbol.toUpperCase();
  }

  subscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    const topics: string[] = [];
    this.#wanted.add(symbols, channels);
    this.#seen.forget(symbols, channels);
    for (const topic of topicsOf(symbols, channels)) {
      const wanted = (this.#topics.get(topic) ?? 0) + 1;
      this.#topics.set(topic, wanted);
      if (wanted === 1) topics.push(topic);
    }
    return this.#request('subscribe', topics);
  }

  unsubscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    const topics: string[] = [];
    this.#wanted.remove(symbols, channels);
    for (const topic of topicsOf(symbols, channels)) {
      const wanted = (this.#topics.get(topic) ?? 1) - 1;
      if (wanted > 0) this.#topics.set(topic, wanted);
      else {
        topics.push(topic);
        this.#topics.delete(topic);
      }
    }
    for (const symbol of channels.includes('ticks') ? symbols : []) {
      this.#tops.delete(symbol);
      this.#tickers.delete(symbol);
    }
    return this.#request('unsubscribe', topics);
  }

  #request(op: 'subscribe' | 'unsubscribe', topics: readonly string[]): string[] {
    return parts(topics, TOPICS_PER_REQUEST).map((args) => {
      const req_id = `${++this.#requests}`;
      if (op === 'subscribe') this.#asked.set(req_id, args);
      return JSON.stringify({ op, args, req_id });
    });
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const message = parseFrame(frame, sink);
    if (message === undefined) return;
    if (!isObject(message)) return sink.rejected(ODD, sampleOf(message));
    const { topic } = message;
    if (typeof topic !== 'string') this.#answer(message, sink);
    else if (topic.startsWith('publicTrade.')) each(message, sink, trade);
    else if (topic.startsWith('kline.')) each(message, sink, this.#bar);
    else if (topic.startsWith('orderbook.') || topic.startsWith('tickers.')) {
      if (!isObject(message.data)) sink.rejected('no data', sampleOf(message));
      else if (topic.startsWith('tickers.')) this.#ticker(message, message.data, sink);
      else if (topic.startsWith('orderbook.1.')) this.#top(message, message.data, sink);
      else this.#book(message, message.data, sink);
    } else sink.ignored();
  }

  readonly #bar = (entry: JsonObject, message: JsonObject, sink: TickSink): void => {
    const [, name, ...rest] = wordOf(message.topic).split('.');
    const symbol = rest.join('.');
    const interval = intervalOf(name);
    // a month has no length
    if (interval === undefined || !this.#wanted.has('bars', symbol)) return sink.ignored();
    const [time, open, high, low] = [entry.start, entry.open, entry.high, entry.low].map(toNumber) as Four;
    const [close, volume] = [toNumber(entry.close), toNumber(entry.volume)];
    const closed = entry.confirm === true;
    tellBar({ symbol, interval, time, open, high, low, close, volume, closed }, entry, sink);
  };

  #top(message: JsonObject, data: JsonObject, sink: TickSink): void {
    const { s: symbol, b: bids, a: asks } = data;
    if (typeof symbol !== 'string') return sink.rejected('a book without a symbol', sampleOf(message));
    const id = sink.symbol(symbol);
    const update = toNumber(data.u);
    // state is kept only of symbols that somebody wants
    if (id === 0 || !this.#seen.quote(symbol, 'orderbook')) return sink.ignored();
    let top = this.#tops.get(symbol);
    if (top?.update === update) return sink.ignored();
    if (!top) {
      top = noTop();
      this.#tops.set(symbol, top);
    }
    const isWhole = message.type !== 'delta';
    if (!mergeSide(top, bids, isWhole, 'bid', 'bidSize') || !mergeSide(top, asks, isWhole, 'ask', 'askSize')) {
      return sink.rejected('no levels', sampleOf(message));
    }
    top.update = update;
    tellTop(id, top, timeOf(message.cts ?? message.ts, sink), update, sink);
  }

  #book(message: JsonObject, data: JsonObject, sink: TickSink): void {
    const [, levels] = wordOf(message.topic).split('.', 2);
    const { s: symbol } = data;
    if (typeof symbol !== 'string') return sink.rejected('a book without a symbol', sampleOf(message));
    if (!this.#wanted.has('book', symbol)) return sink.ignored();
    const sequence = toNumber(data.u);
    // a service that starts again counts from 1
    const snapshot = message.type === 'snapshot' || sequence === 1;
    const time = timeOf(message.cts ?? message.ts, sink);
    const depth = Number(levels) > 0 ? { depth: Number(levels) } : undefined;
    const notes = { symbol, snapshot, time, sequence, ...depth };
    const update = tellBook(notes, levelsOf(data.b), levelsOf(data.a), message, sink);
    if (update) this.#seen.book(update, sink);
  }

  #ticker(message: JsonObject, data: JsonObject, sink: TickSink): void {
    const { symbol } = data;
    if (typeof symbol !== 'string') return sink.rejected('a ticker without a symbol', sampleOf(message));
    const time = timeOf(message.ts, sink);
    const contract = 'bidPrice' in data ? dashedContract(symbol) : undefined;
    if (contract) {
      const { bidPrice: bid, bidSize, askPrice: ask, askSize } = data;
      const isOption = this.#wanted.has('options', symbol);
      if (isOption) {
        const { markPrice: mark, markPriceIv: impliedVolatility, underlyingPrice } = data;
        const { delta, gamma, theta, vega, openInterest } = data;
        const greeks = { delta, gamma, theta, vega, openInterest, mark, impliedVolatility, underlyingPrice };
        tellOption(contract, time, { bid, bidSize, ask, askSize, ...greeks }, message, sink);
        if (!this.#wanted.has('ticks', symbol)) return;
      }
      const id = sink.symbol(symbol);
      return sink.quote(id, time, toNumber(bid), toNumber(bidSize), toNumber(ask), toNumber(askSize), Number.NaN);
    }
    const id = sink.symbol(symbol);
    const { bid1Price, bid1Size, ask1Price, ask1Size } = data;
    const says = bid1Price ?? bid1Size ?? ask1Price ?? ask1Size;
    if (id === 0 || says === undefined || !this.#seen.quote(symbol, 'tickers')) return sink.ignored();
    let top = this.#tickers.get(symbol);
    if (!top || message.type === 'snapshot') {
      top = noTop();
      this.#tickers.set(symbol, top);
    }
    if (bid1Price !== undefined) top.bid = toNumber(bid1Price);
    if (bid1Size !== undefined) top.bidSize = toNumber(bid1Size);
    if (ask1Price !== undefined) top.ask = toNumber(ask1Price);
    if (ask1Size !== undefined) top.askSize = toNumber(ask1Size);
    tellTop(id, top, time, toNumber(message.cs), sink);
  }

  /** What is no data: answers to requests and pings, and errors. */
  #answer(message: JsonObject, sink: TickSink): void {
    const { op, success, ret_msg, retMsg, retCode, desc, req_id, data } = message;
    const request = wordOf(req_id);
    const topics = this.#asked.get(request);
    if (topics) this.#asked.delete(request);
    const refused = isObject(data) && Array.isArray(data.failTopics) ? data.failTopics.map(wordOf).join(', ') : '';
    const failed = success === false || desc !== undefined || (retCode !== undefined && retCode !== 0);
    const reason = wordOf(ret_msg) || wordOf(retMsg) || wordOf(desc) || 'the source reports an error';
    if (failed && op === 'auth') return endOf(sink, `login refused: ${reason}`, false);
    // one bad topic spoils a request: the others are asked for once more, each alone
    if (failed && topics && topics.length > 1) {
      sink.ignored();
      for (const topic of topics) for (const again of this.#request('subscribe', [topic])) sink.send(again);
    } else if (failed) sink.failed(topics ? `${reason} (${topics.join(', ')})` : reason);
    else if (refused) sink.failed(`subscription refused (${refused})`);
    else if (op === undefined && success === undefined && retCode === undefined && message.pong === undefined) {
      sink.rejected(ODD, sampleOf(message));
    } else sink.ignored();
  }
}

/** Decodes each entry of a message's list. */
function each(
  message: JsonObject,
  sink: TickSink,
  decode: (entry: JsonObject, message: JsonObject, sink: TickSink) => void,
): void {
  const { data } = message;
  if (!Array.isArray(data)) return sink.rejected('no list of data', sampleOf(message));
  if (data.length === 0) return sink.ignored();
  for (let index = 0; index < data.length; index++) {
    const entry: unknown = data[index];
    if (isObject(entry)) decode(entry, message, sink);
    else sink.rejected('no object in the list of data', sampleOf(entry));
  }
}

function trade(entry: JsonObject, message: JsonObject, sink: TickSink): void {
  const { s: symbol, T: time, p: price, v: size, S: side, seq } = entry;
  if (typeof symbol !== 'string') return sink.rejected('a trade without a symbol', sampleOf(entry));
  if (entry.BT === true) return sink.ignored();
  const at = timeOf(time ?? message.ts, sink);
  sink.trade(sink.symbol(symbol), at, toNumber(price), toNumber(size), toNumber(seq), toSideFlag(side));
}

/** The topics that these symbols want; what a product does not have is left out. */
function* topicsOf(symbols: readonly string[], channels: readonly Channel[]): Iterable<string> {
  for (const symbol of symbols) {
    const contract = dashedContract(symbol);
    for (const channel of channels) {
      if (channel === 'ticks' && contract) {
        yield `publicTrade.${contract.underlying}`;
        yield `tickers.${symbol}`;
      } else if (channel === 'ticks') {
        yield `publicTrade.${symbol}`;
        yield `orderbook.1.${symbol}`;
      } else if (channel === 'book') yield `orderbook.${contract ? 100 : 200}.${symbol}`;
      else if (channel === 'bars' && !contract) yield `kline.1.${symbol}`;
      else if (channel === 'options' && contract) yield `tickers.${symbol}`;
    }
  }
}

/** Bybit v5. The address decides which of its products bars of the past are of. */
export const bybit: CodecFactory = ({ src = '' }: CodecOptions & { readonly src?: string }) => new BybitCodec(src);
