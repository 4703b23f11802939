/** What the codecs of venues have in common: a message is a JSON object whose kind says whether it is a tick, and which. */
import type { Codec } from '../codec.js';
import { reportError } from './gateway-protocol.js';
import type { Fields } from './json-map.js';
import { parseMap } from './json-map.js';
import type { JsonObject } from './json-text.js';
import { isObject, parseFrame, sampleOf } from './json-text.js';
import { decodeTick } from './json-tick.js';

export interface Venue {
  readonly name: string;
  readonly endpoint: string;
  /** The kinds of messages that are ticks, each as a `map` attribute would describe it. */
  readonly ticks: Readonly<Record<string, string>>;
  /** The kind of a message, `error` for one. Kinds that are no ticks are ignored; what has none is rejected, for the reason `odd`. */
  kindOf(message: JsonObject): unknown;
  readonly odd: string;
  /** TICK_FLAG bits of a trade, where its side is not the aggressor's. */
  flagsOf?(message: JsonObject): number;
  request(type: 'subscribe' | 'unsubscribe', symbols: readonly string[]): readonly string[];
}

/** A venue's codec, for one connection. */
export function venueCodec({ name, endpoint, ticks, kindOf, odd, flagsOf, request }: Venue): Codec {
  const maps = new Map<unknown, Fields>(Object.entries(ticks).map(([kind, map]) => [kind, parseMap(map)]));
  return {
    name,
    endpoint,
    canonical: (symbol) => symbol.toUpperCase(),
    subscribe: (symbols) => request('subscribe', symbols),
    unsubscribe: (symbols) => request('unsubscribe', symbols),
    decode(frame, sink) {
      let message = parseFrame(frame, sink);
      if (message === undefined) return;
      // Binance's combined streams wrap each message; `/ws` endpoints send it bare.
      if (isObject(message) && isObject(message.data)) message = message.data;
      const kind = isObject(message) ? kindOf(message) : undefined;
      const fields = maps.get(kind);
      let problem: string | undefined;
      if (!isObject(message) || typeof kind !== 'string') problem = odd;
      else if (fields) problem = decodeTick(fields, message, message, sink, false, flagsOf?.(message));
      else if (kind === 'error') reportError(message, sink);
      else sink.ignored();
      if (problem) sink.rejected(problem, sampleOf(message));
    },
  };
}
