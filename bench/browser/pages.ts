/** Builds the bench pages as the package is built, and serves them isolated unless they are to be without. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { build, type Plugin, preview } from 'vite';
import { ROOT } from '../../tools/files.ts';
import { constants } from '../../tools/vite-plugin-constants.ts';
import { wat } from '../../tools/vite-plugin-wat.ts';
import { workerText } from '../../tools/vite-plugin-worker-text.ts';

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** A page that has not answered by then never will. */
const LONGEST_CALL_MS = 180_000;

/** What a page is to do: the name of a function and its arguments. */
export interface Order {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What it posts back. */
export type Answer = { readonly value: unknown } | { readonly error: string };

/** A served page. */
export interface ServedPage {
  readonly url: string;
  /**
   * Gives the page an order when it asks for one; resolves with its answer, rejects with the error that it posts instead, or where none came in
   * `limit` ms.
   */
  order(order: Order, limit?: number): Promise<unknown>;
  close(): Promise<void>;
}

/** The two ends of the conversation: `/order` is answered when there is one, `/answer` takes what came of it. */
class Orders {
  /** Who waits for the next order. */
  #taker: ((order: Order) => void) | undefined;
  #waiting: Order | undefined;
  #heard: (answer: Answer) => void = () => {};

  readonly plugin: Plugin = {
    name: 'ticklane-bench:orders',
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use('/order', (_, response) => {
        this.#taker = (order) => response.end(JSON.stringify(order));
        this.#hand();
      });
      middlewares.use('/answer', async (request, response) => {
        this.#heard(JSON.parse(await text(request)));
        response.end();
      });
    },
  };

  give(order: Order, limit: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`${order.name} gave no answer in ${limit} ms`));
      const timer = setTimeout(late, limit);
      this.#heard = (answer) => {
        clearTimeout(timer);
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer.value);
      };
      this.#waiting = order;
      this.#hand();
    });
  }

  #hand(): void {
    if (!this.#taker || !this.#waiting) return;
    this.#taker(this.#waiting);
    this.#taker = undefined;
    this.#waiting = undefined;
  }
}

/** One page, by the name of its HTML file. `folder`: where that lies. */
export async function servePage(
  name: string,
  { folder = 'bench/page', isolated = true }: { readonly folder?: string; readonly isolated?: boolean } = {},
): Promise<ServedPage> {
  const outDir = await buildOnce(name, folder);
  const orders = new Orders();
  const server = await preview({
    ...commonOf(folder),
    plugins: [orders.plugin],
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: isolated ? HEADERS : {} },
  });
  return {
    url: `${server.resolvedUrls?.local[0]}${name}.html`,
    order: (order, limit = LONGEST_CALL_MS) => orders.give(order, limit),
    close: () => server.close(),
  };
}

const commonOf = (folder: string) => ({ root: path.join(ROOT, folder), configFile: false, logLevel: 'warn' }) as const;

/** Where each page lies that was built; until this process ends. */
const builds = new Map<string, Promise<string>>();

/** Builds a page, unless it has been built; resolves with where it lies. */
function buildOnce(name: string, folder: string): Promise<string> {
  const page = path.join(folder, name);
  const built = builds.get(page) ?? buildPage(name, folder);
  builds.set(page, built);
  return built;
}

async function buildPage(name: string, folder: string): Promise<string> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'ticklane-bench-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  const common = commonOf(folder);
  await build({
    ...common,
    plugins: [
      workerText(() => ({ ...common, build: { target: 'es2022' }, plugins: [constants(), wat()] })),
      constants(),
      wat(),
    ],
    worker: { format: 'es', plugins: () => [constants(), wat()] },
    // the package starts its workers from code that is part of it
    resolve: { alias: [{ find: /^(.*)\/spawn\.js$/, replacement: '$1/spawn.inline.ts' }] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      // a peer's library is as large as it is
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { input: path.join(common.root, `${name}.html`), checks: { pluginTimings: false } },
    },
  });
  return outDir;
}
