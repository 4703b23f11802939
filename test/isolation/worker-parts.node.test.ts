/** The parts of the worker by themselves: settings, policy, what is kept. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { KeptFiles, kindOf, versionIn } from '../../src/isolation/kept-files.js';
import { hasPolicy, isolated } from '../../src/isolation/policy.js';
import { workerAddress } from '../../src/isolation/register.js';
import { type IsolationSettings, readSettings } from '../../src/isolation/settings.js';

const DEFAULTS: IsolationSettings = { embedder: 'require-corp', resource: 'same-origin', cache: 'none' };
const PAGE = { mode: 'navigate', destination: 'document' } as const;
const WORKER = { mode: 'same-origin', destination: 'worker' } as const;
const ORIGIN = 'https://example.test';

describe('the settings of the worker', () => {
  const read = (query: string) => readSettings(new URL(`${ORIGIN}/isolation-worker.js${query}`));

  it('are what the query of its address says', () => {
    assert.deepEqual(read(''), DEFAULTS);
    assert.deepEqual(read('?embedder=credentialless&resource=cross-origin&cache=1'), {
      embedder: 'credentialless',
      resource: 'cross-origin',
      cache: 'kit',
    });
    assert.equal(read('?cache=all').cache, 'all');
    assert.equal(read('?cache=0').cache, 'none');
  });

  it('are refused where a word means nothing', () => {
    assert.throws(() => read('?cache=yes'), /cache=yes is none of 0, 1, all/);
    assert.throws(() => read('?resource=toString'), TypeError);
  });

  it('go from options into the address, which is the same for the same options', () => {
    const address = (options: Parameters<typeof workerAddress>[0]) => workerAddress(options, `${ORIGIN}/app/?a#b`).href;
    assert.equal(address({}), `${ORIGIN}/app/isolation-worker.js`);
    assert.equal(address({ worker: '/w.js?cache=1#c' }), `${ORIGIN}/w.js?cache=1`);
    assert.equal(address({ worker: '/w.js?cache=1', cache: false }), `${ORIGIN}/w.js?cache=0`);
    assert.equal(
      address({ embedder: 'credentialless', cache: 'all' }),
      `${ORIGIN}/app/isolation-worker.js?embedder=credentialless&cache=all`,
    );
  });
});

describe('the policy', () => {
  it('is for documents and workers, and nothing else', () => {
    assert.ok(hasPolicy(PAGE) && hasPolicy(WORKER) && hasPolicy({ mode: 'navigate', destination: 'iframe' }));
    for (const destination of ['', 'script', 'image', 'style', 'audioworklet'] as const) {
      assert.equal(hasPolicy({ mode: 'cors', destination }), false, destination);
    }
  });

  it('is added to what the host says, and leaves what an answer is', async () => {
    const headers = { 'Content-Type': 'text/html', 'Content-Security-Policy': "default-src 'self'" };
    const answer = isolated(new Response('text', { status: 404, statusText: 'Nowhere', headers }), PAGE, DEFAULTS);
    assert.deepEqual([answer.status, answer.statusText, await answer.text()], [404, 'Nowhere', 'text']);
    assert.deepEqual(Object.fromEntries(answer.headers), {
      'content-security-policy': "default-src 'self'",
      'content-type': 'text/html',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('takes the place of a weaker one, but for who may load the page', () => {
    const headers = {
      'Cross-Origin-Opener-Policy': 'unsafe-none',
      'Cross-Origin-Embedder-Policy': 'unsafe-none',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    };
    const answer = isolated(new Response('', { headers }), PAGE, { ...DEFAULTS, embedder: 'credentialless' });
    assert.equal(answer.headers.get('Cross-Origin-Opener-Policy'), 'same-origin');
    assert.equal(answer.headers.get('Cross-Origin-Embedder-Policy'), 'credentialless');
    assert.equal(answer.headers.get('Cross-Origin-Resource-Policy'), 'cross-origin');
    assert.equal(isolated(new Response(''), WORKER, DEFAULTS).headers.has('Cross-Origin-Opener-Policy'), false);
  });

  it('leaves alone what cannot be changed, and takes answers without a body', () => {
    const error = Response.error();
    assert.equal(isolated(error, PAGE, DEFAULTS), error);
    for (const status of [204, 205, 304]) {
      const answer = isolated(new Response(null, { status }), PAGE, DEFAULTS);
      assert.deepEqual([answer.status, answer.body], [status, null]);
    }
  });

  it('passes a body on as it comes', async () => {
    let source: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        source = controller;
      },
    });
    const reader = isolated(new Response(body), PAGE, DEFAULTS).body?.getReader();
    source?.enqueue(Uint8Array.of(1));
    assert.deepEqual((await reader?.read())?.value, Uint8Array.of(1));
    source?.enqueue(Uint8Array.of(2));
    assert.deepEqual((await reader?.read())?.value, Uint8Array.of(2));
  });

  it('sends a worker that was moved to where it is now', async (test) => {
    const server = createServer((request, response) => {
      if (request.url === '/new.js') response.end();
      else response.writeHead(302, { Location: '/new.js' }).end();
    });
    test.after(() => server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const answer = isolated(await fetch(`${url}/old.js`), WORKER, DEFAULTS);
    assert.deepEqual([answer.status, answer.headers.get('Location')], [302, `${url}/new.js`]);
  });
});

describe('what is kept', () => {
  const asked = (url: string, more: object = {}) => ({
    method: 'GET',
    mode: 'cors' as RequestMode,
    destination: 'script' as RequestDestination,
    headers: new Headers(),
    url: new URL(url, ORIGIN).href,
    ...more,
  });
  const kind = (cache: IsolationSettings['cache'], url: string, more?: object) =>
    kindOf(asked(url, more), { ...DEFAULTS, cache }, ORIGIN);

  it('is nothing unless it is asked for', () => {
    assert.equal(kind('none', '/ticklane.js'), undefined);
    assert.equal(kind('none', '/', PAGE), undefined);
  });

  it('are pages and the files of this package, also from elsewhere', () => {
    for (const url of [
      '/ticklane.js',
      '/lib/ticklane-0.1.0.js',
      '/codecs/kraken.js',
      '/isolation-worker.js?cache=1',
      '/node_modules/ticklane/dist/inline/index.js',
      'https://cdn.example.test/npm/ticklane@0.1.0/dist/cdn/ticklane.js',
    ]) {
      assert.equal(kind('kit', url), 'kit', url);
    }
    assert.equal(kind('kit', '/', PAGE), 'page');
    for (const url of ['/app.js', '/sticklane.js', '/ticklane.json', '/ticklane/prices'])
      assert.equal(kind('kit', url), undefined, url);
    assert.equal(kind('kit', 'https://cdn.example.test/ticklane.js', { mode: 'no-cors' }), undefined);
  });

  it('is all that a start needs where all is asked for, of the own origin', () => {
    assert.equal(kind('all', '/app.js'), 'own');
    assert.equal(kind('all', '/kernel.wasm', { destination: '' }), 'own');
    assert.equal(kind('all', '/prices', { destination: '' }), undefined);
    assert.equal(kind('all', 'https://cdn.example.test/app.js'), undefined);
  });

  it('is no part of a file, and nothing that was sent', () => {
    assert.equal(kind('all', '/app.js', { headers: new Headers({ Range: 'bytes=0-1' }) }), undefined);
    assert.equal(kind('all', '/', { ...PAGE, method: 'POST' }), undefined);
  });

  it('has a version where its address says so', () => {
    assert.equal(versionIn('https://cdn.example.test/npm/ticklane@0.1.0/dist/cdn/ticklane.js'), '0.1.0');
    assert.equal(versionIn(`${ORIGIN}/lib/ticklane-1.2.3-beta.4.js`), '1.2.3-beta.4');
    assert.equal(versionIn(`${ORIGIN}/1.2.3/codecs/kraken.js`), '1.2.3');
    assert.equal(versionIn(`${ORIGIN}/ticklane.js`), undefined);
    assert.equal(versionIn(`${ORIGIN}/app-1.2.3.js`), undefined);
  });

  it('is not missed by the page where the device has no room for it', async (test) => {
    const warn = test.mock.method(console, 'warn', () => undefined);
    const full = { open: async () => ({ put: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) }) };
    const files = new KeptFiles(full as unknown as CacheStorage, '1.0.0', `${ORIGIN}/`);
    const kept: Promise<void>[] = [];
    const request = new Request(`${ORIGIN}/ticklane.js`);
    const answer = await files.answer(
      request,
      'kit',
      async () => new Response('code'),
      (work) => kept.push(work),
    );
    assert.equal(await answer.text(), 'code');
    await Promise.all(kept);
    assert.equal(kept.length, 1);
    assert.match(String(warn.mock.calls[0]?.arguments[0]), /ticklane\.js is not kept/);
  });
});
