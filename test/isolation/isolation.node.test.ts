/** The worker in a real browser, on a host without headers. */
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { isolationFiles } from './built.ts';
import { type PlainFiles, PlainSite } from './plain-site.ts';
import { INSECURE_HOST, page, startBrowser, Visitor } from './visitor.ts';

const ISOLATED = { isolated: true, reason: null, message: '' };
/** A worker that serves, and isolates nothing. */
const DUD = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`;

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

  describe('where it is not possible says why, and loads the page once more at most', () => {
    const refusals: readonly (readonly [
      what: string,
      reason: string,
      message: RegExp,
      loads: number,
      files: PlainFiles,
      at?: string,
    ])[] = [
      [
        'the file is not there',
        'refused',
        /404/,
        1,
        { '/isolation-worker.js': (_, response) => response.writeHead(404).end() },
      ],
      [
        'the file is a page',
        'refused',
        /MIME type/,
        1,
        { '/isolation-worker.js': (_, response) => response.setHeader('Content-Type', 'text/html').end() },
      ],
      [
        'an option means nothing',
        'refused',
        /embedder=none is none of require-corp, credentialless/,
        1,
        { '/index.html': page({ embedder: 'none' }) },
      ],
      [
        'the scope is larger than the folder',
        'refused',
        /Service-Worker-Allowed/,
        1,
        {
          '/index.html': page({ worker: '/below/isolation-worker.js', scope: '/' }),
          '/below/isolation-worker.js': DUD,
        },
      ],
      [
        'the page is in another folder',
        'outside',
        /serves http.*\/below\/ only/,
        1,
        { '/index.html': page({ worker: '/below/isolation-worker.js' }) },
      ],
      [
        'the worker serves without headers',
        'ineffective',
        /require-corp", and the page is not isolated/,
        2,
        { '/isolation-worker.js': DUD },
      ],
      [
        'the tab forgets that it was loaded again',
        'ineffective',
        /require-corp"/,
        2,
        {
          '/isolation-worker.js': DUD,
          '/index.html': page(
            {},
            '<script>const { loads } = sessionStorage; sessionStorage.clear(); sessionStorage.loads = loads;</script>',
          ),
        },
      ],
    ];
    for (const [what, reason, message, loads, more] of refusals) {
      it(what, async (test) => {
        const { site, visitor } = await start(test, more);
        const result = await visitor.visit(site.url);
        assert.equal(result.isolated, false);
        assert.equal(result.reason, reason, result.message);
        assert.match(result.message, message);
        assert.equal(await visitor.loads(), loads);
        // a second visit in the same tab knows better than to try again
        assert.equal((await visitor.visit(`${site.url}?again`)).reason, reason);
        assert.equal(await visitor.loads(), loads + 1);
      });
    }

    it('the page is not secure', async (test) => {
      const { site, visitor } = await start(test);
      const result = await visitor.visit(site.url.replace('127.0.0.1', INSECURE_HOST));
      assert.equal(result.reason, 'insecure');
      assert.match(result.message, /https/);
      assert.equal(await visitor.loads(), 1);
    });

    it('the page has another service worker, which stays', async (test) => {
      const register = `<script>globalThis.other = navigator.serviceWorker.register('/other.js');</script>`;
      const { site, visitor } = await start(test, { '/other.js': DUD, '/other.html': `<!doctype html>${register}` });
      await visitor.page.goto(`${site.url}other.html`);
      await visitor.evaluate('other.then(() => navigator.serviceWorker.ready).then(() => undefined)');
      const result = await visitor.visit(site.url);
      assert.equal(result.reason, 'occupied');
      assert.match(result.message, /\/other\.js/);
      assert.match(await visitor.evaluate<string>('navigator.serviceWorker.controller.scriptURL'), /other\.js$/);
      assert.equal(await visitor.loads(), 1);
    });

    it('developer tools go past every worker', async (test) => {
      const { site, visitor } = await start(test);
      await visitor.page.setBypassServiceWorker(true);
      const result = await visitor.visit(site.url);
      assert.equal(result.reason, 'bypassed');
      assert.match(result.message, /hard reload/);
      assert.equal(await visitor.loads(), 2);
    });

    it('the page is in a frame of a page that is not isolated', async (test) => {
      const { site, visitor } = await start(test, { '/outer.html': '<!doctype html><iframe src="/"></iframe>' });
      await visitor.page.goto(`${site.url}outer.html`);
      const [, frame] = visitor.page.frames();
      assert.ok(frame);
      await frame.waitForFunction('globalThis.result');
      const { reason, message } = (await frame.evaluate('result')) as { reason: string; message: string };
      assert.equal(reason, 'framed');
      assert.match(message, /allow="cross-origin-isolated"/);
      assert.equal(await visitor.loads(), 1);
    });
  });
});
