/**
 * The one contract of all codecs: a small pure module that turns a source's frames into ticks, and a list of symbols
 * into the source's own subscribe messages. A codec owns no socket, no timer and no memory, and never throws out of
 * `decode`: whatever it cannot use, it reports to the sink, so that every frame is accounted for.
 */
import type { Bar } from '../market/bar.js';
import type { BookUpdate } from '../market/book.js';
import type { Instrument } from '../market/instrument.js';
import type { OptionQuote } from '../market/option.js';
import type { EpochMs, Price, Size, SymbolId } from '../market/tick.js';

/** What goes out on the wire: text or bytes. */
export type Outgoing = string | ArrayBuffer;

/** What can be asked of a source: trades and quotes, order books, bars, option quotes. */
export type Channel = 'ticks' | 'book' | 'bars' | 'options';

/** One bar as a source aggregates it. */
export interface BarUpdate extends Bar {
  readonly symbol: string;
  /** Milliseconds that it covers. */
  readonly interval: number;
  /** True: nothing of it changes any more. */
  readonly closed: boolean;
}

/**
 * Where a codec puts what it decoded. Arguments of ticks are plain numbers, so that decoding one allocates nothing. Feed worker only.
 * Per message a codec calls at least one of `trade`, `quote`, `book`, `bar`, `option`, `instrument`, `ignored`, `rejected` and `failed`,
 * so that all that arrives is accounted for; the others come beside one of these.
 */
export interface TickSink {
  /** The id of a symbol that somebody subscribed to; 0 where nobody did (pass it on: such ticks are counted as unrouted). */
  symbol(name: string): SymbolId;
  /** Receive time of the frame being decoded: the time of a tick whose source gives none. */
  readonly received: EpochMs;
  /**
   * One execution. A price that is not finite, a negative or non-finite size or a non-finite time is rejected and counted by the
   * sink, not by the codec: pass `Number(text)` as it comes. `sequence` is NaN where the source has none; `flags` is a sum of
   * TICK_FLAG bits.
   */
  trade(symbol: SymbolId, time: EpochMs, price: Price, size: Size, sequence: number, flags: number): void;
  /** One update of the best bid and ask; the same rules. */
  quote(symbol: SymbolId, time: EpochMs, bid: Price, bidSize: Size, ask: Price, askSize: Size, sequence: number): void;
  /** A message that is understood and carries no tick: an acknowledgement, a heartbeat, a channel that nobody asked for. */
  ignored(): void;
  /** A message, or one entry of it, that cannot be used: what is wrong with it, and the text of it (shortened by the sink). */
  rejected(reason: string, sample?: string): void;
  /** The source reports an error of its own (an unknown symbol, a refused subscription). */
  failed(reason: string): void;
  /** An order book, or changes of one: only of what was subscribed to as `book`, elsewhere `ignored`. */
  book(update: BookUpdate): void;
  /** A bar of the source's own: only of what was subscribed to as `bars`. */
  bar(update: BarUpdate): void;
  /** An option's quote: only of what was subscribed to as `options`. */
  option(quote: OptionQuote): void;
  /** What the source tells of a symbol unasked, such as its tick size. */
  instrument(record: Instrument): void;
  /** Sends an answer that the source expects, such as a pong. */
  send(message: Outgoing): void;
  /** The source is ready to be asked: the subscriptions go out now. Only of codecs that `wait`. */
  ready(): void;
  /** The source's own numbers have a hole: `missing` messages of the symbol, from number `from` on, were lost on the way. */
  gap(symbol: string, from: number, missing: number): void;
  /**
   * Messages may be missing, and nobody knows how many: the source came back without a resume. With a symbol, of that one only.
   * Nothing where the source's numbers tell it (`contiguous`).
   */
  lost(reason: string, symbol?: string): void;
  /**
   * The connection is well, and what it brings is not: the server behind it has lost its own source. Whatever comes is then no sign of
   * healthy ticks, until it is called without a reason.
   */
  stale(reason?: string): void;
  /** The source says that this connection is of no use any more. `again`: whether another may be. */
  end(reason: string, again: boolean): void;
}

/** The source's own bars of the past, over HTTP: each page of them, newest first where there are several. */
export interface BarHistory {
  /** Most bars of one page. */
  readonly most: number;
  /**
   * Address of the page with the newest `limit` bars that start before `before` (epoch ms; undefined: up to now). Undefined where the
   * source has no bars of this interval (milliseconds).
   */
  url(symbol: string, interval: number, limit: number, before: EpochMs | undefined): string | undefined;
  /** Brings a page into one of the shapes that docs/wire-protocol.md tells of; as it comes where left out. Must not throw. */
  rows?(answer: unknown): unknown;
}

/** One source's protocol. Instances belong to one connection: `decode` may keep state (a merged quote, a wire id table). */
export interface Codec {
  readonly name: string;
  /** The venue's public endpoint, where it has one: used when `src` is left out. */
  readonly endpoint?: string;
  /** Writes a symbol as the source writes it (`btcusdt` -> `BTCUSDT`); the symbol itself where left out. */
  canonical?(symbol: string): string;
  /** True: the source greets or wants a login first, so subscriptions go out only after `decode` has called `ready`. */
  readonly waits?: boolean;
  /**
   * True: `sequence` of a symbol's ticks goes up by one from tick to tick, so that a jump is a gap, which the feed finds by itself. A
   * codec may learn it on the way.
   */
  readonly contiguous?: boolean;
  /** Symbols that the source lets one connection carry; more of them are spread over several. */
  readonly symbolsPerConnection?: number;
  /** Least milliseconds between two messages of ours, where the source limits them. */
  readonly sendEvery?: number;
  /**
   * What the source wants to hear from us, every so many ms; an answer that stays out is a dead connection,
   * unless the source is known not to answer (`answered: false`).
   */
  readonly heartbeat?: { readonly every: number; readonly answered?: false; message(): Outgoing };
  /** Messages that subscribe to these symbols, to `ticks` where no channel is named; none where the source sends all unasked. */
  subscribe(symbols: readonly string[], channels?: readonly Channel[]): readonly Outgoing[];
  unsubscribe(symbols: readonly string[], channels?: readonly Channel[]): readonly Outgoing[];
  /** Messages that bring the whole state of these symbols once more, after a gap; unsubscribe and subscribe where left out. */
  refresh?(symbols: readonly string[], channels?: readonly Channel[]): readonly Outgoing[];
  /** Where a later connection is to go on from; undefined while the source has told nothing of the kind. */
  readonly position?: string | undefined;
  /** Before the first `subscribe`: go on behind the position that a former connection had reached. */
  resume?(position: string): void;
  /** The source's own bars, where it has some that anyone may ask for. */
  readonly history?: BarHistory;
  /** Decodes one frame. Called again with the next frame only after it returned. Must not throw. */
  decode(frame: string | ArrayBuffer, sink: TickSink): void;
}

/** What a feed tells its codec. */
export interface CodecOptions {
  /** The `map` attribute, for `json`. */
  readonly map?: string;
  /** The address that the connection is made to; undefined where it is the codec's own endpoint. */
  readonly src?: string | undefined;
}

/** Makes a codec for one connection. Throws a TypeError that says what is wrong with the options, and where. */
export type CodecFactory = (options: CodecOptions) => Codec;
