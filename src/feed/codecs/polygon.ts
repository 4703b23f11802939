/**
 * Polygon (now Massive): stocks, and by another `src` options, forex, crypto and indices. Every frame is an array. It wants a login first,
 * `{"action":"auth","params":"KEY"}`, which the page's `beforeconnect` gives as the first message.
 *
 * Symbols are written as the streams write them: `AAPL`, `O:SPY241220P00720000`, `I:SPX`, `BTC-USD` (crypto) and `EUR/USD` (forex); the `X:` and `C:`
 * of the REST interface may stand in front. A trade counts once: `T` and `XT`. The value of an index (`V`) is a trade without a size, as an index
 * has no other. `FMV` and `LV` are computed values beside the trades, and are ignored. Bars are minutes, or seconds where a page asks for those, and
 * final. `XL2` is the book of one exchange, whole: the first exchange that sends a pair's book is the pair's. Sequences go up, and not by one.
 * Times are milliseconds, microseconds or nanoseconds, told apart by their size.
 */
import type { Channel, Codec, CodecFactory, TickSink } from '../codec.js';
import { Asked, parts, TICKS } from './asked.js';
import { tellBar } from './bars.js';
import { eachMessage, endOf, wordOf } from './entries.js';
import { type JsonObject, sampleOf } from './json-text.js';
import { sizeOf, timeOf } from './json-tick.js';
import { levelsOf, tellBook } from './levels.js';
import { toNumber } from './numbers.js';
import { type OptionContract, occContract, tellOption } from './option-contract.js';

const TOPICS_PER_REQUEST = 500;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const DEPTH = 100;
const ODD = 'no message of Polygon, which all have an ev';

/** Milliseconds of the bars of a kind of message. */
const BARS: ReadonlyMap<string, number> = new Map([
  ['A', SECOND_MS],
  ['AM', MINUTE_MS],
  ['CA', MINUTE_MS],
  ['CAS', SECOND_MS],
  ['XA', MINUTE_MS],
  ['XAS', SECOND_MS],
]);

type Market = 'stock' | 'option' | 'index' | 'forex' | 'crypto';

/** What each market calls what a channel wants. */
const TOPICS: Readonly<Record<Market, Readonly<Record<Channel, readonly string[]>>>> = {
  stock: { ticks: ['T', 'Q'], book: [], bars: ['AM'], options: [] },
  option: { ticks: ['T', 'Q'], book: [], bars: ['AM'], options: ['Q'] },
  index: { ticks: ['V'], book: [], bars: ['AM'], options: [] },
  forex: { ticks: ['C'], book: [], bars: ['CA'], options: [] },
  crypto: { ticks: ['XT', 'XQ'], book: ['XL2'], bars: ['XA'], options: [] },
};

function marketOf(symbol: string): Market {
  if (symbol.startsWith('O:')) return 'option';
  if (symbol.startsWith('I:')) return 'index';
  if (symbol.includes('/')) return 'forex';
  return symbol.includes('-') ? 'crypto' : 'stock';
}

class PolygonCodec implements Codec {
  readonly name = 'polygon';
  readonly endpoint = 'wss://socket.polygon.io/stocks';
  readonly waits = true;
  #isReady = false;
  readonly #contracts = new Map<string, OptionContract>();
  readonly #asked = new Asked();
  /** The exchange whose book is a pair's. */
  readonly #exchanges = new Map<string, unknown>();

  /** Symbols of stocks have small letters that count (`BACpL`). */
  canonical(symbol: string): string {
    const [, market, base, quote] = /^([XC]):(\w+?)[-/]?([A-Z]{3})$/.exec(symbol) ?? [];
    if (market === undefined) return symbol;
    return `${base}${market === 'X' ? '-' : '/'}${quote}`;
  }

  subscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    const had = new Set(symbols.flatMap((symbol) => this.#quotesOf(symbol)));
    for (const symbol of symbols) {
      const contract = channels.includes('options') ? occContract(symbol) : undefined;
      if (contract) this.#contracts.set(symbol, contract);
    }
    this.#asked.add(symbols, channels);
    return request('subscribe', symbols, channels, had);
  }

  unsubscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    for (const symbol of symbols) {
      if (channels.includes('options')) this.#contracts.delete(symbol);
      if (channels.includes('book')) this.#exchanges.delete(symbol);
    }
    this.#asked.remove(symbols, channels);
    return request('unsubscribe', symbols, channels, new Set(symbols.flatMap((symbol) => this.#quotesOf(symbol))));
  }

  /** Quotes of a contract have two uses. */
  #quotesOf(symbol: string): string[] {
    return this.#contracts.has(symbol) || (this.#asked.has('ticks', symbol) && marketOf(symbol) === 'option')
      ? [`Q.${symbol}`]
      : [];
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    eachMessage(frame, sink, ODD, this.#message);
  }

  readonly #message = (message: JsonObject, sink: TickSink): void => {
    const { ev } = message;
    if (ev === 'T' || ev === 'Q') {
      const { sym: symbol } = message;
      if (typeof symbol !== 'string') sink.rejected('missing field "sym" (symbol)', sampleOf(message));
      else if (ev === 'T') trade(symbol, message, sink);
      else this.#quote(symbol, message, sink);
    } else if (ev === 'status') this.#status(message, sink);
    else if (typeof ev === 'string') this.#other(ev, message, sink);
    else sink.rejected(ODD, sampleOf(message));
  };

  #other(ev: string, message: JsonObject, sink: TickSink): void {
    const interval = BARS.get(ev);
    const isTick = ev === 'XT' || ev === 'XQ' || ev === 'C' || ev === 'V' || ev === 'XL2';
    if (!isTick && interval === undefined) return sink.ignored();
    const symbol = ev === 'C' ? message.p : ev === 'V' ? message.T : (message.sym ?? message.pair);
    if (typeof symbol !== 'string') sink.rejected('a message without a symbol', sampleOf(message));
    else if (interval !== undefined && !this.#asked.has('bars', symbol)) sink.ignored();
    else if (interval !== undefined) bar(symbol, interval, message, sink);
    else if (ev === 'XT') trade(symbol, message, sink);
    else if (ev === 'XQ') this.#quote(symbol, message, sink);
    else if (ev === 'XL2') this.#book(symbol, message, sink);
    else if (ev === 'V') {
      sink.trade(sink.symbol(symbol), timeOf(message.t, sink), toNumber(message.val), 0, Number.NaN, 0);
    } else {
      const time = timeOf(message.t, sink);
      sink.quote(sink.symbol(symbol), time, toNumber(message.b), 0, toNumber(message.a), 0, Number.NaN);
    }
  }

  #quote(symbol: string, message: JsonObject, sink: TickSink): void {
    const { bp: bid, bs: bidSize, ap: ask, as: askSize, q } = message;
    const time = timeOf(message.t, sink);
    const contract = this.#contracts.size > 0 ? this.#contracts.get(symbol) : undefined;
    if (contract) {
      tellOption(contract, time, { bid, bidSize, ask, askSize }, message, sink);
      if (!this.#asked.has('ticks', symbol)) return;
    }
    sink.quote(sink.symbol(symbol), time, toNumber(bid), sizeOf(bidSize), toNumber(ask), sizeOf(askSize), toNumber(q));
  }

  #book(symbol: string, message: JsonObject, sink: TickSink): void {
    const exchange = this.#exchanges.get(symbol) ?? message.x;
    if (!this.#asked.has('book', symbol) || exchange !== message.x) return sink.ignored();
    this.#exchanges.set(symbol, exchange);
    const notes = { symbol, snapshot: true, time: timeOf(message.t, sink), depth: DEPTH };
    tellBook(notes, levelsOf(message.b), levelsOf(message.a), message, sink);
  }

  #status({ status, message: text }: JsonObject, sink: TickSink): void {
    const reason = wordOf(text) || wordOf(status) || 'the source reports an error';
    if (status === 'auth_success') {
      sink.ignored();
      if (!this.#isReady) sink.ready();
      this.#isReady = true;
    } else if (status === 'connected' || status === 'success') sink.ignored();
    else if (status === 'auth_failed') endOf(sink, `login refused: ${reason}`, false);
    else if (status === 'auth_timeout' || status === 'max_connections') endOf(sink, reason, true);
    else sink.failed(reason);
  }
}

/** Requests for the topics of these symbols, those left out that something else takes too. */
function request(
  action: string,
  symbols: readonly string[],
  channels: readonly Channel[],
  others: ReadonlySet<string>,
): string[] {
  const topics = new Set<string>();
  for (const symbol of symbols) {
    for (const channel of channels) {
      for (const kind of TOPICS[marketOf(symbol)][channel]) topics.add(`${kind}.${symbol}`);
    }
  }
  const wanted = [...topics].filter((topic) => !others.has(topic));
  return parts(wanted, TOPICS_PER_REQUEST).map((some) => JSON.stringify({ action, params: some.join(',') }));
}

function trade(symbol: string, { t: time, p: price, s: size, q }: JsonObject, sink: TickSink): void {
  sink.trade(sink.symbol(symbol), timeOf(time, sink), toNumber(price), sizeOf(size), toNumber(q), 0);
}

function bar(symbol: string, interval: number, message: JsonObject, sink: TickSink): void {
  const [open, high, low, close] = [message.o, message.h, message.l, message.c].map(toNumber) as Four;
  const [time, volume] = [timeOf(message.s, sink), sizeOf(message.v)];
  tellBar({ symbol, interval, time, open, high, low, close, volume, closed: true }, message, sink);
}

type Four = [number, number, number, number];

/** Polygon. Takes no options. */
export const polygon: CodecFactory = () => new PolygonCodec();
