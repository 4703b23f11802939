/**
 * Writes seeded ticks into pairs of lanes, from a thread of its own: all lanes of a pair get the very same ticks, each as it has room for
 * them, so that nothing is conflated and a pair whose host is dead does not keep the others waiting.
 */
import { expose } from 'comlink';
import { LANE } from '../../src/memory/layout.js';
import type { LaneAddress } from '../../src/memory/page-memory.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { Views } from '../../src/memory/views.js';

/** A lane in one of the memories that the source was given. */
export interface FedLane {
  readonly memory: number;
  readonly address: LaneAddress;
  /** Bytes of that memory, with the lane in it. */
  readonly byteLength: number;
}

/** What every lane of a pair must show in the end. */
export interface PairAccount {
  readonly ticks: number;
  readonly volume: number;
  readonly conflated: number;
}

/** Called by comlink; calls come between two rounds. */
export interface PairedSource {
  /** Feeds these pairs, each with at most so many ticks a round. */
  begin(memories: readonly WebAssembly.Memory[], pairs: readonly FedLane[][], seed: number, batch: number): void;
  /** From the next tick on writes to these lanes instead. */
  replace(pair: number, lanes: readonly FedLane[]): void;
  /** Writes no more. */
  stop(): PairAccount[];
}

const TIME = Date.UTC(2026, 0, 5, 12);
/** Milliseconds to rest where no pair had room. */
const REST_MS = 1;

/** One lane's ring, with a look at its room. */
class Ring {
  readonly writer: RingWriter;
  readonly #views: Views;
  readonly #lane: number;

  constructor(views: Views, { address, byteLength }: FedLane) {
    this.writer = new RingWriter(views, address, byteLength);
    this.#views = views;
    this.#lane = address;
  }

  /** Everything written so far was flushed. */
  hasRoom(ticks: number): boolean {
    const word = (offset: number) => Atomics.load(this.#views.i32, (this.#lane + offset) >> 2);
    return ((word(LANE.WRITE) - word(LANE.READ)) | 0) + ticks <= word(LANE.CAPACITY);
  }
}

/** The lanes of a pair and the ticks that they get: those depend on the seed alone. */
class Pair {
  readonly #batch: number;
  #rings: readonly Ring[];
  #state: number;
  #next: number;
  #ticks = 0;
  #volume = 0;
  #conflated = 0;

  constructor(rings: readonly Ring[], seed: number, batch: number) {
    this.#rings = rings;
    this.#state = seed | 1;
    this.#batch = batch;
    this.#next = 1 + this.#random(batch);
  }

  /** Writes the next batch, where all lanes have room for it. */
  write(): boolean {
    if (!this.#rings.every((ring) => ring.hasRoom(this.#next))) return false;
    for (let left = this.#next; left > 0; left--) this.#tick();
    for (const { writer } of this.#rings) {
      writer.flush();
      this.#conflated += writer.takeConflated();
    }
    this.#next = 1 + this.#random(this.#batch);
    return true;
  }

  move(rings: readonly Ring[]): void {
    this.#rings = rings;
  }

  get account(): PairAccount {
    return { ticks: this.#ticks, volume: this.#volume, conflated: this.#conflated };
  }

  #tick(): void {
    const sequence = this.#ticks++;
    const price = 1 + this.#random(1_000_000);
    const size = 1 + this.#random(100);
    // four ticks a millisecond: bars of a second get four thousand; some ticks are late
    const time = TIME + Math.floor(sequence / 4) - (this.#random(50) === 0 ? 300 : 0);
    if (this.#random(8) === 0) {
      for (const { writer } of this.#rings) writer.quote(time, time, price, size, price + size, size, sequence, 0, 1);
      return;
    }
    for (const { writer } of this.#rings) writer.trade(time, time, price, size, sequence, 0, 0, 1);
    this.#volume += size;
  }

  #random(below: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % below;
  }
}

let views: readonly Views[] = [];
let pairs: readonly Pair[] = [];
let stopped = false;
/** Nobody ever wakes it. */
const pillow = new Int32Array(new SharedArrayBuffer(4));

const ringsOf = (lanes: readonly FedLane[]) => lanes.map((lane) => new Ring(views[lane.memory] as Views, lane));

function write(): void {
  if (stopped) return;
  const written = pairs.filter((pair) => pair.write()).length;
  if (written === 0) Atomics.wait(pillow, 0, 0, REST_MS);
  round.port2.postMessage(0);
}
const round = new MessageChannel();
round.port1.onmessage = write;

const source: PairedSource = {
  begin(memories, lanes, seed, batch) {
    views = memories.map((memory) => new Views(memory));
    pairs = lanes.map((each, index) => new Pair(ringsOf(each), seed + index * 7919, batch));
    write();
  },
  replace(pair, lanes) {
    pairs[pair]?.move(ringsOf(lanes));
  },
  stop() {
    stopped = true;
    return pairs.map(({ account }) => account);
  },
};
expose(source);
