import { FEED } from './layout.js';
import type { PageMemory } from './page-memory.js';
import { readVersioned } from './versioned.js';
import type { Views } from './views.js';

/**
 * Names of a feed's counters, in the order in which they lie in its block. Every message is one of `ticks` (trades and quotes
 * for somebody's lane), `references` (trades from before the subscription), `unrouted` (ticks of symbols that nobody asked for),
 * `rejected` (unusable), `ignored` (understood, and without a tick) or `errors` (the source's own, and lost connections); a
 * message of many ticks counts as many. `conflated` ticks are among `ticks`. `gaps`: holes in what
 * the source sent, however wide; `doubles`: ticks that a new connection repeated, dropped. `evicted`: series of bars in the market table that gave way to others;
 * `refused`: symbols that found no room there. `lastMessage`: epoch ms of the last message.
 * `batches` and `batchBytes`: messages that took ticks to workers, and their bytes; none in shared mode.
 */
export const FEED_COUNTERS = [
  'messages',
  'bytes',
  'ticks',
  'references',
  'rejected',
  'ignored',
  'unrouted',
  'conflated',
  'gaps',
  'doubles',
  'reconnects',
  'errors',
  'evicted',
  'refused',
  'lastMessage',
  'batches',
  'batchBytes',
] as const;
export type FeedCounter = (typeof FEED_COUNTERS)[number];

const WORDS = FEED_COUNTERS.length * 2;

/** Publishes a feed's counters. Feed worker only; one writer per block. */
export class FeedBlockWriter {
  /** Counters by their place in FEED_COUNTERS; written at will, seen by others after `publish`. */
  readonly counters = new Float64Array(FEED_COUNTERS.length);
  readonly #words = new Int32Array(this.counters.buffer);
  readonly #views: Views;
  readonly #version: number;

  constructor(views: Views, address: number, byteLength: number) {
    views.renew(byteLength);
    this.#views = views;
    this.#version = (address + FEED.VERSION) >> 2;
  }

  /** Under the block's version, as a kernel publishes a slot: odd, the words that changed, even. */
  publish(): void {
    const { i32 } = this.#views;
    const version = Atomics.load(i32, this.#version) | 1;
    Atomics.store(i32, this.#version, version);
    const from = this.#version + (FEED.VALUES >> 2);
    for (let word = 0; word < WORDS; word++) {
      const value = this.#words[word] as number;
      if (i32[from + word] !== value) Atomics.store(i32, from + word, value);
    }
    Atomics.store(i32, this.#version, (version + 1) | 0);
  }
}

/** Reads a feed's counters. Main thread. */
export class FeedBlockReader {
  readonly address: number;
  readonly #memory: PageMemory;
  readonly #counters = new Float64Array(FEED_COUNTERS.length);
  readonly #words = new Int32Array(this.#counters.buffer);
  readonly #scratch = new Int32Array(WORDS);

  constructor(memory: PageMemory) {
    this.#memory = memory;
    this.address = memory.allocate(FEED.BYTES);
  }

  /** The counters as last published. A publication takes well under a microsecond, so it is waited for. */
  read(): Record<FeedCounter, number> {
    const { i32 } = this.#memory;
    for (let tries = 0; tries < 1000; tries++) {
      if (readVersioned(i32, (this.address + FEED.VERSION) >> 2, this.#scratch) < 0) continue;
      this.#words.set(this.#scratch);
      break;
    }
    const named = FEED_COUNTERS.map((name, index) => [name, this.#counters[index] as number]);
    return Object.fromEntries(named) as Record<FeedCounter, number>;
  }

  free(): void {
    this.#memory.free(this.address);
  }
}
