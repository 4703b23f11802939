/**
 * OKX v5.
 *
 * A trade counts once: as `trades` (one entry for the fills of one order at one price, with the number of them) or as `trades-all`,
 * whichever a symbol's first one is. Quotes come from `bbo-tbt`, or from `tickers`, whose own price repeats a trade: again the first
 * that came. Numbers of trades have no holes; changes of a book name the number of the one before. Checksums of books are 0 since June
 * 2026, which is taken for none. Candles, and nothing else of this, stand at `/business` instead of `/public`. The text `ping` is answered `pong`.
 */
import type { BarHistory, Channel, Codec, CodecFactory, CodecOptions, Outgoing, TickSink } from '../codec.js';
import { Asked, parts, TICKS } from './asked.js';
import { INTERVAL_MS, intervalName, tellBar } from './bars.js';
import { reportError } from './gateway-protocol.js';
import { isObject, type JsonObject, parseFrame, sampleOf, textOf } from './json-text.js';
import { timeOf } from './json-tick.js';
import { levelsOf, tellBook } from './levels.js';
import { toNumber, toSideFlag } from './numbers.js';
import { familyOf, tellInstrument, tellOption } from './okx-instruments.js';
import { Seen } from './seen.js';

/** Below the default `stale-after`; OKX itself hangs up after 30 s of silence. */
const PULSE_MS = 8_000;
/** A request holds at most 64 KiB. */
const SYMBOLS_PER_REQUEST = 100;

const CHANNELS: Readonly<Record<Channel, readonly string[]>> = {
  ticks: ['trades', 'bbo-tbt'],
  book: ['books'],
  bars: ['candle1m'],
  options: ['opt-summary'],
};

/** Books that come whole each time, and the levels that they have. */
const WHOLE: ReadonlyMap<unknown, number> = new Map([
  ['books5', 5],
  ['books1', 1],
]);

/** OKX writes `1H`, and its days begin at midnight of Hong Kong where they are not asked for as `utc`. */
function barName(interval: number): string | undefined {
  if (interval === 28_800_000) return undefined;
  const name = intervalName(interval)?.replace(/[hd]$/, (unit) => unit.toUpperCase());
  return name && (interval >= 21_600_000 ? `${name}utc` : name);
}

const HISTORY: BarHistory = {
  most: 300,
  url(symbol, interval, limit, before) {
    const bar = barName(interval);
    if (!bar) return undefined;
    const end = before === undefined ? '' : `&after=${Math.ceil(before)}`;
    const range = `instId=${encodeURIComponent(symbol)}&bar=${bar}&limit=${Math.min(limit, 300)}${end}`;
    return `https://www.okx.com/api/v5/market/history-candles?${range}`;
  },
};

const ENDPOINT = 'wss://ws.okx.com:8443/ws/v5/public';

class OkxCodec implements Codec {
  readonly name = 'okx';
  readonly endpoint = ENDPOINT;
  /** Three requests a second. */
  readonly sendEvery = 350;
  readonly heartbeat = { every: PULSE_MS, message: () => 'ping' };
  readonly history = HISTORY;
  readonly #asked = new Asked();
  readonly #seen = new Seen();
  readonly #address: string;

  constructor({ src = ENDPOINT }: CodecOptions) {
    this.#address = src;
  }

  canonical(symbol: string): string {
    return symbol.replace('/', '-').toUpperCase();
  }

