import type { Instrument } from '../market/instrument.js';
import type { Codec } from './codec.js';
import type { Connection } from './connection.js';
import type { ConnectAttempt, ConnectDetails, FeedErrorCode, FeedGap, FeedSettings } from './protocol.js';
import type { TickWriter } from './tick-writer.js';
import type { OpenTransport, Target } from './transport.js';

/** As FeedStatus, of one connection. */
export type ConnectionStatus = 'connecting' | 'live' | 'stale' | 'reconnecting' | 'closed' | 'failed';

/** What a connection needs from its feed. */
export interface ConnectionOwner {
  readonly settings: FeedSettings;
  readonly writer: TickWriter;
  createCodec(): Codec;
  /** How to open it. Throws a TypeError for an address that can never work. */
  open: OpenTransport;
  prepare(attempt: ConnectAttempt): Promise<ConnectDetails | undefined>;
  changed(connection: Connection, status: ConnectionStatus, reason?: string): void;
  problem(code: FeedErrorCode, message: string): void;
  gap(gap: FeedGap): void;
  instrument(record: Instrument): void;
}

/** The page's answer to `beforeconnect` may take so long. */
const PREPARE_MS = 30_000;

/** Asks the page before an attempt. Rejects with an Error that says, for people, that it would not or did not answer. */
export function askPage(owner: ConnectionOwner, attempt: ConnectAttempt): Promise<ConnectDetails> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`beforeconnect ${why}`));
    };
    const timer = setTimeout(() => refuse('did not answer'), PREPARE_MS);
    owner.prepare(attempt).then(
      (details) => {
        clearTimeout(timer);
        resolve(details ?? {});
      },
      // a page may reject with anything
      (error: unknown) => refuse(`failed: ${error instanceof Error ? error.message : String(error)}`),
    );
  });
}

/** Where an attempt goes to: the address as the page wrote it, unless it gave another one, with its symbols filled in. */
export function targetOf(
  shown: string,
  details: ConnectDetails,
  settings: FeedSettings,
  symbols: readonly string[],
  position: string | undefined,
): Target {
  const list = symbols.map(encodeURIComponent).join(',');
  const url = String(details.url ?? shown);
  return {
    url: url.replaceAll('{symbols}', list).replaceAll('%7Bsymbols%7D', list),
    shown,
    protocols: details.protocols ?? settings.protocols,
    headers: details.headers ?? {},
    symbols,
    position,
  };
}
