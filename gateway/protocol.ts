import type { WireFormat, WireSymbol } from '../src/feed/codecs/gateway-protocol.js';
import { isObject } from '../src/feed/codecs/json-text.js';
import { isStrings } from './json.js';

/** The gateway's own WebSocket protocol: what clients ask, in JSON text. Ticks go out as JSON or as binary frames. */

export interface ClientRequest {
  readonly type: 'subscribe' | 'unsubscribe';
  readonly symbols: readonly string[];
  /** How ticks shall come from now on; unchanged where it is left out. */
  readonly format: WireFormat | undefined;
  /** The position that the client saw last, to go on behind it. */
  readonly after: string | undefined;
}

/** A request that cannot be followed; its message is for the client. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** Version of the protocol, said in `subscribed` and by the header `Ticklane-Protocol`; a change that breaks clients raises it. */
export const PROTOCOL = 1;

/** Longest request, characters: some ten thousand symbols. */
export const REQUEST_LIMIT = 256 * 1024;
/** Longest symbol, characters. */
export const SYMBOL_LIMIT = 64;

/** Reads a client's text message. Throws a ProtocolError that says what is wrong with it. */
export function parseRequest(text: string): ClientRequest {
  if (text.length > REQUEST_LIMIT) throw new ProtocolError(`a message has at most ${REQUEST_LIMIT} characters`);
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch (error) {
    throw new ProtocolError('a message must be JSON', { cause: error });
  }
  if (!isObject(request)) throw new ProtocolError('a message must be a JSON object');
  const { type, symbols, format, after } = request;
  if (type !== 'subscribe' && type !== 'unsubscribe') {
    throw new ProtocolError(`unknown message type ${quoted(type)}: expected "subscribe" or "unsubscribe"`);
  }
  if (!isStrings(symbols)) throw new ProtocolError('"symbols" must be a list of strings');
  if (symbols.some((symbol) => symbol === '' || symbol.length > SYMBOL_LIMIT)) {
    throw new ProtocolError(`a symbol has 1 to ${SYMBOL_LIMIT} characters`);
  }
  if (format !== undefined && !isFormat(format)) {
    throw new ProtocolError(`unknown format ${quoted(format)}: expected "json" or "binary"`);
  }
  if (after !== undefined && (typeof after !== 'string' || type !== 'subscribe')) {
    throw new ProtocolError('"after" is a position, as heartbeats tell it, of a "subscribe"');
  }
  return { type, symbols, format, after };
}

/** What a client that asks to resume is told: whether nothing is missing, and why not. */
export interface Resumption {
  readonly resumed: boolean;
  readonly reason?: string;
  /** Where the market's log goes on; undefined where it does not. */
  readonly after?: number;
}

/** What a market says of itself in `subscribed`. */
export interface MarketNotes {
  readonly run: string;
  readonly upstream: 'live' | 'lost' | undefined;
  /** Whose numbers a symbol's ticks carry; undefined while nobody knows. */
  numbered(symbol: WireSymbol): 'source' | 'gateway' | undefined;
}

/** The answer to every subscribe, with the wire ids of its symbols. */
export function subscribedAnswer(symbols: readonly WireSymbol[], market: MarketNotes, resumption?: Resumption): string {
  const { run, upstream } = market;
  const ids = Object.fromEntries(symbols.map(({ name, id }) => [name, id] as const));
  const own = symbols.filter((symbol) => market.numbered(symbol) === 'gateway').map(({ name }) => name);
  return JSON.stringify({
    type: 'subscribed',
    protocol: PROTOCOL,
    run,
    symbols: ids,
    ...(own.length > 0 && { numbered: own.length === symbols.length ? true : own }),
    ...(upstream === 'lost' && { upstream }),
    ...(resumption && { resumed: resumption.resumed, reason: resumption.reason }),
  });
}

export function isFormat(value: unknown): value is WireFormat {
  return value === 'json' || value === 'binary';
}

function quoted(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 40);
}

/** WebSocket subprotocols and the format that each stands for. */
const SUBPROTOCOLS: ReadonlyMap<string, WireFormat> = new Map([
  ['ticklane.v1.json', 'json'],
  ['ticklane.v1.binary', 'binary'],
]);

/** The first subprotocol of `offered` that the gateway speaks; undefined where it speaks none of them. */
export function chooseSubprotocol(offered: Iterable<string>): string | undefined {
  for (const name of offered) if (SUBPROTOCOLS.has(name)) return name;
  return undefined;
}

/** The format that a connection starts with: `?format=`, else its subprotocol's, else json. */
export function initialFormat(url: URL, subprotocol: string): WireFormat {
  const asked = url.searchParams.get('format');
  return isFormat(asked) ? asked : (SUBPROTOCOLS.get(subprotocol) ?? 'json');
}
