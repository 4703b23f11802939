/** A developer changes a component while Vite serves the page: the page stays, and its tags with it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import type { createServer, Plugin, ViteDevServer } from 'vite';
import { HostPage } from './host-page.ts';

const BEFORE = 'Turn round';
const AFTER = 'Turn about';

/** Serves a host by its own Vite; `edit` does what saving the file with the other text would, and leaves the file alone. */
async function serveEditable(folder: string, file: string): Promise<{ vite: ViteDevServer; edit(): void }> {
  const from = createRequire(path.join(folder, 'package.json'));
  const entry = path.join(path.dirname(from.resolve('vite/package.json')), 'dist/node/index.js');
  const { createServer: create }: { createServer: typeof createServer } = await import(pathToFileURL(entry).href);
  const edited = path.join(folder, file);
  let changed = false;
  const other: Plugin = {
    name: 'edited',
    enforce: 'pre',
    async load(id) {
      if (id !== edited || !changed) return undefined;
      return (await readFile(edited, 'utf8')).replace(BEFORE, AFTER);
    },
    // plugins of frameworks ask for the text of a changed file by this
    handleHotUpdate(context) {
      const { read } = context;
      context.read = async () => (await read()).replace(BEFORE, AFTER);
    },
  };
  // a build in this process has set it to production, for which no framework reloads components
  process.env.NODE_ENV = 'development';
  const vite = await create({
    root: folder,
    configFile: path.join(folder, 'vite.config.ts'),
    logLevel: 'error',
    clearScreen: false,
    plugins: [other],
    server: { port: 0, host: 'localhost', open: false },
  });
  await vite.listen();
  return {
    vite,
    edit() {
      changed = true;
      vite.watcher.emit('change', edited);
    },
  };
}

/** Workers of the page: one of the feed, one of each tag, one of the price in the state. */
const WORKERS = 7;
const TAGS = 5;

/** The tags go on as they are, with their ticks, lanes and workers, when the text of the component around them changes. */
export async function keepsItsPage(browser: Browser, folder: string, file: string): Promise<void> {
  const { vite, edit } = await serveEditable(folder, file);
  const url = vite.resolvedUrls?.local[0];
  assert.ok(url, 'Vite has an address');
  const host = await HostPage.open(browser, url);
  const settled = async () => {
    await host.ticking('ticker-widget', TAGS);
    // React mounts everything twice in its strict mode: what it unmounts has to be gone
    await host.until(`${WORKERS} workers`, async () => host.workers === WORKERS);
  };
  try {
    await settled();
    assert.equal(await host.text('button[name="turn"]'), BEFORE);
    await host.page.evaluate('globalThis.stays = true');
    const before = await host.tags();
    edit();
    await host.until('the other text', async () => (await host.text('button[name="turn"]')) === AFTER);
    await settled();
    assert.equal(await host.page.evaluate('globalThis.stays'), true, 'the page was not loaded again');
    const after = await host.tags();
    for (const key of ['element', 'address', 'worker'] as const) {
      assert.deepEqual(
        after.map((tag) => tag[key]),
        before.map((tag) => tag[key]),
      );
    }
    // lit says by a warning that its development build is in use, as it should be here
    const problems = host.problems.filter((problem) => !problem.startsWith('Lit is in dev mode'));
    assert.deepEqual(problems, []);
  } finally {
    await host.close();
    await vite.close();
  }
}
