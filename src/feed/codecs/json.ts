/**
 * The `json` format: the gateway's own messages, and those of any server whose ticks are JSON objects, by a `map` or by
 * the names that fields commonly have. One frame is one message or an array of messages. docs/wire-protocol.md has the
 * rules; the gateway's own messages take a path of their own, because they are the ones that come by the hundred thousand.
 */
import type { Size } from '../../market/tick.js';
import { TICK_FLAG } from '../../market/tick.js';
import type { Codec, CodecFactory, TickSink } from '../codec.js';
import { reportError, subscribeRequest, unsubscribeRequest } from './gateway-protocol.js';
import type { Column, FieldMap, Fields, Path } from './json-map.js';
import { parseMap, read } from './json-map.js';
import { LearnedNames, namesOf } from './json-names.js';
import type { JsonObject } from './json-text.js';
import { isObject, parseFrame, sampleOf } from './json-text.js';
import { toEpochMs, toNumber, toSideFlag } from './numbers.js';

/** Values of `type`, `event` or `op` in messages that carry no tick. */
const CONTROL = new Set([
  'subscribe',
  'subscribed',
  'subscriptions',
  'subscription',
  'unsubscribe',
  'unsubscribed',
  'heartbeat',
  'ping',
  'pong',
  'info',
  'welcome',
  'connected',
  'status',
]);

/** JSON has two ways to leave a field out. */
function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

class JsonCodec implements Codec {
  readonly name = 'json';
  readonly #map: FieldMap | undefined;
  readonly #names = new LearnedNames();
  /** A tick has been found: from now on a message without any known field is the source's small talk, not our mistake. */
  #understood = false;

  constructor(map: string | undefined) {
    this.#map = map === undefined || map.trim() === '' ? undefined : parseMap(map);
  }

  subscribe(symbols: readonly string[]): readonly string[] {
    return subscribeRequest(symbols, 'json');
  }

  unsubscribe(symbols: readonly string[]): readonly string[] {
    return unsubscribeRequest(symbols);
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const value = parseFrame(frame, sink);
    if (value === undefined) return;
    if (!Array.isArray(value) || this.#isPositional(value)) {
      this.#decodeMessage(value, sink);
    } else if (value.length === 0) {
      sink.ignored();
    } else {
      for (let index = 0; index < value.length; index++) this.#decodeMessage(value[index], sink);
    }
  }

  /**
   * With a map, an array may be one message whose fields go by position, rather than a list of messages: where the map's list
   * starts at a position, and where the first entry is plain.
   */
  #isPositional(value: readonly unknown[]): boolean {
    if (this.#map === undefined || value.length === 0) return false;
    const list = this.#map.lists[0];
    if (list !== undefined) return typeof (list.keys[0] ?? 0) === 'number';
    return typeof value[0] !== 'object' || value[0] === null;
  }

  #decodeMessage(message: unknown, sink: TickSink): void {
    const map = this.#map;
    if (isObject(message)) {
      const { type } = message;
      if (map === undefined && (type === 'trade' || type === 'quote') && this.#decodeOwn(message, sink)) return;
      if (type === 'error') reportError(message, sink);
      else if (map !== undefined) this.#decodeList(map, 0, message, message, sink);
      else this.#decodeTick(this.#names.fieldsOf(message), message, message, sink);
    } else if (map !== undefined && Array.isArray(message)) {
      this.#decodeList(map, 0, message, message, sink);
    } else {
      sink.rejected('expected an object, or an array of objects', sampleOf(message));
    }
  }

