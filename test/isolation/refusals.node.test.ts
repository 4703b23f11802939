/** Where isolation is not possible: in a real browser, on a host without headers. */
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { isolationFiles } from './built.ts';
import { type PlainFiles, PlainSite } from './plain-site.ts';
import { INSECURE_HOST, page, startBrowser, Visitor } from './visitor.ts';

/** A worker that serves, and isolates nothing. */
const DUD = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`;
/** A page that empties the tab's storage, but for the count. */
const FORGETS =
  '<script>const { loads } = sessionStorage; sessionStorage.clear(); sessionStorage.loads = loads;</script>';

describe('isolate, where it is not possible, says why and loads the page once more at most', () => {
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

  const refusals: Readonly<Record<string, { reason: string; message: RegExp; loads: number; files: PlainFiles }>> = {
    'the file is not there': {
      reason: 'refused',
      message: /404/,
      loads: 1,
      files: { '/isolation-worker.js': (_, response) => response.writeHead(404).end() },
    },
    'the file is a page': {
      reason: 'refused',
      message: /MIME type/,
      loads: 1,
      files: { '/isolation-worker.js': (_, response) => response.setHeader('Content-Type', 'text/html').end() },
    },
    'an option means nothing': {
      reason: 'refused',
      message: /embedder=none is none of require-corp, credentialless/,
      loads: 1,
      files: { '/index.html': page({ embedder: 'none' }) },
    },
    'the scope is larger than the folder': {
      reason: 'refused',
      message: /Service-Worker-Allowed/,
      loads: 1,
      files: { '/index.html': page({ worker: '/below/w.js', scope: '/' }), '/below/w.js': DUD },
    },
    'the page is in another folder': {
      reason: 'outside',
      message: /serves http.*\/below\/ only/,
      loads: 1,
      files: { '/index.html': page({ worker: '/below/w.js' }) },
    },
    'the worker serves without headers': {
      reason: 'ineffective',
      message: /require-corp", and the page is not isolated/,
      loads: 2,
      files: { '/isolation-worker.js': DUD },
    },
    'the tab forgets that it was loaded again': {
      reason: 'ineffective',
      message: /require-corp"/,
      loads: 2,
      files: { '/isolation-worker.js': DUD, '/index.html': page({}, FORGETS) },
    },
  };
  for (const [what, { reason, message, loads, files: more }] of Object.entries(refusals)) {
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
