import type { WebSocket } from 'ws';
import type { WireFormat } from '../src/feed/codecs/gateway-protocol.js';
import type { Instrument, InstrumentKind } from '../src/market/instrument.js';
import type { HistoryOf } from './history.js';
import type { Outlet } from './outlet.js';

/** One instrument that a gateway serves, as `/symbols` lists it, with what is known of it. */
export interface ListedSymbol extends Omit<Instrument, 'kind'> {
  /** `ticker` where nobody knows what is traded. */
  readonly kind: InstrumentKind | 'ticker';
}

/** What a client of `/sse` or `/stream` asks for. */
export interface StreamRequest {
  readonly symbols: readonly string[];
  readonly format: WireFormat;
  /** The position that it saw last, of `Last-Event-ID`. */
  readonly after: string | undefined;
}

/** Where a gateway's messages come from: the simulator, a capture, a broker or another server. The server owns sockets and HTTP, the source what is said. */
export interface GatewaySource {
  /** One line for people: what is served. */
  readonly summary: string;
  /** What a client sends first, for people. */
  readonly greeting: string;
  symbols(): readonly ListedSymbol[];
  /** Bars up to now. */
  readonly history: HistoryOf;
  /** Whether a WebSocket may be opened at this path. */
  accepts(pathname: string): boolean;
  /** Serves an open socket until it closes. */
  attach(socket: WebSocket, url: URL): void;
  /** Why a stream of these symbols cannot be served; undefined where it can. */
  unserved(symbols: readonly string[]): string | undefined;
  /** Serves a stream until it closes. */
  stream(outlet: Outlet, request: StreamRequest): void;
  /** Sends what has gathered and stops every timer. Sockets are closed by the server. */
  close(): void;
}
