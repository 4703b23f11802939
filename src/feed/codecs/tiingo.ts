/**
 * Tiingo: `/iex` where `src` is left out, `/crypto` and `/fx`.
 *
 * Each subscription of Tiingo's wants the token, which a codec never sees. So the page's `beforeconnect` gives the first one as first message:
 * `{"eventName":"subscribe","authorization":"TOKEN","eventData":{"thresholdLevel":5,"tickers":["spy"]}}`, with at least one ticker, as none would mean all.
 * Its answer tells a `subscriptionId`; from then on the codec adds and removes tickers by that id, without a token.
 *
 * A trade counts once: `T`; a broken trade (`B`) is not taken back. Where a subscription (`thresholdLevel` 6) brings a reference price only,
 * that is a trade of size 0. Crypto quotes are those of each exchange. Times of `/iex` are nanoseconds above 2^53, which JSON rounds by
 * less than a microsecond; all others are text. There are no sequences.
 */
import type { Channel, Codec, CodecFactory, TickSink } from '../codec.js';
import { parts, TICKS } from './asked.js';
import { endOf, wordOf } from './entries.js';
import { isObject, type JsonObject, parseFrame, sampleOf } from './json-text.js';
import { isPresent, sizeOf, timeOf } from './json-tick.js';
import { toNumber } from './numbers.js';
import { textTimeOf } from './time-text.js';

const TICKERS_PER_REQUEST = 500;

class TiingoCodec implements Codec {
  readonly name = 'tiingo';
  readonly endpoint = 'wss://api.tiingo.com/iex';
  readonly waits = true;
  #subscription: number | string | undefined;

  canonical(symbol: string): string {
    return symbol.toLowerCase();
  }

  subscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    return this.#requests('subscribe', symbols, channels);
  }

  unsubscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    return this.#requests('unsubscribe', symbols, channels);
  }

  #requests(eventName: string, symbols: readonly string[], channels: readonly Channel[]): string[] {
    if (!channels.includes('ticks')) return [];
    const subscriptionId = this.#subscription;
    return parts(symbols, TICKERS_PER_REQUEST).map((tickers) =>
      JSON.stringify({ eventName, eventData: { subscriptionId, tickers } }),
    );
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const message = parseFrame(frame, sink);
    if (message === undefined) return;
    const type = isObject(message) ? message.messageType : undefined;
    if (!isObject(message) || typeof type !== 'string') {
      sink.rejected('no message of Tiingo, which all have a messageType', sampleOf(message));
    } else if (type === 'A') data(message, sink);
    else if (type === 'I') this.#answer(message, sink);
    else if (type === 'E') this.#error(message, sink);
    else sink.ignored();
  }

  #answer({ data: answer }: JsonObject, sink: TickSink): void {
    sink.ignored();
    const id = isObject(answer) ? answer.subscriptionId : undefined;
    if (this.#subscription !== undefined || (typeof id !== 'number' && typeof id !== 'string')) return;
    this.#subscription = id;
    sink.ready();
  }

  #error({ response }: JsonObject, sink: TickSink): void {
    const { code, message }: JsonObject = isObject(response) ? response : {};
    const reason = wordOf(message) || 'the source reports an error';
    if (this.#subscription === undefined && code !== undefined) endOf(sink, `login refused: ${reason}`, false);
    else sink.failed(reason);
  }
}

function data(message: JsonObject, sink: TickSink): void {
  const { service, data: row } = message;
  if (!Array.isArray(row)) return sink.rejected('missing list "data"', sampleOf(message));
  const [kind] = row as readonly unknown[];
  if (service === 'crypto_data') crypto(kind, row, sink);
  else if (service === 'fx') fx(kind, row, sink);
  else if (service !== 'iex') sink.ignored();
  else if (kind === 'Q') {
    quote(row[3], timeOf(row[2], sink), row[5], row[4], row[7], row[8], row, sink);
  } else if (kind === 'T') trade(row[3], timeOf(row[2], sink), row[9], row[10], row, sink);
  else if (row.length === 3) trade(row[1], textTimeOf(kind, sink), row[2], 0, row, sink);
  else if (kind === 'B') sink.ignored();
  else sink.rejected('neither a quote nor a trade', sampleOf(row));
}

function crypto(kind: unknown, row: readonly unknown[], sink: TickSink): void {
  const time = textTimeOf(row[2], sink);
  if (kind === 'T') trade(row[1], time, row[5], row[4], row, sink);
  else if (kind === 'Q') quote(row[1], time, row[5], row[4], row[8], row[7], row, sink);
  else sink.rejected('neither a quote nor a trade', sampleOf(row));
}

/** The bid's size stands before its price, and so does the ask's, whatever the documentation says. */
function fx(kind: unknown, row: readonly unknown[], sink: TickSink): void {
  if (kind === 'Q') quote(row[1], textTimeOf(row[2], sink), row[4], row[3], row[7], row[6], row, sink);
  else sink.rejected('no quote', sampleOf(row));
}

function trade(symbol: unknown, time: number, price: unknown, size: unknown, row: unknown, sink: TickSink): void {
  if (typeof symbol !== 'string') return sink.rejected('a trade without a ticker', sampleOf(row));
  sink.trade(sink.symbol(symbol), time, toNumber(price), sizeOf(size), Number.NaN, 0);
}

function quote(
  symbol: unknown,
  time: number,
  bid: unknown,
  bidSize: unknown,
  ask: unknown,
  askSize: unknown,
  row: unknown,
  sink: TickSink,
): void {
  if (typeof symbol !== 'string') return sink.rejected('a quote without a ticker', sampleOf(row));
  // one side alone is no quote
  if (!isPresent(bid) || !isPresent(ask)) return sink.ignored();
  const id = sink.symbol(symbol);
  sink.quote(id, time, toNumber(bid), sizeOf(bidSize), toNumber(ask), sizeOf(askSize), Number.NaN);
}

/** Tiingo. Takes no options. */
export const tiingo: CodecFactory = () => new TiingoCodec();
