/** The one contract of all transports: what moves a source's frames. Feed worker. */
import type { Outgoing } from './codec.js';
import type { TickWriter } from './tick-writer.js';

/** Where one attempt connects to, and with what. */
export interface Target {
  /** Absolute URL, its `{symbols}` filled in. May hold a token: it is never put into a message or a log. */
  readonly url: string;
  /** The same address for people: as the page wrote it. */
  readonly shown: string;
  /** WebSocket sub-protocols to offer. */
  readonly protocols: readonly string[];
  /** Request headers, for transports that can send them. A WebSocket cannot: a TypeError where there are any. */
  readonly headers: Readonly<Record<string, string>>;
  /** Symbols wanted when the connection is made, for transports that subscribe by subject or topic. */
  readonly symbols: readonly string[];
  /** Position that the former connection had reached (`Last-Event-ID`); undefined at the first. */
  readonly position: string | undefined;
}

/** Why a connection ended. */
export interface TransportEnd {
  /** For people, without secrets. */
  readonly reason: string;
  /** Whether another attempt makes sense. */
  readonly again: boolean;
  /** Milliseconds that the source asks to wait before it (`Retry-After`, `retry:`). */
  readonly after?: number;
}

/** What a transport tells its connection. After `close()` it tells nothing any more. */
export interface TransportEvents {
  /** The connection stands: subscribe messages may go out. */
  opened(): void;
  /** One message arrived. */
  frame(data: string | ArrayBuffer): void;
  /** A sign of life that is no message: a comment of server-sent events, an empty line; and ticks that are about to be written directly. */
  alive(): void;
  /** The connection ended, or never stood. Told once. */
  ended(end: TransportEnd): void;
}

/** One connection. */
export interface Transport {
  /** Sends a message; what the transport cannot send it drops silently (server-sent events have no way back). */
  send(message: Outgoing): void;
  /** Ends the connection at once and silently. */
  close(): void;
  /** For sources that need no subscribe message: which symbols are wanted now, all of them. */
  want?(symbols: readonly string[]): void;
  /** True: silence is no loss, as the source makes its ticks itself or is told them by the page. */
  readonly calm?: boolean;
  /** True: who publishes ticks of the `json` and `binary` formats there counts them by the symbol, so that a jump of their numbers is a gap. */
  readonly counted?: boolean;
  /** What a later connection says to go on from here; undefined where the source has no such thing. */
  readonly position?: string | undefined;
}

/** Opens a connection. Throws a TypeError for settings that can never work, with what to write instead. */
export type OpenTransport = (target: Target, events: TransportEvents, writer: TickWriter) => Transport;

/** What the module of a transport that pages load by themselves gives: its schemes, such as `nats+ws:`, and how it opens. */
export interface TransportModule {
  readonly schemes: readonly string[];
  readonly open: OpenTransport;
}
