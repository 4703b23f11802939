/** The one contract of all transports: what moves a source's frames. Feed worker. */
import type { Outgoing } from './codec.js';
import type { FeedSettings } from './protocol.js';
import type { TickWriter } from './tick-writer.js';

/** What a transport tells its session. After `close()` it tells nothing any more. */
export interface TransportEvents {
  /** The connection stands: subscribe messages may go out. */
  opened(): void;
  /** One message arrived. */
  frame(data: string | ArrayBuffer): void;
  /** The connection ended, or never stood. `again`: whether another attempt makes sense. */
  ended(reason: string, again: boolean): void;
}

/** One connection. */
export interface Transport {
  send(message: Outgoing): void;
  /** Ends the connection at once and silently. */
  close(): void;
  /** For sources that make their ticks themselves, whose silence is no loss: which symbols are wanted now. */
  want?(symbols: readonly string[]): void;
}

/** Opens a connection. Throws a TypeError for settings that can never work, with what to write instead. */
export type OpenTransport = (settings: FeedSettings, events: TransportEvents, writer: TickWriter) => Transport;
