import type { Instrument } from '../market/instrument.js';
import { type EpochMs, type Price, type Size, type SymbolId, TICK_FLAG, TICK_KIND } from '../market/tick.js';
import { FEED_COUNTERS, type FeedBlockWriter, type FeedCounter } from '../memory/feed-block.js';
import type { LaneAddress } from '../memory/page-memory.js';
import { RingWriter } from '../memory/ring-writer.js';
import type { Views } from '../memory/views.js';
import { type MarketTableWriter, MOST_SYMBOLS } from '../table/market-table-writer.js';
import type { Outgoing, TickSink } from './codec.js';
import { deafSink } from './deaf-sink.js';
import type { FeedErrorCode, LaneHandover } from './protocol.js';
import { TickTrack } from './tick-track.js';

/** The counters' places. */
const AT = Object.fromEntries(FEED_COUNTERS.map((name, index) => [name, index])) as Record<FeedCounter, number>;
/** How far a tick may be ahead of the receiver's clock: time zones told wrongly are within it. */
const AHEAD_MS = 86_400_000;
/** Of a message that is reported, so much is shown. */
const SAMPLE_LENGTH = 120;

const finite = Number.isFinite;

/** What a codec says that is for its own connection. */
export type TickSource = Pick<TickSink, 'instrument' | 'send' | 'ready' | 'gap' | 'lost' | 'end'> & {
  /** Whether the symbol is to come from there. Asked only where a feed has several connections. */
  carries(symbol: string): boolean;
};

/** One lane that takes a symbol's ticks. */
interface Route {
  readonly lane: LaneAddress;
  readonly ring: RingWriter;
  readonly leg: number;
}

/**
 * Where codecs put ticks: validates each, finds the lanes that want its symbol, writes their rings and rings each touched
 * host's bell once per batch. Every tick is counted: accepted, rejected or unrouted. Feed worker only.
 */
export class TickWriter implements TickSink {
  received: EpochMs = Number.NaN;
  /** Nothing is to be written: the session drops messages, the simulator makes none. */
  paused = false;
  /** The connection whose frame is being decoded: what a codec says beside its ticks goes there. */
  source: TickSource = { ...deafSink, carries: () => true };
  /** Its codec says that the sequence of a symbol goes up by one from tick to tick. */
  contiguous = false;
  /** Several connections may bring a symbol: only the one that carries it counts. */
  several = false;
  readonly #views: Views;
  readonly #block: FeedBlockWriter;
  readonly #counters: Float64Array;
  readonly #report: (code: FeedErrorCode, message: string) => void;
  readonly #ids = new Map<string, SymbolId>();
  readonly #names: string[] = [''];
  /** Lanes by symbol id. */
  readonly #routes: Route[][] = [[]];
  readonly #lanes = new Map<LaneAddress, { readonly ring: RingWriter; readonly symbols: SymbolId[] }>();
  readonly #touched: RingWriter[] = [];
  readonly #track = new TickTrack();
  #table: MarketTableWriter | undefined;
  /** Ids in the table by symbol id; -1: not asked for yet. */
  readonly #entries: number[] = [0];

  constructor(views: Views, block: FeedBlockWriter, report: (code: FeedErrorCode, message: string) => void) {
    this.#views = views;
    this.#block = block;
    this.#counters = block.counters;
    this.#report = report;
  }

