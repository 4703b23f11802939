import type { WebSocket } from 'ws';
import { Backoff } from '../src/feed/backoff.js';
import type { Bar } from '../src/market/bar.js';
import { now } from './clock.js';
import type { GatewayContext } from './context.js';
import type { HistoryQuery } from './history.js';
import { LiveTicks } from './live-ticks.js';
import { type Line, Market, type MarketOptions, type MarketOwner } from './market.js';
import type { TickTaker } from './newest.js';
import type { Outlet } from './outlet.js';
import type { Numbered } from './session.js';
import type { GatewaySource, ListedSymbol, StreamRequest } from './source.js';
import type { Upstream, UpstreamOpener } from './upstream.js';

export interface LiveOptions extends MarketOptions {
  /** Symbols that the source may bring. Default 100,000. */
  readonly maxSymbols?: number;
  /** Symbols to ask the source for from the start, where it is asked for each. Default: those that clients want. */
  readonly symbols?: readonly string[];
}

const MOST_SYMBOLS = 100_000;
/** Symbols without a tick that clients may subscribe to together, so that they cannot make the gateway grow without bound. */
const MOST_AWAITED = 100_000;

/** Ticks of a broker or of another server, for everyone who asks; connects again by itself. */
export class LiveSource implements GatewaySource, MarketOwner {
  readonly summary: string;
  readonly greeting = '{"type":"subscribe","symbols":["BTC-USD"],"format":"json"}';
  readonly #opener: UpstreamOpener;
  readonly #context: GatewayContext;
  readonly #market: Market;
  readonly #ticks: LiveTicks;
  readonly #backoff = new Backoff();
  /** Symbols that the source is asked for. */
  readonly #wanted: Set<string>;
  readonly #always: ReadonlySet<string>;
  /** Symbols that clients subscribed to before they had a tick. */
  readonly #awaited = new Set<Line>();
  #upstream: Upstream | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Grows with every connection, so that late news of an old one are found late. */
  #turn = 0;
  /** It has stood before: what came in between may be missing. */
  #stood = false;
  /** Ticks have come since the last loss. */
  #healthy = false;

  /** Throws a RangeError for options out of range. */
  constructor(opener: UpstreamOpener, options: LiveOptions, context: GatewayContext) {
    const { maxSymbols = MOST_SYMBOLS, symbols = [] } = options;
    if (!(Number.isInteger(maxSymbols) && maxSymbols > 0)) {
      throw new RangeError(`maxSymbols ${maxSymbols}: expected a whole number above 0`);
    }
    this.#opener = opener;
    this.#context = context;
    this.#always = new Set(symbols);
    this.#wanted = new Set(symbols);
    this.#market = new Market(options, context, this);
    this.#market.upstream = context.stats.upstream = 'lost';
    this.#ticks = new LiveTicks(this.#market, context, maxSymbols);
    this.#ticks.onTick = () => {
      this.#healthy = true;
      this.#backoff.reset();
    };
    this.summary = `live ticks of ${opener.shown}`;
    this.#connect();
  }

  /** Those that had a tick. */
  symbols(): readonly ListedSymbol[] {
    return Array.from(this.#market.lines())
      .filter((line) => this.#isSeen(line))
      .map(({ name: symbol }) => ({ kind: 'ticker', ...this.#ticks.instrumentOf(symbol), symbol }));
  }

  /** Bars of the trades since the gateway began. */
  readonly history = ({ symbol, interval, limit }: HistoryQuery): readonly Bar[] | undefined => {
    const known = this.#ticks.find(symbol);
    if (known?.line === undefined) return undefined;
    return known.bars?.read(interval, limit, now(), () => []) ?? [];
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
    const could = (name: string) => this.#opener.accepts?.(name) ?? true;
    return symbols.some(could) ? undefined : `unknown: ${symbols.slice(0, 10).join(', ')}; see /symbols`;
  }

  /** Symbols may come later. */
  makes(name: string): boolean {
    if (this.#awaited.size >= MOST_AWAITED) {
      for (const line of this.#awaited) if (this.#isSeen(line)) this.#awaited.delete(line);
    }
    return this.#awaited.size < MOST_AWAITED && (this.#opener.accepts?.(name) ?? true);
  }

  numbered({ name }: Line): Numbered | undefined {
    return this.#ticks.find(name)?.numbered;
  }

  showNewest(line: Line, taker: TickTaker): void {
    this.#ticks.showNewest(line, taker);
  }

  wanted(line: Line, wanted: boolean): void {
    const { name } = line;
    if (wanted) {
      this.#wanted.add(name);
      if (!this.#isSeen(line)) this.#awaited.add(line);
    } else {
      if (!this.#always.has(name)) this.#wanted.delete(name);
      this.#awaited.delete(line);
      if (!this.#isSeen(line)) this.#market.remove(line);
    }
    this.#upstream?.ask?.();
  }

  close(): void {
    this.#turn++;
    clearTimeout(this.#retry);
    this.#upstream?.close();
    this.#upstream = undefined;
    this.#market.close();
  }

  /** Whether a symbol had a tick. */
  #isSeen({ name }: Line): boolean {
    return this.#ticks.find(name)?.line !== undefined;
  }

  #connect(): void {
    const turn = ++this.#turn;
    const mine = () => turn === this.#turn;
    this.#upstream = this.#opener.open(this.#ticks, this.#wanted, {
      opened: () => mine() && this.#opened(),
      stale: (reason) => mine() && this.#starve(reason),
      ended: (reason) => mine() && this.#ended(reason),
    });
  }

  #opened(): void {
    const { stats, log } = this.#context;
    this.#market.upstream = stats.upstream = 'live';
    log.info('source', { state: 'live', source: this.#opener.shown });
    if (!this.#stood) {
      this.#stood = true;
      return;
    }
    this.#ticks.skip();
    this.#announce('live', 'the source is back');
  }

  /** What stands behind the source is lost, or back: its own numbers tell what is missing. */
  #starve(reason: string | undefined): void {
    const { stats, log } = this.#context;
    const state = reason === undefined ? 'live' : 'lost';
    if (stats.upstream === state) return;
    this.#market.upstream = stats.upstream = state;
    log.warn('source', { state, source: this.#opener.shown, reason });
    this.#announce(state, reason ?? 'the source is back');
  }

  #ended(reason: string): void {
    const { stats, log } = this.#context;
    this.#turn++;
    this.#upstream?.close();
    this.#upstream = undefined;
    const was = stats.upstream;
    this.#market.upstream = stats.upstream = 'lost';
    // another server is there already, and gateways are few: nobody needs to be spread. Whatever fails then waits
    const wait = this.#healthy && this.#opener.several ? 0 : this.#backoff.next();
    this.#healthy = false;
    log.warn('source', { state: 'lost', source: this.#opener.shown, reason, again: Math.round(wait) });
    if (was === 'live') this.#announce('lost', 'the source is lost; connecting again');
    this.#retry = setTimeout(() => {
      stats.reconnects++;
      this.#connect();
    }, wait);
  }

  #announce(upstream: 'live' | 'lost', message: string): void {
    this.#market.announce(JSON.stringify({ type: 'info', message, upstream }));
  }
}
