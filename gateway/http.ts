import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Refusal } from './access.js';
import type { GatewayContext } from './context.js';
import { answerHistory } from './history.js';
import { PROTOCOL } from './protocol.js';
import type { GatewaySource } from './source.js';
import { STREAM_PATHS } from './streams.js';

/** Isolated pages may load the answers; which origins may read them, `Access` says. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Ticklane-Protocol': String(PROTOCOL),
} as const;

/** Requests name a path only. */
const BASE = 'http://gateway';

/** What answers need of the gateway. */
export interface HttpGateway extends GatewayContext {
  readonly source: GatewaySource;
  /** Whether it has begun to stop. */
  readonly stopping: boolean;
  /** Serves `/sse` and `/stream`; says why not where it does not. */
  stream(request: IncomingMessage, response: ServerResponse, url: URL, headers: object): Refusal | undefined;
}

/** The URL of a request; undefined where it has none. */
export function urlOf({ url: target = '/' }: IncomingMessage): URL | undefined {
  return URL.canParse(target, BASE) ? new URL(target, BASE) : undefined;
}

/** Answers the gateway's HTTP requests. */
export async function answerHttp(request: IncomingMessage, response: ServerResponse, gateway: HttpGateway) {
  // Bodies are of no interest, but an unread one would hold the connection.
  request.resume();
  const { method = 'GET' } = request;
  const headers = { ...HEADERS, ...gateway.access.cors(request.headers.origin) };
  const send = (status: number, type: string, body: string, more: object = {}) =>
    response.writeHead(status, { ...headers, 'Content-Type': `${type}; charset=utf-8`, ...more }).end(body);
  if (method === 'OPTIONS') {
    const allowed = {
      'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
      'Access-Control-Allow-Headers': 'Authorization, Last-Event-ID, Cache-Control',
      'Access-Control-Max-Age': '600',
    };
    return response.writeHead(204, { ...headers, ...allowed }).end();
  }
  if (method !== 'GET' && method !== 'HEAD')
    return send(405, 'text/plain', 'GET only\n', { Allow: 'GET, HEAD, OPTIONS' });
  const url = urlOf(request);
  if (url === undefined) return send(400, 'text/plain', 'not a valid path\n');
  const { pathname, searchParams } = url;
  const refuse = (refusal: Refusal) => {
    gateway.stats.refused++;
    gateway.log.info('refused', { path: pathname, ...refusal });
    const body = JSON.stringify({ error: refusal.reason });
    return send(refusal.status, 'application/json', body, refusalHeaders(refusal));
  };
  const refusal = gateway.access.check(request.headers, searchParams);
  // A balancer that asks for the gateway's health has no token, and gets no numbers.
  if (pathname === '/healthz') {
    const { stopping, stats } = gateway;
    const status = stopping ? 'stopping' : stats.upstream === 'lost' ? 'degraded' : 'ok';
    const numbers = refusal === undefined ? stats : undefined;
    // `?live` asks whether to restart it: a gateway without its source is of no use, and well
    const well = status === 'ok' || (status === 'degraded' && searchParams.has('live'));
    return send(well ? 200 : 503, 'application/json', JSON.stringify({ status, ...numbers }));
  }
  if (refusal !== undefined) return refuse(refusal);
  const { source, metrics } = gateway;
  if (STREAM_PATHS.has(pathname)) {
    const reason = gateway.stream(request, response, url, headers);
    return reason && refuse(reason);
  }
  if (pathname === '/symbols') return send(200, 'application/json', JSON.stringify(source.symbols()));
  if (pathname === '/metrics') {
    const text = await metrics.text();
    return response.writeHead(200, { ...headers, 'Content-Type': metrics.contentType }).end(text);
  }
  if (pathname === '/history') {
    const { status, body } = answerHistory(searchParams, source.history);
    return send(status, 'application/json', body);
  }
  if (pathname === '/') return send(200, 'text/plain', frontPage(source));
  return send(404, 'text/plain', `nothing at ${pathname}; see /\n`);
}

function frontPage(source: GatewaySource): string {
  return [
    'ticklane gateway',
    source.summary,
    '',
    `/ws       WebSocket: ${source.greeting}`,
    '/sse      ?symbols=A,B: server-sent events, resumed by Last-Event-ID',
    '/stream   ?symbols=A,B&format=json: a line a message; format=binary: length-prefixed',
    '/symbols  what is served, as JSON',
    '/history  ?symbol=S&interval=1m&limit=500: bars up to now, as JSON',
    '/healthz  whether it runs and has its source, and what it counted, as JSON',
    '/metrics  the same and delays, for Prometheus',
    '',
  ].join('\n');
}

function refusalHeaders({ status }: Refusal): Record<string, string> {
  if (status === 401) return { 'WWW-Authenticate': 'Bearer' };
  return status === 503 ? { 'Retry-After': '5' } : {};
}

/** Refuses a WebSocket handshake with an HTTP answer. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const { status, reason } = refusal;
  socket.on('error', () => socket.destroy());
  // The HTTP server leaves its half open otherwise, and would wait for it when it closes.
  socket.once('finish', () => socket.destroy());
  const more = Object.entries(refusalHeaders(refusal)).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `${more.join('')}Content-Length: ${Buffer.byteLength(reason) + 1}\r\n\r\n${reason}\n`,
  );
}
