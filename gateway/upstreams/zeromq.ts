/** ZeroMQ: a publisher's frames are a topic, which is the symbol, and ticks; or ticks alone. */
import type { Subscriber } from 'zeromq';
import {
  loadPackage,
  type UpstreamEvents,
  type UpstreamOpener,
  type UpstreamOptions,
  upstreamUrl,
} from '../upstream.js';
import { brokerDecoder, type TakeMessage } from './broker-ticks.js';

/** Milliseconds between two questions whether the publisher still answers, and until it is lost without an answer. */
const PING = 2000;
const LOST = 6000;
/** Messages that may wait for the gateway before the publisher drops some. */
const WAITING = 100_000;
const SPACE = 0x20;
const JSON_STARTS: readonly (number | undefined)[] = [...'{['].map((character) => character.charCodeAt(0));

export async function openZeromq({ url, subject = '', map }: UpstreamOptions): Promise<UpstreamOpener> {
  upstreamUrl('--zeromq', url, ['tcp:', 'ipc:', 'inproc:']);
  const zeromq = await loadPackage('zeromq', () => import('zeromq'));
  return {
    shown: url,
    open(ticks, _wanted, events) {
      const settings = { heartbeatInterval: PING, heartbeatTimeout: LOST, receiveHighWaterMark: WAITING, linger: 0 };
      const connection = new Connection(new zeromq.Subscriber(settings), events);
      connection.start(url, subject, brokerDecoder(map, ticks));
      return connection;
    },
  };
}

class Connection {
  readonly #socket: Subscriber;
  readonly #events: UpstreamEvents;
  #closed = false;

  constructor(socket: Subscriber, events: UpstreamEvents) {
    this.#socket = socket;
    this.#events = events;
  }

  start(url: string, subject: string, decode: TakeMessage): void {
    const { events } = this.#socket;
    events.on('connect', () => this.#closed || this.#events.opened());
    // it would go on by itself, and nobody would be told
    events.on('connect:retry', () => this.#end('nobody answers'));
    events.on('disconnect', () => this.#end('the publisher closed the connection, or is silent'));
    try {
      this.#socket.connect(url);
      this.#socket.subscribe(subject);
    } catch (error) {
      // not before `open` has returned
      queueMicrotask(() => this.#end((error as Error).message));
      return;
    }
    this.#read(decode).catch((error: Error) => this.#end(error.message));
  }

  close(): void {
    this.#closed = true;
    if (!this.#socket.closed) this.#socket.close();
  }

  async #read(decode: TakeMessage): Promise<void> {
    for await (const frames of this.#socket) {
      if (this.#closed) return;
      const [topic, ticks] = partsOf(frames);
      decode(topic, ticks);
    }
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.close();
    this.#events.ended(reason);
  }
}

/** Symbol and ticks of a message: two frames, or one of `BTC-USD {...}`, or one of ticks alone. */
function partsOf(frames: readonly Buffer[]): readonly [topic: string, ticks: Buffer] {
  const [first = Buffer.alloc(0), second] = frames;
  if (second !== undefined) return [first.toString(), second];
  const space = first.indexOf(SPACE);
  if (JSON_STARTS.includes(first[0]) || space < 0) return ['', first];
  return [first.toString('utf8', 0, space), first.subarray(space + 1)];
}
