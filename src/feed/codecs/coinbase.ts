/**
 * Coinbase Exchange; messages of Advanced Trade are understood as well, and asked for at its address, see coinbase-advanced.ts.
 *
 * A trade counts once: trades come from `match`, quotes from `ticker`, whose own price repeats a match. `last_match`, sent on subscribing,
 * is a trade of the past: it sets `last` without volume. `side` in a match is the maker's, so the aggressor did the opposite.
 * Trade numbers of a product have no holes, so that a jump is a gap; heartbeats, once a second and product, say the last of them.
 * Books have no numbers: the source sends their changes in order or closes.
 */
import type { BookLevel } from '../../market/book.js';
import { TICK_FLAG } from '../../market/tick.js';
import type { BarHistory, Channel, Codec, CodecFactory, CodecOptions, Outgoing, TickSink } from '../codec.js';
import { Asked, parts, TICKS } from './asked.js';
import { lastStart } from './bars.js';
import { ADVANCED_CHANNELS, AdvancedTrade, isAdvanced } from './coinbase-advanced.js';
import { reportError } from './gateway-protocol.js';
import { isObject, type JsonObject, parseFrame, sampleOf } from './json-text.js';
import { isPresent, sizeOf, timeOf } from './json-tick.js';
import { levelOf, levelsOf, tellBook } from './levels.js';
import { decimalsOf, toMakerFlag, toNumber } from './numbers.js';
import { Seen } from './seen.js';

/** `heartbeat` comes once a second and symbol: a quiet market is not a dead connection. `level2` itself wants a login. */
const CHANNELS: Readonly<Record<Channel, readonly string[]>> = {
  ticks: ['ticker', 'matches', 'heartbeat'],
  book: ['level2_batch'],
  bars: [],
  options: [],
};
const PRODUCTS_PER_REQUEST = 200;
const ODD = 'no message of Coinbase, which all have a type or a channel';

const HISTORY: BarHistory = {
  most: 300,
  url(symbol, interval, limit, before) {
    if (![60, 300, 900, 3600, 21_600, 86_400].includes(interval / 1000)) return undefined;
    let range = '';
    if (before !== undefined) {
      const end = lastStart(before, interval);
      const start = end - (Math.min(limit, 300) - 1) * interval;
      range = `&start=${new Date(start).toISOString()}&end=${new Date(end).toISOString()}`;
    }
    const product = encodeURIComponent(symbol);
    return `https://api.exchange.coinbase.com/products/${product}/candles?granularity=${interval / 1000}${range}`;
  },
  /** Their columns are time, low, high, open, close, volume, the newest first. */
  rows(answer) {
    if (!Array.isArray(answer)) return answer;
    return answer.map((row: unknown) => {
      if (!Array.isArray(row)) return row;
      const [time, low, high, open, close, volume] = row;
      return [time, open, high, low, close, volume];
    });
  },
};

class CoinbaseCodec implements Codec {
  readonly name = 'coinbase';
  readonly endpoint = 'wss://ws-feed.exchange.coinbase.com';
  /** Eight requests a second. */
  readonly sendEvery = 125;
  readonly history = HISTORY;
  readonly #asked = new Asked();
  readonly #seen = new Seen();
  readonly #advanced = new AdvancedTrade(this.#asked, this.#seen);
  readonly #isAdvanced: boolean;

  constructor({ src }: CodecOptions) {
    this.#isAdvanced = isAdvanced(src);
  }

  canonical(symbol: string): string {
    return symbol.replace('/', '-').toUpperCase();
  }

  subscribe(symbols: readonly string[], channels = TICKS): readonly Outgoing[] {
    this.#asked.add(symbols, channels);
    this.#seen.forget(symbols, channels);
    return this.#request('subscribe', symbols, channels);
  }

  unsubscribe(symbols: readonly string[], channels = TICKS): readonly Outgoing[] {
    this.#asked.remove(symbols, channels);
    this.#seen.forget(symbols, channels);
    return this.#request('unsubscribe', symbols, channels);
  }

