import type { WebSocket } from 'ws';
import type { WireFormat, WireSymbol } from '../src/feed/codecs/gateway-protocol.js';
import type { GatewayContext } from './context.js';
import type { TickTaker } from './newest.js';
import { type Outlet, SocketOutlet } from './outlet.js';
import { initialFormat, type Resumption } from './protocol.js';
import { RecentTicks } from './recent.js';
import { type CaughtUp, ClientSession, type Numbered, type SessionMarket, type SessionOptions } from './session.js';
import type { StreamRequest } from './source.js';

export interface MarketOptions {
  /** Ticks a message, exactly, 1 to 65535; 0, the default, sends what has gathered in a turn. */
  readonly batch?: number;
  /** Least time between two messages to a client, ms. Default 5. */
  readonly flushEvery?: number;
  /** Milliseconds between heartbeats. Default 2000. */
  readonly heartbeatEvery?: number;
  /** Bytes waiting for a client beyond which its ticks are conflated. Default 1 MiB. */
  readonly highWater?: number;
  /** Milliseconds that a client may be conflated without keeping up again; then it is shed. Default 15,000. */
  readonly shedAfter?: number;
  /** Ticks of all symbols kept for clients that come back. Default 262,144 (19 MB). */
  readonly recent?: number;
}

/** A symbol and who gets its ticks. */
export interface Line extends WireSymbol {
  readonly subscribers: Set<ClientSession>;
}

/** What a market asks of the source that it belongs to. */
export interface MarketOwner {
  /** Whether clients may have a symbol that nobody has asked for yet and that has no tick. */
  makes(name: string): boolean;
  /** Whose numbers a symbol's ticks carry; undefined while nobody knows. */
  numbered(line: Line): Numbered | undefined;
  /** Hands over the newest ticks of a symbol, for a client that subscribes. */
  showNewest(line: Line, taker: TickTaker): void;
  /** A line has its first subscriber, or lost its last. */
  wanted(line: Line, wanted: boolean): void;
}

/** Parts of the clients that get their heartbeats together. */
const BEATS = 10;

/** Symbols, who subscribed to them, and the recent past: what the simulator and live sources have in common. */
export class Market implements SessionMarket {
  /** Names this market among those that clients may have seen before: positions and numbers of another one mean nothing here. */
  readonly run = Math.random().toString(36).slice(2, 10);
  /** When the newest ticks came in; set by the source before it brings some. */
  received = 0;
  /** Whether the source is lost; undefined for one that cannot be. */
  upstream: 'live' | 'lost' | undefined;
  readonly #owner: MarketOwner;
  readonly #context: GatewayContext;
  readonly #options: SessionOptions;
  readonly #flushEvery: number;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #byName = new Map<string, Line>();
  /** The index is the wire id less one. */
  readonly #lines: (Line | undefined)[] = [];
  /** Wire ids whose symbols were given up before they had a tick. */
  readonly #free: number[] = [];
  /** Every client and what it subscribed to. */
  readonly #sessions = new Map<ClientSession, Set<Line>>();
  readonly #parts = Array.from({ length: BEATS }, () => new Set<ClientSession>());
  #beats = 0;
  /** Clients that have something to send. */
  #touched: ClientSession[] = [];
  #flushed = 0;
  #later: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  readonly #recentLimit: number;
  /** Kept from the first client on. */
  #recent: RecentTicks | undefined;
  /** Position of the newest tick. */
  #newest = 0;

  /** Throws a RangeError for options out of range. */
  constructor(options: MarketOptions, context: GatewayContext, owner: MarketOwner) {
    const { batch = 0, flushEvery = 5, heartbeatEvery = 2000 } = options;
    const { highWater = 1 << 20, shedAfter = 15_000, recent = 1 << 18 } = options;
    if (!(Number.isInteger(batch) && batch >= 0 && batch <= 65535)) {
      throw new RangeError(`batch ${batch}: expected a whole number from 0 to 65535`);
    }
    if (!(Number.isInteger(recent) && recent > 0)) {
      throw new RangeError(`recent ${recent}: expected a whole number above 0`);
    }
    this.#owner = owner;
    this.#context = context;
    this.#options = { batch, highWater, shedAfter };
    this.#flushEvery = flushEvery;
    this.#recentLimit = recent;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatEvery / BEATS);
  }

