/** `ticklane/isolation-worker` of the built package on a host without headers: the pages of docs/isolation.md. */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { build } from 'vite';
import { ROOT } from '../../tools/files.ts';
import { PlainSite } from '../isolation/plain-site.ts';
import { startBrowser, Visitor } from '../isolation/visitor.ts';
import { Installed } from './packed.ts';

const text = readFileSync(path.join(ROOT, 'docs/isolation.md'), 'utf8');
const marked = (mark: string): string => {
  const [, code = ''] = new RegExp(`<!-- ${mark} -->\\s+\`\`\`\\w+\\n(.*?)\`\`\``, 's').exec(text) ?? [];
  assert.notEqual(code, '', `${mark} in docs/isolation.md`);
  return code;
};
const BODY = '<data-feed src="sim:rate=200&seed=7"></data-feed><ticker-widget symbol="BTC-USD"></ticker-widget>';
const TICKS = `crossOriginIsolated && document.querySelector('data-feed')?.effectiveMode === 'shared' && document.querySelector('ticker-widget')?.values?.last > 0`;

describe('ticklane/isolation-worker', () => {
  let browser: Browser;
  let installed: Installed;
  before(async () => {
    installed = await Installed.make();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await installed?.remove();
  });

  /** The page of the documents beside the two files that it names, as somebody copies them. */
  async function copied(test: TestContext): Promise<{ site: PlainSite; visitor: Visitor }> {
    const folder = path.join(installed.folder, 'copied/app');
    mkdirSync(folder, { recursive: true });
    copyFileSync(installed.path('dist/isolation-worker.js'), path.join(folder, 'isolation-worker.js'));
    cpSync(installed.path('dist/cdn'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'index.html'), marked('page'));
    const site = await PlainSite.start(
      test,
      { '/plain.html': '<!doctype html><title>plain</title>' },
      path.dirname(folder),
    );
    return { site, visitor: await Visitor.come(test, browser) };
  }

  it('is loaded by Node without a harm, and its worker is a file of the package', async () => {
    const own = await import(installed.path('dist/inline/isolation-worker.js'));
    assert.equal((await own.isolate()).reason, 'unsupported');
    assert.equal(await own.unregister(), false);
    assert.equal(installed.file.exports['./isolation-worker.js'], './dist/isolation-worker.js');
    const { version } = installed.file as unknown as { version: string };
    const worker = readFileSync(installed.path('dist/isolation-worker.js'), 'utf8');
    assert.ok(worker.startsWith(`/* ticklane ${version}:`) && !/^(import|export)\b/m.test(worker));
  });

  it('isolates the page of the documents, whose feed then shares memory; so do later visits', async (test) => {
    const { site, visitor } = await copied(test);
    await visitor.page.goto(`${site.url}plain.html`);
    assert.equal(await visitor.evaluate('crossOriginIsolated'), false);
    await visitor.page.goto(`${site.url}app/`);
    await visitor.page.waitForFunction(TICKS);
    assert.equal(site.times('/app/'), 2);
    await visitor.page.goto(`${site.url}app/?again`);
    await visitor.page.waitForFunction(TICKS);
    assert.equal(site.times('/app/'), 3);
  });

  it('starts that page with the host switched off', async (test) => {
    const { site, visitor } = await copied(test);
    await visitor.page.goto(`${site.url}app/`);
    await visitor.page.waitForFunction(TICKS);
    // the page, the two files that it names, and the part that simulates
    const kept = `caches.keys().then(async ([name]) => {
      const urls = (await (await caches.open(name)).keys()).map(({ url }) => url);
      return ['app/', 'isolation-worker.js?cache=1', 'ticklane.js', 'parts/simulator.js'].every((end) => urls.some((url) => url.endsWith(end)));
    })`;
    await visitor.page.waitForFunction(kept);
    await site.stop();
    await visitor.page.goto('about:blank');
    await visitor.page.goto(`${site.url}app/`);
    await visitor.page.waitForFunction(TICKS);
  });

  it("works in a project that bundles the package with Vite's defaults", async (test) => {
    await installed.add(...Object.keys(installed.file.dependencies));
    const root = path.join(installed.folder, 'project');
    mkdirSync(path.join(root, 'public'), { recursive: true });
    cpSync(installed.path('dist/isolation-worker.js'), path.join(root, 'public/isolation-worker.js'));
    writeFileSync(
      path.join(root, 'index.html'),
      `<!doctype html><title>app</title><script type="module" src="./main.js"></script>${BODY}`,
    );
    writeFileSync(path.join(root, 'main.js'), marked('module'));
    await build({ root, configFile: false, logLevel: 'warn', base: './', build: { target: 'es2022' } });
    const site = await PlainSite.start(test, {}, path.join(root, 'dist'));
    const visitor = await Visitor.come(test, browser);
    await visitor.page.goto(site.url);
    await visitor.page.waitForFunction(TICKS);
    assert.equal(site.times('/'), 2);
  });
});
