/** The pages of the README, as they are, from the packed package: on hosts with headers, without them, and from another origin. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { ROOT } from '../../tools/files.ts';
import { Installed } from '../package/packed.ts';
import { ISOLATION, PackageBrowser, startSite } from '../package/site.ts';
import { until } from '../scale-out/until.ts';
import { marked } from './marked.ts';

/** Milliseconds: a machine under load starts workers slowly. */
const PATIENCE = 60_000;
const LOCAL = './node_modules/ticklane/dist/cdn/ticklane.js';
/** A page by `http:` on another host than localhost: no secure context, as on many an intranet. */
const PLAIN = 'plain.test';

const SHOWN = `({
  isolated: crossOriginIsolated,
  secure: isSecureContext,
  mode: document.querySelector('data-feed')?.effectiveMode ?? null,
  prices: [...document.querySelectorAll('ticker-widget')].map((widget) =>
    widget.shadowRoot?.querySelector('[part=price]')?.textContent.trim() ?? ''),
  signals: [...document.querySelectorAll('#signals li')].map(({ textContent }) => textContent),
})`;

interface Shown {
  readonly isolated: boolean;
  readonly secure: boolean;
  readonly mode: string | null;
  readonly prices: readonly string[];
  readonly signals: readonly string[];
}

describe('the pages of the README, with the packed package', () => {
  let installed: Installed;
  let browser: PackageBrowser;
  before(async () => {
    installed = await Installed.make();
    browser = await PackageBrowser.start(`--host-resolver-rules=MAP ${PLAIN} 127.0.0.1`);
  });
  after(async () => {
    await browser?.close();
    await installed?.remove();
  });

  async function open(test: TestContext, page: string, headers: Readonly<Record<string, string>>, host?: string) {
    assert.match(page, /<html lang="en">/, 'a whole page');
    const served = page.replace('</body>', '<script>globalThis.loaded = true;</script></body>');
    const site = await startSite(test, { folder: installed.folder, headers, texts: { '/index.html': served } });
    return browser.open(test, host ? site.replace('127.0.0.1', host) : site);
  }

  async function shows(page: Awaited<ReturnType<typeof open>>, what: string, holds: (shown: Shown) => boolean) {
    let shown: Shown | undefined;
    const look = async () => {
      shown = (await page.evaluate(SHOWN)) as Shown;
      return holds(shown);
    };
    await until(what, look, () => shown, PATIENCE);
    return shown as unknown as Shown;
  }

  const twoPrices = ({ prices }: Shown) => prices.length === 2 && prices.every((price) => /\d/.test(price));

  it('the first shows two prices on a host that sends the headers', async (test) => {
    const page = await open(test, marked('README.md', 'page'), ISOLATION);
    const { isolated, mode } = await shows(page, 'two prices', twoPrices);
    assert.deepEqual({ isolated, mode }, { isolated: true, mode: 'shared' });
  });

  it('the first shows two prices on a host that sends none, by plain HTTP', async (test) => {
    const page = await open(test, marked('README.md', 'page'), {}, PLAIN);
    const { secure, isolated, mode } = await shows(page, 'two prices', twoPrices);
    assert.deepEqual({ secure, isolated, mode }, { secure: false, isolated: false, mode: 'batched' });
  });

  for (const [kind, headers] of [
    ['an isolated', ISOLATION],
    ['a plain', {}],
  ] as const) {
    it(`the first shows two prices with the script of another origin, on ${kind} page`, async (test) => {
      const cdn = await startSite(test, { folder: installed.path('dist/cdn') });
      const page = marked('README.md', 'page').replace(LOCAL, `${cdn}ticklane.js`);
      const opened = await open(test, page, headers);
      const { mode } = await shows(opened, 'two prices', twoPrices);
      assert.equal(mode, kind === 'an isolated' ? 'shared' : 'batched');
    });
  }

  it('names the file by its version on a CDN, where the package has it', () => {
    const text = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
    const [, version, file = ''] = /src="https:\/\/[^"]*\/ticklane@([\d.]+)\/([^"]+)"/.exec(text) ?? [];
    assert.equal(version, JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version);
    assert.ok(readFileSync(installed.path(file)).length > 0);
    assert.ok(LOCAL.endsWith(file));
  });

  it('the one with an alert writes down a signal', async (test) => {
    const page = await open(test, marked('README.md', 'page: alert'), ISOLATION);
    const { signals } = await shows(page, 'a signal', ({ signals }) => signals.length > 0);
    assert.match(signals[0] as string, /^above the average: [\d.]+, RSI \d+\.\d$/);
  });
});
