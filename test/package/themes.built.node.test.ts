/** The presets of the installed package in a page that Vite bundles, which rewrites style sheets for browsers that the elements do not even run in. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { build } from 'vite';
import { ROOT } from '../../tools/files.ts';
import { Installed } from './packed.ts';
import { PackageBrowser, startSite } from './site.ts';

/** The sheet of a page with colours of its own, of docs/theming.md. */
function documented(): string {
  const text = readFileSync(path.join(ROOT, 'docs/theming.md'), 'utf8');
  const [, found = ''] = /<!-- css: brand -->\s+```css\n(.*?)\n```/s.exec(text) ?? [];
  assert.match(found, /--ticklane-accent-color-dark: /, 'css: brand in docs/theming.md');
  return found;
}

const WIDGET = '<ticker-widget></ticker-widget>';
const PARTS = ['ticklane-blue-orange', 'ticklane-red-up'].map(
  (preset) => `<section class="${preset}">
  ${WIDGET}<div class="night">${WIDGET}</div><div style="color-scheme: dark">${WIDGET}</div>
</section>`,
);

const FILES: Readonly<Record<string, string>> = {
  'index.html': `<!doctype html><html lang="en"><meta charset="utf-8" /><title>presets</title>
<script type="module" src="./main.js"></script>
${PARTS.join('\n')}</html>`,
  'own.css': `${documented()}\n.night { color-scheme: dark }`,
  'main.js': `
import 'ticklane/elements/ticker-widget.js';
import 'ticklane/themes.css';
import './own.css';
globalThis.colours = (place) => [...document.querySelectorAll(place + ' > ticker-widget')].map((widget) => {
  const probe = document.createElement('i');
  widget.shadowRoot.append(probe);
  return ['--_up', '--_down', '--_accent'].map((name) => {
    probe.style.color = 'var(' + name + ')';
    return getComputedStyle(probe).color;
  });
});
await Promise.all([...document.querySelectorAll('ticker-widget')].map((widget) => widget.updateComplete));
globalThis.loaded = true;
`,
};

/** Rises, falls and the page's own accent, in both presets: as the page is, which says nothing of schemes, and in dark parts further in. */
const LIGHT = [
  ['rgb(11, 92, 173)', 'rgb(163, 71, 0)', 'rgb(107, 33, 168)'],
  ['rgb(190, 30, 45)', 'rgb(10, 115, 48)', 'rgb(107, 33, 168)'],
];
const DARK = [
  ['rgb(109, 179, 255)', 'rgb(255, 171, 94)', 'rgb(216, 180, 254)'],
  ['rgb(255, 128, 128)', 'rgb(76, 208, 125)', 'rgb(216, 180, 254)'],
];

describe('presets, and pairs of a page, through a bundler', () => {
  let browser: PackageBrowser;
  let installed: Installed;
  before(async () => {
    installed = await Installed.make();
    await installed.add(...Object.keys(installed.file.dependencies));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(installed.folder, name), text);
    browser = await PackageBrowser.start();
  });
  after(async () => {
    await browser.close();
    await installed.remove();
  });

  const bundled = async (test: TestContext, outDir: string, choices: { readonly cssMinify?: 'esbuild' }) => {
    const root = installed.folder;
    await build({ root, configFile: false, logLevel: 'warn', build: { outDir, ...choices } });
    return browser.open(test, await startSite(test, { folder: path.join(root, outDir) }));
  };

  for (const [name, choices] of [
    ["Vite's defaults", {}],
    ["esbuild's sheets", { cssMinify: 'esbuild' }],
  ] as const) {
    it(`${name}: have their colours in both schemes, in each part of the page`, async (test) => {
      const page = await bundled(test, name.replace(/\W/g, ''), choices);
      assert.deepEqual(await page.evaluate('colours("section")'), LIGHT);
      assert.deepEqual(await page.evaluate('colours(".night")'), DARK);
      assert.deepEqual(await page.evaluate('colours("[style]")'), DARK);
    });
  }
});
