/** The installed package in pages that Vite bundles with its defaults, and serves while somebody develops. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { connect } from '@nats-io/transport-node';
import { build, createServer } from 'vite';
import { ROOT } from '../../tools/files.ts';
import { missing, startNats } from '../feed/transports/brokers.ts';
import { until } from '../scale-out/until.ts';
import { Installed } from './packed.ts';
import {
  ISOLATION,
  krakenFrames,
  PackageBrowser,
  type PackagePage,
  pageMarkup,
  pageScript,
  startSite,
  startVenue,
} from './site.ts';

/** The page's and the worker's code of docs/market-table.md; what the worker would print it tells the page. */
function documented(): { page: string; worker: string } {
  const text = readFileSync(path.join(ROOT, 'docs/market-table.md'), 'utf8');
  const [page = '', worker = ''] = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
  assert.match(page, /new Worker\(new URL\('\.\/mine\.js'/);
  assert.match(worker, /import \{ MarketTable \} from 'ticklane\/reader'/);
  return { page, worker: worker.replace(/console\.log\((.*?)\);/, 'postMessage([$1]);') };
}

const { page, worker } = documented();
const MAIN = `
import 'ticklane';
import 'ticklane/transports/nats';
globalThis.heard = [];
globalThis.start = (settings, symbol) => {
  const feed = document.querySelector('data-feed');
  Object.assign(feed, settings);
  Object.assign(document.querySelector('ticker-widget'), { symbol });
};
${page}
worker.addEventListener('message', ({ data }) => heard.push(data));
`;

/** A folder with the package and a page, as somebody's own project. */
async function project(): Promise<Installed> {
  const installed = await Installed.make();
  await installed.add(...Object.keys(installed.file.dependencies));
  const files = {
    'index.html': pageMarkup('', 'BTC-USD').replace('/page.js', './page.js'),
    'page.js': pageScript('./main.js'),
    'main.js': MAIN,
    'mine.js': worker,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(installed.folder, name), text);
  mkdirSync(path.join(installed.folder, 'public'));
  return installed;
}

describe("a project that bundles the package with Vite's defaults", () => {
  let browser: PackageBrowser;
  let installed: Installed;
  before(async () => {
    installed = await project();
    await build({ root: installed.folder, configFile: false, logLevel: 'warn', build: { emptyOutDir: true } });
    browser = await PackageBrowser.start();
  });
  after(async () => {
    await browser.close();
    await installed.remove();
  });

  const bundled = async (test: TestContext, headers: Readonly<Record<string, string>> = {}) =>
    browser.open(
      test,
      await startSite(test, { folder: path.join(installed.folder, 'dist'), headers: { ...ISOLATION, ...headers } }),
    );

  const developed = async (test: TestContext) => {
    const server = await createServer({
      root: installed.folder,
      configFile: false,
      logLevel: 'error',
      server: { port: 0, hmr: false, ws: false, watch: null, headers: ISOLATION },
    });
    test.after(() => server.close());
    await server.listen();
    return browser.open(test, server.resolvedUrls?.local[0] as string);
  };

  const start = (page: PackagePage, settings: object, symbol: string) =>
    page.evaluate(`start(${JSON.stringify(settings)}, ${JSON.stringify(symbol)})`);

  for (const [name, open] of [
    ['its build', bundled],
    ['its dev server', developed],
  ] as const) {
    it(`${name}: a venue ticks, a worker of the page's own reads quotes of the market table, and so does the page`, async (test) => {
      const venue = await startVenue(test, krakenFrames(50_100.5));
      const page = await open(test);
      await start(page, { format: 'kraken', src: venue.url }, 'BTC/USD');
      const { problems, isolated } = await page.until('a price', ({ last }) => last === 50_100.5);
      assert.deepEqual({ problems, isolated }, { problems: [], isolated: true });
      const { quote } = await page.until('a quote', ({ quote }) => quote !== null);
      assert.equal(quote?.bid, 50_100);
      const heard = () => page.evaluate('heard') as Promise<unknown[]>;
      // it hears of what changes after it has begun
      const [, , quoted = ''] = krakenFrames(50_100.5);
      const told = async () => {
        venue.send([quoted]);
        return (await heard()).length > 0;
      };
      await until('the worker', told, () => page.look());
      assert.deepEqual((await heard()).at(-1), ['BTC/USD', 50_100, 50_101]);
    });
  }

  it('its build: NATS ticks', { skip: missing('nats-server') }, async (test) => {
    const broker = await startNats(test);
    const page = await bundled(test);
    await start(page, { src: `nats+ws://127.0.0.1:${broker.webSocket}` }, 'ACME');
    await page.until('the connection', ({ status }) => status === 'live' || status === 'connecting');
    const publisher = await connect({ servers: `127.0.0.1:${broker.port}` });
    test.after(() => publisher.close());
    // what is published before somebody has subscribed reaches nobody
    const shown = await page.until('a price', ({ last }) => {
      publisher.publish('ticks.ACME', JSON.stringify({ symbol: 'ACME', price: 12.5, size: 1, time: Date.now() }));
      return last === 12.5;
    });
    assert.deepEqual(shown.problems, []);
  });

  it('its build: venues need blob: in script-src, as docs/feeds.md says', async (test) => {
    const venue = await startVenue(test, krakenFrames(50_100.5));
    const { origin } = new URL(venue.url);
    const policy = (scripts: string) =>
      `default-src 'none'; script-src 'self' ${scripts} 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src ${origin}`;
    const refused = await bundled(test, { 'Content-Security-Policy': policy('') });
    await start(refused, { format: 'kraken', src: venue.url }, 'BTC/USD');
    const { problems } = await refused.until('the failure', ({ status }) => status === 'failed');
    assert.match(problems.join(), /format "kraken": its module does not load/);
    const allowed = await bundled(test, { 'Content-Security-Policy': policy('blob:') });
    await start(allowed, { format: 'kraken', src: venue.url }, 'BTC/USD');
    await allowed.until('a price', ({ last }) => last === 50_100.5);
  });
});
