import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from './access.js';
import { EventOutlet, FrameOutlet, LineOutlet } from './http-outlets.js';
import type { Outlet } from './outlet.js';
import { isFormat, SYMBOL_LIMIT } from './protocol.js';
import type { GatewaySource, StreamRequest } from './source.js';

export const STREAM_PATHS: ReadonlySet<string> = new Set(['/sse', '/stream']);

/** Milliseconds after which an `EventSource` connects again. */
const RETRY = 1000;

const TYPES = {
  sse: 'text/event-stream; charset=utf-8',
  json: 'application/x-ndjson; charset=utf-8',
  binary: 'application/octet-stream',
};

/** What `/sse?symbols=A,B` or `/stream?symbols=A,B&format=binary` asks for, or why it cannot be served. */
export function readStreamRequest(request: IncomingMessage, url: URL, source: GatewaySource): StreamRequest | Refusal {
  const query = url.searchParams;
  const format = query.get('format') ?? 'json';
  if (!isFormat(format))
    return { status: 400, reason: `unknown format "${format.slice(0, 20)}": expected json or binary` };
  if (url.pathname === '/sse' && format === 'binary') {
    return {
      status: 406,
      reason: 'server-sent events are text: /stream?format=binary and /ws?format=binary are binary',
    };
  }
  const symbols = query
    .getAll('symbols')
    .flatMap((list) => list.split(','))
    .filter((name) => name !== '');
  if (symbols.some((name) => name.length > SYMBOL_LIMIT)) {
    return { status: 400, reason: `a symbol has 1 to ${SYMBOL_LIMIT} characters` };
  }
  const reason = source.unserved(symbols);
  if (reason !== undefined) return { status: symbols.length === 0 ? 400 : 404, reason };
  // An EventSource cannot send the header at its first connection: a page that was reloaded says it in the query.
  const after = request.headers['last-event-id'] ?? query.get('last-event-id') ?? undefined;
  return { symbols, format, after: typeof after === 'string' && after !== '' ? after : undefined };
}

/** Begins the answer of a stream: its headers, and for events the time to reconnect. */
export function openStream(
  response: ServerResponse,
  pathname: string,
  format: 'json' | 'binary',
  headers: object,
): Outlet {
  const isEvents = pathname === '/sse';
  // nothing follows it on its connection, which then need not be waited for when the gateway stops
  response.shouldKeepAlive = false;
  response.writeHead(200, {
    ...headers,
    'Content-Type': isEvents ? TYPES.sse : TYPES[format],
    'Cache-Control': 'no-cache, no-transform',
    // nginx would hold events back until its buffer is full
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  response.socket?.setNoDelay(true);
  if (!isEvents) return format === 'json' ? new LineOutlet(response) : new FrameOutlet(response);
  response.write(`retry: ${RETRY}\n\n`);
  return new EventOutlet(response);
}
