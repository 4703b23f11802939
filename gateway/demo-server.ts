import { fileURLToPath } from 'node:url';
import { createLogger, createServer, type Logger, type Plugin } from 'vite';
import { DemoMarkets } from './demo-markets.js';
import { type Gateway, type GatewayOptions, startGateway } from './server.js';

export interface DemoOptions {
  /** Port of the page; the next free one where it is taken. Default 5173. */
  readonly port?: number;
  /** Send the headers that isolate the page. Default true. */
  readonly isolated?: boolean;
  /** The gateway behind the page; the next free port where its port is taken (default 8788). */
  readonly gateway?: GatewayOptions;
}

/** A running demo: the page's server and the gateway. */
export interface Demo {
  /** The page's address; `/ws` below it is the gateway's WebSocket, `/history` its bars. */
  readonly url: string;
  readonly gateway: Gateway;
  close(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Not the one that `npm run gateway` takes by itself, so that both run side by side. */
const GATEWAY_PORT = 8788;
/** How many ports after the wanted one are tried. */
const PORTS_TRIED = 50;
const ISOLATION = {
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

/** Warnings and errors, but for tabs that were closed while their WebSocket was open: that is no error. */
function quietLogger(): Logger {
  const logger = createLogger('warn');
  const { error } = logger;
  logger.error = (message, options) => {
    if (!/ws proxy.*(ECONNRESET|EPIPE)/s.test(message)) error(message, options);
  };
  return logger;
}

/** Serves the pages of `demo` by Vite with a gateway behind it on the same origin, so that the page needs no address. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { port = 5173, isolated = true } = options;
  const gateway = await startOnFreePort({ port: GATEWAY_PORT, ...options.gateway });
  const target = gateway.pageUrl;
  const markets = new DemoMarkets(options.gateway?.seed ?? 1);
  const vite = await createServer({
    root: ROOT,
    clearScreen: false,
    customLogger: quietLogger(),
    plugins: [demoPage(isolated, markets)],
    server: {
      port,
      proxy: {
        '^/ws(\\?|$)': { target, ws: true },
        '^/(symbols|healthz|history|sse|stream|metrics)(\\?|$)': { target },
      },
    },
  });
  const close = async () => {
    await Promise.all([vite.close(), gateway.close(), markets.close()]);
  };
  try {
    await vite.listen();
  } catch (error) {
    await close();
    throw error;
  }
  const url = vite.resolvedUrls?.local[0] ?? `http://localhost:${port}/`;
  return { url, gateway, close };
}

/** Leads `/` to the page, opens markets for the stress page, and decides about the isolation headers whatever the project's configuration says. */
function demoPage(isolated: boolean, markets: DemoMarkets): Plugin {
  return {
    name: 'ticklane-demo-page',
    config: {
      order: 'post',
      handler(config) {
        config.server = { ...config.server, headers: isolated ? ISOLATION : {} };
        // pages elsewhere, such as those of benchmarks, need packages that nobody has to have for this
        config.optimizeDeps = { ...config.optimizeDeps, entries: ['demo/*.html'] };
        // Lit's build for development says in every console that it is that.
        config.resolve = { ...config.resolve, conditions: ['module', 'browser', 'production'] };
      },
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url !== '/') return next();
        response.writeHead(302, { Location: '/demo/' }).end();
      });
      server.middlewares.use('/demo/market', (request, response, next) => {
        markets.answer(request, response).catch(next);
      });
    },
  };
}

async function startOnFreePort(options: GatewayOptions): Promise<Gateway> {
  const { port: first = GATEWAY_PORT } = options;
  // Port 0 is free by definition, so the loop ends at its first turn then.
  for (let port = first; ; port++) {
    try {
      return await startGateway({ ...options, port });
    } catch (error) {
      if (!isPortTaken(error) || port - first >= PORTS_TRIED) throw error;
    }
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
