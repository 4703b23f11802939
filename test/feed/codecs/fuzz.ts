/**
 * Throws broken frames at a codec: mutations of real-shaped ones, and random text and bytes. The codec must not throw, and must
 * account for every frame. Keeps nothing of what it decodes, so that it may run for as long as one likes.
 */
import type { Channel, CodecFactory, TickSink } from '../../../src/feed/codec.ts';

/** What became of the frames: each counts once, as the best thing that was said of it. */
export interface FuzzOutcome {
  received: number;
  accepted: number;
  rejected: number;
  ignored: number;
  failed: number;
}

type Frame = string | ArrayBuffer;

export interface FuzzOptions {
  /** Frames in the shape of real ones, the more kinds the better. */
  readonly frames: readonly Frame[];
  readonly runs: number;
  readonly seed: number;
  /** What is subscribed to, on all channels. */
  readonly symbols: readonly string[];
  /** What takes the codec's words; where left out, one that looks at each of them and keeps none. */
  readonly sink?: FuzzSink;
  /** Hears now and then how many frames have been decoded. */
  readonly progress?: (frames: number) => void;
}

/** How often each was said of the frame at hand. */
export type Said = Record<'accepted' | 'rejected' | 'ignored' | 'failed', number>;

export interface FuzzSink extends TickSink {
  /** A frame comes, of so many characters or bytes. */
  begin(length: number): void;
  readonly said: Said;
}

const CHANNELS: readonly Channel[] = ['ticks', 'book', 'bars', 'options'];
/** A codec keeps state of its connection: after so many frames another connection begins. */
const FRAMES_PER_CONNECTION = 500;
const FRAMES_PER_NEWS = 2000;

/** A small generator of random numbers, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Counts, and remembers what was said of the frame at hand. */
class CountingSink implements FuzzSink {
  received = 1_700_000_000_000;
  readonly said = { accepted: 0, rejected: 0, ignored: 0, failed: 0 };
  readonly #ids = new Map<string, number>();

  constructor(symbols: readonly string[]) {
    for (const symbol of symbols) this.#ids.set(symbol, this.#ids.size + 1);
  }

  begin(): void {
    this.said.accepted = this.said.rejected = this.said.ignored = this.said.failed = 0;
  }

  symbol(name: string): number {
    if (typeof name !== 'string') throw new TypeError(`a symbol that is ${typeof name}`);
    return this.#ids.get(name) ?? 0;
  }

  trade(_symbol: number, ...numbers: number[]): void {
    this.#numbers(numbers);
  }

  quote(_symbol: number, ...numbers: number[]): void {
    this.#numbers(numbers);
  }

  ignored(): void {
    this.said.ignored++;
  }

  rejected(reason: string, sample?: string): void {
    if (typeof reason !== 'string' || (sample !== undefined && typeof sample !== 'string')) {
      throw new TypeError('rejected without words');
    }
    this.said.rejected++;
  }

  failed(reason: string): void {
    if (typeof reason !== 'string') throw new TypeError('failed without words');
    this.said.failed++;
  }

  book({ symbol, time, bids, asks }: Parameters<TickSink['book']>[0]): void {
    if (typeof symbol !== 'string') throw new TypeError('a book without a symbol');
    this.#numbers([time]);
    for (const { price, size } of [...bids, ...asks]) {
      if (!Number.isFinite(price) || !(size >= 0)) throw new TypeError('a level that is none');
    }
  }

  bar({ symbol, interval, ...bar }: Parameters<TickSink['bar']>[0]): void {
    if (typeof symbol !== 'string' || !(interval > 0)) throw new TypeError('a bar without symbol or interval');
    const { time, open, high, low, close, volume } = bar;
    if (![time, open, high, low, close, volume].every(Number.isFinite)) throw new TypeError('a bar that is none');
    this.said.accepted++;
  }

  option({ symbol }: Parameters<TickSink['option']>[0]): void {
    if (typeof symbol !== 'string') throw new TypeError('an option without a symbol');
    this.said.accepted++;
  }

  instrument({ symbol }: Parameters<TickSink['instrument']>[0]): void {
    if (typeof symbol !== 'string') throw new TypeError('an instrument without a symbol');
    this.said.accepted++;
  }

  send(): void {}
  ready(): void {}
  end(): void {}

  gap(symbol: string, from: number, missing: number): void {
    if (typeof symbol !== 'string' || !Number.isSafeInteger(from) || !(missing > 0)) {
      throw new TypeError(`a gap of ${missing} from ${from} on`);
    }
  }

  lost(reason: string): void {
    if (typeof reason !== 'string') throw new TypeError('lost without words');
  }

  stale(reason?: string): void {
    if (reason !== undefined && typeof reason !== 'string') throw new TypeError('stale without words');
  }

