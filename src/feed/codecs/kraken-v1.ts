/**
 * Kraken v1, of which recorded captures are. A message of a channel is an array: its id, one or two parts, the channel's name and the
 * pair; there are two parts where both sides of a book change. Quotes come from `ticker`, which has no time, or from `spread`, whichever
 * came first. Trades have no numbers.
 */
import type { TickSink } from '../codec.js';
import { tellBar } from './bars.js';
import { reportError } from './gateway-protocol.js';
import { isObject, type JsonObject, sampleOf } from './json-text.js';
import { timeOf } from './json-tick.js';
import { type KrakenState, pairOf } from './kraken-pairs.js';
import { levelsOf, tellBook } from './levels.js';
import { toNumber, toSideFlag } from './numbers.js';

/** A message of a channel. */
export function decodeArray(message: readonly unknown[], state: KrakenState, sink: TickSink): void {
  const channel = message.at(-2);
  const pair = message.at(-1);
  const content = message.slice(1, -2);
  if (typeof channel !== 'string' || typeof pair !== 'string' || content.length === 0 || content.length > 2) {
    return sink.rejected('an array that is no message of Kraken', sampleOf(message));
  }
  const name = pairOf(pair);
  const [first] = content;
  if (channel === 'trade') return tellTrades(name, first, sink);
  if (channel === 'ticker' || channel === 'spread') return tellQuote(name, channel, first, state, sink);
  if (channel.startsWith('ohlc')) return tellOhlc(name, channel, first, state, sink);
  if (channel.startsWith('book')) return tellLevels(name, channel, content, state, sink);
  sink.ignored();
}

function tellTrades(name: string, rows: unknown, sink: TickSink): void {
  if (!Array.isArray(rows)) return sink.rejected('trades that are no list', sampleOf(rows));
  if (rows.length === 0) return sink.ignored();
  const symbol = sink.symbol(name);
  for (const row of rows) {
    if (!Array.isArray(row)) sink.rejected('a trade that is no list', sampleOf(row));
    else {
      const [price, size, time, side] = row;
      sink.trade(symbol, timeOf(time, sink), toNumber(price), toNumber(size), Number.NaN, toSideFlag(side));
    }
  }
}

function tellQuote(name: string, channel: string, part: unknown, { seen }: KrakenState, sink: TickSink): void {
  let bid: unknown;
  let ask: unknown;
  let time: unknown;
  let bidSize: unknown;
  let askSize: unknown;
  if (Array.isArray(part)) [bid, ask, time, bidSize, askSize] = part;
  else if (isObject(part) && Array.isArray(part.b) && Array.isArray(part.a)) {
    // in the middle stands the size in whole lots
    [bid, , bidSize] = part.b;
    [ask, , askSize] = part.a;
  }
  if (bid === undefined || ask === undefined) return sink.rejected('a quote without bid or ask', sampleOf(part));
  const symbol = sink.symbol(name);
  if (symbol !== 0 && !seen.quote(name, channel)) return sink.ignored();
  const at = timeOf(time, sink);
  sink.quote(symbol, at, toNumber(bid), toNumber(bidSize), toNumber(ask), toNumber(askSize), Number.NaN);
}

/** `[time of the last trade, end, open, high, low, close, average price, volume, count]`. */
function tellOhlc(symbol: string, channel: string, row: unknown, { asked }: KrakenState, sink: TickSink): void {
  if (!asked.has('bars', symbol)) return sink.ignored();
  if (!Array.isArray(row)) return sink.rejected('a bar that is no list', sampleOf(row));
  const [, end, open, high, low, close, , volume] = row.map(toNumber) as number[] & { length: 9 };
  const interval = Number(channel.slice('ohlc-'.length)) * 60_000;
  const time = (end as number) * 1000 - interval;
  const parts = { open, high, low, close, volume } as Record<'open' | 'high' | 'low' | 'close' | 'volume', number>;
  tellBar({ symbol, interval, closed: false, time, ...parts }, row, sink);
}

/** `as` and `bs` are the whole book, `a` and `b` changes, `c` is the checksum as text. */
function tellLevels(
  symbol: string,
  channel: string,
  content: readonly unknown[],
  { asked }: KrakenState,
  sink: TickSink,
): void {
  if (!asked.has('book', symbol)) return sink.ignored();
  const [one, two] = content;
  const both: JsonObject = { ...(isObject(one) && one), ...(isObject(two) && two) };
  const snapshot = 'as' in both || 'bs' in both;
  const [bids, asks] = [both.bs ?? both.b, both.as ?? both.a];
  if (bids === undefined && asks === undefined) return sink.rejected('a book without sides', sampleOf(content));
  const depth = Number(channel.slice('book-'.length));
  const checksum = toNumber(both.c);
  const notes = {
    symbol,
    snapshot,
    time: newestOf([bids, asks], sink),
    ...(depth > 0 && { depth }),
    ...(Number.isInteger(checksum) && { checksum }),
  };
  tellBook(notes, levelsOf(bids ?? []), levelsOf(asks ?? []), content, sink);
}

/** Levels are `[price, size, time, ...]`: the newest of their times. */
function newestOf(sides: readonly unknown[], sink: TickSink): number {
  const rows = sides.flat().filter(Array.isArray);
  const times = rows.map((row) => timeOf(row[2], sink));
  return times.length === 0 ? sink.received : times.reduce((newest, time) => (time > newest ? time : newest));
}

/** A message of v1, or of Kraken futures, that is about the connection or a subscription. */
export function decodeEvent(event: string, message: JsonObject, sink: TickSink): void {
  const { status, errorMessage, pair, message: text } = message;
  if (event === 'error' || event === 'alert' || status === 'error') {
    reportError({ message: errorMessage ?? text, symbols: pair ?? message.product_ids }, sink);
  } else sink.ignored();
}
