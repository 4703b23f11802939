import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Bar } from '../src/market/bar.js';
import type { Capture } from './capture.js';
import type { GatewayContext } from './context.js';
import type { HistoryQuery } from './history.js';
import { CLOSE, type Outlet, SocketOutlet } from './outlet.js';
import { barsOfTrades, tradesOf } from './replayed-bars.js';
import type { GatewaySource, ListedSymbol, StreamRequest } from './source.js';
import { Venue } from './venue.js';

export interface ReplayOptions {
  /** Times the recorded pace; 0 or Infinity is as fast as the client reads. Default 1. */
  readonly speed?: number;
  /** Starts over at the end. Default: the socket stays open and silent. */
  readonly loop?: boolean;
  /** Milliseconds between signs of life on streams over HTTP. Default 2000. */
  readonly heartbeatEvery?: number;
  /** Milliseconds that a client may take nothing of what waits for it; then it is shed. Default 15,000. */
  readonly shedAfter?: number;
}

/** Subscribes that come closer together than this belong to one playback, ms. */
const COALESCE = 250;
/** Messages sent before other work gets its turn. */
const MESSAGES_A_TURN = 64;
/** Bytes waiting in a socket beyond which playback waits for its client. */
const HIGH_WATER = 1 << 20;
/** Milliseconds between two looks at a client that does not keep up. */
const LOOK_AGAIN = 10;
/** Bytes waiting beyond which a client that goes on asking without reading is dropped. */
const LIMIT = 4 * HIGH_WATER;

/** Plays a capture to every client from its beginning, in the role of the venue that it was recorded from. */
export class ReplaySource implements GatewaySource {
  readonly summary: string;
  readonly greeting = "what the venue's own clients send, on this path or any other";
  readonly #capture: Capture;
  readonly #speed: number;
  readonly #loop: boolean;
  readonly #shedAfter: number;
  readonly #context: GatewayContext;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #streams = new Set<Outlet>();
  readonly #clients = new Set<AbortController>();
  /** Read from the capture when somebody asks for bars first. */
  #trades: ReturnType<typeof tradesOf> | undefined;
  /** Messages that the client furthest ahead has been sent. */
  #played = 0;

  /** Throws a RangeError for a speed that is no pace. */
  constructor(capture: Capture, options: ReplayOptions, context: GatewayContext) {
    const { speed = 1, loop = false, heartbeatEvery = 2000, shedAfter = 15_000 } = options;
    if (!(speed >= 0)) throw new RangeError(`speed ${speed}: expected 0 or more`);
    this.#capture = capture;
    this.#speed = speed === 0 ? Number.POSITIVE_INFINITY : speed;
    this.#loop = loop;
    this.#shedAfter = shedAfter;
    this.#context = context;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatEvery);
    const seconds = (capture.duration / 1000).toFixed(1);
    const pace = this.#speed === Number.POSITIVE_INFINITY ? 'full speed' : `speed ${speed}`;
    this.summary = `${capture.messages.length} messages over ${seconds} s of ${capture.file} at ${pace}${loop ? ', looping' : ''}`;
  }

  symbols(): readonly ListedSymbol[] {
    return this.#capture.symbols.map((symbol) => ({ symbol, kind: 'ticker' }));
  }