  #request(type: string, symbols: readonly string[], wanted: readonly Channel[]): string[] {
    const channels = wanted.flatMap((channel) => (this.#isAdvanced ? ADVANCED_CHANNELS : CHANNELS)[channel]);
    if (channels.length === 0) return [];
    return parts(symbols, PRODUCTS_PER_REQUEST).flatMap((product_ids) =>
      this.#isAdvanced
        ? channels.map((channel) => JSON.stringify({ type, product_ids, channel }))
        : JSON.stringify({ type, product_ids, channels }),
    );
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const message = parseFrame(frame, sink);
    if (message === undefined) return;
    if (!isObject(message)) return sink.rejected(ODD, sampleOf(message));
    switch (message.type) {
      case 'match':
        return this.#trade(message, 0, sink);
      case 'last_match':
        return this.#trade(message, TICK_FLAG.REFERENCE, sink);
      case 'ticker':
        return this.#quote(message, sink);
      case 'l2update':
      case 'snapshot':
        return this.#book(message, sink);
      case 'heartbeat':
        if (typeof message.product_id === 'string') {
          this.#seen.promise(message.product_id, toNumber(message.last_trade_id), sink);
        }
        return sink.ignored();
      case 'status':
        return tellProducts(message, sink);
      case 'error':
        return reportError(message, sink);
      default:
        if (typeof message.type === 'string') sink.ignored();
        else if (typeof message.channel === 'string') this.#advanced.decode(message, sink);
        else sink.rejected(ODD, sampleOf(message));
    }
  }

  #trade(message: JsonObject, reference: number, sink: TickSink): void {
    const { product_id: name, trade_id: id } = message;
    if (typeof name !== 'string') return sink.rejected('missing field "product_id" (symbol)', sampleOf(message));
    const symbol = sink.symbol(name);
    const number = toNumber(id);
    if (symbol !== 0 && !this.#seen.trade(name, 'match', number, number, sink, reference !== 0)) return sink.ignored();
    const flags = toMakerFlag(message.side) | reference;
    const time = timeOf(message.time, sink);
    sink.trade(symbol, time, toNumber(message.price), toNumber(message.size), toNumber(message.sequence), flags);
  }

  #quote(message: JsonObject, sink: TickSink): void {
    const { product_id: name, best_bid: bid, best_ask: ask } = message;
    if (typeof name !== 'string') return sink.rejected('missing field "product_id" (symbol)', sampleOf(message));
    if (!isPresent(bid) || !isPresent(ask)) return sink.rejected('a ticker without bid or ask', sampleOf(message));
    // captures from before 2022 have no sizes
    const bidSize = sizeOf(message.best_bid_size);
    const askSize = sizeOf(message.best_ask_size);
    const time = timeOf(message.time, sink);
    sink.quote(sink.symbol(name), time, toNumber(bid), bidSize, toNumber(ask), askSize, toNumber(message.sequence));
  }

  #book(message: JsonObject, sink: TickSink): void {
    const { type, product_id: symbol, changes } = message;
    if (!this.#asked.has('book', symbol)) return sink.ignored();
    const snapshot = type === 'snapshot';
    const notes = { symbol: symbol as string, snapshot, time: timeOf(message.time, sink) };
    if (snapshot) {
      tellBook(notes, levelsOf(message.bids), levelsOf(message.asks), message, sink);
      return;
    }
    const sides: Record<string, BookLevel[]> = { buy: [], sell: [] };
    const sound =
      Array.isArray(changes) &&
      changes.every((change: unknown) => {
        const [side, price, size] = Array.isArray(change) ? change : [];
        const level = levelOf(price, size);
        return level && (side === 'buy' || side === 'sell') && sides[side]?.push(level);
      });
    tellBook(notes, sound ? sides.buy : undefined, sides.sell, message, sink);
  }
}

/** What the `status` channel says of every product. */
function tellProducts({ products }: JsonObject, sink: TickSink): void {
  const known = Array.isArray(products) ? products.filter(isObject) : [];
  for (const { id, display_name: name, quote_currency: currency, quote_increment: step } of known) {
    if (typeof id !== 'string') continue;
    const tickSize = toNumber(step);
    sink.instrument({
      symbol: id,
      kind: 'crypto',
      ...(typeof name === 'string' && { name }),
      ...(typeof currency === 'string' && { currency }),
      ...(tickSize > 0 && { tickSize, precision: decimalsOf(step) as number }),
    });
  }
  if (!known.some(({ id }) => typeof id === 'string')) sink.ignored();
}

/** Coinbase Exchange, or Advanced Trade where `src` is an address of it. */
export const coinbase: CodecFactory = (options) => new CoinbaseCodec(options);