  /** Every symbol. */
  *lines(): Generator<Line> {
    for (const line of this.#lines) if (line !== undefined) yield line;
  }

  get size(): number {
    return this.#byName.size;
  }

  line(name: string): Line | undefined {
    return this.#byName.get(name);
  }

  /** The symbol with this wire id. */
  lineOf(id: number): Line | undefined {
    return this.#lines[id - 1];
  }

  add(name: string): Line {
    const id = this.#free.pop() ?? this.#lines.length + 1;
    const line = { name, id, subscribers: new Set<ClientSession>() };
    this.#lines[id - 1] = line;
    this.#byName.set(name, line);
    return line;
  }

  /** Forgets a symbol that has neither subscribers nor ever had a tick. */
  remove(line: Line): void {
    this.#lines[line.id - 1] = undefined;
    this.#byName.delete(line.name);
    this.#free.push(line.id);
  }

  /** Brings a trade to those who asked for it; arguments as in the codec contract. */
  trade(...trade: Parameters<TickTaker['trade']>): void {
    this.#newest++;
    this.#recent?.trade(...trade);
    for (const session of (trade[0] as Line).subscribers) {
      session.trade(...trade);
      this.touch(session);
    }
  }

  quote(...quote: Parameters<TickTaker['quote']>): void {
    this.#newest++;
    this.#recent?.quote(...quote);
    for (const session of (quote[0] as Line).subscribers) {
      session.quote(...quote);
      this.touch(session);
    }
  }

  attach(socket: WebSocket, url: URL): void {
    const session = this.#begin(new SocketOutlet(socket), initialFormat(url, socket.protocol));
    socket.on('message', (message, isBinary) => {
      if (isBinary) session.refuse('a message must be text');
      else session.receive(message.toString());
    });
  }

  stream(outlet: Outlet, { symbols, format, after }: StreamRequest): void {
    this.#begin(outlet, format).subscribe(symbols, after);
  }

  /** Tells every client. */
  announce(message: string): void {
    for (const session of this.#sessions.keys()) session.announce(message);
  }

  get position(): string {
    return `${this.run}-${this.#newest}`;
  }

  resume(position: string): Resumption {
    const [, run, after] = /^(\w+)-(\d{1,15})$/.exec(position) ?? [];
    const recent = this.#recent as RecentTicks;
    if (run !== this.run || Number(after) > recent.newest) {
      return { resumed: false, reason: 'the position is not of this gateway, or of a time before its restart' };
    }
    const forgotten = recent.oldest - Number(after);
    if (forgotten <= 0) return { resumed: true, after: Number(after) };
    return { resumed: false, reason: `the position is too old: ${forgotten} ticks of the market are forgotten` };
  }

  read(session: ClientSession, after: number, most: number, taker: TickTaker): CaughtUp {
    const recent = this.#recent as RecentTicks;
    const subscribed = this.#sessions.get(session);
    // what was forgotten while the client read too slowly to catch up
    this.#context.stats.conflated += Math.max(0, recent.oldest - after);
    const symbolOf = (id: number) => {
      const line = this.#lines[id - 1];
      return line && subscribed?.has(line) ? line : undefined;
    };
    const reached = recent.read(after, most, symbolOf, taker);
    return { after: reached, position: this.positionOf(reached), done: reached === recent.newest };
  }

  positionOf(after: number): string {
    return `${this.run}-${after}`;
  }

  numbered(symbol: WireSymbol): Numbered | undefined {
    return this.#owner.numbered(symbol as Line);
  }

  showNewest(symbol: WireSymbol, taker: TickTaker): void {
    this.#owner.showNewest(symbol as Line, taker);
  }

  subscribe(session: ClientSession, name: string): WireSymbol | 'unknown' | 'full' {
    const subscribed = this.#sessions.get(session);
    const known = this.#byName.get(name);
    if (subscribed === undefined) return known ?? 'unknown';
    if (known !== undefined && subscribed.has(known)) return known;
    if (subscribed.size >= this.#context.limits.maxSubscriptions) return 'full';
    if (known === undefined && !this.#owner.makes(name)) return 'unknown';
    // the owner may have made it on its way
    const line = known ?? this.#byName.get(name) ?? this.add(name);
    subscribed.add(line);
    line.subscribers.add(session);
    this.#context.stats.subscriptions++;
    if (line.subscribers.size === 1) this.#owner.wanted(line, true);
    return line;
  }

  unsubscribe(session: ClientSession, name: string): void {
    const line = this.#byName.get(name);
    if (line === undefined || !this.#sessions.get(session)?.delete(line)) return;
    this.#leave(session, line);
  }

  /** Lets a client send what it has: now where the last time is long enough ago, with what else comes in this moment. */
  touch(session: ClientSession): void {
    if (session.touched) return;
    session.touched = true;
    this.#touched.push(session);
    if (this.#soon !== undefined || this.#later !== undefined) return;
    const wait = this.#flushed + this.#flushEvery - performance.now();
    if (wait <= 0) this.#soon = setImmediate(() => this.flush());
    else this.#later = setTimeout(() => this.flush(), wait);
  }

  /** Ends a turn: every client that has something sends it. */
  flush(): void {
    this.#stopWaiting();
    this.#flushed = performance.now();
    const touched = this.#touched;
    this.#touched = [];
    for (const session of touched) {
      session.touched = false;
      if (!session.flush()) this.touch(session);
    }
  }

  /** Sends what has gathered, and stops every timer. */
  close(): void {
    clearInterval(this.#heartbeat);
    for (const session of this.#sessions.keys()) session.flush();
    this.#touched = [];
    this.#stopWaiting();
  }

  #begin(outlet: Outlet, format: WireFormat): ClientSession {
    this.#recent ??= new RecentTicks(this.#recentLimit, this.#newest);
    const session = new ClientSession(outlet, format, this, this.#options, this.#context);
    const subscribed = new Set<Line>();
    const part = this.#parts[this.#context.stats.connections % BEATS] as Set<ClientSession>;
    part.add(session);
    this.#sessions.set(session, subscribed);
    outlet.onClose(() => {
      part.delete(session);
      this.#sessions.delete(session);
      for (const line of subscribed) this.#leave(session, line);
    });
    return session;
  }

  #leave(session: ClientSession, line: Line): void {
    line.subscribers.delete(session);
    this.#context.stats.subscriptions--;
    if (line.subscribers.size === 0) this.#owner.wanted(line, false);
  }

  #stopWaiting(): void {
    clearImmediate(this.#soon);
    clearTimeout(this.#later);
    this.#soon = this.#later = undefined;
  }

  /** A part of the clients at a time: thousands of heartbeats at once would hold up the ticks. */
  #beat(): void {
    this.#beats = (this.#beats + 1) % BEATS;
    for (const session of this.#parts[this.#beats] as Set<ClientSession>) session.heartbeat();
  }
}
