import type { Codec, Outgoing, TickSink } from '../src/feed/codec.js';
import type { Instrument } from '../src/market/instrument.js';
import { type EpochMs, type Price, type Size, type SymbolId, TICK_FLAG } from '../src/market/tick.js';
import { SymbolBars } from './bars.js';
import { now } from './clock.js';
import type { GatewayContext } from './context.js';
import type { Line, Market } from './market.js';
import type { TickTaker } from './newest.js';
import { SYMBOL_LIMIT } from './protocol.js';
import type { Numbered } from './session.js';

/** How far a tick may be ahead of this machine's clock: time zones told wrongly are within it. */
const AHEAD = 86_400_000;
/** Bars of one grain: a day of minutes for the first symbols, fewer for later ones (400 MB for 10,000 symbols). */
const MOST_KEPT = 1500;
const LEAST_KEPT = 64;
const KEPT_BARS = 2 ** 20;

/** What is known of one symbol: its newest trade and quote, its bars, and how its ticks are numbered. */
class LiveSymbol {
  readonly name: string;
  /** Where its ticks go, from the first one on. */
  line: Line | undefined;
  bars: SymbolBars | undefined;
  numbered: Numbered | undefined;
  /** Of the newest tick, as it went out. */
  sequence = 0;
  /** What is added to the source's numbers, which began again. */
  offset = 0;
  /** The source's numbers begin again with the next tick. */
  restarts = false;
  /** The source goes on from before: ticks that have come already may come again. */
  guarded = false;
  trade: readonly [EpochMs, Price, Size, flags: number] | undefined;
  quote: readonly [EpochMs, Price, Size, Price, Size] | undefined;

  constructor(name: string) {
    this.name = name;
  }
}

/** What a source says beside its ticks, for the connection that is decoding. */
export type UpstreamTalk = Pick<TickSink, 'ready' | 'stale' | 'end'> & { send(message: Outgoing): void };

const SILENT: UpstreamTalk = { ready: () => {}, stale: () => {}, end: () => {}, send: () => {} };

/**
 * Where codecs put the ticks of a live source: looks whether they are sound, numbers those that have no number, keeps the newest, and
 * brings them to the market.
 */
export class LiveTicks implements TickSink {
  /** Receive time of the message being decoded. */
  received: EpochMs = 0;
  talk: UpstreamTalk = SILENT;
  /** Called when a sound tick has come. */
  onTick: () => void = () => {};
  readonly #market: Market;
  readonly #context: GatewayContext;
  readonly #most: number;
  readonly #symbols: LiveSymbol[] = [];
  readonly #ids = new Map<string, SymbolId>();
  readonly #instruments = new Map<string, Instrument>();
  #contiguous = true;
  #retained = false;

  /** `most`: symbols that the source may bring; ticks of further ones are rejected. */
  constructor(market: Market, context: GatewayContext, most: number) {
    this.#market = market;
    this.#context = context;
    this.#most = most;
  }

  /**
   * Begins a message. `contiguous`: the source's numbers go up by one from tick to tick of a symbol. `retained`: a broker kept it, it is
   * from before the subscription.
   */
  message(contiguous: boolean, retained = false): void {
    this.received = now();
    this.#market.received = this.received;
    this.#context.stats.messages++;
    this.#contiguous = contiguous;
    this.#retained = retained;
  }

  /** Decodes a message, whatever it holds. */
  decode(codec: Pick<Codec, 'decode'>, frame: string | ArrayBuffer): void {
    try {
      codec.decode(frame, this);
    } catch (error) {
      // a mistake in a codec is no reason to end a gateway
      this.rejected(`a codec failed: ${String(error)}`, typeof frame === 'string' ? frame : undefined);
    }
  }

