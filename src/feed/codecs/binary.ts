/**
 * The gateway's binary format: many ticks in one frame of fixed-size records, little-endian, described byte by byte in
 * docs/wire-protocol.md. A frame costs three views and a record costs no garbage, on either side.
 */
import type { EpochMs, Price, Size, SymbolId } from '../../market/tick.js';
import { TICK_KIND } from '../../market/tick.js';
import type { Codec, CodecFactory, TickSink } from '../codec.js';
import type { TickEncoder, WireSymbol } from './gateway-protocol.js';
import { reportError, unsubscribeRequest } from './gateway-protocol.js';
import { GatewayWords } from './gateway-words.js';
import type { JsonObject } from './json-text.js';
import { isObject, parseFrame } from './json-text.js';
import { FRAME, HEADER, RECORD } from './tick-frame.js';

/** The same places counted in doubles and words, for typed arrays. */
const HEADER_DOUBLES = HEADER.BYTES / 8;
const RECORD_DOUBLES = RECORD.BYTES / 8;
const PRICE = RECORD.PRICE / 8;
const SIZE = RECORD.SIZE / 8;
const ASK = RECORD.ASK / 8;
const ASK_SIZE = RECORD.ASK_SIZE / 8;
const SEQUENCE = RECORD.SEQUENCE / 8;
const SYMBOL = RECORD.SYMBOL / 4;
const KIND = RECORD.KIND / 4;

/** No symbol has this wire id. */
const UNKNOWN = -1;
/** Wire ids below this are looked up in an array, which has room for so many at first. */
const NEAR_END = 1 << 16;
const FIRST_ROOM = 64;
/** Names that one connection remembers: a hostile server could make up more than there is memory for. */
const MOST_NAMES = 200_000;

/** Fills a buffer that grows with the largest batch seen, and yields frames of exactly the bytes in use. */
export class BinaryTickEncoder implements TickEncoder {
  #doubles: Float64Array;
  #words: Uint32Array;
  #bytes: Uint8Array;
  #count = 0;

  /** `capacity`: records the buffer starts with. */
  constructor(capacity = 64) {
    const buffer = new ArrayBuffer(HEADER.BYTES + capacity * RECORD.BYTES);
    this.#doubles = new Float64Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
  }

  get count(): number {
    return this.#count;
  }

  /** Throws a RangeError past 65535 ticks: a frame cannot count more. */
  trade(symbol: WireSymbol, time: EpochMs, price: Price, size: Size, sequence: number, flags: number): void {
    this.#put(symbol.id, time, price, size, 0, 0, sequence, TICK_KIND.TRADE, flags);
  }

  /** Throws a RangeError past 65535 ticks: a frame cannot count more. */
  quote(
    symbol: WireSymbol,
    time: EpochMs,
    bid: Price,
    bidSize: Size,
    ask: Price,
    askSize: Size,
    sequence: number,
  ): void {
    this.#put(symbol.id, time, bid, bidSize, ask, askSize, sequence, TICK_KIND.QUOTE, 0);
  }