  /** As the feed's own sink: a tick with a number that is none is rejected. */
  #numbers(numbers: readonly number[]): void {
    for (const number of numbers)
      if (typeof number !== 'number') throw new TypeError(`a number that is ${typeof number}`);
    this.said.accepted++;
  }
}

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  '',
  '0',
  '-1',
  'NaN',
  'Infinity',
  '1e999',
  0,
  -1,
  1e308,
  2 ** 53 + 2,
  [],
  {},
  [[]],
  [null],
  { toString: 1, valueOf: 2 },
  '\ud800',
  'x'.repeat(300),
  'BTC-USD',
];

/** One value of a message, wherever it stands, becomes another, goes, or comes twice. */
function mutateValue(text: string, next: () => number): string {
  const message: unknown = JSON.parse(text);
  let at = message;
  while (typeof at === 'object' && at !== null) {
    const keys = Object.keys(at);
    if (keys.length === 0) break;
    const key = keys[Math.floor(next() * keys.length)] as string;
    const holder = at as Record<string, unknown>;
    const inner = holder[key];
    if (typeof inner === 'object' && inner !== null && next() < 0.7) {
      at = inner;
      continue;
    }
    const what = next();
    if (what < 0.2) delete holder[key];
    else if (what < 0.3) holder[`${key}${key}`] = inner;
    else holder[key] = VALUES[Math.floor(next() * VALUES.length)];
    break;
  }
  return JSON.stringify(message);
}

/** Some characters of a text go, come, or become others; or it is cut; or it goes on as another. */
function mutateText(text: string, other: string, next: () => number): string {
  let result = text;
  for (let times = 1 + Math.floor(next() * 4); times > 0; times--) {
    const at = Math.floor(next() * (result.length + 1));
    const end = at + Math.floor(next() * 8);
    const what = next();
    if (what < 0.3) result = result.slice(0, at) + result.slice(end);
    else if (what < 0.6)
      result = result.slice(0, at) + CHARACTERS[Math.floor(next() * CHARACTERS.length)] + result.slice(at + 1);
    else if (what < 0.8) result = result.slice(0, at) + result.slice(at, end) + result.slice(at);
    else if (what < 0.9) result = result.slice(0, at);
    else result = result.slice(0, at) + other.slice(Math.floor(next() * other.length));
  }
  return result;
}

const CHARACTERS = '{}[]",:0123456789.-+eE\\ntrufalse \u0000\ud800é€';

/** Some bytes become others; or the end is cut, or comes twice. */
function mutateBytes(frame: ArrayBuffer, next: () => number): ArrayBuffer {
  const bytes = new Uint8Array(frame.slice(0));
  for (let times = Math.floor(next() * 4); times > 0; times--) bytes[Math.floor(next() * bytes.length)] = next() * 256;
  const what = next();
  if (what < 0.2) return bytes.buffer.slice(0, Math.floor(next() * bytes.length));
  return what < 0.3 ? Uint8Array.from([...bytes, ...bytes]).buffer : bytes.buffer;
}

function frameOf(frames: readonly Frame[], next: () => number): Frame {
  const pick = () => frames[Math.floor(next() * frames.length)] as Frame;
  const what = next();
  if (what < 0.85) {
    const frame = pick();
    const other = pick();
    if (what < 0.1) return frame;
    if (typeof frame !== 'string') return mutateBytes(frame, next);
    if (what < 0.5 && /^[[{]/.test(frame)) return mutateValue(frame, next);
    return mutateText(frame, typeof other === 'string' ? other : '', next);
  }
  const length = Math.floor(next() * 60);
  if (what < 0.93) return Array.from({ length }, () => CHARACTERS[Math.floor(next() * CHARACTERS.length)]).join('');
  return Uint8Array.from({ length }, () => next() * 256).buffer;
}

/** Throws where the codec does, or where it says nothing of a frame, with the frame and how to repeat it. */
export function fuzzCodec(factory: CodecFactory, options: FuzzOptions): FuzzOutcome {
  const { frames, runs, seed, symbols, progress, sink = new CountingSink(symbols) } = options;
  const next = random(seed);
  const outcome: FuzzOutcome = { received: 0, accepted: 0, rejected: 0, ignored: 0, failed: 0 };
  let codec = factory({});
  for (let run = 0; run < runs; run++) {
    if (run % FRAMES_PER_CONNECTION === 0) {
      codec = factory({});
      codec.subscribe(symbols, CHANNELS);
    }
    if (run % FRAMES_PER_NEWS === 0) progress?.(run);
    const frame = frameOf(frames, next);
    sink.begin(typeof frame === 'string' ? frame.length : frame.byteLength);
    outcome.received++;
    try {
      codec.decode(frame, sink);
      const { said } = sink;
      const kind = (['accepted', 'rejected', 'failed', 'ignored'] as const).find((one) => said[one] > 0);
      if (!kind) throw new Error('nothing was said of it');
      outcome[kind]++;
    } catch (error) {
      const text = typeof frame === 'string' ? frame : `bytes ${new Uint8Array(frame).join(' ')}`;
      throw new Error(`frame ${run} of seed ${seed}: ${(error as Error).message}\n${text}`, { cause: error });
    }
  }
  return outcome;
}
