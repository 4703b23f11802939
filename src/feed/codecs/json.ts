/**
 * The `json` format: the gateway's own messages, and those of any server whose ticks are JSON objects, by a `map` or by
 * the names that fields commonly have. One frame is one message or an array of messages. docs/wire-protocol.md has the
 * rules; the gateway's own messages take a path of their own, because they are the ones that come by the hundred thousand.
 */
import { TICK_FLAG } from '../../market/tick.js';
import type { Codec, CodecFactory, TickSink } from '../codec.js';
import { reportError, unsubscribeRequest } from './gateway-protocol.js';
import { GatewayWords } from './gateway-words.js';
import { FrameReader } from './json-frame.js';
import type { Fields } from './json-map.js';
import { parseMap, read } from './json-map.js';
import { learnNames } from './json-names.js';
import type { JsonObject } from './json-text.js';
import { isObject, parseFrame, sampleOf, textOf } from './json-text.js';
import { decodeTick, hasTick, isPresent, sizeOf, timeOf } from './json-tick.js';
import { toNumber, toSideFlag } from './numbers.js';

/** Values of `type`, `event` or `op` in messages that carry no tick. */
const CONTROL = /^((un)?subscribed?|subscriptions?|heartbeat|ping|pong|info|welcome|connected|status)$/;

class JsonCodec implements Codec {
  readonly name = 'json';
  readonly #words = new GatewayWords('json');
  readonly #map: Fields | undefined;
  readonly #fieldsOf = learnNames();
  readonly #frames = new FrameReader();
  /** A tick has been found: from now on a message without any known field is the source's small talk, not our mistake. */
  #understood = false;

  constructor(map = '') {
    this.#map = map.trim() ? parseMap(map) : undefined;
  }

  get contiguous(): boolean {
    return this.#words.contiguous;
  }

  get position(): string | undefined {
    return this.#words.position;
  }

  resume(position: string): void {
    this.#words.resume(position);
  }

  subscribe(symbols: readonly string[]): readonly string[] {
    return this.#words.subscribe(symbols);
  }

  unsubscribe(symbols: readonly string[]): readonly string[] {
    return unsubscribeRequest(symbols);
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    const text = textOf(frame);
    if (!this.#map && this.#frames.decode(text, sink)) {
      this.#understood = true;
      return;
    }
    const value = parseFrame(text, sink);
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
    if (!this.#map || value.length === 0) return false;
    const list = this.#map.lists?.[0];
    if (list) return typeof (list.keys[0] ?? 0) === 'number';
    return typeof value[0] !== 'object' || value[0] === null;
  }

  #decodeMessage(message: unknown, sink: TickSink): void {
    const map = this.#map;
    if (isObject(message)) {
      const { type } = message;
      if (!map && (type === 'trade' || type === 'quote') && this.#decodeOwn(message, sink)) return;
      if (type === 'error') reportError(message, sink);
      else if (!map && this.#words.hear(message, sink)) sink.ignored();
      else this.#decodeList(map ?? this.#fieldsOf(message), 0, message, message, sink);
    } else if (map && Array.isArray(message)) {
      this.#decodeList(map, 0, message, message, sink);
    } else {
      sink.rejected('expected an object, or an array of objects', sampleOf(message));
    }
  }

  /** A tick as the gateway writes it; false where it lacks what makes it one. */
  #decodeOwn(message: JsonObject, sink: TickSink): boolean {
    const { symbol, price, size, bid, bidSize, ask, askSize } = message;
    if (typeof symbol !== 'string' || symbol === '') return false;
    const time = timeOf(message.time, sink);
    const sequence = toNumber(message.sequence);
    if (message.type === 'trade') {
      if (!isPresent(price)) return false;
      const flags = toSideFlag(message.side) | (message.reference === true ? TICK_FLAG.REFERENCE : 0);
      sink.trade(sink.symbol(symbol), time, toNumber(price), sizeOf(size), sequence, flags);
    } else {
      if (!isPresent(bid) || !isPresent(ask)) return false;
      sink.quote(sink.symbol(symbol), time, toNumber(bid), sizeOf(bidSize), toNumber(ask), sizeOf(askSize), sequence);
    }
    this.#understood = true;
    return true;
  }

  /** Walks into the map's lists, from the one at `depth` inwards, and decodes what stands in the innermost. */
  #decodeList(fields: Fields, depth: number, entry: unknown, message: unknown, sink: TickSink): void {
    const list = fields.lists?.[depth];
    if (!list) {
      const problem = decodeTick(fields, entry, message, sink, this.#map !== undefined);
      if (problem) this.#decodeOther(problem, hasTick(fields, entry, message), entry, sink);
      else this.#understood = true;
      return;
    }
    const entries = read(list, entry, message);
    if (!Array.isArray(entries)) this.#decodeOther(`missing list "${list.text}"`, false, entry, sink);
    else if (entries.length === 0) sink.ignored();
    else for (const inner of entries) this.#decodeList(fields, depth + 1, inner, message, sink);
  }

  /** A message without a tick: small talk of the source, its error, or something we fail to understand. */
  #decodeOther(reason: string, hasFields: boolean, entry: unknown, sink: TickSink): void {
    const talk = isObject(entry) && !hasFields ? entry : undefined;
    const kind = talk?.type ?? talk?.event ?? talk?.op;
    if (talk && (kind === 'error' || isPresent(talk.error))) reportError(talk, sink);
    else if (talk && (this.#understood || (typeof kind === 'string' && CONTROL.test(kind)))) sink.ignored();
    else sink.rejected(reason, sampleOf(entry));
  }
}

/**
 * The `json` format. Throws a TypeError `map, column 7: expected ...` where the `map` option is not one.
 */
export const json: CodecFactory = ({ map }) => new JsonCodec(map);
