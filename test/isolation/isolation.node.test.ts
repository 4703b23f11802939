/** The worker in a real browser, on a host without headers. */
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { isolationFiles } from './built.ts';
import { type PlainFiles, PlainSite } from './plain-site.ts';
import { page, startBrowser, Visitor } from './visitor.ts';

const ISOLATED = { isolated: true, reason: null, message: '' };

describe('isolate', () => {
  let browser: Browser;
  let files: Awaited<ReturnType<typeof isolationFiles>>;
  before(async () => {
    files = await isolationFiles();
    browser = await startBrowser();
  });
  after(() => browser?.close());

  const start = async (test: TestContext, more: PlainFiles = {}) => ({
    site: await PlainSite.start(test, { ...files, '/index.html': page({}), ...more }),
    visitor: await Visitor.come(test, browser),
  });

  it('isolates the page by loading it once more, and later visits at once', async (test) => {
    const { site, visitor } = await start(test, { '/plain.html': '<!doctype html><title>plain</title>' });
    await visitor.page.goto(`${site.url}plain.html`);
    assert.equal(await visitor.evaluate('crossOriginIsolated'), false);
    assert.deepEqual(await visitor.visit(site.url), ISOLATED);
    assert.equal(await visitor.evaluate('crossOriginIsolated'), true);
    assert.equal(await visitor.evaluate('new SharedArrayBuffer(8).byteLength'), 8);
    assert.equal(await visitor.loads(), 2);
    assert.deepEqual(await visitor.visit(`${site.url}?again`), ISOLATED);
    assert.equal(await visitor.loads(), 3);
    await visitor.page.goto(`${site.url}plain.html`);
    assert.equal(await visitor.evaluate('crossOriginIsolated'), true);
    assert.deepEqual(visitor.said, []);
  });

  it('asks the host for each page once: what the browser asks for while the worker starts is what the page gets', async (test) => {
    const { site, visitor } = await start(test);
    await visitor.visit(site.url);
    assert.equal(site.times('/'), 2);
    await visitor.visit(`${site.url}?again`);
    assert.equal(site.times('/'), 3);
  });

  it('starts workers, and those that were moved, with imports beside where they are now', async (test) => {
    const { site, visitor } = await start(test, {
      '/worker.js': `import { one } from './one.js'; postMessage([one, crossOriginIsolated]);`,
      '/one.js': 'export const one = 1;',
      '/old/worker.js': (_, response) => response.writeHead(302, { Location: '/worker.js' }).end(),
    });
    await visitor.visit(site.url);
    for (const address of ['/worker.js', '/old/worker.js']) {
      const heard = await visitor.evaluate(`new Promise((resolve, reject) => {
        const worker = new Worker('${address}', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = () => reject(new Error('it did not start'));
      })`);
      assert.deepEqual(heard, [1, true], address);
    }
  });

  it('repairs a hard reload, which goes past the worker, by one more load; each time', async (test) => {
    const { site, visitor } = await start(test);
    await visitor.visit(site.url);
    for (const loads of [4, 6]) {
      await visitor.reloadHard();
      assert.deepEqual(await visitor.settled(), ISOLATED);
      assert.equal(await visitor.loads(), loads);
    }
  });

  it('stays isolated when the visitor loads it again, and keeps the whole address', async (test) => {
    const { site, visitor } = await start(test);
    for (const end of ['', '?a=1', '?a=1#b', '#b']) {
      await visitor.evaluate('globalThis.unregister?.()');
      assert.deepEqual(await visitor.visit(site.url + end), ISOLATED);
      assert.equal(visitor.page.url(), site.url + end);
      await visitor.page.reload();
      assert.deepEqual(await visitor.settled(), ISOLATED);
    }
    assert.equal(await visitor.evaluate('history.length'), 5);
  });

  it('does not load the page again where that is not wanted, and says that the next load will do', async (test) => {
    const { site, visitor } = await start(test, { '/index.html': page({ reload: false }) });
    assert.equal((await visitor.visit(site.url)).reason, 'installed');
    assert.equal(await visitor.loads(), 1);
    assert.deepEqual(await visitor.visit(`${site.url}?next`), ISOLATED);
  });

  it('is the same for two calls at once', async (test) => {
    const twice = '<script type="module">globalThis.others = Promise.all([isolate(), isolate()]);</script>';
    const { site, visitor } = await start(test, { '/index.html': page({}, twice) });
    assert.deepEqual(await visitor.visit(site.url), ISOLATED);
    assert.deepEqual(await visitor.evaluate('others'), [ISOLATED, ISOLATED]);
    assert.equal(await visitor.loads(), 2);
  });

  it('leaves a page alone whose host sends the headers', async (test) => {
    const { site, visitor } = await start(test, {
      '/index.html': (_, response) =>
        response
          .setHeader('Content-Type', 'text/html')
          .setHeader('Cross-Origin-Opener-Policy', 'same-origin')
          .setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
          .end(page({})),
    });
    assert.deepEqual(await visitor.visit(site.url), ISOLATED);
    assert.equal(await visitor.loads(), 1);
    assert.equal(await visitor.evaluate('navigator.serviceWorker.getRegistrations().then(({ length }) => length)'), 0);
  });

  it('is undone by unregister: the next load is not isolated, and nothing is left', async (test) => {
    const { site, visitor } = await start(test, {
      '/index.html': page({ cache: true }),
      '/plain.html': '<!doctype html>',
    });
    await visitor.visit(site.url);
    await visitor.page.waitForFunction('caches.keys().then(({ length }) => length === 1)');
    assert.equal(await visitor.evaluate('unregister()'), true);
    assert.deepEqual(await visitor.evaluate('caches.keys()'), []);
    assert.equal(await visitor.evaluate('unregister()'), false);
    await visitor.page.goto(`${site.url}plain.html`);
    assert.equal(await visitor.evaluate('crossOriginIsolated'), false);
    assert.deepEqual(await visitor.evaluate('Object.keys(sessionStorage)'), ['loads']);
  });

  it('works from a script tag, with the query as its settings', async (test) => {
    const tag = `<!doctype html><title>tag</title>
      <script>sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1;</script>
      <script src="./isolation-worker.js?embedder=credentialless"></script>
      <script>ticklaneIsolation.then((result) => { globalThis.result = result; });</script>`;
    const { site, visitor } = await start(test, {
      '/app/index.html': tag,
      '/app/isolation-worker.js': files['/isolation-worker.js'],
    });
    assert.deepEqual(await visitor.visit(`${site.url}app/`), ISOLATED);
    assert.equal(await visitor.loads(), 2);
    const scripts = 'navigator.serviceWorker.controller.scriptURL';
    assert.match(await visitor.evaluate<string>(scripts), /app\/isolation-worker\.js\?embedder=credentialless$/);
    assert.deepEqual(visitor.said, ['ticklane: the page is loaded once more, to become isolated']);
  });
});
