/** The code of the migration recipes, and the React of the README, with the packed package: built by Vite where it has imports, in a real browser. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { build } from 'vite';
import { Installed } from '../package/packed.ts';
import { ISOLATION, PackageBrowser, startSite, startVenue } from '../package/site.ts';
import { until } from '../scale-out/until.ts';
import { marked, markedWith } from './marked.ts';

/** Milliseconds: a machine under load starts workers slowly. */
const PATIENCE = 60_000;
const REACT = 'docs/migration/react-state.md';
const CHARTS = 'docs/migration/lightweight-charts.md';
const TRADINGVIEW = 'docs/migration/tradingview.md';
const STREAM = 'wss://example.test/ticks';

/** What the apps of the recipes are mounted by: each stands beside a feed, or is one. */
const MOUNT = `
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import App from './readme.jsx';
import { Watchlist } from './watchlist.jsx';
import { OrderValue } from './order-value.jsx';
import { Stop } from './stop.jsx';
import { OwnSource } from './own-source.jsx';

const source = new EventTarget();
const stops = [];
const simulated = (child) => h('data-feed', { src: 'sim:rate=200&seed=7' }, child);
const pages = {
  readme: () => h(App),
  watchlist: () => h(Watchlist, { symbols: ['ACME', 'OTHER'] }),
  'order-value': () => simulated(h(OrderValue, { symbol: 'BTC-USD', size: 2 })),
  stop: () => simulated(h(Stop, { symbol: 'BTC-USD', limit: 64_000, onStop: (price, time) => stops.push({ price, time }) })),
  'own-source': () => h(OwnSource, { source }, h('ticker-widget', { symbol: 'ACME' })),
};
Object.assign(globalThis, { source, stops });
createRoot(document.getElementById('root')).render(pages[location.hash.slice(1)]());
`;

