import { WebSocket } from 'ws';
import { BinaryTickEncoder } from '../src/feed/codecs/binary.js';
import type { TickEncoder, WireFormat, WireSymbol } from '../src/feed/codecs/gateway-protocol.js';
import { errorMessage, heartbeatMessage, subscribedMessage } from '../src/feed/codecs/gateway-protocol.js';
import { JsonTickEncoder } from '../src/feed/codecs/json-encoder.js';
import { now } from './clock.js';
import { NewestTicks, type TickTaker } from './newest.js';
import { initialFormat, ProtocolError, parseRequest } from './protocol.js';
import type { GatewayStats } from './stats.js';

/** What a session needs of the market it belongs to. */
export interface SessionMarket {
  /** Sends the session the ticks of this symbol from now on; undefined where the symbol is not served. */
  subscribe(session: ClientSession, name: string): WireSymbol | undefined;
  unsubscribe(session: ClientSession, name: string): void;
}

export interface SessionOptions {
  /** Ticks a message, exactly; 0 sends what there is at every flush. */
  readonly batch: number;
  /** Bytes waiting in the socket beyond which ticks are conflated. */
  readonly highWater: number;
}

/** Most ticks in one message where no exact number is asked for. */
const LARGEST_BATCH = 1000;
/** Times the high water at which a client that goes on asking without reading is dropped. */
const DROP_AT = 8;
/** Unknown symbols that one error names. */
const MOST_NAMED = 100;

/** One client of the gateway's own protocol: gathers the ticks of its subscriptions into messages of its format. */
export class ClientSession implements TickTaker {
  readonly #socket: WebSocket;
  readonly #market: SessionMarket;
  readonly #stats: GatewayStats;
  readonly #options: SessionOptions;
  #format: WireFormat;
  #encoder: TickEncoder;
  /** What is kept while the client does not keep up; undefined while it does. */
  #newest: NewestTicks | undefined;

  constructor(socket: WebSocket, url: URL, market: SessionMarket, options: SessionOptions, stats: GatewayStats) {
    this.#socket = socket;
    this.#market = market;
    this.#options = options;
    this.#stats = stats;
    this.#format = initialFormat(url, socket.protocol);
    this.#encoder = createEncoder(this.#format);
    socket.on('message', (message, isBinary) => {
      if (isBinary) this.#refuse('a message must be text');
      else this.#receive(message.toString());
    });
  }

  trade(...trade: Parameters<TickTaker['trade']>): void {
    (this.#newest ?? this.#encoder).trade(...trade);
    this.#sendIfFull();
  }

  quote(...quote: Parameters<TickTaker['quote']>): void {
    (this.#newest ?? this.#encoder).quote(...quote);
    this.#sendIfFull();
  }

  /** Ends a turn: sends what has gathered, and looks whether the client keeps up again. */
  flush(): void {
    if (this.#newest !== undefined && this.#socket.bufferedAmount < this.#options.highWater / 2) {
      const newest = this.#newest;
      this.#newest = undefined;
      newest.release(this);
    }
    if (this.#options.batch === 0 && this.#encoder.count > 0) this.#send();
  }

  /** Says that the connection lives; left out where the client does not read anyway. */
  heartbeat(): void {
    if (this.#newest === undefined) this.#say(heartbeatMessage(now()));
  }

  #sendIfFull(): void {
    if (this.#encoder.count >= (this.#options.batch || LARGEST_BATCH)) this.#send();
  }

  #send(): void {
    const frame = this.#encoder.frame(now());
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(frame);
    this.#stats.frames++;
    if (this.#socket.bufferedAmount > this.#options.highWater) this.#newest ??= new NewestTicks(this.#stats);
  }

  #receive(text: string): void {
    try {
      const { type, symbols, format = this.#format } = parseRequest(text);
      if (format !== this.#format) this.#use(format);
      if (type === 'subscribe') this.#subscribe(symbols);
      else for (const name of symbols) this.#market.unsubscribe(this, name);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#refuse(error.message);
    }
  }

  #use(format: WireFormat): void {
    if (this.#encoder.count > 0) this.#send();
    this.#format = format;
    this.#encoder = createEncoder(format);
  }

  #subscribe(names: readonly string[]): void {
    const known: WireSymbol[] = [];
    const unknown: string[] = [];
    for (const name of new Set(names)) {
      const symbol = this.#market.subscribe(this, name);
      if (symbol === undefined) unknown.push(name);
      else known.push(symbol);
    }
    if (known.length > 0 || unknown.length === 0) this.#say(subscribedMessage(known));
    if (unknown.length > 0) {
      const count = unknown.length === 1 ? 'an unknown symbol' : `${unknown.length} unknown symbols`;
      this.#refuse(count, unknown.slice(0, MOST_NAMED));
    }
  }

  #refuse(message: string, symbols?: readonly string[]): void {
    this.#stats.errors++;
    this.#say(errorMessage(message, symbols));
  }

  #say(message: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#options.highWater * DROP_AT) this.#socket.terminate();
    else this.#socket.send(message);
  }
}

function createEncoder(format: WireFormat): TickEncoder {
  return format === 'binary' ? new BinaryTickEncoder() : new JsonTickEncoder();
}
