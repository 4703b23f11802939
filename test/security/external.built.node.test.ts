/** `ticklane/external`: what its files promise, and what pages hear where one is missing or a policy is in the way. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { connect } from '@nats-io/transport-node';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { listFiles, ROOT } from '../../tools/files.ts';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';
import { missing as notThere, startNats } from '../feed/transports/brokers.ts';
import { ISOLATION } from '../package/site.ts';
import { until as waitFor } from '../scale-out/until.ts';
import { documented, documentedText } from './documented.ts';
import { type Site, type SiteOptions, startSite } from './site.ts';

const FOLDER = 'dist/external';
const BODY = '<data-feed src="sim:rate=500&seed=7"></data-feed><ticker-widget symbol="BTC-USD"></ticker-widget>';
const TICKS = `document.querySelector('ticker-widget')?.values?.last > 0`;
const WATCH = `
globalThis.said = [];
globalThis.problems = [];
for (const type of ['warn', 'error']) console[type] = (...words) => said.push(words.join(' '));
addEventListener('feederror', ({ message }) => problems.push(message));
`;

describe('the files of dist/external and dist/cdn', () => {
  for (const folder of [FOLDER, 'dist/cdn']) {
    it(`${folder} has a hash and compressed copies of each`, () => {
      const hashes: Record<string, string> = JSON.parse(
        readFileSync(path.join(ROOT, folder, 'integrity.json'), 'utf8'),
      );
      const there = listFiles(folder, /\.(js|wasm)$/).filter((file) => !file.endsWith('/node.js'));
      assert.deepEqual(Object.keys(hashes).sort(), there.map((file) => path.posix.relative(folder, file)).sort());
      for (const [name, hash] of Object.entries(hashes)) {
        const file = path.join(ROOT, folder, name);
        const bytes = readFileSync(file);
        assert.equal(hash, `sha384-${createHash('sha384').update(bytes).digest('base64')}`);
        assert.ok(brotliDecompressSync(readFileSync(`${file}.br`)).equals(bytes), `${name}.br`);
        assert.ok(gunzipSync(readFileSync(`${file}.gz`)).equals(bytes), `${name}.gz`);
      }
    });
  }

  it('kernels are without names', () => {
    const kernels = listFiles(FOLDER, /\.wasm$/);
    assert.ok(kernels.length >= 4, kernels.join());
    for (const file of kernels) {
      const module = new WebAssembly.Module(readFileSync(path.join(ROOT, file)));
      for (const section of ['name', 'producers', 'sourceMappingURL']) {
        assert.equal(WebAssembly.Module.customSections(module, section).length, 0, `${file}: ${section}`);
      }
    }
  });

  it('nothing of what browsers load makes code from text', () => {
    for (const file of listFiles('dist', /\.js$/).filter((one) => !one.startsWith('dist/gateway/'))) {
      // MQTT's library looks for a global object so where there is none; browsers have one
      if (/\bmqtt/.test(file)) continue;
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      const found =
        /\beval\(|\bnew Function\b|[^.\w]Function\(|\.innerHTML\s*=[^=]|insertAdjacentHTML|document\.write/g;
      const lits = file.includes('cdn') || file.startsWith(FOLDER);
      // lit sets the markup of its templates, which are constants, through its policy
      const spots = [...text.matchAll(found)].filter(([spot]) => !(lits && spot.startsWith('.innerHTML')));
      assert.deepEqual(
        spots.map(({ index }) => text.slice(index - 40, index + 60)),
        [],
        file,
      );
    }
  });

  it('the names are those of `ticklane`, and setAssetBase; in Node, too', async () => {
    const [own, inline] = (await Promise.all(
      ['ticklane/external', 'ticklane'].map((name) => import(name)),
    )) as object[];
    assert.deepEqual(Object.keys(own ?? {}).sort(), [...Object.keys(inline ?? {}), 'setAssetBase'].sort());
    assert.ok(existsSync(path.join(ROOT, 'dist/types/external.d.ts')));
  });
});

describe('pages with ticklane/external', () => {
  let browser: Browser;
  before(async () => {
    browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArguments() });
  });
  after(() => browser.close());

  async function open(test: TestContext, script: string, options: Partial<SiteOptions>): Promise<[Page, Site]> {
    const page = await browser.newPage();
    test.after(() => page.close());
    const site = await startSite(test, {
      folders: { '/ticklane/': FOLDER },
      headers: ISOLATION,
      ...options,
      texts: {
        '/index.html': `<!doctype html><title>page</title><script type="module" src="/watch.js"></script>
          <script type="module" src="/page.js"></script>${BODY}`,
        '/watch.js': WATCH,
        '/page.js': script,
        ...options.texts,
      },
    });
    await page.goto(site.url);
    return [page, site];
  }

  const until = (page: Page, condition: string) => page.waitForFunction(condition, { timeout: 60_000 });
  const heard = (page: Page): Promise<string[]> => page.evaluate('[...said, ...problems]') as Promise<string[]>;

  const parts: readonly (readonly [part: string, problem: RegExp])[] = [
    [" 'wasm-unsafe-eval'", /wasm-unsafe-eval/],
    [" worker-src 'self';", /worker-src/],
    [" connect-src 'self' wss://stream.example.test;", /kernel|does not compile|worker/],
    [' ticklane', /worker/],
  ];
  for (const [part, problem] of parts) {
    it(`say what is wrong without ${part.trim()}`, async (test) => {
      const policy = documented('external');
      assert.ok(policy.includes(part), policy);
      const without = part.startsWith(' worker')
        ? policy.replace(part, " worker-src 'none';")
        : policy.replace(part, '');
      const [page] = await open(test, `await import('/ticklane/ticklane.js');`, { policy: without });
      await until(page, `[...said, ...problems].some((text) => ${problem}.test(text))`);
      assert.equal(await page.evaluate(TICKS), false);
    });
  }

  it('say once that kernels are served as something else, and work', async (test) => {
    const [page] = await open(test, `await import('/ticklane/ticklane.js');`, {
      types: { '.wasm': 'application/octet-stream' },
    });
    await until(page, TICKS);
    const said = await heard(page);
    assert.equal(said.length, 1, said.join('\n'));
    assert.match(
      said[0] as string,
      /ticker-shared\.wasm is served as application\/octet-stream, not application\/wasm/,
    );
  });

  it('find their files where setAssetBase says, if a bundler has moved the module', async (test) => {
    const folders = { '/assets/': FOLDER, '/ticklane/': FOLDER };
    // the bundler took the module along, and nothing else
    const missing = /^\/assets\/(.*\.worker\.js|.*\.wasm|codecs\/.*)$/;
    const said = documentedText(/import \{ setAssetBase \} from 'ticklane\/external';\nsetAssetBase\(.*\);/);
    const moved = `${said.replace('ticklane/external', '/assets/ticklane.js')} globalThis.setAssetBase = setAssetBase;`;
    const [page, site] = await open(test, moved, { folders, missing });
    await until(page, TICKS);
    assert.deepEqual(await heard(page), []);
    assert.deepEqual(
      site.asked.filter((file) => missing.test(file)),
      [],
    );
    const late = await page.evaluate(`try { setAssetBase('/other/'); } catch ({ message }) { message }`);
    assert.match(String(late), /comes too late: files were loaded from .*\/ticklane\//);

    const [lost] = await open(test, `await import('/assets/ticklane.js');`, { folders, missing });
    await until(lost, `problems.some((text) => /did not load from .*\\/assets\\/ \\(is the folder there/.test(text))`);
  });

  it('tick from NATS, whose code is a file, too', { skip: notThere('nats-server') }, async (test) => {
    const broker = await startNats(test);
    const [page, site] = await open(
      test,
      `await import('/ticklane/ticklane.js'); await import('/ticklane/nats.js'); globalThis.loaded = true;`,
      {
        policy: documented('external', { 'wss://stream.example.test': `ws://127.0.0.1:${broker.webSocket}` }),
      },
    );
    await until(page, 'globalThis.loaded');
    await page.evaluate(
      `Object.assign(document.querySelector('data-feed'), { src: 'nats+ws://127.0.0.1:${broker.webSocket}' })`,
    );
    const publisher = await connect({ servers: `127.0.0.1:${broker.port}` });
    test.after(() => publisher.close());
    await waitFor('a price', async () => {
      publisher.publish('ticks.BTC-USD', JSON.stringify({ symbol: 'BTC-USD', price: 12.5, size: 1, time: Date.now() }));
      return (await page.evaluate(`document.querySelector('ticker-widget')?.values?.last === 12.5`)) === true;
    });
    assert.ok(site.asked.includes('/ticklane/nats.transport.js'));
    assert.deepEqual([await heard(page), site.reports], [[], []]);
  });

  it('isolate themselves by the service worker with Trusted Types required', async (test) => {
    const policy = documented('external').replace(' wss://stream.example.test', '');
    // the policy of a host that sends no headers is in the page
    const markup = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}" /><title>page</title>
      <script type="module" src="/watch.js"></script>
      <script src="/isolation-worker.js"></script>${documentedText(/<script .*"\/ticklane\/ticklane\.js"><\/script>/)}${BODY}`;
    const [page] = await open(test, '', {
      headers: {},
      texts: {
        '/index.html': markup,
        '/isolation-worker.js': readFileSync(path.join(ROOT, 'dist/isolation-worker.js'), 'utf8'),
      },
    });
    await until(page, `crossOriginIsolated && ${TICKS}`);
    assert.deepEqual(await heard(page), []);
  });
});