const page = (body: string, script = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8" />
<title>example</title></head><body>${body}${script && `<script type="module">${script}</script>`}
<script type="module">globalThis.loaded = true;</script></body></html>`;
const KIT = "import './node_modules/ticklane/dist/cdn/ticklane.js';";

/** Messages of a server of one's own, as the recipes' \`map\` reads them. */
const ownFrames = (...symbols: readonly string[]) =>
  symbols.map((s, index) => JSON.stringify({ s, p: 101.5 + index, q: 3, T: Date.now() }));

const coinbaseFrames = [
  { type: 'subscriptions', channels: [] },
  {
    type: 'match',
    product_id: 'BTC-USD',
    trade_id: 7,
    sequence: 1,
    side: 'buy',
    size: '0.5',
    price: '64000.5',
    time: new Date().toISOString(),
  },
].map((message) => JSON.stringify(message));

describe('code of the documents, with the packed package', () => {
  let installed: Installed;
  let browser: PackageBrowser;
  const write = (name: string, text: string) => writeFile(path.join(installed.folder, name), text);

  before(async () => {
    installed = await Installed.make();
    await installed.add('react', 'react-dom', 'lit', 'comlink');
    browser = await PackageBrowser.start();
    await write('mount.jsx', MOUNT);
    await write('readme.jsx', marked('README.md', 'react'));
    await write(
      'watchlist.jsx',
      markedWith(REACT, 'run: watchlist', { [`src="${STREAM}"`]: 'src={globalThis.stream}' }),
    );
    for (const name of ['order-value', 'stop', 'own-source']) await write(`${name}.jsx`, marked(REACT, `run: ${name}`));
    await build({
      root: installed.folder,
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: 'built',
        rolldownOptions: { input: path.join(installed.folder, 'mount.jsx'), output: { entryFileNames: 'mount.js' } },
      },
    });
  });
  after(async () => {
    await browser?.close();
    await installed?.remove();
  });

  async function open(test: TestContext, html: string, hash = '') {
    const site = await startSite(test, {
      folder: installed.folder,
      headers: ISOLATION,
      texts: { '/index.html': html },
    });
    const opened = await browser.open(test, `${site}${hash}`);
    return {
      evaluate: (code: string) => opened.evaluate(code),
      /** Waits for what an expression comes to be. */
      async comes(code: string, holds: (value: unknown) => boolean): Promise<unknown> {
        let value: unknown;
        const look = async () => {
          value = await opened.evaluate(code);
          return holds(value);
        };
        await until(code, look, () => value, PATIENCE);
        return value;
      },
    };
  }

  const react = (test: TestContext, name: string, stream = '') => {
    const before = stream && `<script>globalThis.stream = ${JSON.stringify(stream)};</script>`;
    return open(test, page(`${before}<div id="root"></div>`, "import './built/mount.js';"), `#${name}`);
  };
  const lasts = `[...document.querySelectorAll('ticker-widget')].map((widget) => widget.values?.last ?? null)`;

  it('React in the README: a tag that ticks, and a value in state', async (test) => {
    const page = await react(test, 'readme');
    await page.comes(`document.querySelector('#root p')?.textContent`, (text) => /^Spread: \d/.test(String(text)));
    await page.comes(lasts, (values) => (values as number[]).every((last) => last > 0));
  });

  it('from React state: a list of prices of a server of one’s own', async (test) => {
    const venue = await startVenue(test, ownFrames('ACME', 'OTHER'));
    const page = await react(test, 'watchlist', venue.url);
    await page.comes(lasts, (values) => String(values) === '101.5,102.5');
  });

  it('from React state: a value in a component', async (test) => {
    const page = await react(test, 'order-value');
    await page.comes(`document.querySelector('output')?.textContent`, (text) => /^\d+\.\d\d$/.test(String(text)));
  });

  it('from React state: something that happens at a price', async (test) => {
    const page = await react(test, 'stop');
    await page.comes(`document.querySelector('price-alert')?.active`, (active) => active === true);
    const stops = await page.comes('globalThis.stops', (list) => (list as unknown[]).length > 0);
    const [stop] = stops as { price: number; time: number }[];
    assert.ok(stop && stop.price < 64_000 && stop.time > 0);
  });

  it('from React state: a connection that one keeps', async (test) => {
    const page = await react(test, 'own-source');
    await page.comes(
      `document.querySelector('data-feed')?.status`,
      (status) => status === 'live' || status === 'connecting',
    );
    const tick = `source.dispatchEvent(new CustomEvent('tick', { detail: { s: 'ACME', p: 7.5, q: 1, T: Date.now() } }))`;
    await page.comes(`${tick}, ${lasts}`, (values) => String(values) === '7.5');
  });

  it('from lightweight-charts: tiles', async (test) => {
    const venue = await startVenue(test, ownFrames('BTC-USD', 'ETH-USD', 'AAPL', 'MSFT'));
    const page = await open(test, pageOf(markedWith(CHARTS, 'run: tiles', { [STREAM]: venue.url })));
    const board = `document.querySelector('ticker-board')`;
    await page.comes(`${board}.values?.('MSFT')?.last`, (last) => last === 104.5);
  });

  it('from lightweight-charts: a source that stays in one’s code', async (test) => {
    const code = marked(CHARTS, 'run: push');
    const body = '<data-feed transport="push"></data-feed><ticker-widget symbol="ACME"></ticker-widget>';
    const page = await open(test, pageOf(body, `const source = (globalThis.source = new EventTarget());\n${code}`));
    await page.comes(`document.querySelector('data-feed')?.effectiveMode`, (mode) => mode === 'shared');
    const tick = `source.dispatchEvent(new CustomEvent('tick', { detail: { s: 'ACME', p: 7.5, q: 1, T: Date.now() } }))`;
    await page.comes(`${tick}, ${lasts}`, (values) => String(values) === '7.5');
  });

  it('from lightweight-charts: the large chart has all bars, then the forming one', async (test) => {
    const code = marked(CHARTS, 'run: large-chart').replace('export function', 'function');
    const body = `<data-feed src="sim:rate=200&seed=7" history="sim:"></data-feed>
      <ticker-widget symbol="BTC-USD" interval="1s" indicators="sma(200)"></ticker-widget>`;
    const series = `const said = (globalThis.said = { set: [], updates: [] });
      follow(document.querySelector('ticker-widget'), {
        setData: (bars) => said.set.push(bars), update: (bar) => said.updates.push(bar) });`;
    const page = await open(test, pageOf(body, `${code}\n${series}`));
    await page.comes(
      `said.updates.length > 2 && Math.max(...said.set.map(({ length }) => length))`,
      (most) => Number(most) > 50,
    );
    const [bar, now] = (await page.evaluate('[said.updates.at(-1), Date.now()]')) as [Record<string, number>, number];
    assert.deepEqual(Object.keys(bar), ['time', 'open', 'high', 'low', 'close']);
    assert.ok(Math.abs((bar.time ?? 0) - now / 1000) < 60, 'in seconds');
  });

  for (const [name, tag] of [
    ['tape', 'ticker-board'],
    ['mini', 'ticker-widget'],
  ] as const) {
    it(`from TradingView's widgets: ${name}`, async (test) => {
      const venue = await startVenue(test, coinbaseFrames);
      const body = markedWith(TRADINGVIEW, `run: ${name}`, {
        'format="coinbase"': `format="coinbase" src="${venue.url}"`,
      });
      const page = await open(test, pageOf(body.replace(' history="auto"', '')));
      const values = tag === 'ticker-board' ? `values?.('BTC-USD')` : 'values';
      await page.comes(`document.querySelector('${tag}').${values}?.last`, (last) => last === 64_000.5);
    });
  }
});

function pageOf(body: string, script = ''): string {
  return page(body, `${body.includes('ticklane.js') ? '' : KIT}\n${script}`);
}
