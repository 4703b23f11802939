/** What brings a live source its ticks: a broker, or another server. One connection each; `live.ts` connects again. */
import type { CodecOptions } from '../src/feed/codec.js';
import type { LiveTicks } from './live-ticks.js';

export interface UpstreamEvents {
  /** The connection stands and ticks may come. */
  opened(): void;
  /** The connection stands, and the server behind it has lost its own source; without a reason: that is back. */
  stale(reason?: string): void;
  /** It ended, or never stood. Told once, and not after `close()`. The reason is for people, without secrets. */
  ended(reason: string): void;
}

/** One connection. */
export interface Upstream {
  /** Ends it at once and silently. */
  close(): void;
  /** Other symbols are wanted than before, for servers that are asked for each. */
  ask?(): void;
}

/** How to reach a source. */
export interface UpstreamOpener {
  /** For people: where the ticks come from, without secrets. */
  readonly shown: string;
  /** There are several servers: the loss of one is no reason to wait. */
  readonly several?: boolean;
  /** Whether the source could have such a symbol; any where left out. */
  accepts?(symbol: string): boolean;
  /** Opens a connection; `wanted` are the symbols that somebody wants now. Never throws: it ends instead. */
  open(ticks: LiveTicks, wanted: ReadonlySet<string>, events: UpstreamEvents): Upstream;
}

export const UPSTREAMS = ['nats', 'mqtt', 'zeromq', 'websocket'] as const;
export type UpstreamName = (typeof UPSTREAMS)[number];

export interface UpstreamOptions extends CodecOptions {
  readonly name: UpstreamName;
  /** Where; for NATS several with commas between them. May hold credentials: it is not logged. */
  readonly url: string;
  /** NATS subjects, MQTT topics or the beginning of ZeroMQ topics to subscribe to. Default `ticks.>`, `ticks/#`, and all of ZeroMQ. */
  readonly subject?: string;
  /** How a WebSocket's messages are read: one of the feed's formats. Default `json`. */
  readonly format?: string;
  /** Shown to the source: `Authorization: Bearer` of a WebSocket, token of NATS, password of MQTT where the URL has none. */
  readonly token?: string;
  /** What a WebSocket is sent first, such as a venue's login. */
  readonly message?: string;
}

/** A source that cannot be used as asked: the message says what to do. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
}

/** Loads what only one kind of source needs. Throws an UpstreamError that says how to install it where it is missing. */
export async function loadPackage<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UpstreamError(`the package ${name} is needed for this source: npm install ${name}`, { cause: error });
  }
}

/** The opener for these options, its package loaded. Throws an UpstreamError for options that can never work. */
export async function createOpener(options: UpstreamOptions): Promise<UpstreamOpener> {
  const { name } = options;
  if (name === 'nats') return (await import('./upstreams/nats.js')).openNats(options);
  if (name === 'mqtt') return (await import('./upstreams/mqtt.js')).openMqtt(options);
  if (name === 'zeromq') return (await import('./upstreams/zeromq.js')).openZeromq(options);
  return (await import('./upstreams/websocket.js')).openWebSocket(options);
}

/** The parts of a URL that has one of these schemes. Throws an UpstreamError. */
export function upstreamUrl(flag: string, text: string, schemes: readonly string[]): URL {
  const expected = schemes.map((scheme) => `${scheme}//`).join(', ');
  if (!URL.canParse(text)) throw new UpstreamError(`${flag}: not a URL; expected one that begins with ${expected}`);
  const url = new URL(text);
  if (!schemes.includes(url.protocol)) {
    throw new UpstreamError(`${flag}: a URL of ${url.protocol}//; expected ${expected}`);
  }
  return url;
}

/** A URL for people: without credentials, and without its query, which may hold a token. */
export function shownUrl({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
