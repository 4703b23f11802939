/**
 * Reads the gateway's own frames of ticks byte by byte, where they are exactly as JsonTickEncoder writes them: half the time of
 * `JSON.parse`, and no objects that are garbage a microsecond later. Whatever differs, be it by a space, is left to the others.
 */
import { type SymbolId, TICK_FLAG, TICK_KIND } from '../../market/tick.js';
import type { TickSink } from '../codec.js';
import { epochMsOf } from './numbers.js';

const utf8 = new TextEncoder();

const START = '[{"type":"';
const TYPE = utf8.encode('{"type":"');
const TRADE = utf8.encode('trade","symbol":"');
const QUOTE = utf8.encode('quote","symbol":"');
const PRICE = utf8.encode(',"price":');
const SIZE = utf8.encode(',"size":');
const BID = utf8.encode(',"bid":');
const BID_SIZE = utf8.encode(',"bidSize":');
const ASK = utf8.encode(',"ask":');
const ASK_SIZE = utf8.encode(',"askSize":');
const TIME = utf8.encode(',"time":');
const SEQUENCE = utf8.encode(',"sequence":');
const BUY = utf8.encode(',"side":"buy"');
const SELL = utf8.encode(',"side":"sell"');
const REFERENCE = utf8.encode(',"reference":true');

const [QUOTATION, PLUS, COMMA, MINUS, DOT, ZERO, NINE] = [0x22, 0x2b, 0x2c, 0x2d, 0x2e, 0x30, 0x39];
const [CLOSING_BRACKET, BACKSLASH, SMALL_E, CLOSING_BRACE] = [0x5d, 0x5c, 0x65, 0x7d];
const [SPACE, TILDE, LOWER_CASE] = [0x20, 0x7e, 0x20];

/** Powers of ten that a double holds exactly. A whole number up to 2^53 divided by one is rounded once, as `Number` rounds. */
const POWERS = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);

const FIRST_ROOM = 1 << 14;
/** Frames with more characters than this are left to others: buffers of their size would be kept. */
const LONGEST = 1 << 20;
/** No tick is written with fewer bytes. */
const SHORTEST_TICK = 32;
/** Slots for names; two names that fall into one take turns. A power of two. */
const NAMES = 4096;
/** Longer names are left to others: they would be kept, and are more arguments than a call may have. */
const LONGEST_NAME = 256;

/** Where the parts of a tick stand among the numbers of a frame. */
const FIELD = { TIME: 0, PRICE: 1, SIZE: 2, ASK: 3, ASK_SIZE: 4, SEQUENCE: 5, KIND: 6, FLAGS: 7, COUNT: 8 } as const;

/** One per connection. Methods that read take a position and return the one behind; 0, where a bracket stands, is "not found". */
export class FrameReader {
  #text = '';
  #bytes = new Uint8Array(FIRST_ROOM);
  #numbers = new Float64Array((FIRST_ROOM / SHORTEST_TICK) * FIELD.COUNT);
  readonly #symbols: string[] = [];
  #symbol = '';
  readonly #names: string[] = new Array(NAMES).fill('');

  /** Hands the ticks of a frame to the sink. False where it is not exactly the gateway's; nothing was handed over then. */
  decode(text: string, sink: TickSink): boolean {
    if (!text.startsWith(START) || text.length > LONGEST) return false;
    const count = this.#read(text);
    for (let index = 0; index < count; index++) this.#pass(sink.symbol(this.#symbols[index] as string), index, sink);
    return count > 0;
  }

