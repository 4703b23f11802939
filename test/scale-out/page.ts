/** A real browser with an isolated page of feeds, a widget for every symbol in each, and all that the page hears of missing ticks. */
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { createServer, type Plugin } from 'vite';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PATH = '/scale-out/';
const SCRIPT = '/scale-out/page.js';
const HEADERS = new Map([
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
]);

/** One feed of the page. */
export interface FeedPlace {
  /** Its element's id. */
  readonly id: string;
  readonly src: string;
  readonly format: 'json' | 'binary';
}

/** A gap as it was told; null: nobody knows. */
export interface ToldGap {
  readonly symbol: string;
  readonly from: number | null;
  readonly missing: number | null;
}

export interface Shown {
  readonly last: number | null;
  readonly trades: number;
  /** Sum of the sizes of all trades that count. */
  readonly volume: number;
}

/** What the page knows of one feed. */
export interface FeedSeen {
  readonly status: string;
  readonly gaps: readonly ToldGap[];
  readonly problems: readonly string[];
  readonly stats: Readonly<Record<string, number>>;
  /** By symbol. */
  readonly shown: Readonly<Record<string, Shown>>;
}

/** By feed. */
export type Seen = Readonly<Record<string, FeedSeen>>;

const CODE = `
import '/src/index.ts';
import '/src/transports/nats.ts';
const told = {};
globalThis.make = (places, symbols) => {
  for (const { id, src, format } of places) {
    const feed = document.createElement('data-feed');
    Object.assign(feed, { id, src, format });
    told[id] = { gaps: [], problems: [] };
    feed.addEventListener('feedgap', ({ symbol, from, missing }) => told[id].gaps.push({ symbol, from, missing }));
    feed.addEventListener('feederror', ({ message }) => told[id].problems.push(message));
    for (const symbol of symbols) feed.append(Object.assign(document.createElement('ticker-widget'), { symbol }));
    document.body.append(feed);
  }
};
globalThis.look = () => Object.fromEntries(Array.from(document.querySelectorAll('data-feed'), (feed) => {
  const { id, status, stats } = feed;
  const shown = Array.from(feed.querySelectorAll('ticker-widget'), ({ symbol, values }) => {
    const { last = null, trades = 0, volume = 0 } = values ?? {};
    return [symbol, { last, trades, volume }];
  });
  return [id, { status, stats, ...told[id], shown: Object.fromEntries(shown) }];
}));
globalThis.ready = true;
`;

/** The page and its script, beside the project's own files. */
function servePage(): Plugin {
  return {
    name: 'ticklane-scale-out-page',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url !== PATH && request.url !== SCRIPT) return next();
        const isScript = request.url === SCRIPT;
        response.setHeaders(HEADERS);
        response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
        response.end(
          isScript ? CODE : `<!doctype html><title>feeds</title><script type="module" src="${SCRIPT}"></script>`,
        );
      });
    },
  };
}

export class FeedPage {
  readonly #page: Page;
  readonly #browser: Browser;
  readonly #stop: () => Promise<void>;

  private constructor(page: Page, browser: Browser, stop: () => Promise<void>) {
    this.#page = page;
    this.#browser = browser;
    this.#stop = stop;
  }

  static async open(places: readonly FeedPlace[], symbols: readonly string[]): Promise<FeedPage> {
    const vite = await createServer({
      root: ROOT,
      logLevel: 'error',
      clearScreen: false,
      cacheDir: 'node_modules/.vite-scale-out',
      plugins: [servePage()],
      optimizeDeps: {
        noDiscovery: true,
        include: ['comlink', '@nats-io/nats-core'],
        exclude: ['lit', 'lit-element', 'lit-html'],
      },
      resolve: { conditions: ['module', 'browser', 'production'] },
      server: { port: 5650, hmr: false, ws: false, watch: null },
    });
    await vite.listen();
    const browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArguments() });
    const page = await browser.newPage();
    const opened = new FeedPage(page, browser, () => vite.close());
    try {
      page.on('pageerror', (error) => console.error(`page: ${error}`));
      await page.goto(new URL(PATH, vite.resolvedUrls?.local[0]).href);
      await page.waitForFunction('globalThis.ready');
      await page.evaluate(`make(${JSON.stringify(places)}, ${JSON.stringify(symbols)})`);
    } catch (error) {
      await opened.close();
      throw error;
    }
    return opened;
  }

  look(): Promise<Seen> {
    return this.#page.evaluate('look()') as Promise<Seen>;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#stop();
  }
}
