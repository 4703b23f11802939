import assert from 'node:assert/strict';
import test from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { type Demo, type DemoOptions, startDemo } from '../../gateway/demo-server.js';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';

const GATEWAY = { port: 0, simulate: 60, rate: 2000, seed: 1 };

/** Opens the demo in a browser; `use` gets the page and what its console said. */
async function visit(options: DemoOptions, address: string, use: (page: Page, said: string[], demo: Demo) => unknown) {
  const demo = await startDemo({ port: 5400, gateway: GATEWAY, ...options });
  let browser: Browser | undefined;
  try {
    browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArguments() });
    const page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    const said: string[] = [];
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(new URL(address, demo.url).href);
    await use(page, said, demo);
  } finally {
    await browser?.close();
    await demo.close();
  }
}

const figure = (name: string) =>
  `Number(document.querySelector('[data-figure=${name}]').textContent.replace(/,/g, ''))`;
const allTicked = `[...document.querySelectorAll('ticker-widget')].every(({ values }) => values.last > 0)`;

test('the demo shows a board of live tickers, and adds and removes symbols', async () => {
  await visit({}, '/demo/', async (page, said) => {
    await page.waitForFunction(allTicked);
    assert.equal(await page.evaluate(`document.querySelectorAll('.tiles ticker-widget').length`), 24);
    await page.waitForFunction(`${figure('rate')} > 100 && ${figure('lanes')} === 42 && ${figure('workers')} === 43`);
    assert.match(String(await page.evaluate(`document.querySelector('#status').textContent`)), /^live gateway, binary/);

    await page.type('[name=symbol]', 'foo-usd');
    await page.click('#toggle');
    await page.waitForFunction(`document.querySelector('.tiles [symbol], .tiles ticker-widget').symbol === 'FOO-USD'`);
    await page.waitForFunction(allTicked);
    await page.type('[name=symbol]', 'foo-usd');
    assert.equal(await page.evaluate(`document.querySelector('#toggle').textContent`), 'Remove');
    await page.click('#toggle');
    await page.waitForFunction(`${figure('lanes')} === 42`);

    await page.focus('#pairs .remove');
    await page.keyboard.press('Enter');
    await page.waitForFunction(`${figure('lanes')} === 41`);
    assert.equal(await page.evaluate(`document.activeElement === document.querySelector('#pairs .remove')`), true);

    await page.select('[name=sma]', '5');
    await page.select('[name=locale]', 'de-DE');
    await page.waitForFunction(
      `document.querySelector('.tiles ticker-widget').shadowRoot.querySelector('[part=indicator]').textContent.match(/sma\\(5\\) \\d+\\.\\d+,\\d+/)`,
    );
    await page.select('[name=palette]', 'ticklane-blue-orange');
    const up = `getComputedStyle(document.querySelector('ticker-widget')).getPropertyValue('--ticklane-up-color-light')`;
    assert.match(String(await page.evaluate(up)), /#0b5cad/);
    await page.select('[name=interval]', '1m');
    await page.waitForFunction(`document.querySelector('.tiles ticker-widget').bars(500).length > 100`);
    await page.waitForFunction(`document.querySelector('.tiles ticker-widget').values.indicators['sma(5)'] > 0`);
    assert.deepEqual(said, []);
  });
});

test('the demo makes its own market where no gateway answers', async () => {
  await visit({}, '/healthz', async (page, _, demo) => {
    await demo.gateway.close();
    await page.goto(new URL('/demo/?symbols=BTC-USD,AAPL', demo.url).href);
    await page.waitForFunction(`document.querySelectorAll('ticker-widget').length === 2 && ${allTicked}`);
    assert.match(
      String(await page.evaluate(`document.querySelector('#status').textContent`)),
      /simulated in this page/,
    );
  });
});

test('the demo works where the page is not isolated, and its monitor says what that costs', async () => {
  await visit({ isolated: false }, '/demo/', async (page, said) => {
    await page.waitForFunction(allTicked);
    assert.equal(await page.evaluate(`document.querySelector('#feed').effectiveMode`), 'batched');
    const notice = `document.querySelector('#monitor').shadowRoot.querySelector('[part=notice]')`;
    await page.waitForFunction(notice);
    assert.match(String(await page.evaluate(`${notice}.textContent`)), /not cross-origin isolated/);
    const help = `new URL(${notice}.querySelector('a').getAttribute('href'), location.href).pathname`;
    assert.equal(await page.evaluate(help), '/docs/isolation.md');
    assert.deepEqual(said, []);
  });
});
