/**
 * The control messages of the gateway's own protocol, and what its tick encoders have in common. The `json` and the
 * `binary` codec share them; the gateway imports the same functions, so that both sides agree by construction.
 * The protocol itself is described in docs/wire-protocol.md.
 */
import type { EpochMs, Price, Size } from '../../market/tick.js';
import type { Outgoing, TickSink } from '../codec.js';
import { isObject, type JsonObject } from './json-text.js';

/** A symbol as one connection knows it: its name, and the number that stands for it in binary frames (1 or more). */
export interface WireSymbol {
  readonly name: string;
  readonly id: number;
}

export type WireFormat = 'json' | 'binary';

/** Collects ticks and turns them into frames. Reusable: `frame` empties it. One per connection or per batch. */
export interface TickEncoder {
  /** Ticks collected since the last frame. */
  readonly count: number;
  /** `sequence` is NaN where there is none, `flags` a sum of TICK_FLAG bits. */
  trade(symbol: WireSymbol, time: EpochMs, price: Price, size: Size, sequence: number, flags: number): void;
  quote(
    symbol: WireSymbol,
    time: EpochMs,
    bid: Price,
    bidSize: Size,
    ask: Price,
    askSize: Size,
    sequence: number,
  ): void;
  /** The collected ticks as one frame, a copy that the caller owns. Throws a RangeError where nothing was collected. */
  frame(sendTime: EpochMs): Outgoing;
}

/** A request that concerns these symbols, as text; none for an empty list. */
export function requestFor(symbols: readonly string[], request: object): string[] {
  return symbols.length === 0 ? [] : [JSON.stringify(request)];
}

/** The client's request for ticks of these symbols; `after`: the position to go on behind. */
export function subscribeRequest(symbols: readonly string[], format: WireFormat, after?: string): string[] {
  return requestFor(symbols, { type: 'subscribe', symbols, format, after });
}

/** The client's request to hear no more of these symbols. */
export function unsubscribeRequest(symbols: readonly string[]): string[] {
  return requestFor(symbols, { type: 'unsubscribe', symbols });
}

/** The server's answer to every subscribe, sent before the first tick of these symbols. */
export function subscribedMessage(symbols: Iterable<WireSymbol>): string {
  const ids = Array.from(symbols, (symbol) => [symbol.name, symbol.id] as const);
  return JSON.stringify({ type: 'subscribed', symbols: Object.fromEntries(ids) });
}

/** What a heartbeat may say beside the time. */
export interface HeartbeatNotes {
  /** Where a client that comes back goes on: all before it has been sent. */
  readonly position?: string;
  /** The server has lost its own source. */
  readonly upstream?: 'lost';
}

/** A sign of life; `time` is the server's clock. */
export function heartbeatMessage(time: EpochMs, notes?: HeartbeatNotes): string {
  return JSON.stringify({ type: 'heartbeat', time, ...notes });
}

/** What the server cannot do, and for which symbols. */
export function errorMessage(message: string, symbols: readonly string[] = []): string {
  return JSON.stringify({ type: 'error', message, symbols });
}

/**
 * Reports an `error` message, in the gateway's words or in those that other servers use, as the source's failure: its texts from
 * the general to the particular, also those of an `error` object inside.
 */
export function reportError(message: JsonObject, sink: TickSink): void {
  const said = [message, message.error]
    .filter(isObject)
    .flatMap(({ message: text, msg, error, reason }) => [text, msg, error, reason]);
  const text = said.filter(isText).join(': ') || 'the source reports an error';
  const symbols = [message.symbols].flat().filter(isText).join(', ');
  sink.failed(symbols ? `${text} (${symbols})` : text);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