  subscribe(symbols: readonly string[], channels = TICKS): readonly Outgoing[] {
    this.#asked.add(symbols, channels);
    this.#seen.forget(symbols, channels);
    return request('subscribe', symbols, this.#served(channels));
  }

  unsubscribe(symbols: readonly string[], channels = TICKS): readonly Outgoing[] {
    this.#asked.remove(symbols, channels);
    this.#seen.forget(symbols, channels);
    return request('unsubscribe', symbols, this.#served(channels));
  }

  /** What the endpoint has, where it is one of OKX itself: it answers all else with errors. */
  #served(channels: readonly Channel[]): readonly Channel[] {
    const [lacks, has] = [this.#address.includes('/v5/public'), this.#address.includes('/v5/business')];
    return channels.filter((channel) => !(channel === 'bars' ? lacks : has));
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const text = textOf(frame);
    if (text === 'pong') return sink.ignored();
    const message = parseFrame(text, sink);
    if (message === undefined) return;
    if (!isObject(message)) return sink.rejected('expected an object', sampleOf(message));
    const { arg, data, event } = message;
    if (typeof event === 'string') return tellEvent(event, message, sink);
    if (!isObject(arg) || !Array.isArray(data)) return sink.rejected('neither an event nor data', sampleOf(message));
    if (data.length === 0) return sink.ignored();
    for (const entry of data) this.#entry(arg, entry, message, sink);
  }

  #entry(arg: JsonObject, entry: unknown, message: JsonObject, sink: TickSink): void {
    const { channel } = arg;
    if (typeof channel !== 'string') return sink.rejected('no channel', sampleOf(message));
    if (channel.startsWith('candle')) return this.#bar(arg, entry, message, sink);
    if (!isObject(entry)) return sink.rejected('an entry that is no object', sampleOf(message));
    const name = entry.instId ?? arg.instId;
    if (channel === 'opt-summary') {
      const wanted = this.#asked.has('options', name) || this.#asked.has('options', entry.uly);
      return wanted ? tellOption(entry, sink) : sink.ignored();
    }
    if (channel === 'instruments') return tellInstrument(entry, sink);
    const taken = channel.startsWith('trades') || channel.startsWith('books') || QUOTES.has(channel);
    if (!taken) return sink.ignored();
    if (typeof name !== 'string') return sink.rejected('missing field "instId" (symbol)', sampleOf(message));
    if (channel.startsWith('books')) this.#book(name, channel, entry, message, sink);
    else if (QUOTES.has(channel)) this.#quote(name, channel, entry, sink);
    else this.#trade(name, channel, entry, sink);
  }

  #trade(name: string, channel: string, entry: JsonObject, sink: TickSink): void {
    const symbol = sink.symbol(name);
    const last = toNumber(entry.tradeId);
    // fills that it stands for; the number is that of the last
    const fills = entry.count === undefined ? 1 : toNumber(entry.count);
    const known = symbol !== 0;
    if (known && !this.#seen.trade(name, channel, last - fills + 1, last, sink)) return sink.ignored();
    sink.trade(symbol, timeOf(entry.ts, sink), toNumber(entry.px), toNumber(entry.sz), last, toSideFlag(entry.side));
  }

  #quote(name: string, channel: string, entry: JsonObject, sink: TickSink): void {
    let { bidPx: bid, bidSz: bidSize, askPx: ask, askSz: askSize } = entry;
    if (channel === 'bbo-tbt') {
      const { bids, asks } = entry;
      if (!Array.isArray(bids) || !Array.isArray(asks)) return sink.rejected('a quote without sides', sampleOf(entry));
      [bid, bidSize] = Array.isArray(bids[0]) ? bids[0] : [''];
      [ask, askSize] = Array.isArray(asks[0]) ? asks[0] : [''];
    }
    // one side of the market is empty
    if (bid === '' || ask === '') return sink.ignored();
    const symbol = sink.symbol(name);
    if (symbol !== 0 && !this.#seen.quote(name, channel)) return sink.ignored();
    const sequence = toNumber(entry.seqId);
    sink.quote(
      symbol,
      timeOf(entry.ts, sink),
      toNumber(bid),
      toNumber(bidSize),
      toNumber(ask),
      toNumber(askSize),
      sequence,
    );
  }

  #book(symbol: string, channel: string, entry: JsonObject, message: JsonObject, sink: TickSink): void {
    if (!this.#asked.has('book', symbol)) return sink.ignored();
    const depth = WHOLE.get(channel);
    const checksum = toNumber(entry.checksum);
    const notes = {
      symbol,
      snapshot: depth !== undefined || message.action === 'snapshot',
      time: timeOf(entry.ts, sink),
      sequence: toNumber(entry.seqId),
      previous: toNumber(entry.prevSeqId),
      ...(Number.isInteger(checksum) && checksum !== 0 && { checksum }),
      ...(depth && { depth }),
    };
    const update = tellBook(notes, levelsOf(entry.bids), levelsOf(entry.asks), message, sink);
    if (update) this.#seen.book(update, sink);
  }

  #bar(arg: JsonObject, row: unknown, message: JsonObject, sink: TickSink): void {
    const { channel, instId: symbol } = arg;
    const name = (channel as string).slice('candle'.length).replace('utc', '').toLowerCase();
    const interval = INTERVAL_MS.get(name);
    // 1M is a month
    if (!interval || channel === 'candle1M' || !this.#asked.has('bars', symbol)) return sink.ignored();
    if (!Array.isArray(row)) return sink.rejected('a bar that is none', sampleOf(message));
    const [open, high, low, close, volume] = row.slice(1, 6).map(toNumber) as [number, number, number, number, number];
    const time = timeOf(row[0], sink);
    const closed = row[8] === '1';
    tellBar({ symbol: symbol as string, interval, closed, time, open, high, low, close, volume }, message, sink);
  }
}

const QUOTES: ReadonlySet<string> = new Set(['tickers', 'bbo-tbt']);

function request(op: string, symbols: readonly string[], channels: readonly Channel[]): string[] {
  if (channels.length === 0) return [];
  return parts(symbols, SYMBOLS_PER_REQUEST).map((part) => {
    const args: object[] = [];
    for (const wanted of channels) {
      // options are asked for by the family
      const names = wanted === 'options' ? new Set(part.map(familyOf)) : part;
      const key = wanted === 'options' ? 'instFamily' : 'instId';
      for (const name of names) for (const channel of CHANNELS[wanted]) args.push({ channel, [key]: name });
    }
    return JSON.stringify({ op, args });
  });
}

function tellEvent(event: string, message: JsonObject, sink: TickSink): void {
  const { msg, code } = message;
  if (event === 'error' || event === 'channel-conn-count-error') {
    const arg = isObject(message.arg) ? message.arg.instId : undefined;
    const text = typeof msg === 'string' && msg !== '' ? msg : event;
    return reportError({ message: typeof code === 'string' ? `${text} (${code})` : text, symbols: arg }, sink);
  }
  sink.ignored();
  if (event === 'notice') sink.end(typeof msg === 'string' ? msg : 'OKX asks to connect anew', true);
}

/** OKX v5. */
export const okx: CodecFactory = (options) => new OkxCodec(options);
