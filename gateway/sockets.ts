import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Refusal } from './access.js';
import type { GatewayContext } from './context.js';
import { refuseUpgrade, urlOf } from './http.js';
import { Allowance } from './limits.js';
import { CLOSE, endSocket } from './outlet.js';
import { chooseSubprotocol } from './protocol.js';
import type { GatewaySource } from './source.js';

/** Pings without an answer after which a client is gone. */
const PINGS_MISSED = 3;

export const TOO_MANY = 'too many connections';

/** Lets the server accept WebSockets for the source, within the rules and limits. */
export function acceptSockets(server: Server, source: GatewaySource, context: GatewayContext): WebSocketServer {
  const { stats, limits, log } = context;
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.maxMessageBytes,
    handleProtocols: (offered) => chooseSubprotocol(offered) ?? false,
  });
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const url = urlOf(request);
    const refusal = whyNot(request, url, source, context);
    if (url === undefined || refusal !== undefined) {
      stats.refused++;
      log.info('refused', { path: url?.pathname, ...refusal });
      refuseUpgrade(connection, refusal ?? NO_PATH);
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => {
      stats.connections++;
      stats.clients++;
      stats.outputs.ws++;
      log.debug('connected', { output: 'ws' });
      socket.on('pong', () => unanswered.delete(socket));
      // A broken or oversized frame ends this connection only: `ws` closes it after the event.
      socket.on('error', ({ message }) => {
        stats.errors++;
        log.info('broken', { output: 'ws', reason: message });
      });
      socket.on('close', (code) => {
        stats.clients--;
        stats.outputs.ws--;
        log.debug('disconnected', { output: 'ws', code });
      });
      limitMessages(socket, context);
      source.attach(socket, url);
    });
  });
  return sockets;
}

const NO_PATH: Refusal = { status: 400, reason: 'not a valid path' };

/** Why a handshake may not go on. */
function whyNot(request: IncomingMessage, url: URL | undefined, source: GatewaySource, context: GatewayContext) {
  const { access, limits, stats } = context;
  if (url === undefined) return NO_PATH;
  const refuse = (status: Refusal['status'], reason: string): Refusal => ({ status, reason });
  if (!source.accepts(url.pathname)) return refuse(404, `no WebSocket at ${url.pathname}; connect to /ws`);
  const refusal = access.check(request.headers, url.searchParams);
  if (refusal !== undefined) return refusal;
  const offered = request.headers['sec-websocket-protocol'];
  if (offered !== undefined && !chooseSubprotocol(offered.split(',').map((name) => name.trim()))) {
    return refuse(
      400,
      `none of the subprotocols ${offered} is spoken here; ticklane.v1.json and ticklane.v1.binary are`,
    );
  }
  return stats.clients >= limits.maxConnections ? refuse(503, TOO_MANY) : undefined;
}

/** Ends the connection of a client that sends more messages than it may. What it still sends is not looked at. */
function limitMessages(socket: WebSocket, { limits, stats, log }: GatewayContext): void {
  const allowance = new Allowance(limits.maxMessages);
  socket.on('message', () => {
    if (socket.readyState !== socket.OPEN || allowance.take()) return;
    stats.shed++;
    stats.errors++;
    const reason = `more than ${limits.maxMessages} messages a second`;
    log.warn('shed', { output: 'ws', reason });
    endSocket(socket, CLOSE.POLICY, reason);
  });
}

/** Pings sent to each client since its last pong. Counted, not timed: after a stop of the process nobody is to blame. */
const unanswered = new WeakMap<WebSocket, number>();

/** Pings every client, and drops those that have missed three. */
export function pingAll(clients: Iterable<WebSocket>): void {
  for (const socket of clients) {
    const missed = unanswered.get(socket) ?? 0;
    unanswered.set(socket, missed + 1);
    if (missed >= PINGS_MISSED) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.ping();
  }
}