  /** Bars of what has been played so far, to whoever got furthest, at the recorded times. */
  readonly history = ({ symbol, interval, limit }: HistoryQuery): readonly Bar[] | undefined => {
    this.#trades ??= tradesOf(this.#capture);
    const known = this.#capture.symbols.includes(symbol) || this.#trades.some((trade) => trade.symbol === symbol);
    return known ? barsOfTrades(this.#trades, symbol, this.#played, interval, limit) : undefined;
  };

  /** Venues' paths differ, so any will do. */
  accepts(): boolean {
    return true;
  }

  attach(socket: WebSocket, url: URL): void {
    const venue = new Venue();
    const outlet = new SocketOutlet(socket);
    const gone = new AbortController();
    this.#clients.add(gone);
    let starting: NodeJS.Timeout | undefined;
    let playing = false;
    const start = () => {
      playing = true;
      void this.#play(outlet, gone.signal);
    };
    const startSoon = () => {
      if (playing) return;
      clearTimeout(starting);
      starting = setTimeout(start, COALESCE);
    };
    socket.on('message', (message, isBinary) => {
      if (!outlet.open) return;
      const answer = venue.answer(isBinary ? '' : message.toString());
      if (socket.bufferedAmount > LIMIT) socket.terminate();
      for (const reply of answer.replies) socket.send(reply);
      if (answer.subscribes) startSoon();
    });
    gone.signal.addEventListener('abort', () => clearTimeout(starting), { once: true });
    socket.on('close', () => {
      this.#clients.delete(gone);
      gone.abort();
    });
    if (namesStreams(url)) startSoon();
  }

  /** Streams bring everything that is recorded, whatever symbols are asked for: venues write them in their own ways. */
  unserved(): undefined {
    return undefined;
  }

  /** Plays at once, for clients of `/sse` that come back from behind the message that they saw last. */
  stream(outlet: Outlet, { after }: StreamRequest): void {
    const gone = new AbortController();
    this.#clients.add(gone);
    this.#streams.add(outlet);
    outlet.onClose(() => {
      this.#clients.delete(gone);
      this.#streams.delete(outlet);
      gone.abort();
    });
    void this.#play(outlet, gone.signal, /^\d{1,9}$/.test(after ?? '') ? Number(after) : 0);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#clients) client.abort();
  }

  /** Sends the messages behind the first `after` at their time until the end or until `signal`; waits where the client does not read. */
  async #play(outlet: Outlet, signal: AbortSignal, after = 0): Promise<void> {
    const { messages } = this.#capture;
    const { stats, metrics } = this.#context;
    let sinceYield = 0;
    let first = after;
    do {
      const begin = performance.now() - (messages[first]?.at ?? 0) / this.#speed;
      for (const [index, { at, text }] of messages.entries()) {
        if (index < first) continue;
        const wait = begin + at / this.#speed - performance.now();
        if (wait > 0 || ++sinceYield === MESSAGES_A_TURN) {
          await pause(wait, signal);
          sinceYield = 0;
        }
        if (signal.aborted || !outlet.open) return;
        const since = performance.now();
        stats.bytes += outlet.send(text, String(index + 1), (error) => {
          if (!error) metrics.delayed(outlet.output, performance.now() - since);
        });
        if (outlet.waiting > HIGH_WATER) await this.#drained(outlet, signal);
        stats.frames++;
        this.#played = Math.max(this.#played, index + 1);
      }
      first = 0;
    } while (this.#loop);
  }

  /** Waits until the client has taken what waits for it; sheds one that takes nothing for too long. */
  async #drained(outlet: Outlet, signal: AbortSignal): Promise<void> {
    let least = outlet.waiting;
    let since = performance.now();
    while (outlet.open && !signal.aborted && outlet.waiting > HIGH_WATER / 2) {
      await pause(LOOK_AGAIN, signal);
      if (outlet.waiting < least) {
        least = outlet.waiting;
        since = performance.now();
      } else if (performance.now() - since > this.#shedAfter) {
        const reason = 'too slow: messages are not read';
        this.#context.stats.shed++;
        this.#context.log.warn('shed', { output: outlet.output, reason, waiting: outlet.waiting });
        outlet.end(CLOSE.TRY_LATER, reason);
      }
    }
  }

  /** Streams only: a venue's own WebSocket is silent where nothing was recorded, and pinged by the server. */
  #beat(): void {
    for (const outlet of this.#streams) if (outlet.waiting < HIGH_WATER) outlet.beat();
  }
}

/** Binance names streams in the URL: `/stream?streams=btcusdt@trade` or `/ws/btcusdt@trade`; nobody subscribes there. */
function namesStreams(url: URL): boolean {
  return url.searchParams.has('streams') || /@|%40/.test(url.pathname);
}

/** Waits `ms`, or lets other work go first where that is not positive; returns early when aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    if (ms > 0) await delay(ms, undefined, { signal });
    else await setImmediate(undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
