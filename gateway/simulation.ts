import type { WebSocket } from 'ws';
import type { TickSink } from '../src/feed/codec.js';
import type { WireFormat, WireSymbol } from '../src/feed/codecs/gateway-protocol.js';
import { simulatedBars } from '../src/feed/simulated-bars.js';
import { simulatedNames } from '../src/feed/simulated-names.js';
import { MarketSimulator } from '../src/feed/simulator.js';
import { TickPace } from '../src/feed/simulator-pace.js';
import type { Bar } from '../src/market/bar.js';
import { SymbolBars } from './bars.js';
import { now } from './clock.js';
import type { GatewayContext } from './context.js';
import type { HistoryQuery } from './history.js';
import type { TickTaker } from './newest.js';
import { type Outlet, SocketOutlet } from './outlet.js';
import { initialFormat, type Resumption } from './protocol.js';
import { RecentTicks } from './recent.js';
import { type CaughtUp, ClientSession, type SessionMarket, type SessionOptions } from './session.js';
import type { GatewaySource, ListedSymbol, StreamRequest } from './source.js';

export interface SimulationOptions {
  /** How many symbols tick from the start. Default 1000. */
  readonly simulate?: number;
  /** Ticks a second over all symbols, above 0. Default 10,000. */
  readonly rate?: number;
  /** The same seed gives the same ticks. Default 1. */
  readonly seed?: number;
  /** Refuse further symbols instead of making them. Default false. */
  readonly strict?: boolean;
  /** Ticks a message, exactly, 1 to 65535; 0, the default, sends what has gathered in a turn. */
  readonly batch?: number;
  /** Length of a turn, ms. Default 5. */
  readonly flushEvery?: number;
  /** Milliseconds between heartbeats. Default 2000. */
  readonly heartbeatEvery?: number;
  /** Bytes waiting for a client beyond which its ticks are conflated. Default 1 MiB. */
  readonly highWater?: number;
  /** Milliseconds that a client may be conflated without keeping up again; then it is shed. Default 15,000. */
  readonly shedAfter?: number;
  /** Ticks of all symbols kept for clients of `/sse` that come back. Default 262,144 (19 MB). */
  readonly recent?: number;
}

/** Parts of the clients that get their heartbeats together. */
const BEATS = 10;
/** Most symbols that clients make by asking for them, so that they cannot make it grow without bound. */
const MOST_MADE = 10_000;
/** Bars of one grain that a symbol keeps: as many as there is memory for (100 MB over all symbols), within limits. */
const KEPT_BARS = 2 ** 21;
const LEAST_KEPT = 64;
const MOST_KEPT = 5000;

/** A symbol and who gets its ticks. */
interface Line extends WireSymbol {
  readonly subscribers: Set<ClientSession>;
  readonly bars: SymbolBars;
}

/** A seeded market: ticks at a rate for as long as somebody subscribes, and sends each tick to those who asked for its symbol. */
export class SimulationSource implements GatewaySource, SessionMarket {
  readonly summary: string;
  readonly greeting = '{"type":"subscribe","symbols":["BTC-USD"],"format":"json"}';
  readonly #context: GatewayContext;
  readonly #simulator: MarketSimulator;
  readonly #seed: number;
  readonly #rate: number;
  readonly #strict: boolean;
  readonly #kept: number;
  readonly #flushEvery: number;
  readonly #session: SessionOptions;
  readonly #sink: Pick<TickSink, 'symbol' | 'trade' | 'quote'>;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #byName = new Map<string, Line>();
  /** The index is the wire id less one. */
  readonly #lines: Line[] = [];
  /** Every client and what it subscribed to. */
  readonly #sessions = new Map<ClientSession, Set<Line>>();
  #turns: NodeJS.Timeout | undefined;
  readonly #mostSymbols: number;
  /** Names this market among those that clients may have seen before: positions of another one mean nothing here. */
  readonly #run = Math.random().toString(36).slice(2, 10);
  readonly #parts = Array.from({ length: BEATS }, () => new Set<ClientSession>());
  #beats = 0;
  readonly #recentLimit: number;
  /** Kept from the first client on that may come back. */
  #recent: RecentTicks | undefined;
  /** Position of the newest tick. */
  #newest = 0;
  #received = 0;

