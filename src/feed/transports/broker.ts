/**
 * What the transports of message brokers have in common: their addresses, how a symbol becomes a part of a subject or topic, and what
 * their payloads are to codecs. Pure; the gateway writes subjects with the same functions.
 */
import { errorMessage, subscribedMessage } from '../codecs/gateway-protocol.js';
import { FRAME, HEADER, RECORD } from '../codecs/tick-frame.js';
import type { TransportEvents } from '../transport.js';

const PLACEHOLDER = '{symbol}';
/** The wire id of no symbol: codecs reject it. */
const NOBODY = 0;

/** Where a broker is, and what of it is wanted. */
export interface BrokerAddress {
  /** The WebSocket's URL, without secrets. */
  readonly server: string;
  /** What stood before the `@`, decoded: a user with a password, or a token (a user without one). */
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Subject or topic of each symbol, `{symbol}` in the symbol's place; without it, one that carries all of them. */
  readonly template: string;
  readonly options: URLSearchParams;
}

/**
 * Reads `scheme+ws://user:password@host:port/template?path=/of/the/websocket`. The URL's path is the template. Throws a TypeError for what can
 * never work; `shown` stands for the URL in it.
 */
export function parseBroker(
  url: string,
  shown: string,
  defaults: { readonly template: string; readonly path: string; readonly options?: readonly string[] },
): BrokerAddress {
  // as HTTP, which every engine takes apart alike
  const [, secure = '', rest = ''] = /^[a-z]+\+ws(s?):(.*)$/is.exec(url) ?? [];
  let parsed: URL;
  let template: string;
  try {
    parsed = new URL(`http${secure.toLowerCase()}:${rest}`);
    template = decodeURIComponent(parsed.pathname.slice(1)) || defaults.template;
  } catch {
    throw new TypeError(`"${shown}" is no address of a broker: expected scheme+ws://host:port/${defaults.template}`);
  }
  const options = parsed.searchParams;
  const known = ['path', ...(defaults.options ?? [])];
  for (const name of options.keys()) {
    if (!known.includes(name))
      throw new TypeError(`"${shown}": unknown option "${name}", known are ${known.join(', ')}`);
  }
  const path = options.get('path') ?? defaults.path;
  return {
    server: `ws${secure.toLowerCase()}://${parsed.host}/${path.replace(/^\//, '')}`,
    user: decodeURIComponent(parsed.username) || undefined,
    password: decodeURIComponent(parsed.password) || undefined,
    template,
    options,
  };
}

/**
 * The NATS subject of a symbol. What could end a token or be a wildcard is percent-encoded, as is the percent sign: `BRK.B` of
 * `ticks.{symbol}` is `ticks.BRK%2EB`. Two symbols never share a subject.
 */
export function subjectOf(template: string, symbol: string): string {
  return template.replaceAll(PLACEHOLDER, () => percentEncode(symbol, /[%.*>\s\p{Cc}]/gu));
}

/** The MQTT topic of a symbol, by the same rule: `BTC/USD` of `ticks/{symbol}` is `ticks/BTC%2FUSD`. */
export function topicOf(template: string, symbol: string): string {
  return template.replaceAll(PLACEHOLDER, () => percentEncode(symbol, /[%/+#\p{Cc}]/gu));
}

/** Whether each symbol has its own subject or topic. */
export function isPerSymbol({ template }: BrokerAddress): boolean {
  return template.includes(PLACEHOLDER);
}

function percentEncode(symbol: string, unsafe: RegExp): string {
  return symbol.replace(unsafe, (character) => {
    const bytes = new TextEncoder().encode(character);
    return Array.from(bytes, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  });
}

/** The symbols that came and went between two lists of what is wanted. */
export function changesOf(
  before: { has(symbol: string): boolean; keys(): Iterable<string> },
  symbols: readonly string[],
): { added: string[]; removed: string[] } {
  const wanted = new Set(symbols);
  return {
    added: [...wanted].filter((symbol) => !before.has(symbol)),
    removed: [...before.keys()].filter((symbol) => !wanted.has(symbol)),
  };
}

/**
 * Hands payloads to a connection. Wire ids of binary frames belong to one connection, and a broker has many behind it. So the subject tells the
 * symbol: all records of a frame are taken for its own, whatever ids they have, and get one of ours, which the codec is told before.
 */
export class BrokerFrames {
  readonly #events: TransportEvents;
  readonly #decoder = new TextDecoder();
  readonly #ids = new Map<string, number>();
  readonly #told = new Set<string>();

  constructor(events: TransportEvents) {
    this.#events = events;
  }

  /** A payload, and the symbol whose subject it came on: undefined on one that carries several. The bytes are copied. */
  take(payload: Uint8Array, symbol: string | undefined): void {
    if (payload.length === 0) return this.#events.alive();
    if (!isTickFrame(payload)) return this.#events.frame(this.#decoder.decode(payload));
    const frame = payload.slice().buffer as ArrayBuffer;
    setWireId(frame, symbol === undefined ? NOBODY : this.#idOf(symbol));
    this.#events.frame(frame);
  }

  /** The broker refuses a symbol: the source's own error, to codecs. */
  refuse(reason: string, symbols: readonly string[]): void {
    this.#events.frame(errorMessage(reason, symbols));
  }

  /** The symbol is not wanted any more; wanted again, the codec is told its id again. */
  forget(symbol: string): void {
    this.#told.delete(symbol);
  }

  #idOf(symbol: string): number {
    let id = this.#ids.get(symbol);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(symbol, id);
    }
    if (!this.#told.has(symbol)) {
      this.#told.add(symbol);
      this.#events.frame(subscribedMessage([{ name: symbol, id }]));
    }
    return id;
  }
}

function isTickFrame(payload: Uint8Array): boolean {
  if (payload.length < HEADER.BYTES || (payload.length - HEADER.BYTES) % RECORD.BYTES !== 0) return false;
  return new DataView(payload.buffer, payload.byteOffset).getUint32(HEADER.MAGIC, true) === FRAME.MAGIC;
}

function setWireId(frame: ArrayBuffer, id: number): void {
  const words = new Uint32Array(frame);
  for (let word = (HEADER.BYTES + RECORD.SYMBOL) / 4; word < words.length; word += RECORD.BYTES / 4) words[word] = id;
}
