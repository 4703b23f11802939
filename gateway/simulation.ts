import type { WebSocket } from 'ws';
import type { TickSink } from '../src/feed/codec.js';
import { simulatedBars } from '../src/feed/simulated-bars.js';
import { simulatedNames } from '../src/feed/simulated-names.js';
import { MarketSimulator } from '../src/feed/simulator.js';
import { TickPace } from '../src/feed/simulator-pace.js';
import type { Bar } from '../src/market/bar.js';
import { SymbolBars } from './bars.js';
import { now } from './clock.js';
import type { GatewayContext } from './context.js';
import type { HistoryQuery } from './history.js';
import { type Line, Market, type MarketOptions, type MarketOwner } from './market.js';
import type { Outlet } from './outlet.js';
import type { GatewaySource, ListedSymbol, StreamRequest } from './source.js';

export interface SimulationOptions extends MarketOptions {
  /** How many symbols tick from the start. Default 1000. */
  readonly simulate?: number;
  /** Ticks a second over all symbols, above 0. Default 10,000. */
  readonly rate?: number;
  /** The same seed gives the same ticks. Default 1. */
  readonly seed?: number;
  /** Which part of the ticks are trades, the others being quotes: 0 to 1. Default 0.5. */
  readonly tradeShare?: number;
  /** Refuse further symbols instead of making them. Default false. */
  readonly strict?: boolean;
}

/** Most symbols that clients make by asking for them, so that they cannot make it grow without bound. */
const MOST_MADE = 10_000;
/** Bars of one grain that a symbol keeps: as many as there is memory for (100 MB over all symbols), within limits. */
const KEPT_BARS = 2 ** 21;
const LEAST_KEPT = 64;
const MOST_KEPT = 5000;
/** Length of a turn where none is given, ms. */
const TURN = 5;

/** A seeded market: ticks at a rate for as long as somebody subscribes, and sends each tick to those who asked for its symbol. */
export class SimulationSource implements GatewaySource, MarketOwner {
  readonly summary: string;
  readonly greeting = '{"type":"subscribe","symbols":["BTC-USD"],"format":"json"}';
  readonly #context: GatewayContext;
  readonly #market: Market;
  readonly #simulator: MarketSimulator;
  readonly #seed: number;
  readonly #rate: number;
  readonly #strict: boolean;
  readonly #kept: number;
  readonly #turn: number;
  readonly #sink: Pick<TickSink, 'symbol' | 'trade' | 'quote'>;
  /** The index is the wire id less one. */
  readonly #bars: SymbolBars[] = [];
  readonly #mostSymbols: number;
  #turns: NodeJS.Timeout | undefined;

  /** Throws a RangeError for options out of range. */
  constructor(options: SimulationOptions, context: GatewayContext) {
    const { simulate = 1000, rate = 10_000, seed = 1, tradeShare, strict = false, flushEvery = TURN } = options;
    if (!(rate > 0 && Number.isFinite(rate))) throw new RangeError(`rate ${rate}: expected ticks a second, above 0`);
    this.#simulator = new MarketSimulator({ seed, symbols: simulatedNames(simulate), tradeShare });
    this.#context = context;
    this.#mostSymbols = simulate + MOST_MADE;
    this.#seed = seed;
    this.#rate = rate;
    this.#kept = Math.min(MOST_KEPT, Math.max(LEAST_KEPT, Math.floor(KEPT_BARS / simulate)));
    this.#strict = strict;
    this.#turn = flushEvery;
    this.#market = new Market(options, context, this);
    this.#sink = this.#createSink();
    for (const name of this.#simulator.symbols) this.#add(name);
    this.summary = `${simulate} simulated symbols, ${rate} ticks/s, seed ${seed}`;
  }

  symbols(): readonly ListedSymbol[] {
    return Array.from(this.#market.lines(), ({ name }) => ({ symbol: name, kind: 'ticker' }));
  }

  /**
   * Bars of the trades so far, behind a made-up past that arrives at the first of them. A symbol that nobody has asked for yet is all
   * past, whose last bar ends now.
   */
  readonly history = ({ symbol, interval, limit }: HistoryQuery): readonly Bar[] | undefined => {
    const line = this.#market.line(symbol);
    if (line === undefined && this.#strict) return undefined;
    const past = (count: number, end: number, price?: number) =>
      simulatedBars(symbol, this.#seed, interval, count, end, price);
    return line ? this.#bars[line.id - 1]?.read(interval, limit, now(), past) : past(limit, now());
  };

  accepts(pathname: string): boolean {
    return pathname === '/ws';
  }

  attach(socket: WebSocket, url: URL): void {
    this.#market.attach(socket, url);
  }

  stream(outlet: Outlet, request: StreamRequest): void {
    this.#market.stream(outlet, request);
  }

  unserved(symbols: readonly string[]): string | undefined {
    if (symbols.length === 0) return 'name what you want: ?symbols=BTC-USD,ETH-USD';
    const known = (name: string) => !this.#strict || this.#market.line(name) !== undefined;
    return symbols.some(known) ? undefined : `unknown: ${symbols.slice(0, 10).join(', ')}; see /symbols`;
  }

  makes(name: string): boolean {
    if (this.#strict || this.#bars.length >= this.#mostSymbols) return false;
    this.#simulator.add(name);
    this.#add(name);
    return true;
  }

  /** The simulator starts over with every run. */
  numbered(): 'gateway' {
    return 'gateway';
  }

  /** Nothing: the next tick is never far. */
  showNewest(): void {}

  /** A market that nobody watches stands still, and costs nothing. */
  wanted(): void {
    if (this.#context.stats.subscriptions === 0) {
      clearInterval(this.#turns);
      this.#turns = undefined;
    } else {
      this.#turns ??= this.#startTurns();
    }
  }

  close(): void {
    clearInterval(this.#turns);
    this.#market.close();
  }

  #add(name: string): void {
    const { id } = this.#market.add(name);
    this.#bars[id - 1] = new SymbolBars(this.#kept);
  }

  /** Where the simulator puts its ticks. */
  #createSink(): Pick<TickSink, 'symbol' | 'trade' | 'quote'> {
    const market = this.#market;
    return {
      symbol: (name) => market.line(name)?.id ?? 0,
      trade: (id, time, price, size, sequence, flags) => {
        this.#bars[id - 1]?.add(time, price, size);
        market.trade(market.lineOf(id) as Line, time, price, size, sequence, flags);
      },
      quote: (id, time, bid, bidSize, ask, askSize, sequence) =>
        market.quote(market.lineOf(id) as Line, time, bid, bidSize, ask, askSize, sequence),
    };
  }

  #startTurns(): NodeJS.Timeout {
    const pace = new TickPace({ rate: this.#rate, burst: 1, count: Number.POSITIVE_INFINITY });
    let before = now();
    pace.due(before);
    return setInterval(() => {
      const time = now();
      this.#market.received = time;
      const due = pace.due(time);
      // The ticks of a turn are spread over it, as they would have come.
      for (let tick = 1; tick <= due; tick++) {
        this.#simulator.tickInto(this.#sink, before + ((time - before) * tick) / due);
      }
      this.#context.stats.ticks += due;
      before = time;
      this.#market.flush();
    }, this.#turn);
  }
}
