import assert from 'node:assert/strict';
import test from 'node:test';
import puppeteer from 'puppeteer-core';
import { startDemo } from '../../gateway/demo-server.js';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';
import { startScriptServer } from '../tools/script-server.mjs';

/** Puppeteer switches the throttling of hidden pages off; people's browsers have it. */
const UNWANTED = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];
/** Timers of a hidden page tick once a second: a signal that waited for one would be that late. */
const THROTTLED_MS = 900;
const T0 = Date.UTC(2026, 0, 5, 10);

interface Heard {
  readonly name: string;
  readonly price: number;
  readonly hidden: boolean;
  /** Milliseconds from the receipt of the tick. */
  readonly after: number;
}

test('alerts fire at once on a hidden page, whose timers are throttled', async () => {
  const server = await startScriptServer();
  const demo = await startDemo({ port: 5450, gateway: { port: 0, simulate: 1, rate: 1 } });
  const browser = await puppeteer.launch({
    executablePath: await findChromium(),
    args: chromiumArguments(),
    ignoreDefaultArgs: UNWANTED,
  });
  try {
    const page = await browser.newPage();
    await page.goto(new URL('/demo/', demo.url).href);
    await page.waitForFunction(`customElements.get('price-alert')`);
    await page.evaluate(`
      document.body.innerHTML = \`<data-feed src="${server.url}">
        <ticker-widget symbol="X" indicators="fast: sma(2)">
          <price-alert name="high" when="price > 2"></price-alert>
          <price-alert name="low" when="fast < 2 and price < 2"></price-alert>
        </ticker-widget>
      </data-feed>\`;
      globalThis.heard = [];
      document.addEventListener('signal', ({ name, price, received }) => heard.push({
        name, price, hidden: document.hidden, after: performance.timeOrigin + performance.now() - received,
      }));
    `);
    await page.waitForFunction(`[...document.querySelectorAll('price-alert')].every(({ active }) => active)`);
    while (server.seen().messages.length === 0) await page.evaluate('0');

    const other = await browser.newPage();
    await other.bringToFront();
    while (!(await page.evaluate('document.hidden'))) await other.evaluate('0');
    const beat = `new Promise((resolve) => {
      const from = performance.now();
      let beats = 0;
      const timer = setInterval(() => {
        if (++beats < 4) return;
        clearInterval(timer);
        resolve(performance.now() - from);
      }, 10);
    })`;
    const beats = (await page.evaluate(beat)) as number;
    assert.ok(beats > 1000, `four timers of 10 ms took ${beats} ms: they are not throttled`);

    const expected: string[] = [];
    let sent = 0;
    for (let burst = 0; burst < 5; burst++) {
      const frames: string[] = [];
      for (let index = 0; index < 40; index++) {
        const price = index % 2 ? 1 : 2.5;
        frames.push(JSON.stringify([{ type: 'trade', symbol: 'X', price, size: 1, time: T0 + sent++ }]));
        expected.push(price > 2 ? 'high 2.5' : 'low 1');
      }
      server.send(frames);
      const end = Date.now() + 10_000;
      while (((await page.evaluate('heard.length')) as number) < expected.length && Date.now() < end);
    }
    const heard = (await page.evaluate('heard')) as Heard[];
    assert.deepEqual(
      heard.map(({ name, price }) => `${name} ${price}`),
      expected,
    );
    assert.ok(heard.every(({ hidden }) => hidden));
    const latest = Math.max(...heard.map(({ after }) => after));
    assert.ok(latest < THROTTLED_MS, `a signal came ${latest} ms after its tick`);
    assert.equal(await page.evaluate('document.hidden'), true);
  } finally {
    await browser.close();
    await demo.close();
    await server.stop();
  }
});
