/**
 * Binance spot and USD-M futures, combined streams. A trade counts once: the codec asks for `aggTrade` (one entry for the
 * fills of one order at one price) and understands `trade` where a URL asks for that stream instead, so ask for one of them. Quotes
 * come from `bookTicker`; on spot it has neither time nor event name, and takes the receive time.
 */
import type { CodecFactory } from '../codec.js';
import type { JsonObject } from './json-text.js';
import { venueCodec } from './venue.js';

/** Binance accepts five messages a second and 1,024 streams a connection, so a few large requests are right. */
const STREAMS_PER_REQUEST = 200;

const TICKS = {
  aggTrade: 'symbol:s price:p size:q time:T sequence:a side:m',
  trade: 'symbol:s price:p size:q time:T sequence:t side:m',
  bookTicker: 'symbol:s bid:b bidSize:B ask:a askSize:A time:T sequence:u',
};

/** Spot quotes, partial books, answers to requests and errors come without an event name. */
function kindOf(event: JsonObject): unknown {
  if (event.e) return event.e;
  if ('u' in event && 'b' in event && 'a' in event) return 'bookTicker';
  if ('error' in event || 'msg' in event) return 'error';
  return 'result' in event || 'lastUpdateId' in event ? 'answer' : undefined;
}

/** A codec of either market. Takes no options. */
function binanceCodec(name: string, endpoint: string): CodecFactory {
  return () => {
    let requests = 0;
    return venueCodec({
      name,
      endpoint,
      ticks: TICKS,
      kindOf,
      odd: 'no event type',
      request(type, symbols) {
        const streams = symbols.flatMap((symbol) =>
          ['aggTrade', 'bookTicker'].map((stream) => `${symbol.toLowerCase()}@${stream}`),
        );
        const messages: string[] = [];
        while (streams.length > 0) {
          const params = streams.splice(0, STREAMS_PER_REQUEST);
          messages.push(JSON.stringify({ method: type.toUpperCase(), params, id: ++requests }));
        }
        return messages;
      },
    });
  };
}

/** Binance spot. */
export const binance = binanceCodec('binance', 'wss://stream.binance.com:9443/stream');

/** Binance USD-M futures. */
export const binanceFutures = binanceCodec('binance-futures', 'wss://fstream.binance.com/stream');
