/** What passes the worker, and what an isolated page still gets of other origins. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { until } from '../scale-out/until.ts';
import { isolationFiles } from './built.ts';
import { type PlainFiles, PlainSite } from './plain-site.ts';
import { page, startBrowser, Visitor } from './visitor.ts';

const SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"></svg>';

describe('a page that the worker isolates', () => {
  let browser: Browser;
  let files: Awaited<ReturnType<typeof isolationFiles>>;
  before(async () => {
    files = await isolationFiles();
    browser = await startBrowser();
  });
  after(() => browser?.close());

  /** A visitor on an isolated page of a site with these files. */
  const start = async (test: TestContext, options: object, more: PlainFiles = {}) => {
    const site = await PlainSite.start(test, { ...files, '/index.html': page(options), ...more });
    const visitor = await Visitor.come(test, browser);
    assert.equal((await visitor.visit(site.url)).isolated, true);
    return { site, visitor };
  };

  for (const cache of [false, true, 'all']) {
    it(`gets server-sent events one by one, cache ${cache}`, async (test) => {
      let stream: ServerResponse | undefined;
      const { visitor } = await start(
        test,
        { cache },
        {
          '/sse': (_, response) => {
            stream = response.writeHead(200, { 'Content-Type': 'text/event-stream' });
            stream.write('data: first\n\n');
          },
        },
      );
      await visitor.evaluate(`globalThis.heard = [];
        globalThis.source = new EventSource('/sse');
        source.onmessage = ({ data }) => heard.push(data); 0`);
      await visitor.page.waitForFunction(`heard.join() === 'first'`);
      stream?.write('data: second\n\n');
      await visitor.page.waitForFunction(`heard.join() === 'first,second'`);
      await visitor.evaluate('source.close()');
    });

    it(`is shown as it comes, cache ${cache}`, async (test) => {
      let rest: ServerResponse | undefined;
      const { site, visitor } = await start(
        test,
        { cache },
        {
          '/slow.html': (_, response) => {
            rest = response.writeHead(200, { 'Content-Type': 'text/html' });
            rest.write(
              `<!doctype html><meta charset="utf-8" /><title>slow</title><p id="first">${'.'.repeat(2000)}</p>`,
            );
          },
        },
      );
      const gone = visitor.page.goto(`${site.url}slow.html`);
      await visitor.page.waitForFunction(`document.querySelector('#first')`);
      rest?.end('<p id="second">that is all</p>');
      await gone;
      assert.equal(
        await visitor.evaluate(`crossOriginIsolated && document.querySelector('#second').textContent`),
        'that is all',
      );
    });
  }

  it('gets parts of files, and redirects with where they led', async (test) => {
    const { site, visitor } = await start(
      test,
      { cache: 'all' },
      {
        '/bars.bin': ({ headers }, response) =>
          response
            .writeHead(headers.range ? 206 : 200, { 'Content-Range': 'bytes 2-3/8' })
            .end(headers.range ? 'cd' : 'abcdefgh'),
        '/moved.bin': (_, response) => response.writeHead(307, { Location: '/bars.bin' }).end(),
      },
    );
    const part = await visitor.evaluate(`fetch('/bars.bin', { headers: { Range: 'bytes=2-3' } })
      .then(async (answer) => [answer.status, await answer.text()])`);
    assert.deepEqual(part, [206, 'cd']);
    const moved = await visitor.evaluate(`fetch('/moved.bin').then(async ({ redirected, url }) => [redirected, url])`);
    assert.deepEqual(moved, [true, `${site.url}bars.bin`]);
  });

  it('goes where it is sent, posts forms, and shows what is not found, isolated', async (test) => {
    const { site, visitor } = await start(
      test,
      { cache: true },
      {
        '/old': (_, response) => response.writeHead(302, { Location: '/new' }).end(),
        '/new': (_, response) =>
          response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>new</title>'),
        '/form': (request, response) => void request.pipe(response.setHeader('Content-Type', 'text/plain')),
        '/lost': (_, response) => response.writeHead(404, { 'Content-Type': 'text/html' }).end('<!doctype html>lost'),
      },
    );
    await visitor.page.goto(`${site.url}old`);
    assert.equal(visitor.page.url(), `${site.url}new`);
    assert.equal(await visitor.evaluate('crossOriginIsolated && document.title'), 'new');
    const posted = visitor.page.waitForNavigation();
    await visitor.evaluate(`document.body.innerHTML = '<form method="post" action="/form"><input name="a" value="b"></form>';
      document.forms[0].submit()`);
    await posted;
    assert.equal(await visitor.evaluate('document.body.textContent'), 'a=b');
    const lost = await visitor.page.goto(`${site.url}lost`);
    assert.equal(lost?.status(), 404);
    assert.equal(await visitor.evaluate('crossOriginIsolated && document.body.textContent'), 'lost');
  });

  it('says that there is no network where there is none', async (test) => {
    const { site, visitor } = await start(test, {});
    await site.stop();
    await assert.rejects(visitor.page.goto(site.url), /net::ERR_/);
    await site.start();
    assert.equal((await visitor.visit(site.url)).isolated, true);
  });

  describe('loads of other origins', () => {
    const cookies: (string | undefined)[] = [];
    const square =
      (headers: Record<string, string>) =>
      ({ headers: asked }: { headers: { cookie?: string } }, response: ServerResponse) => {
        cookies.push(asked.cookie);
        response.writeHead(200, { 'Content-Type': 'image/svg+xml', ...headers }).end(SQUARE);
      };
    const other = (test: TestContext) =>
      PlainSite.start(test, {
        '/cookie': (_, response) => response.writeHead(200, { 'Set-Cookie': 'a=b' }).end(),
        '/plain.svg': square({}),
        '/policy.svg': square({ 'Cross-Origin-Resource-Policy': 'cross-origin' }),
        '/cors.svg': square({ 'Access-Control-Allow-Origin': '*' }),
        '/frame.html': '<!doctype html>frame',
      });
    const loads = (visitor: Visitor, url: string, more = '') =>
      visitor.evaluate<boolean>(`new Promise((resolve) => {
        const image = Object.assign(new Image(), { onload: () => resolve(true), onerror: () => resolve(false) });
        ${more}
        image.src = '${url}';
      })`);
    const anonymous = `image.crossOrigin = 'anonymous';`;

    it('what allows it, under require-corp, and opaque answers as such', async (test) => {
      const { url } = await other(test);
      const { visitor } = await start(test, {});
      assert.equal(await loads(visitor, `${url}plain.svg`), false);
      assert.equal(await loads(visitor, `${url}policy.svg`), true);
      assert.equal(await loads(visitor, `${url}cors.svg`), false);
      assert.equal(await loads(visitor, `${url}cors.svg`, anonymous), true);
      const opaque = (name: string) =>
        visitor.evaluate(
          `fetch('${url}${name}', { mode: 'no-cors' }).then(({ type, status }) => [type, status], () => 'refused')`,
        );
      assert.deepEqual(await opaque('policy.svg'), ['opaque', 0]);
      assert.equal(await opaque('plain.svg'), 'refused');
    });

    it('everything under credentialless, without cookies where nothing allows it', async (test) => {
      const { url } = await other(test);
      const { visitor } = await start(test, { embedder: 'credentialless' });
      const popup = await visitor.page.browserContext().newPage();
      await popup.goto(`${url}cookie`);
      assert.equal(await popup.evaluate('document.cookie'), 'a=b');
      await popup.close();
      cookies.length = 0;
      assert.equal(await loads(visitor, `${url}plain.svg`), true);
      assert.deepEqual(cookies, [undefined]);
    });

    it('frames that are isolated themselves, as another site of ours is with a resource policy', async (test) => {
      const { url } = await other(test);
      const guest = await PlainSite.start(test, { ...files, '/index.html': page({ resource: 'cross-origin' }) });
      const { site, visitor } = await start(test, {});
      const inFrame = async (address: string, more = '') => {
        await visitor.visit(site.url);
        await visitor.evaluate(`new Promise((resolve) => {
          const frame = Object.assign(document.createElement('iframe'), { onload: resolve, src: '${address}' });
          frame.allow = 'cross-origin-isolated';
          ${more}
          document.body.append(frame);
        })`);
        const [, frame] = visitor.page.frames();
        return frame?.evaluate('[location.href, crossOriginIsolated]');
      };
      assert.deepEqual(await inFrame(site.url), [site.url, true]);
      assert.deepEqual(await inFrame(`${url}frame.html`), ['chrome-error://chromewebdata/', false]);
      assert.equal((await visitor.visit(guest.url)).isolated, true);
      assert.deepEqual(await inFrame(guest.url), [guest.url, true]);
    });

    it('popups that are cut off', async (test) => {
      const { url } = await other(test);
      const { visitor } = await start(test, {});
      assert.equal(await visitor.evaluate(`globalThis.popup = open('${url}frame.html'); popup !== null`), true);
      // not by frames: the popup may hide the page that opened it
      await visitor.page.waitForFunction('popup.closed', { polling: 100 });
      const opened = async () => (await visitor.page.browserContext().pages()).find((one) => one.url().startsWith(url));
      await until('the popup', async () => (await opened()) !== undefined);
      assert.equal(await (await opened())?.evaluate('opener'), null);
    });
  });
});
