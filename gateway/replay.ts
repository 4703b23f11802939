import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Bar } from '../src/market/bar.js';
import type { Capture } from './capture.js';
import type { HistoryQuery } from './history.js';
import { barsOfTrades, tradesOf } from './replayed-bars.js';
import type { GatewaySource, ListedSymbol } from './source.js';
import type { GatewayStats } from './stats.js';
import { Venue } from './venue.js';

export interface ReplayOptions {
  /** Times the recorded pace; 0 or Infinity is as fast as the client reads. Default 1. */
  readonly speed?: number;
  /** Starts over at the end. Default: the socket stays open and silent. */
  readonly loop?: boolean;
}

/** Subscribes that come closer together than this belong to one playback, ms. */
const COALESCE = 250;
/** Messages sent before other work gets its turn. */
const MESSAGES_A_TURN = 64;
/** Bytes waiting in a socket beyond which playback waits for its client. */
const HIGH_WATER = 1 << 20;
/** Bytes waiting beyond which a client that goes on asking without reading is dropped. */
const LIMIT = 4 * HIGH_WATER;

/** Plays a capture to every client from its beginning, in the role of the venue that it was recorded from. */
export class ReplaySource implements GatewaySource {
  readonly summary: string;
  readonly greeting = "what the venue's own clients send, on this path or any other";
  readonly #capture: Capture;
  readonly #speed: number;
  readonly #loop: boolean;
  readonly #stats: GatewayStats;
  readonly #clients = new Set<AbortController>();
  /** Read from the capture when somebody asks for bars first. */
  #trades: ReturnType<typeof tradesOf> | undefined;
  /** Messages that the client furthest ahead has been sent. */
  #played = 0;

  /** Throws a RangeError for a speed that is no pace. */
  constructor(capture: Capture, { speed = 1, loop = false }: ReplayOptions, stats: GatewayStats) {
    if (!(speed >= 0)) throw new RangeError(`speed ${speed}: expected 0 or more`);
    this.#capture = capture;
    this.#speed = speed === 0 ? Number.POSITIVE_INFINITY : speed;
    this.#loop = loop;
    this.#stats = stats;
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
    const gone = new AbortController();
    this.#clients.add(gone);
    let starting: NodeJS.Timeout | undefined;
    let playing = false;
    const start = () => {
      playing = true;
      void this.#play(socket, gone.signal);
    };
    const startSoon = () => {
      if (playing) return;
      clearTimeout(starting);
      starting = setTimeout(start, COALESCE);
    };
    socket.on('message', (message, isBinary) => {
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

  close(): void {
    for (const client of this.#clients) client.abort();
  }

  /** Sends the messages at their time until the end or until `signal`; waits where the client does not read. */
  async #play(socket: WebSocket, signal: AbortSignal): Promise<void> {
    let sinceYield = 0;
    do {
      const begin = performance.now();
      for (const [index, { at, text }] of this.#capture.messages.entries()) {
        const wait = begin + at / this.#speed - performance.now();
        if (wait > 0 || ++sinceYield === MESSAGES_A_TURN) {
          await pause(wait, signal);
          sinceYield = 0;
        }
        if (signal.aborted || socket.readyState !== WebSocket.OPEN) return;
        if (socket.bufferedAmount > HIGH_WATER) await sendAndFlush(socket, text);
        else socket.send(text);
        this.#stats.frames++;
        this.#played = Math.max(this.#played, index + 1);
      }
    } while (this.#loop);
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

/** Resolves when the text left this process, or the socket broke: its `close` event ends the playback. */
function sendAndFlush(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => socket.send(text, () => resolve()));
}
