/** The policies of docs/security.md, word for word, over the demo in each flavour: everything works, and nothing offends them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { ROOT } from '../../tools/files.ts';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';
import { ISOLATION, krakenFrames, startVenue } from '../package/site.ts';
import { until } from '../scale-out/until.ts';
import { demoFiles, demoMarkup, LOOK, moduleAt, type Shown, works } from './demo-page.ts';
import { documented, documentedText } from './documented.ts';
import { type Site, type SiteOptions, startSite } from './site.ts';

/** What a page needs besides, as the document says. */
const OWN =
  "; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

const WATCH = '<script type="module" src="/watch.js"></script>';
const DEMO = '<script type="module" src="/demo.js"></script>';
const SIMULATED = `?symbols=BTC-USD,ETH-USD,AAPL&src=${encodeURIComponent('sim:rate=3000&seed=7')}`;

describe('under the policies of docs/security.md, with Trusted Types required', () => {
  let browser: Browser;
  let bundled: Record<string, string>;
  let separate: Record<string, string>;
  before(async () => {
    browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArguments() });
    bundled = await demoFiles(true);
    separate = await demoFiles(false);
  });
  after(() => browser.close());

  async function openPage(test: TestContext, url: string): Promise<Page> {
    const page = await browser.newPage();
    test.after(() => page.close());
    // what is out of sight is not painted
    await page.setViewport({ width: 1280, height: 3000 });
    await page.goto(url);
    return page;
  }

  async function open(test: TestContext, options: SiteOptions): Promise<{ page: Page; site: Site }> {
    const site = await startSite(test, options);
    return { page: await openPage(test, site.url + SIMULATED), site };
  }

  async function shown(page: Page, holds: (shown: Shown) => boolean): Promise<Shown> {
    let last: Shown | undefined;
    const look = async () => {
      last = (await page.evaluate(LOOK)) as Shown;
      return holds(last);
    };
    await until('the demo', look, () => last, 60_000);
    return last as Shown;
  }

  const ORIGIN = 'wss://stream.example.test';
  const venueOf = async (test: TestContext) => {
    const { url } = await startVenue(test, krakenFrames(50_100.5));
    return { url, hosts: { [ORIGIN]: new URL(url).origin } };
  };

  for (const headers of [ISOLATION, {}]) {
    const isolated = headers === ISOLATION;
    const where = isolated ? 'isolated' : 'not isolated';

    it(`the external flavour runs the demo from files, ${where}`, async (test) => {
      const { url, hosts } = await venueOf(test);
      const { page, site } = await open(test, {
        texts: { ...moduleAt('/ticklane/ticklane.js', separate), '/index.html': demoMarkup(url, WATCH + DEMO) },
        folders: { '/ticklane/': 'dist/external' },
        headers,
        policy: documented('external', hosts) + OWN,
      });
      const { noted, ...all } = await shown(page, works);
      assert.deepEqual([noted, site.reports], [[], []]);
      assert.deepEqual([all.isolated, all.mode], [isolated, isolated ? 'shared' : 'batched']);
      const workers = new Set(page.workers().map((worker) => new URL(worker.url()).pathname));
      assert.deepEqual(
        [...workers].sort(),
        [isolated ? 'kernel' : 'batched', 'feed', 'painter'].map((name) => `/ticklane/${name}.worker.js`).sort(),
      );
      const kernels = site.asked.filter((one) => one.endsWith('.wasm'));
      assert.ok(kernels.includes(`/ticklane/ticker${isolated ? '-shared' : ''}.wasm`), kernels.join());
      assert.ok(site.asked.includes('/ticklane/codecs/kraken.js'));
    });

    it(`the inline flavour runs the demo in a bundle, ${where}`, async (test) => {
      const { url, hosts } = await venueOf(test);
      const { page, site } = await open(test, {
        texts: { ...bundled, '/index.html': demoMarkup(url, WATCH + DEMO) },
        headers,
        policy: documented('inline', hosts) + OWN,
      });
      const { noted, ...all } = await shown(page, works);
      assert.deepEqual([noted, site.reports], [[], []]);
      assert.equal(all.mode, isolated ? 'shared' : 'batched');
      assert.ok(page.workers().every((worker) => worker.url().startsWith('blob:')));
    });
  }

  it('a page with nonces runs the demo', async (test) => {
    const { url, hosts } = await venueOf(test);
    const tag = documentedText(/<script type="module" nonce=.*<\/script>/);
    const tags = ['/watch.js', '/demo.js'].map((file) => tag.replace('/app.js', file)).join('');
    const { page, site } = await open(test, {
      texts: { ...bundled, '/index.html': demoMarkup(url, tags) },
      headers: ISOLATION,
      policy: documented('nonce', hosts) + OWN,
    });
    const { noted } = await shown(page, works);
    assert.deepEqual([noted, site.reports], [[], []]);
  });

  describe('the one file of another origin with its hash', () => {
    const { 'ticklane.js': hash } = JSON.parse(readFileSync(path.join(ROOT, 'dist/cdn/integrity.json'), 'utf8'));
    const tag = documentedText(/<script type="module" src="https:\/\/cdn\.example\.test.*<\/script>/);

    async function openWith(test: TestContext, integrity: string) {
      const { url, hosts } = await venueOf(test);
      const cdn = await startSite(test, { texts: {}, folders: { '/': 'dist/cdn' } });
      const own = tag.replace('https://cdn.example.test/', cdn.url).replace('sha384-...', integrity);
      const policy = documented('one-file', { ...hosts, 'https://cdn.example.test/': `'self' ${cdn.url}` }) + OWN;
      return open(test, {
        texts: { ...moduleAt(`${cdn.url}ticklane.js`, separate), '/index.html': demoMarkup(url, WATCH + own + DEMO) },
        headers: ISOLATION,
        policy,
      });
    }

    it('runs the demo', async (test) => {
      const { page, site } = await openWith(test, hash);
      const { noted } = await shown(page, works);
      assert.deepEqual([noted, site.reports], [[], []]);
    });

    it('is refused with another hash', async (test) => {
      const { page } = await openWith(test, `sha384-${'A'.repeat(64)}`);
      // the browser remembers that the module of this address failed, also for who imports it afterwards
      await page.waitForFunction('document.readyState === "complete"');
      assert.equal(await page.evaluate(`customElements.get('data-feed') === undefined`), true);
    });
  });
});
