/** A real browser with the kit in a blank page: what is hidden, shown, left, and counted once its garbage is collected. */
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import { createServer, type Plugin } from 'vite';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PATH = '/life/';
/** Puppeteer switches the throttling of hidden pages off; people's browsers have it. */
const UNWANTED = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-popup-blocking',
];
const ISOLATION = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
] as const;

const SCRIPT = `
import '/src/index.ts';
import { pageRuntime } from '/src/runtime/page.ts';
import { pageFrames } from '/src/elements/shared/page-frames.ts';
import { rememberMode } from '/src/elements/data-feed/mode-choice.ts';
Object.assign(globalThis, { pageRuntime, pageFrames, rememberMode, persisted: [] });
addEventListener('pageshow', (event) => persisted.push(event.persisted));
/** Waits until a condition holds. */
globalThis.until = async (condition, what, ms = 20_000) => {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error('waited for ' + what);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
globalThis.ready = true;
`;

/** The page itself. Without Vite's own client, whose WebSocket would keep the page out of the back/forward cache. */
function blankPage(): Plugin {
  return {
    name: 'ticklane-life-page',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '', 'http://page');
        if (!pathname.startsWith(PATH)) return next();
        const script = pathname.endsWith('.js');
        response.setHeaders(new Map([['Content-Type', script ? 'text/javascript' : 'text/html'], ...ISOLATION]));
        const blank = pathname.endsWith('elsewhere');
        const html = blank ? '' : `<script type="module" src="${PATH}page.js"></script>`;
        response.end(script ? SCRIPT : `<!doctype html><title>life</title><body>${html}</body>`);
      });
    },
  };
}

/** Kinds of objects that are counted one by one. */
const KINDS = {
  functions: 'Function.prototype',
  promises: 'Promise.prototype',
  maps: 'Map.prototype',
  sets: 'Set.prototype',
  arrays: 'Array.prototype',
  floats: 'Float64Array.prototype',
  objects: 'Object.prototype',
} as const;

/** What there is of everything that could be left behind; all of it is collected first. */
export type Inventory = Readonly<Record<string, number>>;

async function countObjects(session: CDPSession, names: readonly (keyof typeof KINDS)[]): Promise<[string, number][]> {
  const counts: [string, number][] = [];
  for (const name of names) {
    const { result } = await session.send('Runtime.evaluate', { expression: KINDS[name], objectGroup: 'census' });
    const { objects } = await session.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId as string,
      objectGroup: 'census',
    });
    const { result: length } = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId as string,
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    counts.push([name, Number(length.value)]);
    await session.send('Runtime.releaseObjectGroup', { objectGroup: 'census' });
  }
  return counts;
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

export class LifePage {
  readonly page: Page;
  readonly browser: Browser;
  readonly url: string;
  readonly #stop: () => Promise<void>;

  private constructor(browser: Browser, page: Page, url: string, stop: () => Promise<void>) {
    this.browser = browser;
    this.page = page;
    this.url = url;
    this.#stop = stop;
  }

  static async open(): Promise<LifePage> {
    const vite = await createServer({
      root: ROOT,
      logLevel: 'error',
      clearScreen: false,
      cacheDir: 'node_modules/.vite-life',
      plugins: [blankPage()],
      optimizeDeps: { noDiscovery: true, include: ['comlink'], exclude: ['lit', 'lit-element', 'lit-html'] },
      resolve: { conditions: ['module', 'browser', 'production'] },
      server: { port: 5560, hmr: false, ws: false, watch: null },
    });
    await vite.listen();
    const url = new URL(PATH, vite.resolvedUrls?.local[0]).href;
    const browser = await puppeteer.launch({
      executablePath: await findChromium(),
      args: [...chromiumArguments(), '--js-flags=--expose-gc', '--enable-precise-memory-info'],
      ignoreDefaultArgs: UNWANTED,
      defaultViewport: { width: 1200, height: 800 },
    });
    const page = await browser.newPage();
    const opened = new LifePage(browser, page, url, async () => {
      await browser.close();
      await vite.close();
    });
    page.on('pageerror', (error) => console.error(`page: ${error}`));
    await opened.load();
    return opened;
  }

  /** Begins anew, with nothing in the page. */
  async load(): Promise<void> {
    await this.page.goto(this.url);
    await this.page.waitForFunction('globalThis.ready');
  }

  /** Runs this in the page: the body of an async function. */
  run<T>(body: string): Promise<T> {
    return this.page.evaluate(`(async () => { ${body} })()`) as Promise<T>;
  }

  /** Counts what is there once garbage has been collected. */
  async inventory(): Promise<Inventory> {
    const session = await this.page.createCDPSession();
    const bytes = await heapOf(session);
    const objects = await countObjects(session, Object.keys(KINDS) as (keyof typeof KINDS)[]);
    await session.detach();
    const { JSEventListeners: listeners = 0, Nodes: nodes = 0 } = await this.page.metrics();
    const runtime = await this.run<Record<string, number>>(`
      const { lanes, workers, dedicated, memory } = pageRuntime();
      return { lanes, hosts: workers, dedicated, used: memory.used, pieces: memory.pieces, memory: memory.byteLength };`);
    const inFeeds: Record<string, number> = {};
    for (const { client } of this.page.workers().filter((worker) => worker.url().includes('feed.worker'))) {
      inFeeds.feedBytes = (inFeeds.feedBytes ?? 0) + (await heapOf(client));
      for (const [name, count] of await countObjects(client, ['functions', 'maps', 'sets', 'objects'])) {
        inFeeds[`feed ${name}`] = (inFeeds[`feed ${name}`] ?? 0) + count;
      }
    }
    return {
      workers: this.page.workers().length,
      ...runtime,
      nodes,
      listeners,
      ...Object.fromEntries(objects),
      bytes,
      ...inFeeds,
    };
  }

  /** Hides the page behind another one; call the answer to show it again. */
  async hide(): Promise<() => Promise<void>> {
    const other = await this.browser.newPage();
    await other.bringToFront();
    while (!(await this.page.evaluate('document.hidden'))) await other.evaluate('0');
    return async () => {
      await other.close();
      await this.page.bringToFront();
      while (await this.page.evaluate('document.hidden')) await this.page.bringToFront();
    };
  }

  close(): Promise<void> {
    return this.#stop();
  }
}