  /** Throws a RangeError for options out of range. */
  constructor(options: SimulationOptions, context: GatewayContext) {
    const { simulate = 1000, rate = 10_000, seed = 1, strict = false, batch = 0 } = options;
    const { highWater = 1 << 20, shedAfter = 15_000, recent = 1 << 18 } = options;
    if (!(rate > 0 && Number.isFinite(rate))) throw new RangeError(`rate ${rate}: expected ticks a second, above 0`);
    if (!(Number.isInteger(batch) && batch >= 0 && batch <= 65535)) {
      throw new RangeError(`batch ${batch}: expected a whole number from 0 to 65535`);
    }
    if (!(Number.isInteger(recent) && recent > 0))
      throw new RangeError(`recent ${recent}: expected a whole number above 0`);
    this.#simulator = new MarketSimulator({ seed, symbols: simulatedNames(simulate) });
    this.#context = context;
    this.#recentLimit = recent;
    this.#mostSymbols = simulate + MOST_MADE;
    this.#seed = seed;
    this.#rate = rate;
    this.#kept = Math.min(MOST_KEPT, Math.max(LEAST_KEPT, Math.floor(KEPT_BARS / simulate)));
    this.#strict = strict;
    this.#flushEvery = options.flushEvery ?? 5;
    this.#session = { batch, highWater, shedAfter };
    this.#sink = this.#createSink();
    for (const name of this.#simulator.symbols) this.#addLine(name);
    this.summary = `${simulate} simulated symbols, ${rate} ticks/s, seed ${seed}`;
    this.#heartbeat = setInterval(() => this.#beat(), (options.heartbeatEvery ?? 2000) / BEATS);
  }

  symbols(): readonly ListedSymbol[] {
    return this.#lines.map(({ name }) => ({ symbol: name, kind: 'ticker' }));
  }

  /**
   * Bars of the trades so far, behind a made-up past that arrives at the first of them. A symbol that nobody has asked for yet is all
   * past, whose last bar ends now.
   */
  readonly history = ({ symbol, interval, limit }: HistoryQuery): readonly Bar[] | undefined => {
    const line = this.#byName.get(symbol);
    if (line === undefined && this.#strict) return undefined;
    const past = (count: number, end: number, price?: number) =>
      simulatedBars(symbol, this.#seed, interval, count, end, price);
    return line ? line.bars.read(interval, limit, now(), past) : past(limit, now());
  };

  accepts(pathname: string): boolean {
    return pathname === '/ws';
  }

  attach(socket: WebSocket, url: URL): void {
    const session = this.#begin(new SocketOutlet(socket), initialFormat(url, socket.protocol));
    socket.on('message', (message, isBinary) => {
      if (isBinary) session.refuse('a message must be text');
      else session.receive(message.toString());
    });
  }

  stream(outlet: Outlet, { symbols, format, after }: StreamRequest): void {
    const session = this.#begin(outlet, format);
    if (outlet.output === 'sse') this.#recent ??= new RecentTicks(this.#recentLimit, this.#newest);
    const resumption = after === undefined ? undefined : this.#resume(after);
    session.subscribe(symbols, resumption, resumption?.resumed ? Number(after?.split('-')[1]) : undefined);
  }

  unserved(symbols: readonly string[]): string | undefined {
    if (symbols.length === 0) return 'name what you want: ?symbols=BTC-USD,ETH-USD';
    const known = (name: string) => !this.#strict || this.#byName.has(name);
    return symbols.some(known) ? undefined : `unknown: ${symbols.slice(0, 10).join(', ')}; see /symbols`;
  }

  get received(): number {
    return this.#received;
  }

  get position(): string | undefined {
    return this.#recent && `${this.#run}-${this.#newest}`;
  }

  read(session: ClientSession, after: number, most: number, taker: TickTaker): CaughtUp {
    const recent = this.#recent as RecentTicks;
    const subscribed = this.#sessions.get(session);
    // what was forgotten while the client read too slowly to catch up
    this.#context.stats.conflated += Math.max(0, recent.oldest - after);
    const symbolOf = (id: number) => {
      const line = this.#lines[id - 1] as Line;
      return subscribed?.has(line) ? line : undefined;
    };
    const reached = recent.read(after, most, symbolOf, taker);
    return { after: reached, position: `${this.#run}-${reached}`, done: reached === recent.newest };
  }

  subscribe(session: ClientSession, name: string): WireSymbol | 'unknown' | 'full' {
    const subscribed = this.#sessions.get(session);
    const known = this.#byName.get(name);
    if (subscribed === undefined) return known ?? 'unknown';
    if (known !== undefined && subscribed.has(known)) return known;
    if (subscribed.size >= this.#context.limits.maxSubscriptions) return 'full';
    const line = known ?? this.#makeLine(name);
    if (line === undefined) return 'unknown';
    subscribed.add(line);
    line.subscribers.add(session);
    this.#count(1);
    return line;
  }

  unsubscribe(session: ClientSession, name: string): void {
    const line = this.#byName.get(name);
    if (line === undefined || !line.subscribers.delete(session)) return;
    this.#sessions.get(session)?.delete(line);
    this.#count(-1);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    clearInterval(this.#turns);
    for (const session of this.#sessions.keys()) session.flush();
  }

  #begin(outlet: Outlet, format: WireFormat): ClientSession {
    const session = new ClientSession(outlet, format, this, this.#session, this.#context);
    const subscribed = new Set<Line>();
    const part = this.#parts[this.#context.stats.connections % BEATS] as Set<ClientSession>;
    part.add(session);
    this.#sessions.set(session, subscribed);
    outlet.onClose(() => {
      part.delete(session);
      this.#sessions.delete(session);
      for (const line of subscribed) line.subscribers.delete(session);
      this.#count(-subscribed.size);
    });
    return session;
  }

  /** Whether a client can go on behind the position that it saw last. */
  #resume(position: string): Resumption {
    const [run, text = ''] = position.split('-');
    const after = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    const recent = this.#recent as RecentTicks;
    if (run !== this.#run || !(after <= recent.newest)) {
      return { resumed: false, reason: 'the position is not of this gateway, or of a time before its restart' };
    }
    if (after >= recent.oldest) return { resumed: true };
    return {
      resumed: false,
      reason: `the position is too old: ${recent.oldest - after} ticks of the market are forgotten`,
    };
  }

  #makeLine(name: string): Line | undefined {
    if (this.#strict || this.#lines.length >= this.#mostSymbols) return undefined;
    this.#simulator.add(name);
    return this.#addLine(name);
  }

  #addLine(name: string): Line {
    const bars = new SymbolBars(this.#kept);
    const line = { name, id: this.#lines.length + 1, subscribers: new Set<ClientSession>(), bars };
    this.#lines.push(line);
    this.#byName.set(name, line);
    return line;
  }

  /** Where the simulator puts its ticks. */
  #createSink(): Pick<TickSink, 'symbol' | 'trade' | 'quote'> {
    const lines = this.#lines;
    return {
      symbol: (name) => this.#byName.get(name)?.id ?? 0,
      trade: (id, time, price, size, sequence, flags) => {
        const line = lines[id - 1] as Line;
        this.#newest++;
        this.#recent?.trade(line, time, price, size, sequence, flags);
        line.bars.add(time, price, size);
        for (const session of line.subscribers) session.trade(line, time, price, size, sequence, flags);
      },
      quote: (id, time, bid, bidSize, ask, askSize, sequence) => {
        const line = lines[id - 1] as Line;
        this.#newest++;
        this.#recent?.quote(line, time, bid, bidSize, ask, askSize, sequence);
        for (const session of line.subscribers) session.quote(line, time, bid, bidSize, ask, askSize, sequence);
      },
    };
  }

  /** Keeps count of subscriptions: a market that nobody watches stands still, and costs nothing. */
  #count(change: number): void {
    const { stats } = this.#context;
    stats.subscriptions += change;
    if (stats.subscriptions === 0) {
      clearInterval(this.#turns);
      this.#turns = undefined;
    } else if (this.#turns === undefined) {
      this.#turns = this.#startTurns();
    }
  }

  #startTurns(): NodeJS.Timeout {
    const pace = new TickPace({ rate: this.#rate, burst: 1, count: Number.POSITIVE_INFINITY });
    let before = now();
    pace.due(before);
    return setInterval(() => {
      const time = now();
      this.#received = time;
      const due = pace.due(time);
      // The ticks of a turn are spread over it, as they would have come.
      for (let tick = 1; tick <= due; tick++)
        this.#simulator.tickInto(this.#sink, before + ((time - before) * tick) / due);
      this.#context.stats.ticks += due;
      before = time;
      for (const session of this.#sessions.keys()) session.flush();
    }, this.#flushEvery);
  }

  /** A part of the clients at a time: thousands of heartbeats at once would hold up the ticks. */
  #beat(): void {
    this.#beats = (this.#beats + 1) % BEATS;
    for (const session of this.#parts[this.#beats] as Set<ClientSession>) session.heartbeat();
  }
}