  /** Sends a symbol's ticks to a lane as well. True where it is the symbol's first. */
  route(symbol: string, { address, leg, byteLength }: LaneHandover): boolean {
    if (this.#views.renew(byteLength)) for (const { ring } of this.#lanes.values()) ring.renew();
    let lane = this.#lanes.get(address);
    if (!lane) {
      lane = { ring: new RingWriter(this.#views, address, byteLength), symbols: [] };
      this.#lanes.set(address, lane);
    }
    const id = this.#ids.get(symbol) ?? this.#enroll(symbol);
    lane.symbols.push(id);
    const routes = this.#routes[id] as Route[];
    routes.push({ lane: address, ring: lane.ring, leg });
    return routes.length === 1;
  }

  /** From now on the newest of every symbol goes into the table as well, wanted or not. */
  set table(table: MarketTableWriter) {
    this.#table = table;
  }

  /** Forgets a lane; the symbols that nobody takes any more. */
  unroute(address: LaneAddress): string[] {
    this.flush();
    const symbols = new Set(this.#lanes.get(address)?.symbols);
    this.#lanes.delete(address);
    const left: string[] = [];
    for (const id of symbols) {
      const kept = (this.#routes[id] as Route[]).filter((route) => route.lane !== address);
      this.#routes[id] = kept;
      if (kept.length > 0) continue;
      left.push(this.#names[id] as string);
      // whoever comes back finds other numbers, and nothing is missing
      this.#track.forget(id);
    }
    return left;
  }

  symbol(name: string): SymbolId {
    const id = this.#ids.get(name) ?? (this.#table ? this.#admit(name) : 0);
    if (this.several && !this.source.carries(name)) return 0;
    return this.#table || (this.#routes[id] as Route[]).length > 0 ? id : 0;
  }

  trade(symbol: SymbolId, time: EpochMs, price: Price, size: Size, sequence: number, flags: number): void {
    if (!(finite(price) && size >= 0 && finite(size) && this.#isTime(time))) {
      return this.#refuse(symbol, `price ${price}, size ${size}, time ${time}`);
    }
    const reference = flags & TICK_FLAG.REFERENCE;
    if (symbol !== 0 && !this.#track.accepts(symbol, TICK_KIND.TRADE, sequence, time, price, size)) {
      return this.#add('doubles');
    }
    const routes = this.#count(symbol, reference ? AT.references : AT.ticks);
    // nobody misses ticks that nobody wants
    if (this.contiguous && routes.length > 0 && !reference) this.#follow(symbol, sequence);
    if (this.#table && symbol !== 0) {
      this.#table.trade(this.#entry(symbol), time, this.received, price, size, sequence, flags);
    }
    for (let index = 0; index < routes.length; index++) {
      const { ring, leg } = routes[index] as Route;
      if (!ring.touched) this.#touched.push(ring);
      ring.trade(time, this.received, price, size, sequence, flags, leg, symbol);
    }
  }

  quote(symbol: SymbolId, time: EpochMs, bid: Price, bidSize: Size, ask: Price, askSize: Size, sequence: number): void {
    if (
      !(
        finite(bid) &&
        finite(ask) &&
        bidSize >= 0 &&
        finite(bidSize) &&
        askSize >= 0 &&
        finite(askSize) &&
        this.#isTime(time)
      )
    ) {
      return this.#refuse(symbol, `bid ${bid}, ask ${ask}, sizes ${bidSize} and ${askSize}, time ${time}`);
    }
    if (symbol !== 0 && !this.#track.accepts(symbol, TICK_KIND.QUOTE, sequence, time, bid, ask)) {
      return this.#add('doubles');
    }
    const routes = this.#count(symbol, AT.ticks);
    if (this.contiguous && routes.length > 0) this.#follow(symbol, sequence);
    if (this.#table && symbol !== 0) {
      this.#table.quote(this.#entry(symbol), time, this.received, bid, bidSize, ask, askSize, sequence);
    }
    for (let index = 0; index < routes.length; index++) {
      const { ring, leg } = routes[index] as Route;
      if (!ring.touched) this.#touched.push(ring);
      ring.quote(time, this.received, bid, bidSize, ask, askSize, sequence, leg, symbol);
    }
  }

  /** Ticks counted so far, wanted or not. */
  get taken(): number {
    const counters = this.#counters;
    return (counters[AT.ticks] as number) + (counters[AT.references] as number) + (counters[AT.unrouted] as number);
  }

  /** These symbols come from another connection from now on: what it repeats is dropped, and counted as `doubles`. */
  guard(symbols: Iterable<string>): void {
    for (const name of symbols) {
      const id = this.#ids.get(name);
      if (id !== undefined) this.#track.guard(id);
    }
  }

  /** A symbol keeps its number for as long as the feed lives: who comes back gets the same one. */
  #enroll(name: string): SymbolId {
    const id = this.#names.push(name) - 1;
    this.#ids.set(name, id);
    this.#routes.push([]);
    this.#entries.push(-1);
    return id;
  }

  /** A symbol that nobody subscribed to, for the table; a source may send more names than there is room for. */
  #admit(name: string): SymbolId {
    return this.#names.length > MOST_SYMBOLS ? 0 : this.#enroll(name);
  }

  #entry(symbol: SymbolId): number {
    const known = this.#entries[symbol] as number;
    if (known >= 0) return known;
    const entry = (this.#table as MarketTableWriter).symbol(this.#names[symbol] as string);
    this.#entries[symbol] = entry;
    return entry;
  }

  /** Looks for a hole in the numbers of a symbol whose ticks are numbered without one. */
  #follow(symbol: SymbolId, sequence: number): void {
    const expected = this.#track.follow(symbol, sequence);
    const name = this.#names[symbol] as string;
    if (expected < sequence) this.gap(name, expected, sequence - expected);
    else if (expected > sequence)
      this.lost(`"${name}": the source counts anew, from ${sequence} instead of ${expected}`, name);
  }

  /** A time far ahead would open a session and a bar that nothing closes any more. */
  #isTime(time: EpochMs): boolean {
    return finite(time) && !(time > this.received + AHEAD_MS);
  }

  ignored(): void {
    this.#add('ignored');
  }

  rejected(reason: string, sample = ''): void {
    this.#add('rejected');
    const text = sample.length > SAMPLE_LENGTH ? `${sample.slice(0, SAMPLE_LENGTH)}…` : sample;
    this.#report('message', text ? `${reason}: ${text}` : reason);
  }

  failed(reason: string): void {
    this.#add('errors');
    this.#report('symbol', reason);
  }

  /** Nothing of the page takes books, bars of the source and option quotes yet: they are counted, and are no ticks. */
  book(): void {
    this.ignored();
  }

  bar(): void {
    this.ignored();
  }

  option(): void {
    this.ignored();
  }

  instrument(record: Instrument): void {
    this.ignored();
    this.source.instrument(record);
  }

  send(message: Outgoing): void {
    this.source.send(message);
  }

  ready(): void {
    this.source.ready();
  }

  gap(symbol: string, from: number, missing: number): void {
    this.source.gap(symbol, from, missing);
  }

  lost(reason: string, symbol?: string): void {
    this.source.lost(reason, symbol);
  }

  end(reason: string, again: boolean): void {
    this.source.end(reason, again);
  }

  /** Counts a message that arrived, before it is decoded. */
  message(bytes: number, now: EpochMs): void {
    this.received = now;
    this.#add('messages');
    this.#add('bytes', bytes);
    this.#counters[AT.lastMessage] = now;
  }

  /** Counts one of the feed's own events. */
  event(counter: 'reconnects' | 'gaps' | 'errors' | 'ignored'): void {
    this.#add(counter);
    this.#block.publish();
  }

  /** After each batch: hands the touched rings to their kernels and the counters to the page. */
  flush(): void {
    for (let index = 0; index < this.#touched.length; index++) {
      const ring = this.#touched[index] as RingWriter;
      ring.flush();
      (this.#counters[AT.conflated] as number) += ring.takeConflated();
    }
    this.#touched.length = 0;
    this.#table?.flush();
    this.#block.publish();
  }

  /** The lanes that want the symbol; counts its tick. */
  #count(symbol: SymbolId, counter: number): readonly Route[] {
    const routes = this.#routes[symbol] as Route[];
    (this.#counters[routes.length === 0 ? AT.unrouted : counter] as number)++;
    return routes;
  }

  #add(counter: FeedCounter, by = 1): void {
    (this.#counters[AT[counter]] as number) += by;
  }

  #refuse(symbol: SymbolId, what: string): void {
    this.rejected(`tick of ${this.#names[symbol] || 'a symbol'} rejected, not a number or negative`, what);
  }
}
