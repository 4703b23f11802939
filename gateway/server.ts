/**
 * The gateway: a Node server between a market and browsers. It sends ticks of a broker, of another server or of a seeded simulator over its
 * own protocol, or plays a venue's recorded session in that venue's. `server.ts` owns sockets and HTTP, a source (`live.ts` with `upstreams/`,
 * `simulation.ts`, `replay.ts`) what is said, `market.ts` who gets it, `session.ts` what one client gets, `main.ts` the command line, `demo.ts`
 * the demo page.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Access, type AccessRules, type Refusal } from './access.js';
import { readCapture } from './capture.js';
import type { GatewayContext } from './context.js';
import { answerHttp, type HttpGateway } from './http.js';
import { type Limits, limitsOf } from './limits.js';
import { type LiveOptions, LiveSource } from './live.js';
import { Log, type LogLevel } from './log.js';
import { GatewayMetrics } from './metrics.js';
import { CLOSE, type Outlet } from './outlet.js';
import { type ReplayOptions, ReplaySource } from './replay.js';
import { type SimulationOptions, SimulationSource } from './simulation.js';
import { acceptSockets, pingAll, TOO_MANY } from './sockets.js';
import type { GatewaySource } from './source.js';
import { createStats, type GatewayStats } from './stats.js';
import { openStream, readStreamRequest } from './streams.js';
import { createOpener, type UpstreamOptions } from './upstream.js';

/** The simulator is served, unless `replay` names a capture or `upstream` a live source. */
export interface GatewayOptions extends SimulationOptions, ReplayOptions, LiveOptions, AccessRules, Partial<Limits> {
  /** Address to listen on. Default 127.0.0.1: this machine only. */
  readonly host?: string;
  /** 0, the default, is any free port. */
  readonly port?: number;
  /** File of the capture to play instead. */
  readonly replay?: string;
  /** The broker or server whose ticks are served instead. */
  readonly upstream?: UpstreamOptions;
  /** Milliseconds between protocol pings; a client that misses three is dropped. Default 10,000. */
  readonly pingEvery?: number;
  /** Milliseconds that clients have to take what was sent and to answer the goodbye when the gateway stops. Default 500. */
  readonly drain?: number;
  /** What is logged. Default `silent`. */
  readonly logLevel?: LogLevel;
  /** Takes the lines of the log. Default: standard error. */
  readonly log?: (line: string) => void;
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

/**
 * Starts a gateway and resolves once it listens. Rejects with a CaptureError for a bad capture, with Node's own error where the
 * address cannot be taken (`EADDRINUSE`), with an UpstreamError for a live source that can never be reached as asked, with a RangeError for
 * options out of range. A live source need not be there yet.
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { host = '127.0.0.1', port = 0, pingEvery = 10_000, drain = 500, logLevel = 'silent' } = options;
  const stats = createStats();
  const context: GatewayContext = {
    stats,
    metrics: new GatewayMetrics(stats),
    limits: limitsOf(options),
    access: new Access(options),
    log: new Log(logLevel, options.log ?? ((line) => process.stderr.write(line))),
  };
  const source = await createSource(options, context);
  const streams = new Set<Outlet>();
  const state = { stopping: false };
  const gateway: HttpGateway = {
    ...context,
    source,
    get stopping() {
      return state.stopping;
    },
    stream: (request, response, url, headers) =>
      serveStream(request, response, url, headers, { ...context, source, streams }),
  };
  const server = createServer(
    {
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE,
      // who connects and does not ask holds a place otherwise
      headersTimeout: ASKING,
      requestTimeout: ASKING,
      connectionsCheckingInterval: ASKING / 2,
    },
    (request, response) => {
      answerHttp(request, response, gateway).catch((error: unknown) => {
        // A mistake of ours ends this request, not the gateway.
        stats.errors++;
        context.log.error('failed', { reason: error instanceof Error ? error.stack : String(error) });
        response.destroy();
      });
    },
  );
  const sockets = acceptSockets(server, source, context);
  try {
    await listen(server, port, host);
  } catch (error) {
    source.close();
    throw error;
  }
  const pinging = setInterval(() => pingAll(sockets.clients), pingEvery);
  const address = server.address() as AddressInfo;
  const authority = `${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  context.log.info('listening', { address: authority, source: source.summary });
  const shutDown = async () => {
    state.stopping = true;
    clearInterval(pinging);
    const begin = performance.now();
    context.log.info('stopping', { clients: stats.clients });
    // Idle connections end here. Not later: an answer that has ended may have bytes on their way, and counts as idle.
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const gone = Array.from(sockets.clients, (socket) => new Promise((resolve) => socket.once('close', resolve)));
    server.keepAliveTimeout = 1;
    source.close();
    for (const socket of sockets.clients) socket.close(CLOSE.GOING_AWAY, GOODBYE);
    for (const outlet of streams) outlet.end(CLOSE.GOING_AWAY, GOODBYE);
    const impatience = setTimeout(() => {
      context.log.warn('cut off', { clients: stats.clients });
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
    }, drain);
    await Promise.all([closed, ...gone]);
    clearTimeout(impatience);
    context.log.info('stopped', { ms: Math.round(performance.now() - begin) });
  };
  let closing: Promise<void> | undefined;
  return {
    url: `ws://${authority}/ws`,
    pageUrl: `http://${authority}`,
    port: address.port,
    summary: source.summary,
    stats,
    close: () => {
      closing ??= shutDown();
      return closing;
    },
  };
}

async function createSource(options: GatewayOptions, context: GatewayContext): Promise<GatewaySource> {
  const { upstream, replay } = options;
  if (upstream !== undefined) return new LiveSource(await createOpener(upstream), options, context);
  if (replay !== undefined) return new ReplaySource(await readCapture(replay), options, context);
  return new SimulationSource(options, context);
}

const GOODBYE = 'the gateway stops';
/** Milliseconds of silence after which the system asks whether the other side is still there. */
const KEEP_ALIVE = 30_000;
/** Milliseconds that a request may take to come in. */
const ASKING = 10_000;

/** Serves `/sse` and `/stream`, or says why not. */
function serveStream(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  headers: object,
  { stats, limits, log, source, streams }: GatewayContext & { source: GatewaySource; streams: Set<Outlet> },
): Refusal | undefined {
  const asked = readStreamRequest(request, url, source);
  if ('reason' in asked) return asked;
  if (stats.clients >= limits.maxConnections) return { status: 503, reason: TOO_MANY };
  const outlet = openStream(response, url.pathname, asked.format, headers);
  if (request.method === 'HEAD') {
    response.end();
    return undefined;
  }
  const { output } = outlet;
  streams.add(outlet);
  stats.connections++;
  stats.clients++;
  stats.outputs[output]++;
  log.debug('connected', { output, symbols: asked.symbols.length });
  outlet.onClose(() => {
    streams.delete(outlet);
    stats.clients--;
    stats.outputs[output]--;
    log.debug('disconnected', { output });
  });
  source.stream(outlet, asked);
  return undefined;
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