  /** The source goes on behind a position: some of its ticks come a second time. */
  guard(): void {
    for (const symbol of this.#symbols) symbol.guarded = symbol.numbered === 'source';
  }

  find(name: string): LiveSymbol | undefined {
    return this.#symbols[(this.#ids.get(name) ?? 0) - 1];
  }

  /** What the source told of a symbol. */
  instrumentOf(name: string): Instrument | undefined {
    return this.#instruments.get(name);
  }

  /** Hands over the newest trade, as one from before, and the newest quote; without numbers, which would leave holes. */
  showNewest(line: Line, taker: TickTaker): void {
    const { trade, quote } = this.find(line.name) ?? {};
    if (trade) {
      const [time, price, size, flags] = trade;
      taker.trade(line, time, price, size, Number.NaN, flags | TICK_FLAG.REFERENCE);
    }
    if (quote) taker.quote(line, ...quote, Number.NaN);
  }

  /** Messages may be missing, and no number of the source tells it: ours shall have a hole there. */
  skip(): void {
    for (const symbol of this.#symbols) if (symbol.line && symbol.numbered === 'gateway') symbol.sequence++;
  }

  // what codecs call

  symbol(name: string): SymbolId {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    if (name === '' || name.length > SYMBOL_LIMIT || this.#symbols.length >= this.#most) {
      this.rejected(`a symbol has 1 to ${SYMBOL_LIMIT} characters, and there are at most ${this.#most} of them`, name);
      return 0;
    }
    const id = this.#symbols.push(new LiveSymbol(name));
    this.#ids.set(name, id);
    return id;
  }

  trade(id: SymbolId, time: EpochMs, price: Price, size: Size, sequence: number, flags: number): void {
    const sound = Number.isFinite(price) && size >= 0 && size < Number.POSITIVE_INFINITY && this.#isTime(time);
    if (!sound) return this.rejected(`not a trade: price ${price}, size ${size}, time ${time}`);
    const symbol = this.#take(id, sequence);
    if (symbol === undefined) return;
    const line = symbol.line as Line;
    const kept = this.#retained ? flags | TICK_FLAG.REFERENCE : flags;
    symbol.trade = [time, price, size, kept];
    if (!(kept & TICK_FLAG.REFERENCE)) {
      symbol.bars ??= new SymbolBars(this.#barsKept());
      symbol.bars.add(time, price, size);
    }
    this.#market.trade(line, time, price, size, this.#number(symbol, sequence), kept);
  }

  quote(id: SymbolId, time: EpochMs, bid: Price, bidSize: Size, ask: Price, askSize: Size, sequence: number): void {
    const sizes = bidSize >= 0 && askSize >= 0 && Number.isFinite(bidSize + askSize);
    if (!(Number.isFinite(bid) && Number.isFinite(ask) && sizes && this.#isTime(time))) {
      return this.rejected(`not a quote: bid ${bid}, ask ${ask}, sizes ${bidSize} and ${askSize}, time ${time}`);
    }
    const symbol = this.#take(id, sequence);
    if (symbol === undefined) return;
    symbol.quote = [time, bid, bidSize, ask, askSize];
    this.#market.quote(symbol.line as Line, time, bid, bidSize, ask, askSize, this.#number(symbol, sequence));
  }

  ignored(): void {}

  rejected(reason: string, sample = ''): void {
    this.#context.stats.rejected++;
    this.#context.log.warn('rejected', { reason, sample: sample === '' ? undefined : sample.slice(0, 200) });
  }

  failed(reason: string): void {
    this.#context.stats.errors++;
    this.#context.log.warn('source error', { reason });
  }

  /** Books, bars and option quotes are not served. */
  book(): void {}
  bar(): void {}
  option(): void {}

  instrument(record: Instrument): void {
    const { symbol } = record;
    if (this.#instruments.has(symbol) || this.#instruments.size < this.#most) this.#instruments.set(symbol, record);
  }

  send(message: Outgoing): void {
    this.talk.send(message);
  }

  ready(): void {
    this.talk.ready();
  }

  stale(reason?: string): void {
    this.talk.stale(reason);
  }

  end(reason: string, again: boolean): void {
    this.talk.end(reason, again);
  }

  gap(name: string, _from: number, missing: number): void {
    const symbol = this.find(name);
    if (symbol?.numbered === 'gateway') symbol.sequence += missing;
  }

  lost(_reason: string, name?: string): void {
    if (name === undefined) return this.skip();
    const symbol = this.find(name);
    if (symbol?.numbered === 'gateway') symbol.sequence++;
    else if (symbol?.numbered === 'source') symbol.restarts = true;
    if (symbol) symbol.guarded = false;
  }

  /** The symbol of a sound tick; undefined where nobody wants it any more, or where it came before. */
  #take(id: SymbolId, sequence: number): LiveSymbol | undefined {
    const symbol = this.#symbols[id - 1];
    if (symbol === undefined) return undefined;
    // a broker hands over what it kept at every new subscription
    const again = symbol.numbered === 'source' && sequence + symbol.offset <= symbol.sequence;
    if (again && (this.#retained || symbol.guarded)) return undefined;
    symbol.guarded &&= this.#retained;
    symbol.line ??= this.#market.line(symbol.name) ?? this.#market.add(symbol.name);
    this.#context.stats.ticks++;
    this.onTick();
    return symbol;
  }

  /** The number that a tick goes out with. Whose it is, the first tick of the symbol decides. */
  #number(symbol: LiveSymbol, sequence: number): number {
    if (symbol.numbered === undefined) {
      symbol.numbered = this.#contiguous && Number.isFinite(sequence) ? 'source' : 'gateway';
      if (symbol.numbered === 'gateway') this.#tellNumbered(symbol);
    }
    if (symbol.numbered === 'gateway') return ++symbol.sequence;
    if (!Number.isFinite(sequence)) return Number.NaN;
    if (symbol.restarts) {
      // a hole of one, as something is missing, and nobody knows how much
      symbol.offset = symbol.sequence + 2 - sequence;
      symbol.restarts = false;
    }
    symbol.sequence = sequence + symbol.offset;
    return symbol.sequence;
  }

  /** To those who subscribed before anybody knew. */
  #tellNumbered({ name, line }: LiveSymbol): void {
    const { run } = this.#market;
    const message = 'the gateway numbers the ticks of this symbol';
    const text = JSON.stringify({ type: 'info', message, run, numbered: [name] });
    for (const session of (line as Line).subscribers) session.announce(text);
  }

  #barsKept(): number {
    return Math.min(MOST_KEPT, Math.max(LEAST_KEPT, Math.floor(KEPT_BARS / this.#symbols.length)));
  }

  #isTime(time: EpochMs): boolean {
    return Number.isFinite(time) && time < this.received + AHEAD;
  }
}
