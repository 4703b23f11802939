import type { Instrument } from '../market/instrument.js';
import {
  type EpochMs,
  type Price,
  type Size,
  type SymbolId,
  TICK_FLAG,
  TICK_KIND,
  type TickKind,
} from '../market/tick.js';
import type { BatchPort, Sent } from '../memory/batch-port.js';
import { FEED_COUNTERS, type FeedBlockWriter, type FeedCounter } from '../memory/feed-block.js';
import { ringBell } from '../memory/host-block.js';
import { TABLE_RECORD, TICK } from '../memory/layout.js';
import type { LaneAddress } from '../memory/page-memory.js';
import { TICK_NUMBERS } from '../memory/ring-writer.js';
import type { TickOutlet } from '../memory/tick-outlet.js';
import type { Views } from '../memory/views.js';
import { type MarketTableWriter, MOST_SYMBOLS } from '../table/market-table-writer.js';
import type { Outgoing, TickSink } from './codec.js';
import { deafSink } from './deaf-sink.js';
import { LaneRoutes, type Route } from './lane-routes.js';
import type { FeedErrorCode, LaneHandover } from './protocol.js';
import { TickTrack } from './tick-track.js';

/** The counters' places. */
const AT = Object.fromEntries(FEED_COUNTERS.map((name, index) => [name, index])) as Record<FeedCounter, number>;
/** Places in the tick at hand. */
const [TIME, RECEIVED, PRICE, SIZE] = [TICK.TIME >> 3, TICK.RECEIVED >> 3, TICK.PRICE >> 3, TICK.SIZE >> 3];
const [ASK, ASK_SIZE, SEQUENCE] = [TICK.ASK >> 3, TICK.ASK_SIZE >> 3, TICK.SEQUENCE >> 3];
/** How far a tick may be ahead of the receiver's clock: time zones told wrongly are within it. */
const AHEAD_MS = 86_400_000;
/** Of a message that is reported, so much is shown. */
const SAMPLE_LENGTH = 120;

const finite = Number.isFinite;

/** What a codec says that is for its own connection. */
export type TickSource = Pick<TickSink, 'instrument' | 'send' | 'ready' | 'gap' | 'lost' | 'stale' | 'end'> & {
  /** Whether the symbol is to come from there. Asked only where a feed has several connections. */
  carries(symbol: string): boolean;
};

/** Where ticks come from that no connection brings. */
const NOBODY: TickSource = { ...deafSink, carries: () => true };

/**
 * Where codecs put ticks: validates each, finds the lanes that want its symbol, writes their rings and rings each touched
 * host's bell once per batch. Every tick is counted: accepted, rejected or unrouted. Feed worker only.
 */
export class TickWriter implements TickSink {
  /** Nothing is to be written: the session drops messages, the simulator makes none. */
  paused = false;
  /** The connection whose frame is being decoded: what a codec says beside its ticks goes there. */
  source: TickSource = NOBODY;
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
  readonly #lanes: LaneRoutes;
  /** Of the lanes, by symbol id. */
  readonly #routes: readonly (readonly Route[])[];
  /** Outlets written since the last flush, so many of these: an array that is emptied each time grows anew each time. */
  readonly #touched: TickOutlet[] = [];
  #touches = 0;
  /** Shared hosts whose bells are still to be rung in this flush: a few. */
  readonly #hosts: number[] = [];
  /**
   * The tick at hand, as it will lie in a cell. Its numbers go on from here in memory: as arguments they would be boxed wherever the
   * engine does not inline, which is garbage for each tick.
   */
  readonly #tick = new Float64Array(TICK_NUMBERS).fill(Number.NaN);
  readonly #track = new TickTrack();
  #table: MarketTableWriter | undefined;
  /** Ids in the table by symbol id; -1: not asked for yet. */
  readonly #entries: number[] = [0];

  constructor(views: Views, block: FeedBlockWriter, report: (code: FeedErrorCode, message: string) => void) {
    this.#views = views;
    this.#lanes = new LaneRoutes(views);
    this.#routes = this.#lanes.of;
    this.#block = block;
    this.#counters = block.counters;
    this.#report = report;
  }