  frame(sendTime: EpochMs): ArrayBuffer {
    if (this.#count === 0) throw new RangeError('a tick frame holds at least one tick');
    const header = new DataView(this.#bytes.buffer);
    header.setUint32(HEADER.MAGIC, FRAME.MAGIC, true);
    header.setUint16(HEADER.RECORD_BYTES, RECORD.BYTES, true);
    header.setUint16(HEADER.COUNT, this.#count, true);
    header.setFloat64(HEADER.SEND_TIME, sendTime, true);
    const bytes = HEADER.BYTES + this.#count * RECORD.BYTES;
    this.#count = 0;
    // A copy: a socket may still hold the last frame while this buffer is filled again.
    return (this.#bytes.buffer as ArrayBuffer).slice(0, bytes);
  }

  #put(
    symbol: number,
    time: EpochMs,
    price: Price,
    size: Size,
    ask: Price,
    askSize: Size,
    sequence: number,
    kind: number,
    flags: number,
  ): void {
    if (this.#count === FRAME.MAX_COUNT) throw new RangeError(`a tick frame holds ${FRAME.MAX_COUNT} ticks`);
    const byte = HEADER.BYTES + this.#count * RECORD.BYTES;
    if (byte + RECORD.BYTES > this.#bytes.length) this.#grow();
    const double = byte / 8;
    const doubles = this.#doubles;
    doubles[double] = time;
    doubles[double + PRICE] = price;
    doubles[double + SIZE] = size;
    doubles[double + ASK] = ask;
    doubles[double + ASK_SIZE] = askSize;
    doubles[double + SEQUENCE] = sequence;
    this.#words[(byte + RECORD.SYMBOL) / 4] = symbol;
    // One word: kind, flags and the two reserved bytes, which must not keep what an earlier frame left there.
    this.#words[(byte + RECORD.KIND) / 4] = kind | (flags << 8);
    this.#count++;
  }

  #grow(): void {
    const old = this.#bytes;
    const records = Math.floor((old.length - HEADER.BYTES) / RECORD.BYTES);
    const buffer = new ArrayBuffer(HEADER.BYTES + Math.max(1, records * 2) * RECORD.BYTES);
    this.#doubles = new Float64Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
    this.#bytes.set(old);
  }
}

class BinaryCodec implements Codec {
  readonly name = 'binary';
  readonly #words = new GatewayWords('binary');
  /** Symbols by wire id, from `subscribed` messages. An entry outlives its subscription: the last ticks may be under way. */
  #symbols = new Int32Array(FIRST_ROOM).fill(UNKNOWN);
  /** Those of wire ids from NEAR_END on: a server may number as it likes. */
  readonly #far = new Map<number, SymbolId>();
  readonly #wireIds = new Map<string, number>();

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
    // The feed may give the symbol's id to another one: from here on, stray ticks of it are nobody's.
    for (const name of symbols) {
      const wireId = this.#wireIds.get(name);
      if (wireId !== undefined) this.#remember(wireId, 0);
    }
    return unsubscribeRequest(symbols);
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    if (typeof frame === 'string') this.#decodeText(frame, sink);
    else this.#decodeTicks(frame, sink);
  }

  #decodeText(text: string, sink: TickSink): void {
    const message = parseFrame(text, sink);
    if (message === undefined) return;
    if (isObject(message)) this.#words.hear(message, sink);
    const { type, symbols }: JsonObject = isObject(message) ? message : {};
    if (type === 'subscribed' && isObject(symbols)) this.#learn(symbols, text, sink);
    else if (type === 'heartbeat' || type === 'info') sink.ignored();
    else if (type === 'error') reportError(message as JsonObject, sink);
    else sink.rejected('expected a binary frame, "heartbeat", "error", or "subscribed" with its "symbols"', text);
  }

  #learn(symbols: JsonObject, text: string, sink: TickSink): void {
    for (const [name, wireId] of Object.entries(symbols)) {
      if (typeof wireId !== 'number' || wireId < 1 || wireId !== wireId >>> 0) {
        sink.rejected(`"subscribed" gives "${name}" the wire id ${JSON.stringify(wireId)}, not 1 to 4294967295`, text);
        continue;
      }
      if (this.#wireIds.size >= MOST_NAMES && !this.#wireIds.has(name)) {
        sink.rejected(`"subscribed" has more than ${MOST_NAMES} symbols`);
        break;
      }
      // a former wire id of the symbol would stay for ever, where they are not few
      const before = this.#wireIds.get(name);
      if (before !== undefined && before !== wireId) this.#far.delete(before);
      this.#remember(wireId, sink.symbol(name));
      this.#wireIds.set(name, wireId);
    }
    sink.ignored();
  }

  #remember(wireId: number, symbol: SymbolId): void {
    if (wireId >= NEAR_END) {
      this.#far.set(wireId, symbol);
      return;
    }
    const { length } = this.#symbols;
    if (wireId >= length) {
      const symbols = new Int32Array(Math.max(wireId + 1, length * 2)).fill(UNKNOWN, length);
      symbols.set(this.#symbols);
      this.#symbols = symbols;
    }
    this.#symbols[wireId] = symbol;
  }

  #decodeTicks(frame: ArrayBuffer, sink: TickSink): void {
    const count = (frame.byteLength - HEADER.BYTES) / RECORD.BYTES;
    if (!(count > 0 && Number.isInteger(count))) return sink.rejected(problemOf(frame));
    const words = new Uint32Array(frame);
    // the header's two small numbers share a word
    if (words[HEADER.MAGIC / 4] !== FRAME.MAGIC || words[HEADER.RECORD_BYTES / 4] !== RECORD.BYTES + count * 0x10000) {
      return sink.rejected(problemOf(frame));
    }
    const doubles = new Float64Array(frame);
    const symbols = this.#symbols;
    for (let index = 0; index < count; index++) {
      const at = HEADER_DOUBLES + index * RECORD_DOUBLES;
      const word = at * 2;
      const wireId = words[word + SYMBOL] as number;
      const symbol = wireId < symbols.length ? (symbols[wireId] as number) : (this.#far.get(wireId) ?? UNKNOWN);
      if (symbol === UNKNOWN) {
        sink.rejected(`unknown wire id ${wireId} in record ${index + 1} of ${count}`);
        continue;
      }
      const bits = words[word + KIND] as number;
      const kind = bits & 0xff;
      if (kind === TICK_KIND.TRADE) passTrade(doubles, at, symbol, (bits >>> 8) & 0xff, sink);
      else if (kind === TICK_KIND.QUOTE) passQuote(doubles, at, symbol, sink);
      else sink.rejected(`unknown kind ${kind} in record ${index + 1} of ${count}`);
    }
  }
}

/**
 * Passes one record on. A function for each kind: an engine inlines so much into one and no more, and a call that it does not inline
 * boxes every number, which is garbage for each tick. A sink's small `trade` it inlines here, and this gets no numbers but places.
 */
function passTrade(doubles: Float64Array, at: number, symbol: SymbolId, flags: number, sink: TickSink): void {
  const time = doubles[at] as number;
  const sequence = doubles[at + SEQUENCE] as number;
  sink.trade(symbol, time, doubles[at + PRICE] as number, doubles[at + SIZE] as number, sequence, flags);
}

function passQuote(doubles: Float64Array, at: number, symbol: SymbolId, sink: TickSink): void {
  const time = doubles[at] as number;
  const ask = doubles[at + ASK] as number;
  const askSize = doubles[at + ASK_SIZE] as number;
  const sequence = doubles[at + SEQUENCE] as number;
  sink.quote(symbol, time, doubles[at + PRICE] as number, doubles[at + SIZE] as number, ask, askSize, sequence);
}

/** Why a frame cannot be used as a whole, of one whose header and length disagree. */
function problemOf(frame: ArrayBuffer): string {
  const bytes = frame.byteLength - HEADER.BYTES;
  if (bytes < 0) return `frame cut short: ${frame.byteLength} bytes, less than its header of ${HEADER.BYTES}`;
  const header = new DataView(frame);
  const magic = header.getUint32(HEADER.MAGIC, true);
  if (magic !== FRAME.MAGIC) return `wrong magic: the frame begins 0x${magic.toString(16)}, not with "TLF1"`;
  const recordBytes = header.getUint16(HEADER.RECORD_BYTES, true);
  if (recordBytes !== RECORD.BYTES) return `wrong record size: ${recordBytes} bytes, not ${RECORD.BYTES}`;
  const count = header.getUint16(HEADER.COUNT, true);
  return `count mismatch: the header counts ${count} records, the frame has ${bytes} bytes of them`;
}

/** The gateway's binary format. Takes no options. */
export const binary: CodecFactory = () => new BinaryCodec();
