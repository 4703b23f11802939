/** MessagePack, as much of it as market data takes: what Alpaca's option stream is written in. */

const utf8 = new TextDecoder();
const utf8Encoder = new TextEncoder();
/** No message of a market is nested deeper. */
const DEPTH = 16;
const TIMESTAMP = -1;

/** Reads values one after another; throws a RangeError at the end of the bytes, a TypeError for what is no MessagePack. */
class Reader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(frame: ArrayBuffer) {
    this.#view = new DataView(frame);
    this.#bytes = new Uint8Array(frame);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Where the next so many bytes begin. */
  #take(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) throw new RangeError('cut short');
    this.#at = start + count;
    return start;
  }

  #uint(bytes: number): number {
    const at = this.#take(bytes);
    if (bytes === 1) return this.#view.getUint8(at);
    if (bytes === 2) return this.#view.getUint16(at);
    return bytes === 4 ? this.#view.getUint32(at) : Number(this.#view.getBigUint64(at));
  }

  #int(bytes: number): number {
    const at = this.#take(bytes);
    if (bytes === 1) return this.#view.getInt8(at);
    if (bytes === 2) return this.#view.getInt16(at);
    return bytes === 4 ? this.#view.getInt32(at) : Number(this.#view.getBigInt64(at));
  }

  #text(bytes: number): string {
    const at = this.#take(bytes);
    return utf8.decode(this.#bytes.subarray(at, at + bytes));
  }

  value(depth = 0): unknown {
    if (depth > DEPTH) throw new TypeError('nested too deep');
    const type = this.#uint(1);
    if (type < 0x80) return type;
    if (type < 0x90) return this.#object(type & 15, depth);
    if (type < 0xa0) return this.#list(type & 15, depth);
    if (type < 0xc0) return this.#text(type & 31);
    if (type >= 0xe0) return type - 256;
    switch (type) {
      case 0xc0:
        return null;
      case 0xc2:
      case 0xc3:
        return type === 0xc3;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        this.#take(this.#uint(1 << (type - 0xc4)));
        return null;
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#uint(1 << (type - 0xc7)));
      case 0xca:
        return this.#view.getFloat32(this.#take(4));
      case 0xcb:
        return this.#view.getFloat64(this.#take(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
      case 0xcf:
        return this.#uint(1 << (type - 0xcc));
      case 0xd0:
      case 0xd1:
      case 0xd2:
      case 0xd3:
        return this.#int(1 << (type - 0xd0));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(1 << (type - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#uint(1 << (type - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.#list(this.#uint(2 << (type - 0xdc)), depth);
      case 0xde:
      case 0xdf:
        return this.#object(this.#uint(2 << (type - 0xde)), depth);
      default:
        throw new TypeError('no MessagePack');
    }
  }

  #list(count: number, depth: number): unknown[] {
    const list: unknown[] = [];
    // each entry takes a byte at least, so that a count beyond the frame ends with it
    for (let index = 0; index < count; index++) list.push(this.value(depth + 1));
    return list;
  }

  #object(count: number, depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (let index = 0; index < count; index++) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string') throw new TypeError('a key that is no text');
      entries.push([key, this.value(depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  /** A timestamp is milliseconds since 1970, with a fraction; other extensions say nothing to us. */
  #extension(bytes: number): unknown {
    const type = this.#int(1);
    const at = this.#take(bytes);
    if (type !== TIMESTAMP) return null;
    if (bytes === 4) return this.#view.getUint32(at) * 1e3;
    if (bytes === 8) {
      const high = this.#view.getUint32(at);
      // 30 bits of nanoseconds, then 34 of seconds
      const seconds = (high & 3) * 2 ** 32 + this.#view.getUint32(at + 4);
      return seconds * 1e3 + (high >>> 2) / 1e6;
    }
    if (bytes === 12) return Number(this.#view.getBigInt64(at + 4)) * 1e3 + this.#view.getUint32(at) / 1e6;
    throw new TypeError('no timestamp');
  }
}

/** The one value that a frame is; undefined where it is none. */
export function unpackMessage(frame: ArrayBuffer): unknown {
  const reader = new Reader(frame);
  try {
    const value = reader.value();
    return reader.atEnd ? value : undefined;
  } catch (error) {
    // whatever is wrong with the bytes, the caller says that they are malformed
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Requests, written: texts, lists of them, and objects of both. */
type Packable = string | readonly Packable[] | { readonly [key: string]: Packable };

export function packMessage(message: Packable): ArrayBuffer {
  const bytes: number[] = [];
  write(message, bytes);
  return new Uint8Array(bytes).buffer;
}

function write(value: Packable, bytes: number[]): void {
  if (typeof value === 'string') {
    const text = utf8Encoder.encode(value);
    bytes.push(0xda, text.length >> 8, text.length & 255, ...text);
  } else if (isList(value)) {
    bytes.push(0xdc, value.length >> 8, value.length & 255);
    for (const entry of value) write(entry, bytes);
  } else {
    const entries = Object.entries(value);
    bytes.push(0xde, entries.length >> 8, entries.length & 255);
    for (const [key, entry] of entries) {
      write(key, bytes);
      write(entry, bytes);
    }
  }
}

function isList(value: Packable): value is readonly Packable[] {
  return Array.isArray(value);
}