  /** A tick as the gateway writes it; false where it lacks what makes it one. */
  #decodeOwn(message: JsonObject, sink: TickSink): boolean {
    const { symbol, time, sequence } = message;
    if (typeof symbol !== 'string' || symbol === '') return false;
    const milliseconds = isPresent(time) ? toEpochMs(time) : sink.received;
    const number = isPresent(sequence) ? toNumber(sequence) : Number.NaN;
    if (message.type === 'trade') {
      const { price, size, side } = message;
      if (!isPresent(price)) return false;
      const flags = toSideFlag(side) | (message.reference === true ? TICK_FLAG.REFERENCE : 0);
      const amount = isPresent(size) ? toNumber(size) : 0;
      sink.trade(sink.symbol(symbol), milliseconds, toNumber(price), amount, number, flags);
    } else {
      const { bid, bidSize, ask, askSize } = message;
      if (!isPresent(bid) || !isPresent(ask)) return false;
      const bidAmount = isPresent(bidSize) ? toNumber(bidSize) : 0;
      const askAmount = isPresent(askSize) ? toNumber(askSize) : 0;
      sink.quote(sink.symbol(symbol), milliseconds, toNumber(bid), bidAmount, toNumber(ask), askAmount, number);
    }
    this.#understood = true;
    return true;
  }

  /** Walks into the map's lists, from the one at `depth` inwards, and decodes what stands in the innermost. */
  #decodeList(map: FieldMap, depth: number, entry: unknown, message: unknown, sink: TickSink): void {
    const list = map.lists[depth];
    if (list === undefined) {
      this.#decodeTick(map, entry, message, sink);
      return;
    }
    const entries = read(list, entry, message);
    if (!Array.isArray(entries)) this.#decodeOther(`missing list "${list.text}"`, false, entry, sink);
    else if (entries.length === 0) sink.ignored();
    else for (const inner of entries) this.#decodeList(map, depth + 1, inner, message, sink);
  }

  #decodeTick(fields: Fields, entry: unknown, message: unknown, sink: TickSink): void {
    const name = pick(fields.symbol, entry, message);
    const price = pick(fields.price, entry, message);
    const bid = pick(fields.bid, entry, message);
    const ask = pick(fields.ask, entry, message);
    const isTrade = isPresent(price);
    const isQuote = isPresent(bid) && isPresent(ask);
    let absent: Column | undefined;
    if (typeof name !== 'string' && typeof name !== 'number') absent = 'symbol';
    else if (!isTrade && !isQuote) {
      const quotesOnly = this.#map && !this.#map.price;
      absent = isPresent(bid) ? 'ask' : isPresent(ask) || quotesOnly ? 'bid' : 'price';
    }
    if (absent) {
      const hasFields = absent !== 'symbol' || isTrade || isPresent(bid) || isPresent(ask);
      this.#decodeOther(missing(absent, fields), hasFields, entry, sink);
      return;
    }
    this.#understood = true;
    const symbol = sink.symbol(String(name));
    const stamp = pick(fields.time, entry, message);
    const time = isPresent(stamp) ? toEpochMs(stamp) : sink.received;
    const sequence = toNumber(pick(fields.sequence, entry, message));
    /** A size: 0 where the source has none; where the map says that it has one, a missing one is reported. */
    const sizeOf = (column: 'size' | 'bidSize' | 'askSize'): Size => {
      const value = pick(fields[column], entry, message);
      if (isPresent(value)) return toNumber(value);
      if (this.#map?.[column]) absent ??= column;
      return 0;
    };
    // The quote first: where one message brings both, the trade happened against it.
    if (isQuote) {
      const bidSize = sizeOf('bidSize');
      const askSize = sizeOf('askSize');
      if (!absent) sink.quote(symbol, time, toNumber(bid), bidSize, toNumber(ask), askSize, sequence);
    }
    if (isTrade && !absent) {
      const size = sizeOf('size');
      const side = toSideFlag(pick(fields.side, entry, message));
      if (!absent) sink.trade(symbol, time, toNumber(price), size, sequence, side);
    }
    if (absent) sink.rejected(missing(absent, fields), sampleOf(entry));
  }

  /** A message without a tick: small talk of the source, its error, or something we fail to understand. */
  #decodeOther(reason: string, hasFields: boolean, entry: unknown, sink: TickSink): void {
    if (isObject(entry) && !hasFields) {
      const kind = entry.type ?? entry.event ?? entry.op;
      if (kind === 'error' || isPresent(entry.error)) {
        reportError(entry, sink);
        return;
      }
      if (this.#understood || (typeof kind === 'string' && CONTROL.has(kind))) {
        sink.ignored();
        return;
      }
    }
    sink.rejected(reason, sampleOf(entry));
  }
}

function pick(path: Path | undefined, entry: unknown, message: unknown): unknown {
  return path === undefined ? undefined : read(path, entry, message);
}

function missing(column: Column, fields: Fields): string {
  const path = fields[column];
  if (path !== undefined) return `missing field "${path.text}" (${column})`;
  return `missing field ${column} (tried ${namesOf(column).join(' ')}; name it with map)`;
}

/**
 * The `json` format. Throws a TypeError `map, column 7: expected ...` where the `map` option is not one.
 */
export const json: CodecFactory = ({ map }) => new JsonCodec(map);
