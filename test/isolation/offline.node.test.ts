/** Starts without a network: what is kept, and what is not. */
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { isolationFiles } from './built.ts';
import { type PlainFiles, PlainSite } from './plain-site.ts';
import { page, startBrowser, Visitor } from './visitor.ts';

const KEPT = `caches.keys().then(async (names) => {
  const kept = {};
  for (const name of names) {
    const requests = await (await caches.open(name)).keys();
    kept[name.replace(location.origin, '')] = requests.map(({ url }) => url.replace(location.origin, '')).sort();
  }
  return kept;
})`;
const kit = (name: string) => `globalThis.kit = [...globalThis.kit ?? [], '${name}'];`;
const load = (...names: string[]) => names.map((name) => `<script type="module" src="${name}"></script>`).join('');

describe('the worker that keeps files', () => {
  let browser: Browser;
  let files: Awaited<ReturnType<typeof isolationFiles>>;
  before(async () => {
    files = await isolationFiles('1.0.0');
    browser = await startBrowser();
  });
  after(() => browser?.close());

  const start = async (test: TestContext, more: PlainFiles) => ({
    site: await PlainSite.start(test, { ...files, ...more }),
    visitor: await Visitor.come(test, browser),
  });
  /** Waits until so many files are kept. */
  const kept = async (visitor: Visitor, count: number) => {
    await visitor.page.waitForFunction(`${KEPT}.then((kept) => Object.values(kept).flat().length === ${count})`);
    return visitor.evaluate<Record<string, string[]>>(KEPT);
  };

  it('starts the page without a network, isolated, with the files of this package', async (test) => {
    const { site, visitor } = await start(test, {
      '/index.html': `<!doctype html><title>app</title><script src="/isolation-worker.js?cache=1"></script>${load('/ticklane.js', '/codecs/kraken.js', '/own.js')}`,
      '/ticklane.js': kit('ticklane'),
      '/codecs/kraken.js': kit('kraken'),
      '/own.js': kit('own'),
    });
    const ready = async (count: number) => {
      await visitor.page.waitForFunction(`crossOriginIsolated && globalThis.kit?.length === ${count}`);
    };
    await visitor.page.goto(site.url);
    await ready(3);
    const paths = ['/', '/codecs/kraken.js', '/isolation-worker.js?cache=1', '/ticklane.js'];
    assert.deepEqual(await kept(visitor, 4), { 'ticklane-isolation 1.0.0 /': paths });
    await site.stop();
    await visitor.page.reload();
    await ready(2);
    await visitor.page.goto(`${site.url}?from=elsewhere`);
    await ready(2);
    await assert.rejects(visitor.page.goto(`${site.url}never-seen`), /net::ERR_FAILED/);
  });

  it('keeps the own scripts, styles and images of the page where all is asked for, and nothing that it fetches', async (test) => {
    const { site, visitor } = await start(test, {
      '/index.html': page(
        { cache: 'all' },
        `<link rel="stylesheet" href="/own.css"><img src="/own.svg">${load('/own.js')}`,
      ),
      '/own.js': `globalThis.prices = fetch('/prices').then((answer) => answer.text());`,
      '/own.css': 'body { color: rgb(1, 2, 3) }',
      '/own.svg': '<svg xmlns="http://www.w3.org/2000/svg" />',
      '/prices': '1',
    });
    assert.equal((await visitor.visit(site.url)).isolated, true);
    assert.equal(await visitor.evaluate('prices'), '1');
    const own = ['/', '/isolate.js', '/own.css', '/own.js', '/own.svg'];
    assert.deepEqual(await kept(visitor, 5), { 'ticklane-isolation 1.0.0 /': own });
    await site.stop();
    await visitor.page.reload();
    assert.equal((await visitor.settled()).isolated, true);
    assert.equal(await visitor.evaluate('getComputedStyle(document.body).color'), 'rgb(1, 2, 3)');
    await assert.rejects(visitor.evaluate('prices'), /Failed to fetch/);
  });

  it('shows what is new as long as there is a network', async (test) => {
    const { site, visitor } = await start(test, {
      '/index.html': page({ cache: true }, load('/ticklane.js')),
      '/ticklane.js': kit('old'),
    });
    await visitor.visit(site.url);
    await kept(visitor, 2);
    site.files
      .set('/index.html', page({ cache: true }, `<p>new</p>${load('/ticklane.js')}`))
      .set('/ticklane.js', kit('new'));
    await visitor.visit(`${site.url}?2`);
    await visitor.page.waitForFunction(`globalThis.kit?.join() === 'new'`);
    assert.equal(await visitor.evaluate(`document.querySelector('p').textContent`), 'new');
  });

  it('asks once for a file with its version in its address, and forgets the version before', async (test) => {
    const at = (version: string) => `/vendor/ticklane@${version}/dist/cdn/ticklane.js`;
    const { site, visitor } = await start(test, {
      '/index.html': page({ cache: true }, load(at('0.1.0'))),
      [at('0.1.0')]: kit('0.1.0'),
      [at('0.2.0')]: kit('0.2.0'),
    });
    await visitor.visit(site.url);
    await kept(visitor, 2);
    // once before there was a worker, once when it came
    const before = site.times(at('0.1.0'));
    await visitor.visit(`${site.url}?2`);
    await visitor.page.waitForFunction(`globalThis.kit?.join() === '0.1.0'`);
    assert.equal(site.times(at('0.1.0')), before);
    site.files.set('/index.html', page({ cache: true }, load(at('0.2.0'))));
    await visitor.visit(`${site.url}?3`);
    await visitor.page.waitForFunction(`globalThis.kit?.join() === '0.2.0'`);
    const pages = ['/', '/?2', '/?3'];
    const [paths] = Object.values(await kept(visitor, 4));
    assert.deepEqual(paths, [...pages, at('0.2.0')]);
  });

  it('removes what older versions of the worker have kept, and nothing of other folders', async (test) => {
    const { site, visitor } = await start(test, {
      '/index.html': page({ cache: true }),
      '/other/index.html': page({ cache: true, worker: '/other/isolation-worker.js' }),
      '/other/isolation-worker.js': files['/isolation-worker.js'],
    });
    await visitor.visit(`${site.url}other/`);
    await visitor.visit(site.url);
    assert.deepEqual(Object.keys(await kept(visitor, 2)).sort(), [
      'ticklane-isolation 1.0.0 /',
      'ticklane-isolation 1.0.0 /other/',
    ]);
    site.files.set('/isolation-worker.js', (await isolationFiles('1.1.0'))['/isolation-worker.js']);
    await visitor.visit(`${site.url}?2`);
    await visitor.evaluate(
      'navigator.serviceWorker.getRegistration("/").then((one) => one.update()).then(() => undefined)',
    );
    await visitor.page.waitForFunction(
      `caches.keys().then((names) => !names.some((name) => name.includes(' 1.0.0 ') && !name.endsWith('/other/')))`,
    );
    await visitor.visit(`${site.url}?3`);
    assert.deepEqual(await kept(visitor, 2), {
      'ticklane-isolation 1.0.0 /other/': ['/other/'],
      'ticklane-isolation 1.1.0 /': ['/?3'],
    });
  });

  it('keeps no page that says so, and nothing that failed', async (test) => {
    const { site, visitor } = await start(test, {
      '/index.html': page({ cache: true }),
      '/secret.html': (_, response) =>
        response.setHeader('Cache-Control', 'no-store').setHeader('Content-Type', 'text/html').end('secret'),
      '/broken.html': (_, response) => response.writeHead(500, { 'Content-Type': 'text/html' }).end('broken'),
    });
    await visitor.visit(site.url);
    for (const name of ['secret.html', 'broken.html']) await visitor.page.goto(site.url + name);
    await visitor.visit(`${site.url}?last`);
    assert.deepEqual(await kept(visitor, 2), { 'ticklane-isolation 1.0.0 /': ['/', '/?last'] });
    await site.stop();
    await assert.rejects(visitor.page.goto(`${site.url}secret.html`), /net::ERR_FAILED/);
  });

  it('keeps for isolated pages of a host that sends the headers, too, and never loads these again', async (test) => {
    const { site, visitor } = await start(test, {
      '/index.html': (_, response) =>
        response
          .setHeader('Content-Type', 'text/html')
          .setHeader('Cross-Origin-Opener-Policy', 'same-origin')
          .setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
          .end(page({ cache: 'all' })),
    });
    await visitor.visit(site.url);
    assert.equal(await visitor.loads(), 1);
    await visitor.visit(`${site.url}?2`);
    await kept(visitor, 2);
    await site.stop();
    assert.equal((await visitor.visit(`${site.url}?3`)).isolated, true);
  });
});
