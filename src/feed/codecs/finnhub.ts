/**
 * Finnhub. The key is part of the URL, `wss://ws.finnhub.io?token=...`, which the page's `beforeconnect` gives. It sends trades only, those of
 * several symbols in one message. A trade counts once; one without volume (`v` 0) is an update of the price: it sets `last` and counts for nothing else.
 * Times are milliseconds; there are no sequences. The server's pings want no answer.
 */
import { TICK_FLAG } from '../../market/tick.js';
import type { Channel, Codec, CodecFactory, TickSink } from '../codec.js';
import { TICKS } from './asked.js';
import { endOf, wordOf } from './entries.js';
import { isObject, parseFrame, sampleOf } from './json-text.js';
import { sizeOf, timeOf } from './json-tick.js';
import { toNumber } from './numbers.js';

class FinnhubCodec implements Codec {
  readonly name = 'finnhub';
  readonly endpoint = 'wss://ws.finnhub.io';

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
    const type = isObject(message) ? message.type : undefined;
    if (!isObject(message) || typeof type !== 'string') {
      return sink.rejected('no message of Finnhub, which all have a type', sampleOf(message));
    }
    if (type === 'trade') trades(message.data, sink);
    else if (type === 'error') {
      const reason = wordOf(message.msg) || 'the source reports an error';
      if (/api key|token/i.test(reason)) endOf(sink, `login refused: ${reason}`, false);
      else sink.failed(reason);
    } else sink.ignored();
  }
}

function trades(list: unknown, sink: TickSink): void {
  if (!Array.isArray(list)) return sink.rejected('missing list "data"', sampleOf(list));
  if (list.length === 0) return sink.ignored();
  for (let index = 0; index < list.length; index++) {
    const entry: unknown = list[index];
    const symbol = isObject(entry) ? entry.s : undefined;
    if (!isObject(entry) || typeof symbol !== 'string') {
      sink.rejected('missing field "s" (symbol)', sampleOf(entry));
      continue;
    }
    const size = sizeOf(entry.v);
    const flags = size === 0 ? TICK_FLAG.REFERENCE : 0;
    sink.trade(sink.symbol(symbol), timeOf(entry.t, sink), toNumber(entry.p), size, Number.NaN, flags);
  }
}

/** One message a symbol. */
function requests(type: string, symbols: readonly string[], channels: readonly Channel[]): string[] {
  return channels.includes('ticks') ? symbols.map((symbol) => JSON.stringify({ type, symbol })) : [];
}

/** Finnhub. Takes no options. */
export const finnhub: CodecFactory = () => new FinnhubCodec();
