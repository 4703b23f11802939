/**
 * The gateway: a Node server that stands in for a market. It sends ticks of a seeded simulator over its own WebSocket protocol, or plays
 * a venue's recorded session in that venue's protocol. `server.ts` owns sockets and HTTP, a source (`simulation.ts`, `replay.ts`) what
 * is said, `main.ts` the command line, `demo.ts` the demo page.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { readCapture } from './capture.js';
import { answerHttp, type Refusal, refuseUpgrade } from './http.js';
import { chooseSubprotocol } from './protocol.js';
import { type ReplayOptions, ReplaySource } from './replay.js';
import { type SimulationOptions, SimulationSource } from './simulation.js';
import type { GatewaySource } from './source.js';
import { createStats, type GatewayStats } from './stats.js';

/** The simulator is served, unless `replay` names a capture. */
export interface GatewayOptions extends SimulationOptions, ReplayOptions {
  /** Address to listen on. Default 127.0.0.1: this machine only. */
  readonly host?: string;
  /** 0, the default, is any free port. */
  readonly port?: number;
  /** File of the capture to play instead. */
  readonly replay?: string;
  /** Milliseconds between protocol pings; a client that misses three is dropped. Default 10,000. */
  readonly pingEvery?: number;
}

/** A running gateway. */
export interface Gateway {
  /** The WebSocket's address, `ws://127.0.0.1:8787/ws`. */
  readonly url: string;
  /** The address of its HTTP pages, `http://127.0.0.1:8787`. */
  readonly pageUrl: string;
  readonly port: number;
  /** What it serves, in one line. */
  readonly summary: string;
  /** Live counters. */
  readonly stats: GatewayStats;
  /** Says goodbye to every client and frees the port; nothing is left running afterwards. May be called again. */
  close(): Promise<void>;
}

/** Largest message of a client, bytes; a larger one ends its connection (1009). */
const LARGEST_MESSAGE = 1 << 20;
/** Pings without an answer after which a client is gone. */
const PINGS_MISSED = 3;
/** How long clients have to answer the goodbye, ms. */
const GOODBYE = 500;
const GOING_AWAY = 1001;
/** Requests name a path only. */
const BASE = 'http://gateway';

/**
 * Starts a gateway and resolves once it listens. Rejects with a CaptureError for a bad capture, with Node's own error where the
 * address cannot be taken (`EADDRINUSE`), with a RangeError for options out of range.
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { host = '127.0.0.1', port = 0, replay, pingEvery = 10_000 } = options;
  const stats = createStats();
  const source: GatewaySource =
    replay === undefined
      ? new SimulationSource(options, stats)
      : new ReplaySource(await readCapture(replay), options, stats);
  const server = createServer((request, response) => answerHttp(request, response, source, stats));
  const sockets = acceptSockets(server, source, stats);
  try {
    await listen(server, port, host);
  } catch (error) {
    source.close();
    throw error;
  }
  const pinging = setInterval(() => pingAll(sockets.clients), pingEvery);
  const address = server.address() as AddressInfo;
  const authority = `${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  let closing: Promise<void> | undefined;
  return {
    url: `ws://${authority}/ws`,
    pageUrl: `http://${authority}`,
    port: address.port,
    summary: source.summary,
    stats,
    close: () => {
      clearInterval(pinging);
      closing ??= shutDown(server, sockets, source);
      return closing;
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function acceptSockets(server: Server, source: GatewaySource, stats: GatewayStats): WebSocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: LARGEST_MESSAGE,
    handleProtocols: (offered) => chooseSubprotocol(offered) ?? false,
  });
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const url = admit(request, source);
    if (!(url instanceof URL)) {
      stats.refused++;
      refuseUpgrade(connection, url);
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => {
      stats.connections++;
      stats.clients++;
      socket.on('pong', () => unanswered.delete(socket));
      // A broken or oversized frame ends this connection only: `ws` closes it after the event.
      socket.on('error', () => stats.errors++);
      socket.on('close', () => stats.clients--);
      source.attach(socket, url);
    });
  });
  return sockets;
}

/** The URL of a handshake that may go on, or why it may not. */
function admit({ url: target = '/', headers }: IncomingMessage, source: GatewaySource): URL | Refusal {
  if (!URL.canParse(target, BASE)) return { status: '400 Bad Request', reason: 'not a valid path' };
  const url = new URL(target, BASE);
  if (!source.accepts(url.pathname)) {
    return { status: '404 Not Found', reason: `no WebSocket at ${url.pathname}; connect to /ws` };
  }
  const offered = headers['sec-websocket-protocol'];
  if (offered === undefined || chooseSubprotocol(offered.split(',').map((name) => name.trim()))) return url;
  const reason = `none of the subprotocols ${offered} is spoken here; ticklane.v1.json and ticklane.v1.binary are`;
  return { status: '400 Bad Request', reason };
}

/** Pings sent to each client since its last pong. Counted, not timed: after a stop of the process nobody is to blame. */
const unanswered = new WeakMap<WebSocket, number>();

function pingAll(clients: Iterable<WebSocket>): void {
  for (const socket of clients) {
    const missed = unanswered.get(socket) ?? 0;
    unanswered.set(socket, missed + 1);
    if (missed >= PINGS_MISSED) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.ping();
  }
}

async function shutDown(server: Server, sockets: WebSocketServer, source: GatewaySource): Promise<void> {
  source.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of sockets.clients) socket.close(GOING_AWAY, 'the gateway stops');
  const impatience = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
  }, GOODBYE);
  server.closeIdleConnections();
  await closed;
  clearTimeout(impatience);
}
