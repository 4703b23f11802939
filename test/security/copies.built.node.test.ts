/** Two copies of the package on one page, as a site gets them that loads one by a tag and another by its bundle. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser } from 'puppeteer-core';
import { ROOT } from '../../tools/files.ts';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';
import { ISOLATION } from '../package/site.ts';
import { bundleInline } from './demo-page.ts';
import { startSite } from './site.ts';

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const COPIES = {
  'the one file': '/cdn/ticklane.js',
  'the bundle': '/inline.js',
  'the external files': '/external/ticklane.js',
};
const ORDERS: readonly (readonly [first: keyof typeof COPIES, second: keyof typeof COPIES])[] = [
  ['the one file', 'the bundle'],
  ['the bundle', 'the one file'],
  ['the bundle', 'the external files'],
  ['the external files', 'the bundle'],
];
/** Each copy has a lit of its own inside. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; connect-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types ticklane lit-html 'allow-duplicates'";

const script = (first: string, second: string) => `
globalThis.said = [];
globalThis.forbidden = [];
for (const type of ['warn', 'error']) console[type] = (...words) => said.push(words.join(' '));
addEventListener('error', ({ message }) => said.push(message));
addEventListener('securitypolicyviolation', ({ effectiveDirective }) => forbidden.push(effectiveDirective));
const one = await import('${first}');
const widget = document.querySelector('ticker-widget');
while (!(widget.values?.last > 0)) await new Promise(requestAnimationFrame);
const two = await import('${second}');
const late = document.createElement('ticker-widget');
late.symbol = 'ETH-USD';
document.body.append(late);
const { ticks } = widget.values;
while (!(late.values?.last > 0 && widget.values.ticks > ticks)) await new Promise(requestAnimationFrame);
globalThis.found = {
  said, forbidden, mode: document.querySelector('data-feed')?.effectiveMode,
  first: late instanceof one.TickerWidget, second: late instanceof two.TickerWidget,
};
`;

describe('two copies on one page, with Trusted Types required', () => {
  let browser: Browser;
  let bundle: Record<string, string>;
  before(async () => {
    browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArguments() });
    bundle = await bundleInline();
  });
  after(() => browser.close());

  for (const [first, second] of ORDERS) {
    it(`${first}, then ${second}: the first goes on, and the second says once that it is one`, async (test) => {
      const page = await browser.newPage();
      test.after(() => page.close());
      const { url, reports } = await startSite(test, {
        texts: {
          ...bundle,
          '/index.html': `<!doctype html><title>two</title><script type="module" src="/page.js"></script>
            <data-feed src="sim:rate=500&seed=7"></data-feed><ticker-widget symbol="BTC-USD"></ticker-widget>`,
          '/page.js': script(COPIES[first], COPIES[second]),
        },
        folders: { '/cdn/': 'dist/cdn', '/external/': 'dist/external' },
        headers: ISOLATION,
        policy: POLICY,
      });
      await page.goto(url);
      const found = await page.waitForFunction('globalThis.found', { timeout: 60_000 });
      const { said, ...rest } = (await found.jsonValue()) as Record<string, unknown> & { said: string[] };
      assert.deepEqual(rest, { forbidden: [], mode: 'shared', first: true, second: false });
      assert.equal(said.length, 1, said.join('\n'));
      assert.match(said[0] as string, /second copy on this page/);
      assert.equal(said[0]?.split(`ticklane ${version}`).length, 3, said[0]);
      assert.deepEqual(reports, []);
    });
  }
});
