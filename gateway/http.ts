import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerHistory } from './history.js';
import type { GatewaySource } from './source.js';
import type { GatewayStats } from './stats.js';

/** Lets isolated pages of any origin read the answers. */
const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'no-store',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

/** Answers the gateway's plain HTTP requests: `/`, `/healthz`, `/symbols` and `/history`. */
export function answerHttp(
  request: IncomingMessage,
  response: ServerResponse,
  source: GatewaySource,
  stats: GatewayStats,
): void {
  // Bodies are of no interest, but an unread one would hold the connection.
  request.resume();
  const { method = 'GET' } = request;
  if (method === 'OPTIONS') {
    response.writeHead(204, { ...HEADERS, 'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS' }).end();
    return;
  }
  if (method !== 'GET' && method !== 'HEAD') {
    send(response, 405, 'text/plain', 'GET only\n');
    return;
  }
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  if (path === '/healthz') send(response, 200, 'application/json', JSON.stringify({ status: 'ok', ...stats }));
  else if (path === '/symbols') send(response, 200, 'application/json', JSON.stringify(source.symbols()));
  else if (path === '/history') {
    const { status, body } = answerHistory(new URLSearchParams(query), source.history);
    send(response, status, 'application/json', body);
  } else if (path === '/') send(response, 200, 'text/plain', frontPage(source));
  else send(response, 404, 'text/plain', `nothing at ${path}; see /\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': `${type}; charset=utf-8` }).end(body);
}

function frontPage(source: GatewaySource): string {
  return [
    'ticklane gateway',
    source.summary,
    '',
    `/ws       WebSocket: ${source.greeting}`,
    '/symbols  what is served, as JSON',
    '/history  ?symbol=S&interval=1m&limit=500: bars up to now, as JSON',
    '/healthz  whether it runs, and what it counted, as JSON',
    '',
  ].join('\n');
}

/** Why a WebSocket handshake is refused. */
export interface Refusal {
  readonly status: '400 Bad Request' | '404 Not Found';
  readonly reason: string;
}

/** Refuses a WebSocket handshake with an HTTP answer. */
export function refuseUpgrade(socket: Duplex, { status, reason }: Refusal): void {
  socket.on('error', () => socket.destroy());
  // The HTTP server leaves its half open otherwise, and would wait for it when it closes.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(reason) + 1}\r\n\r\n${reason}\n`,
  );
}
