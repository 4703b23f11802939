/** A blank, isolated page in a real browser that runs one script beside the project's own sources. */
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { createServer, type Plugin } from 'vite';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ISOLATION = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
] as const;

/** Puppeteer switches the throttling of hidden pages off; people's browsers have it. */
export const HURRIED = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

export interface SourcePage {
  readonly browser: Browser;
  readonly page: Page;
  /** Of the page; `elsewhere` below it is a page without anything. */
  readonly url: string;
  /** Loads the page, and waits until its script says `globalThis.ready = true`. */
  load(): Promise<void>;
  close(): Promise<void>;
}

/** Puts the pages beside the project's own files. Without Vite's own client, whose WebSocket would keep a page out of the back/forward cache. */
function servePages(path: string, script: string): Plugin {
  return {
    name: 'ticklane-source-page',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '', 'http://page');
        if (!pathname.startsWith(path)) return next();
        const isScript = pathname.endsWith('.js');
        response.setHeaders(new Map([['Content-Type', isScript ? 'text/javascript' : 'text/html'], ...ISOLATION]));
        const html = pathname.endsWith('elsewhere') ? '' : `<script type="module" src="${path}page.js"></script>`;
        response.end(isScript ? script : `<!doctype html><title>${path}</title><body>${html}</body>`);
      });
    },
  };
}

/** Opens the page, but does not load it yet. `name`: of its folder, and of the folder of what Vite keeps. */
export async function openSourcePage(
  name: string,
  script: string,
  { include = ['comlink'], ...launch }: LaunchOptions & { include?: string[] } = {},
): Promise<SourcePage> {
  const path = `/${name}/`;
  const vite = await createServer({
    root: ROOT,
    logLevel: 'error',
    clearScreen: false,
    cacheDir: `node_modules/.vite-${name}`,
    plugins: [servePages(path, script)],
    optimizeDeps: { noDiscovery: true, include, exclude: ['lit', 'lit-element', 'lit-html'] },
    resolve: { conditions: ['module', 'browser', 'production'] },
    server: { port: 5550, hmr: false, ws: false, watch: null },
  });
  await vite.listen();
  const url = new URL(path, vite.resolvedUrls?.local[0]).href;
  const browser = await puppeteer.launch({
    executablePath: await findChromium(),
    args: [...chromiumArguments(), '--js-flags=--expose-gc', '--enable-precise-memory-info'],
    ...launch,
  });
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error}`));
  return {
    browser,
    page,
    url,
    async load() {
      await page.goto(url);
      await page.waitForFunction('globalThis.ready');
    },
    async close() {
      await browser.close();
      await vite.close();
    },
  };
}
