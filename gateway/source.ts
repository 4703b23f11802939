import type { WebSocket } from 'ws';
import type { HistoryOf } from './history.js';

/** One instrument that a gateway serves, as `/symbols` lists it. */
export interface ListedSymbol {
  readonly symbol: string;
  /** What its ticks feed; order books and option surfaces come beside it. */
  readonly kind: 'ticker';
}

/** Where a gateway's messages come from: the simulator or a capture. The server owns sockets and HTTP, the source what is said. */
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
  /** Stops every timer. Sockets are closed by the server. */
  close(): void;
}
