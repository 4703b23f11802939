/**
 * The one contract of all codecs: a small pure module that turns a source's frames into ticks, and a list of symbols
 * into the source's own subscribe messages. A codec owns no socket, no timer and no memory, and never throws out of
 * `decode`: whatever it cannot use, it reports to the sink, so that every frame is accounted for.
 */
import type { EpochMs, Price, Size, SymbolId } from '../market/tick.js';

/** What goes out on the wire: text or bytes. */
export type Outgoing = string | ArrayBuffer;

/**
 * Where a codec puts what it decoded. Arguments are plain numbers, so that decoding a tick allocates nothing.
 * Feed worker only. Per frame a codec calls at least one method: ticks, or `ignored`, or `rejected`, or `failed`.
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
  /** Sends an answer that the source expects, such as a pong. */
  send(message: Outgoing): void;
}

/** One source's protocol. Instances belong to one connection: `decode` may keep state (a merged quote, a wire id table). */
export interface Codec {
  readonly name: string;
  /** The venue's public endpoint, where it has one: used when `src` is left out. */
  readonly endpoint?: string;
  /** Writes a symbol as the source writes it (`btcusdt` -> `BTCUSDT`); the symbol itself where left out. */
  canonical?(symbol: string): string;
  /** Messages that subscribe to trades and quotes of these symbols; none where the source sends all unasked. */
  subscribe(symbols: readonly string[]): readonly Outgoing[];
  unsubscribe(symbols: readonly string[]): readonly Outgoing[];
  /** Decodes one frame. Called again with the next frame only after it returned. Must not throw. */
  decode(frame: string | ArrayBuffer, sink: TickSink): void;
}

/** What a feed tells its codec. */
export interface CodecOptions {
  /** The `map` attribute, for `json`. */
  readonly map?: string;
}

/** Makes a codec for one connection. Throws a TypeError that says what is wrong with the options, and where. */
export type CodecFactory = (options: CodecOptions) => Codec;
