/** Another server's WebSocket, read by the feed's own codecs: a venue, or another gateway. */
import { WebSocket } from 'ws';
import type { Codec, Outgoing } from '../../src/feed/codec.js';
import { createCodec } from '../../src/feed/codecs/index.js';
import { Outbox } from '../../src/feed/outbox.js';
import type { LiveTicks } from '../live-ticks.js';
import {
  shownUrl,
  UpstreamError,
  type UpstreamEvents,
  type UpstreamOpener,
  type UpstreamOptions,
  upstreamUrl,
} from '../upstream.js';

/** Milliseconds to connect, and between two questions whether the server still answers; two without an answer are a loss. */
const CONNECT = 5000;
const PING = 5000;
const PINGS_MISSED = 2;
/** Milliseconds in which changes of what is wanted gather; longer by the time of so many messages where the source limits them. */
const GATHER = 10;
const GATHERED = 4;

export async function openWebSocket(options: UpstreamOptions): Promise<UpstreamOpener> {
  const { format = 'json', map } = options;
  const create = () => createCodec(format, map === undefined ? {} : { map });
  const codec = createOrExplain(create);
  let last: Connection | undefined;
  const url = upstreamUrl('--websocket', options.url || (codec.endpoint ?? ''), ['ws:', 'wss:']);
  return {
    shown: `${shownUrl(url)} (${format})`,
    // a venue answers in its own spelling, which nobody would have asked for
    accepts: (symbol) => (codec.canonical?.(symbol) ?? symbol) === symbol,
    open(ticks, wanted, events) {
      last = new Connection(url, options, create(), last?.position, ticks, wanted, events);
      return last;
    },
  };
}

function createOrExplain(create: () => Codec): Codec {
  try {
    return create();
  } catch (error) {
    throw new UpstreamError(`--format: ${(error as Error).message}`, { cause: error });
  }
}

class Connection {
  readonly #socket: WebSocket;
  readonly #codec: Codec;
  readonly #ticks: LiveTicks;
  readonly #wanted: ReadonlySet<string>;
  readonly #events: UpstreamEvents;
  readonly #outbox: Outbox;
  readonly #former: string | undefined;
  readonly #login: string | undefined;
  /** Symbols that the server has been asked for. */
  readonly #asked = new Set<string>();
  #ready = false;
  #closed = false;
  #missed = 0;
  #why = '';
  #ping: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  #asking: NodeJS.Timeout | undefined;

  constructor(
    url: URL,
    { token, message }: UpstreamOptions,
    codec: Codec,
    position: string | undefined,
    ticks: LiveTicks,
    wanted: ReadonlySet<string>,
    events: UpstreamEvents,
  ) {
    this.#codec = codec;
    this.#ticks = ticks;
    this.#wanted = wanted;
    this.#events = events;
    this.#former = position;
    this.#login = message;
    if (position !== undefined) codec.resume?.(position);
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: CONNECT, headers });
    this.#socket = socket;
    this.#outbox = new Outbox((message) => this.#send(message), codec.sendEvery ?? 0);
    socket.on('open', () => this.#stand());
    socket.on('message', (data, isBinary) => this.#take(data as Buffer, isBinary));
    socket.on('pong', () => {
      this.#missed = 0;
    });
    socket.on('error', ({ message }) => {
      this.#why ||= message;
    });
    socket.on('close', (code, reason) =>
      this.#end(this.#why || `closed with code ${code} ${reason.toString()}`.trim()),
    );
  }

  /** Where a later connection goes on. */
  get position(): string | undefined {
    return this.#codec.position ?? this.#former;
  }

  /** Changes that come close together go out together, no faster than the source takes them. */
  ask(): void {
    this.#asking ??= setTimeout(
      () => {
        this.#asking = undefined;
        if (this.#ready) this.#askNow();
      },
      GATHER + GATHERED * (this.#codec.sendEvery ?? 0),
    );
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#ping);
    clearInterval(this.#beat);
    clearTimeout(this.#asking);
    this.#outbox.close();
    this.#socket.terminate();
  }

  #stand(): void {
    if (this.#closed) return;
    this.#ping = setInterval(() => this.#look(), PING);
    const { heartbeat, waits } = this.#codec;
    if (heartbeat) this.#beat = setInterval(() => this.#outbox.post(heartbeat.message()), heartbeat.every);
    if (this.#login !== undefined) this.#outbox.post(this.#login);
    if (!waits) this.#begin();
  }

  #begin(): void {
    if (this.#ready) return;
    this.#ready = true;
    if (this.#former !== undefined) this.#ticks.guard();
    this.#askNow();
    this.#events.opened();
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (this.#closed) return;
    this.#missed = 0;
    const { contiguous } = this.#codec;
    this.#ticks.talk = {
      send: (message) => this.#outbox.post(message),
      ready: () => this.#begin(),
      stale: (reason) => this.#closed || this.#events.stale(reason),
      end: (reason) => {
        this.#why = reason;
        this.#socket.close();
      },
    };
    this.#ticks.message(contiguous === true);
    this.#ticks.decode(this.#codec, isBinary ? new Uint8Array(data).buffer : data.toString());
  }

  #askNow(): void {
    const { symbolsPerConnection: most = Number.POSITIVE_INFINITY } = this.#codec;
    const removed = [...this.#asked].filter((symbol) => !this.#wanted.has(symbol));
    for (const symbol of removed) this.#asked.delete(symbol);
    const added = [...this.#wanted].filter((symbol) => !this.#asked.has(symbol));
    const room = Math.max(0, most - this.#asked.size);
    if (added.length > room) {
      const left = added.splice(room);
      this.#ticks.failed(`the source carries ${most} symbols, not these: ${left.slice(0, 10).join(', ')}`);
    }
    for (const symbol of added) this.#asked.add(symbol);
    if (removed.length > 0) for (const message of this.#codec.unsubscribe(removed)) this.#outbox.post(message);
    if (added.length > 0) for (const message of this.#codec.subscribe(added)) this.#outbox.post(message);
  }

  /** A server that is gone without a word answers no ping. */
  #look(): void {
    if (this.#missed++ >= PINGS_MISSED) this.#end('no answer to the ping');
    else this.#socket.ping();
  }

  #send(message: Outgoing): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.close();
    this.#events.ended(reason);
  }
}
