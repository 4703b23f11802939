/** The code of docs/frameworks.md with the packed package: its types, and each framework's page in a real browser. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { build } from 'vite';
import { capture } from '../../tools/command.ts';
import { Installed } from '../package/packed.ts';
import { ISOLATION, PackageBrowser, type PackagePage, startSite } from '../package/site.ts';
import { until } from '../scale-out/until.ts';
import { svelte } from '../tools/vite-plugin-svelte.mjs';
import { vue } from '../tools/vite-plugin-vue.mjs';
import { marked } from './marked.ts';

/** Milliseconds: a machine under load starts workers slowly. */
const PATIENCE = 60_000;
const PAGES = {
  'app.tsx': 'react',
  'app.vue': 'vue',
  'app.svelte': 'svelte',
  'prices.ts': 'angular',
  'trade-prices.ts': 'lit',
  'title.ts': 'plain',
};

const MOUNT = `
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { mount } from 'svelte';
import { createApp } from 'vue';
import App from './app.tsx';
import Svelte from './app.svelte';
import Vue from './app.vue';
import './trade-prices.ts';

const root = document.getElementById('root');
const feed = () => Object.assign(document.createElement('data-feed'), { src: 'sim:rate=200' });
const pages = {
  react: () => createRoot(root).render(createElement(App)),
  vue: () => createApp(Vue).mount(root),
  svelte: () => mount(Svelte, { target: root }),
  lit: () => root.append(feed(), document.createElement('trade-prices')),
  async plain() {
    root.append(feed());
    await import('./title.ts');
  },
};
await pages[location.hash.slice(1)]();
`;

/** Bindings of the bundle, and the elements of the one-file script. */
const OTHER_COPY = `
import { watchTicker } from 'ticklane/watch';
globalThis.news = [];
watchTicker('BTC-USD', { indicators: 'sma(3)', maxRate: 20 }, (values) => news.push(values));
`;

const TYPES = {
  compilerOptions: {
    ...{ target: 'es2022', module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom', 'dom.iterable'] },
    ...{ strict: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true, noEmit: true, types: [] },
    ...{ jsx: 'react-jsx', experimentalDecorators: true, noImplicitOverride: true, skipLibCheck: false },
  },
  include: ['*.ts', '*.tsx'],
};

/** Mistakes that the types must find, one of each kind. */
const WRONG = `
import type {} from 'ticklane/react';
import { useTicker } from 'ticklane/react';

// @ts-expect-error no such attribute
export const a = <ticker-widget symbl="BTC-USD" />;
// @ts-expect-error none of its variants
export const b = <ticker-widget variant="tall" />;
// @ts-expect-error no number
export const c = <ticker-widget max-rate="often" />;
// @ts-expect-error a signal has no status
export const d = <price-alert onsignal={({ status }) => status} />;
// @ts-expect-error options are no symbols
export const e = () => useTicker('BTC-USD', null, { maxrate: 2 });
export const right = <ticker-widget maxRate={5} max-rate="5" tick-size={null} sparkline="1m" className="a" key="b" />;
`;

const page = (
  script: string,
  body = '',
) => `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>page</title></head>
<body><div id="root"></div>${body}<script type="module">${script}; globalThis.loaded = true;</script></body></html>`;

/** Of whichever root the page has its elements in. */
const ROOT_OF = `(document.querySelector('trade-prices')?.shadowRoot ?? document)`;

describe('docs/frameworks.md, with the packed package', () => {
  let installed: Installed;
  let browser: PackageBrowser;

  before(async () => {
    installed = await Installed.make();
    await installed.add(
      'react',
      'react-dom',
      'vue',
      'svelte',
      '@angular/core',
      'rxjs',
      'lit',
      'comlink',
      '@types/react',
    );
    const write = (name: string, text: string) => writeFile(path.join(installed.folder, name), text);
    for (const [name, framework] of Object.entries(PAGES))
      await write(name, marked('docs/frameworks.md', `${framework}: ${name}`));
    await write('mount.js', MOUNT);
    await write('other-copy.js', OTHER_COPY);
    await write('wrong.tsx', WRONG);
    await write('tsconfig.json', JSON.stringify(TYPES));
    await build({
      root: installed.folder,
      configFile: false,
      logLevel: 'error',
      plugins: [vue, svelte],
      build: {
        outDir: 'built',
        target: 'es2022',
        rolldownOptions: {
          input: ['mount.js', 'other-copy.js'].map((name) => path.join(installed.folder, name)),
          output: { entryFileNames: '[name].js' },
        },
      },
    });
    browser = await PackageBrowser.start();
  });
  after(async () => {
    await browser?.close();
    await installed?.remove();
  });

  async function open(test: TestContext, html: string, hash = ''): Promise<PackagePage> {
    const site = await startSite(test, {
      folder: installed.folder,
      headers: ISOLATION,
      texts: { '/index.html': html },
    });
    return browser.open(test, `${site}${hash}`);
  }

  /** Waits for what an expression comes to be. */
  async function comes(page: PackagePage, code: string, holds: (value: unknown) => boolean): Promise<void> {
    let value: unknown;
    const look = async () => {
      value = await page.evaluate(code);
      return holds(value);
    };
    await until(code, look, () => value, PATIENCE);
  }

  it('has the types that it promises, strictly, and finds mistakes', async () => {
    const { code, output } = await capture('npx', ['tsc', '-p', path.join(installed.folder, 'tsconfig.json')]);
    assert.equal(output.trim() && code ? output : '', '');
    assert.equal(code, 0);
  });

  for (const framework of ['react', 'vue', 'svelte', 'lit']) {
    it(`${framework}: a tag and a value in state, which follow a symbol from state, and an event`, async (test) => {
      const opened = await open(test, page(`await import('./built/mount.js')`), `#${framework}`);
      const text = (selector: string) => `${ROOT_OF}.querySelector('${selector}')?.textContent`;
      await comes(opened, text('output'), (value) => /^\d+\.\d\d$/.test(String(value)));
      await comes(opened, text('p'), (value) => /^live, the averages crossed at \d+\.\d\d$/.test(String(value).trim()));
      const widget = `${ROOT_OF}.querySelector('ticker-widget')`;
      await opened.evaluate(`${ROOT_OF}.querySelector('button').click()`);
      await comes(opened, `${widget}.symbol === 'ETH-USD' && ${widget}.values.last`, (last) => Number(last) > 0);
      await comes(opened, text('output'), (value) => /^\d+\.\d\d$/.test(String(value)));
    });
  }

  it('without a framework: a price in the title', async (test) => {
    const opened = await open(test, page(`await import('./built/mount.js')`), '#plain');
    await comes(opened, 'document.title', (title) => /^\d+\.\d\d · RSI \d+$/.test(String(title)));
  });

  it('bindings of a bundle find feeds of the one-file script', async (test) => {
    const script = `await import('./built/other-copy.js'); await import('./node_modules/ticklane/dist/cdn/ticklane.js')`;
    const opened = await open(test, page(script, '<data-feed src="sim:rate=200"></data-feed>'));
    await comes(opened, `news.at(-1)?.indicators['sma(3)']`, (average) => Number(average) > 0);
  });
});
