/**
 * Alpaca market data: stocks (`/v2/iex`, `/v2/sip`), crypto (`/v1beta3/crypto/us`), options (`/v1beta1/indicative`, `opra`). Every frame is an array.
 * It wants a login first, `{"action":"auth","key":"...","secret":"..."}`, which the page's `beforeconnect` gives as the first message.
 *
 * A trade counts once: `t`. A corrected trade (`c`) and a cancelled one (`x`) are not taken back. Trade ids are those of each exchange, so
 * that they are no sequence. Bars are minutes (`b`), once more where late trades changed them (`u`), and days where a page asks for `dailyBars` (`d`).
 * Sizes of stock quotes are as the source gives them. Options come as MessagePack, and then take their requests so.
 */
import type { BookLevel } from '../../market/book.js';
import { TICK_FLAG } from '../../market/tick.js';
import type { Channel, Codec, CodecFactory, Outgoing, TickSink } from '../codec.js';
import { Asked, parts, TICKS } from './asked.js';
import { BAR_MS, tellBar } from './bars.js';
import { endOf, wordOf } from './entries.js';
import { isObject, type JsonObject, parseFrame, sampleOf } from './json-text.js';
import { sizeOf } from './json-tick.js';
import { levelOf, tellBook } from './levels.js';
import { packMessage, unpackMessage } from './message-pack.js';
import { toNumber } from './numbers.js';
import { type OptionContract, occContract, tellOption } from './option-contract.js';
import { textTimeOf } from './time-text.js';

/** A request may have 16 KB: trades and quotes of so many options. */
const SYMBOLS_PER_REQUEST = 250;
const DAY_MS = 86_400_000;

/** What each channel asks for, in the words of a request. */
const LISTS = {
  ticks: ['trades', 'quotes'],
  book: ['orderbooks'],
  bars: ['bars', 'updatedBars'],
  options: ['quotes'],
} as const;

/** Errors after which the connection is of no use, and whether another may be: too many connections are so only until one ends. */
const ENDS: ReadonlyMap<unknown, boolean> = new Map([
  [402, false],
  [404, true],
  [406, true],
  [407, true],
  [408, false],
]);
const INSUFFICIENT = 409;
/** `[` and `{`, with which no array of MessagePack begins: text in bytes. */
const TEXT_STARTS = [0x5b, 0x7b];

class AlpacaCodec implements Codec {
  readonly name = 'alpaca';
  readonly endpoint = 'wss://stream.data.alpaca.markets/v2/iex';
  readonly waits = true;
  #isReady = false;
  /** The source writes MessagePack. */
  #isPacked = false;
  readonly #contracts = new Map<string, OptionContract>();
  readonly #asked = new Asked();

  canonical(symbol: string): string {
    return symbol.toUpperCase();
  }

  subscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly Outgoing[] {
    for (const symbol of symbols) {
      const contract = channels.includes('options') ? occContract(symbol) : undefined;
      if (contract) this.#contracts.set(symbol, contract);
    }
    this.#asked.add(symbols, channels);
    return this.#request('subscribe', symbols, new Set(channels.flatMap((channel) => LISTS[channel])));
  }

  unsubscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly Outgoing[] {
    this.#asked.remove(symbols, channels);
    if (channels.includes('options')) for (const symbol of symbols) this.#contracts.delete(symbol);
    const lists = new Set<string>(channels.flatMap((channel) => LISTS[channel]));
    // quotes have two uses, and stay for the other one
    const isFree = (symbol: string) => !this.#asked.has('ticks', symbol) && !this.#contracts.has(symbol);
    if (!lists.delete('quotes')) return this.#request('unsubscribe', symbols, lists);
    return [
      ...this.#request('unsubscribe', symbols.filter(isFree), new Set([...lists, 'quotes'])),
      ...this.#request(
        'unsubscribe',
        symbols.filter((symbol) => !isFree(symbol)),
        lists,
      ),
    ];
  }

  #request(action: string, symbols: readonly string[], lists: ReadonlySet<string>): Outgoing[] {
    if (lists.size === 0) return [];
    return parts(symbols, SYMBOLS_PER_REQUEST).map((some) => {
      const request = { action, ...Object.fromEntries(Array.from(lists, (list) => [list, some])) };
      return this.#isPacked ? packMessage(request) : JSON.stringify(request);
    });
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const isText = typeof frame === 'string' || TEXT_STARTS.includes(new Uint8Array(frame)[0] ?? 0);
    const value = isText ? parseFrame(frame, sink) : this.#unpack(frame, sink);
    if (value === undefined) return;
    if (!Array.isArray(value)) return this.#message(value, sink);
    if (value.length === 0) return sink.ignored();
    for (let index = 0; index < value.length; index++) this.#message(value[index], sink);
  }

  #unpack(frame: ArrayBuffer, sink: TickSink): unknown {
    const value = unpackMessage(frame);
    if (value === undefined) sink.rejected('malformed MessagePack');
    else this.#isPacked = true;
    return value;
  }

  #message(message: unknown, sink: TickSink): void {
    const type = isObject(message) ? message.T : undefined;
    if (!isObject(message) || (typeof type !== 'string' && typeof message.stream !== 'string')) {
      return sink.rejected('no message of Alpaca, which all have a T', sampleOf(message));
    }
    if (type === 'success' || type === 'error' || type === undefined) return this.#control(type, message, sink);
    const isData = type === 't' || type === 'q' || type === 'b' || type === 'u' || type === 'd' || type === 'o';
    if (!isData) return sink.ignored();
    const { S: symbol } = message;
    if (typeof symbol !== 'string') return sink.rejected('missing field "S" (symbol)', sampleOf(message));
    const time = textTimeOf(message.t, sink);
    if (type === 't') {
      const { p: price, s: size, tks: side } = message;
      const flags = side === 'B' ? TICK_FLAG.BUY : side === 'S' ? TICK_FLAG.SELL : 0;
      sink.trade(sink.symbol(symbol), time, toNumber(price), sizeOf(size), Number.NaN, flags);
    } else if (type === 'q') this.#quote(symbol, time, message, sink);
    else if (!this.#asked.has(type === 'o' ? 'book' : 'bars', symbol)) sink.ignored();
    else if (type === 'o') book(symbol, time, message, sink);
    else bar(symbol, time, type, message, sink);
  }

  #quote(symbol: string, time: number, message: JsonObject, sink: TickSink): void {
    const { bp: bid, bs: bidSize, ap: ask, as: askSize } = message;
    const contract = this.#contracts.size > 0 ? this.#contracts.get(symbol) : undefined;
    if (contract) tellOption(contract, time, { bid, bidSize, ask, askSize }, message, sink);
    if (contract && !this.#asked.has('ticks', symbol)) return;
    const id = sink.symbol(symbol);
    // nobody bids, or nobody asks: one side alone is no quote
    if ((bid === 0 && bidSize === 0) || (ask === 0 && askSize === 0)) {
      if (!contract) sink.ignored();
      return;
    }
    sink.quote(id, time, toNumber(bid), sizeOf(bidSize), toNumber(ask), sizeOf(askSize), Number.NaN);
  }

  #control(type: unknown, message: JsonObject, sink: TickSink): void {
    const { msg, code, data } = message;
    const text = wordOf(msg) || 'the source reports an error';
    if (type === 'success') {
      sink.ignored();
      if (msg === 'authenticated' && !this.#isReady) {
        this.#isReady = true;
        sink.ready();
      }
    } else if (type === 'error') {
      const again = !this.#isReady && code === INSUFFICIENT ? false : ENDS.get(code);
      const reason = `${text} (${wordOf(code) || 'no code'})`;
      if (again === undefined) sink.failed(reason);
      else endOf(sink, this.#isReady || again ? reason : `login refused: ${reason}`, again);
    } else if (isObject(data) && data.status === 'unauthorized') {
      // the stream of accounts, which a page may have addressed by mistake, speaks so
      endOf(sink, `login refused: ${wordOf(data.message)}`, false);
    } else sink.ignored();
  }
}

function book(symbol: string, time: number, message: JsonObject, sink: TickSink): void {
  tellBook({ symbol, snapshot: message.r === true, time }, side(message.b), side(message.a), message, sink);
}

/** One side of a book; undefined where a level is none. */
function side(rows: unknown): BookLevel[] | undefined {
  if (!Array.isArray(rows)) return undefined;
  const levels = rows.map((row: unknown) => (isObject(row) ? levelOf(row.p, row.s) : undefined));
  return levels.every((level) => level !== undefined) ? levels : undefined;
}

function bar(symbol: string, time: number, type: string, message: JsonObject, sink: TickSink): void {
  const [open, high, low, close] = [message.o, message.h, message.l, message.c].map(toNumber) as Four;
  const [interval, volume] = [type === 'd' ? DAY_MS : BAR_MS, sizeOf(message.v)];
  tellBar({ symbol, interval, time, open, high, low, close, volume, closed: type !== 'd' }, message, sink);
}

type Four = [number, number, number, number];

/** Alpaca. Takes no options. */
export const alpaca: CodecFactory = () => new AlpacaCodec();