  /** Passes one tick on: a function of its own, for the sake of what passTrade in binary.ts tells. */
  #pass(symbol: SymbolId, index: number, sink: TickSink): void {
    const numbers = this.#numbers;
    const at = index * FIELD.COUNT;
    const time = epochMsOf(numbers[at + FIELD.TIME] as number);
    const price = numbers[at + FIELD.PRICE] as number;
    const size = numbers[at + FIELD.SIZE] as number;
    const sequence = numbers[at + FIELD.SEQUENCE] as number;
    if (numbers[at + FIELD.KIND] === TICK_KIND.TRADE) {
      sink.trade(symbol, time, price, size, sequence, numbers[at + FIELD.FLAGS] as number);
    } else {
      const ask = numbers[at + FIELD.ASK] as number;
      sink.quote(symbol, time, price, size, ask, numbers[at + FIELD.ASK_SIZE] as number, sequence);
    }
  }

  /** How many ticks the frame has; 0 where anything in it is unexpected. */
  #read(text: string): number {
    const { length } = text;
    // one more byte, the end, and one that a misfit may look at behind it
    if (length + 2 > this.#bytes.length) this.#grow(length + 2);
    const bytes = this.#bytes;
    const { written } = utf8.encodeInto(text, bytes);
    // beyond ASCII, positions in bytes and in the text differ
    if (written !== length) return 0;
    // no part of a tick has this byte, so that nothing is read beyond the end
    bytes[length] = 0;
    this.#text = text;
    let at = 1;
    for (let count = 0; ; ) {
      at = this.#tick(at, count * FIELD.COUNT);
      if (at === 0) return 0;
      this.#symbols[count++] = this.#symbol;
      const next = bytes[at++];
      if (next === CLOSING_BRACKET) return at === length ? count : 0;
      if (next !== COMMA) return 0;
    }
  }

  #tick(start: number, slot: number): number {
    const numbers = this.#numbers;
    const kind = this.#literal(start, TYPE);
    let at = this.#name(this.#literal(kind, TRADE));
    let flags = 0;
    if (at > 0) {
      numbers[slot + FIELD.KIND] = TICK_KIND.TRADE;
      at = this.#number(this.#literal(at, PRICE), slot + FIELD.PRICE);
      at = this.#number(this.#literal(at, SIZE), slot + FIELD.SIZE);
      at = this.#number(this.#literal(at, TIME), slot + FIELD.TIME);
      at = this.#sequence(at, slot);
      const buy = this.#literal(at, BUY);
      const sell = buy > 0 ? 0 : this.#literal(at, SELL);
      if (buy > 0) flags = TICK_FLAG.BUY;
      else if (sell > 0) flags = TICK_FLAG.SELL;
      at = buy || sell || at;
      const reference = this.#literal(at, REFERENCE);
      if (reference > 0) flags |= TICK_FLAG.REFERENCE;
      at = reference || at;
      numbers[slot + FIELD.FLAGS] = flags;
    } else {
      numbers[slot + FIELD.KIND] = TICK_KIND.QUOTE;
      at = this.#name(this.#literal(kind, QUOTE));
      at = this.#number(this.#literal(at, BID), slot + FIELD.PRICE);
      at = this.#number(this.#literal(at, BID_SIZE), slot + FIELD.SIZE);
      at = this.#number(this.#literal(at, ASK), slot + FIELD.ASK);
      at = this.#number(this.#literal(at, ASK_SIZE), slot + FIELD.ASK_SIZE);
      at = this.#number(this.#literal(at, TIME), slot + FIELD.TIME);
      at = this.#sequence(at, slot);
    }
    return this.#bytes[at] === CLOSING_BRACE ? at + 1 : 0;
  }

  /** A sequence, where one is given. */
  #sequence(at: number, slot: number): number {
    const found = this.#literal(at, SEQUENCE);
    if (found > 0) return this.#number(found, slot + FIELD.SEQUENCE);
    this.#numbers[slot + FIELD.SEQUENCE] = Number.NaN;
    return at;
  }

  #literal(at: number, expected: Uint8Array): number {
    const bytes = this.#bytes;
    for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return 0;
    return at + expected.length;
  }

  /** A symbol up to its closing quotation mark. Known names are recognised by their bytes: no text is made. */
  #name(start: number): number {
    if (start === 0) return 0;
    const bytes = this.#bytes;
    let at = start;
    let hash = 0;
    for (let byte = bytes[at] as number; byte !== QUOTATION; byte = bytes[++at] as number) {
      if (byte < SPACE || byte > TILDE || byte === BACKSLASH) return 0;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    if (at === start || at - start > LONGEST_NAME) return 0;
    const slot = (hash ^ (hash >>> 12)) & (NAMES - 1);
    const known = this.#names[slot] as string;
    let same = known.length === at - start;
    for (let index = start; same && index < at; index++) same = known.charCodeAt(index - start) === bytes[index];
    // not a slice: that would keep the whole frame in memory for as long as the name is known
    this.#symbol = same ? known : String.fromCharCode(...bytes.subarray(start, at));
    if (!same) this.#names[slot] = this.#symbol;
    return at + 1;
  }

  /** A number as JSON has it. */
  #number(start: number, slot: number): number {
    const bytes = this.#bytes;
    const negative = bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    let at = first;
    let byte = bytes[at] as number;
    let digits = 0;
    for (; byte >= ZERO && byte <= NINE; byte = bytes[++at] as number) digits = digits * 10 + (byte - ZERO);
    if (at === first || (bytes[first] === ZERO && at > first + 1)) return 0;
    let decimals = 0;
    if (byte === DOT) {
      const dot = at;
      byte = bytes[++at] as number;
      for (; byte >= ZERO && byte <= NINE; byte = bytes[++at] as number) digits = digits * 10 + (byte - ZERO);
      decimals = at - dot - 1;
      if (decimals === 0) return 0;
    }
    if ((byte | LOWER_CASE) === SMALL_E || digits > Number.MAX_SAFE_INTEGER || decimals >= POWERS.length) {
      return this.#spelled(start, at, slot);
    }
    const value = decimals === 0 ? digits : digits / (POWERS[decimals] as number);
    this.#numbers[slot] = negative ? -value : value;
    return at;
  }

  /** The rest of a number with an exponent, or with more digits than one division gets right. */
  #spelled(start: number, end: number, slot: number): number {
    const bytes = this.#bytes;
    let at = end;
    if (((bytes[at] as number) | LOWER_CASE) === SMALL_E) {
      const sign = bytes[++at];
      if (sign === PLUS || sign === MINUS) at++;
      const first = at;
      while ((bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++;
      if (at === first) return 0;
    }
    this.#numbers[slot] = Number(this.#text.slice(start, at));
    return at;
  }

  #grow(length: number): void {
    const room = 2 ** Math.ceil(Math.log2(length));
    this.#bytes = new Uint8Array(room);
    this.#numbers = new Float64Array((room / SHORTEST_TICK) * FIELD.COUNT);
  }
}
