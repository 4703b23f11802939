/** A thousand connections of feeds and the server that they share, in a time that the test lets pass. */
import type { TestContext } from 'node:test';
import { createCodec } from '../../src/feed/codecs/index.js';
import { Connection, type ConnectionOwner } from '../../src/feed/connection.js';
import { randomStream } from '../../src/feed/random.js';
import { TickWriter } from '../../src/feed/tick-writer.js';
import type { OpenTransport, TransportEvents } from '../../src/feed/transport.js';
import { FeedBlockReader, FeedBlockWriter } from '../../src/memory/feed-block.js';
import { Views } from '../../src/memory/views.js';
import { SETTINGS } from '../feed/feed-rig.js';
import { createKernel } from '../kernels/bench-lane.js';
import { VirtualTime } from './virtual-time.js';

/** Milliseconds of a step of time, and of a way to the server and back. */
const STEP = 5;
const HEARTBEAT = 2000;
const ADDRESS = 'ws://crowded.example.test/ws';

export class Crowd {
  /** Whether the server is there. */
  up = true;
  /** Attempts come to nothing: they are neither taken nor refused. */
  mute = false;
  /** Milliseconds that the server asks those to wait whom it refuses. */
  retryAfter: number | undefined;
  /** When each attempt came, refused ones included. */
  attempts: number[] = [];
  /** When each connection stood. */
  arrivals: number[] = [];
  connections: readonly Connection[] = [];
  readonly #standing = new Set<TransportEvents>();
  readonly #time: VirtualTime;

  private constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** So many clients that are live. `jitter` in place of chance, from 0 up to 1. */
  static async gather(test: TestContext, clients: number, seed: number, jitter = randomStream(seed)): Promise<Crowd> {
    const { memory } = await createKernel(true);
    const views = new Views(memory.memory);
    const block = new FeedBlockReader(memory);
    const writer = new TickWriter(views, new FeedBlockWriter(views, block.address, memory.byteLength), () => {});
    const crowd = new Crowd(new VirtualTime(test, STEP));
    test.mock.method(Math, 'random', jitter);
    const owner: ConnectionOwner = {
      settings: { ...SETTINGS, sources: [ADDRESS] },
      writer,
      createCodec: () => createCodec('json', {}),
      open: crowd.#open,
      prepare: async () => undefined,
      changed: () => {},
      problem: () => {},
      gap: () => {},
      instrument: () => {},
    };
    const connections = Array.from({ length: clients }, () => new Connection(ADDRESS, owner));
    crowd.connections = connections;
    for (const connection of connections) connection.start();
    test.after(() => {
      for (const connection of connections) connection.close();
    });
    crowd.pass(10_000);
    crowd.attempts = [];
    crowd.arrivals = [];
    return crowd;
  }

  /** Milliseconds since the beginning. */
  get now(): number {
    return this.#time.now;
  }

  /** Clients that are connected. */
  get connected(): number {
    return this.#standing.size;
  }

  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    while (this.now < end) {
      this.#time.pass();
      if (this.now % HEARTBEAT === 0) for (const events of this.#standing) this.#speak(events);
    }
  }

  /** The server is gone, and everybody hears of it in the same moment. */
  fall(): void {
    this.up = false;
    const lost = [...this.#standing];
    this.#standing.clear();
    for (const events of lost) events.ended({ reason: 'reset', again: true });
  }

  /** The connections stand, and nobody hears anything on them any more. */
  hush(): void {
    this.#standing.clear();
  }

  readonly #open: OpenTransport = (_target, events) => {
    this.attempts.push(this.now);
    let closed = false;
    setTimeout(() => {
      if (closed || this.mute) return;
      if (!this.up) return events.ended({ reason: 'refused', again: true, ...this.#wait });
      this.#standing.add(events);
      this.arrivals.push(this.now);
      events.opened();
      this.#speak(events);
    }, STEP);
    return {
      send: () => {},
      close: () => {
        closed = true;
        this.#standing.delete(events);
      },
    };
  };

  get #wait(): { after?: number } {
    return this.retryAfter === undefined ? {} : { after: this.retryAfter };
  }

  #speak(events: TransportEvents): void {
    events.frame(JSON.stringify({ type: 'trade', symbol: 'A', price: 1, size: 1, time: 1 }));
  }
}

/** The largest part of all times that any window of so many milliseconds holds. */
export function largestPart(times: readonly number[], window: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let most = 0;
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while ((sorted[last] as number) - (sorted[first] as number) >= window) first++;
    most = Math.max(most, last - first + 1);
  }
  return most / sorted.length;
}