  /** Sends a symbol's ticks to a lane as well. True where it is the symbol's first. */
  route(symbol: string, handover: LaneHandover): boolean {
    return this.#lanes.add(this.#ids.get(symbol) ?? this.#enroll(symbol), handover);
  }

  /**
   * From now on the lane's ticks wait here, as it moves to another host; what was sent to the old one before by message. Undefined: nothing
   * was, as they went into its ring, or the lane is not known.
   */
  hold(address: LaneAddress): Sent | undefined {
    this.flush();
    return this.#lanes.hold(address);
  }

  /** The lane's host has it: ticks go there by this port, without one into the lane's ring, those that waited first. */
  resume(address: LaneAddress, port: BatchPort | undefined, byteLength: number): void {
    (this.#counters[AT.conflated] as number) += this.#lanes.resume(address, port, byteLength);
  }

  /** Sends what waits for the lane's host; undefined where it goes by its ring. */
  settle(address: LaneAddress): Sent | undefined {
    this.flush();
    return this.#lanes.settle(address);
  }

  /** From now on the newest of every symbol goes into the table as well, wanted or not. */
  set table(table: MarketTableWriter) {
    this.#table = table;
  }

  /** Forgets a lane; the symbols that nobody takes any more. `stays`: it gets other symbols, and what waits for it still goes there. */
  unroute(address: LaneAddress, stays = false): string[] {
    this.flush();
    return this.#lanes.remove(address, stays).map((id) => {
      // whoever comes back finds other numbers, and nothing is missing
      this.#track.forget(id);
      return this.#names[id] as string;
    });
  }

  /** Ticks come from here from now on; from nowhere in particular where left out. `contiguous`: their numbers go up by one. */
  begin(source: TickSource = NOBODY, contiguous = false): void {
    this.source = source;
    this.contiguous = contiguous;
  }

  get received(): EpochMs {
    return this.#tick[RECEIVED] as EpochMs;
  }

  symbol(name: string): SymbolId {
    const id = this.#ids.get(name) ?? (this.#table ? this.#admit(name) : 0);
    if (this.several && !this.source.carries(name)) return 0;
    return this.#table || (this.#routes[id] as readonly Route[]).length > 0 ? id : 0;
  }

  trade(symbol: SymbolId, time: EpochMs, price: Price, size: Size, sequence: number, flags: number): void {
    const tick = this.#tick;
    tick[TIME] = time;
    tick[PRICE] = price;
    tick[SIZE] = size;
    tick[ASK] = 0;
    tick[ASK_SIZE] = 0;
    tick[SEQUENCE] = sequence;
    this.#take(symbol, TICK_KIND.TRADE, flags);
  }

  quote(symbol: SymbolId, time: EpochMs, bid: Price, bidSize: Size, ask: Price, askSize: Size, sequence: number): void {
    const tick = this.#tick;
    tick[TIME] = time;
    tick[PRICE] = bid;
    tick[SIZE] = bidSize;
    tick[ASK] = ask;
    tick[ASK_SIZE] = askSize;
    tick[SEQUENCE] = sequence;
    this.#take(symbol, TICK_KIND.QUOTE, 0);
  }

  /**
   * Takes the tick at hand. All in one function on purpose: it is too large for V8 to inline (460 bytes of bytecode), so that `trade` and
   * `quote` stay small enough to be inlined where a codec calls them, and only there do numbers not become garbage.
   */
  #take(symbol: SymbolId, kind: TickKind, flags: number): void {
    const tick = this.#tick;
    const time = tick[TIME] as number;
    const size = tick[SIZE] as number;
    const askSize = tick[ASK_SIZE] as number;
    if (
      !(
        finite(time) &&
        finite(tick[PRICE] as number) &&
        finite(tick[ASK] as number) &&
        size >= 0 &&
        finite(size) &&
        askSize >= 0 &&
        finite(askSize)
      ) ||
      // a time far ahead would open a session and a bar that nothing closes any more
      time > (tick[RECEIVED] as number) + AHEAD_MS
    ) {
      return this.#refuse(symbol, kind);
    }
    if (symbol !== 0 && !this.#track.accepts(symbol, kind, tick)) return this.#add('doubles');
    const reference = (flags & TICK_FLAG.REFERENCE) !== 0;
    const routes = this.#routes[symbol] as readonly Route[];
    const counters = this.#counters;
    if (routes.length === 0) (counters[AT.unrouted] as number)++;
    else {
      (counters[reference ? AT.references : AT.ticks] as number)++;
      // nobody misses ticks that nobody wants
      if (this.contiguous && !reference && !this.#track.follows(symbol, tick)) this.#tellHole(symbol);
    }
    const table = this.#table;
    if (table && symbol !== 0) {
      let entry = this.#entries[symbol] as number;
      if (entry < 0) {
        entry = table.symbol(this.#names[symbol] as string);
        this.#entries[symbol] = entry;
      }
      table.write(entry, kind, flags, tick);
    }
    for (let index = 0; index < routes.length; index++) {
      const { outlet, leg } = routes[index] as Route;
      if (!outlet.touched) this.#touched[this.#touches++] = outlet;
      outlet.write(tick, kind | (flags << 8), leg, symbol);
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
    this.#lanes.enroll();
    this.#entries.push(-1);
    return id;
  }

  /** A symbol that nobody subscribed to, for the table; a source may send more names, and longer ones, than there is room for. */
  #admit(name: string): SymbolId {
    return this.#names.length > MOST_SYMBOLS || name.length > TABLE_RECORD.NAME_MOST ? 0 : this.#enroll(name);
  }

  /** The numbers of a symbol whose ticks are numbered without a hole did not go on. */
  #tellHole(symbol: SymbolId): void {
    const sequence = this.#tick[SEQUENCE] as number;
    const { expected } = this.#track;
    const name = this.#names[symbol] as string;
    if (expected < sequence) this.gap(name, expected, sequence - expected);
    else this.source.lost(`"${name}": the source counts anew, from ${sequence} instead of ${expected}`, name);
  }

  /** Counts a message to a host. */
  batch(bytes: number): void {
    this.#add('batches');
    this.#add('batchBytes', bytes);
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
    // where the numbers went on from is unknown, too
    const id = symbol && this.#ids.get(symbol);
    if (id) this.#track.restart(id);
    this.source.lost(reason, symbol);
  }

  stale(reason?: string): void {
    this.source.stale(reason);
  }

  end(reason: string, again: boolean): void {
    this.source.end(reason, again);
  }

  /** Counts a message that arrived, before it is decoded. */
  message(bytes: number, now: EpochMs): void {
    this.#tick[RECEIVED] = now;
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
    for (let index = 0; index < this.#touches; index++) {
      const outlet = this.#touched[index] as TickOutlet;
      const host = outlet.hand();
      if (host !== 0 && !this.#hosts.includes(host)) this.#hosts.push(host);
      (this.#counters[AT.conflated] as number) += outlet.takeConflated();
    }
    this.#touches = 0;
    // a bell for all lanes of a host: it wakes to all of them at once
    for (let index = 0; index < this.#hosts.length; index++) ringBell(this.#views.i32, this.#hosts[index] as number);
    this.#hosts.length = 0;
    const table = this.#table;
    if (table) {
      table.flush();
      this.#counters[AT.evicted] = table.evicted;
      this.#counters[AT.refused] = table.refused;
    }
    this.#block.publish();
  }

  #add(counter: FeedCounter, by = 1): void {
    (this.#counters[AT[counter]] as number) += by;
  }

  #refuse(symbol: SymbolId, kind: TickKind): void {
    const [time, , price, size, ask, askSize] = this.#tick;
    const what =
      kind === TICK_KIND.TRADE
        ? `price ${price}, size ${size}, time ${time}`
        : `bid ${price}, ask ${ask}, sizes ${size} and ${askSize}, time ${time}`;
    this.rejected(`tick of ${this.#names[symbol] || 'a symbol'} rejected, not a number or negative`, what);
  }
}
