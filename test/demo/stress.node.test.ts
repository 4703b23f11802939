import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { startDemo } from '../../gateway/demo-server.js';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';

const GATEWAY = { port: 0, simulate: 60, rate: 2000, seed: 1 };

/** Opens the stress page; `use` gets it and what its console said that it should not. */
async function visit(
  options: { readonly isolated?: boolean; readonly port: number },
  query: string,
  use: (page: Page, said: string[]) => unknown,
): Promise<void> {
  const demo = await startDemo({ gateway: GATEWAY, ...options });
  let browser: Browser | undefined;
  try {
    browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArguments() });
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    const said: string[] = [];
    page.on('console', (message) => /error|warn/.test(message.type()) && said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(new URL(`/demo/stress.html?${query}`, demo.url).href);
    await use(page, said);
  } finally {
    await browser?.close();
    await demo.close();
  }
}

/** A live figure of one half; NaN: a dash. */
const figure = (half: string, name: string) =>
  `Number(document.querySelector('[data-half=${half}] [data-figure=${name}]').textContent.replace(/\\D/g, '') || NaN)`;

/** What accessibility rules say of the page: the ids of those that it breaks. */
async function broken(page: Page): Promise<unknown> {
  // by the debugger, as the page's policy takes no script of ours
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  return page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html.slice(0, 120))))`,
  );
}

async function slide(page: Page, id: string, presses: number): Promise<void> {
  await page.focus(`#${id}`);
  for (let press = 0; press < Math.abs(presses); press++)
    await page.keyboard.press(presses < 0 ? 'ArrowLeft' : 'ArrowRight');
}

const rowsByHand = `document.querySelectorAll('#naive-rows tr').length`;
const onBoard = `document.querySelector('#board').symbols.length`;

test('the stress page shows one market twice, and its sliders, modes and switches do what they say', async () => {
  await visit({ port: 5420 }, 'symbols=100&rate=1000', async (page, said) => {
    await page.waitForFunction(
      `${figure('ours', 'framesPerSecond')} > 0 && ${figure('naive', 'framesPerSecond')} > 0 && ${figure('ours', 'p99')} > 0 && ${figure('naive', 'p99')} > 0`,
    );
    assert.equal(await page.evaluate(onBoard), 100);
    assert.equal(await page.evaluate(rowsByHand), 100);
    await page.waitForFunction(`document.querySelector('#naive-rows td').textContent.match(/\\d/)`);
    assert.deepEqual(await broken(page), []);

    assert.equal(await page.$eval('#symbols', (input) => input.getAttribute('aria-valuetext')), '100');
    await slide(page, 'symbols', -2);
    await page.waitForFunction(`${onBoard} === 60 && ${rowsByHand} === 60`);
    assert.equal(await page.$eval('#symbols-said', (output) => output.textContent), '60');
    await slide(page, 'rate', 2);
    await page.waitForFunction(`document.querySelector('#feed').src.includes('rate=3000')`);
    await page.waitForFunction(
      `${figure('ours', 'ticksPerSecond')} > 1500 && ${figure('naive', 'ticksPerSecond')} > 1500`,
    );

    await page.click('[name=mode][value=batched] + .box');
    await page.waitForFunction(`document.querySelector('#feed').effectiveMode === 'batched'`);
    await page.select('[name=workers]', '2');
    await page.waitForFunction(`document.querySelector('#feed').workers === '2'`);

    await page.click('#naive-on');
    await page.waitForFunction(`${rowsByHand} === 0`);
    await page.click('#ours-on');
    await page.waitForFunction(`document.querySelector('#feed').status === 'closed' && ${onBoard} === 0`);
    assert.deepEqual(said, []);
  });
});

test('both halves of the stress page listen to a gateway of the rate that is asked for', async () => {
  await visit({ port: 5421 }, 'symbols=30&rate=600&source=gateway', async (page, said) => {
    await page.waitForFunction(`document.querySelector('#feed').src.startsWith('ws://127.0.0.1')`);
    await page.waitForFunction(
      `[${figure('ours', 'ticksPerSecond')}, ${figure('naive', 'ticksPerSecond')}].every((rate) => rate > 400 && rate < 900)`,
    );
    await page.waitForFunction(
      `[...document.querySelectorAll('#naive-rows tr')].every((row) => /\\d/.test(row.children[1].textContent + row.children[3].textContent))`,
    );
    const [bad, tooMany] = (await page.evaluate(
      `Promise.all(['?symbols=x&rate=5', '?symbols=10&rate=2000000'].map((query) => fetch('/demo/market' + query).then(({ status }) => status)))`,
    )) as number[];
    assert.deepEqual([bad, tooMany], [400, 400]);
    said.splice(0, said.length, ...said.filter((line) => !line.includes('400')));
    assert.deepEqual(said, []);
  });
});

/** The result of a run of all, once there is one. */
async function result(page: Page) {
  await page.click('#run');
  await page.waitForFunction(
    `!document.querySelector('#result').hidden || document.querySelector('#run-said').textContent`,
  );
  assert.equal(await page.$eval('#run-said', (line) => line.textContent), '');
  return JSON.parse(await page.$eval('#json', (area) => (area as unknown as { value: string }).value));
}

test('the stress page measures all modes and the version by hand at each rate, and gives the result as JSON', async () => {
  await visit({ port: 5422 }, 'symbols=60&rate=400&rates=500,2000&seconds=1', async (page, said) => {
    await page.waitForFunction(`${figure('ours', 'ticksPerSecond')} > 0`);
    const { suite, environment, figures, runs } = await result(page);
    assert.equal(suite, 'stress');
    assert.equal(environment.symbols, 60);
    assert.equal(environment.isolated, true);
    assert.deepEqual(
      runs.map(({ way, rate, ran }: { way: string; rate: number; ran: boolean }) => `${rate} ${way} ${ran}`),
      [500, 2000].flatMap((rate) => ['shared', 'batched', 'individual', 'by hand'].map((way) => `${rate} ${way} true`)),
    );
    for (const { way, rate, framesPerSecond, ticksPerSecond, tickToPaint } of runs) {
      assert.ok(framesPerSecond > 0, `${way} ${rate}: ${framesPerSecond} frames/s`);
      assert.ok(tickToPaint.p50 > 0 && tickToPaint.p50 <= tickToPaint.p99, `${way} ${rate}: tick to paint`);
      assert.ok(ticksPerSecond > rate / 3 && ticksPerSecond < rate * 2, `${way} ${rate}: ${ticksPerSecond} ticks/s`);
    }
    for (const { name, value, unit, better } of figures) {
      assert.ok(Number.isFinite(value) && unit && /higher|lower/.test(better), name);
    }
    assert.equal(figures.length, runs.length * 5);
    assert.equal(await page.evaluate(`document.querySelectorAll('#runs tr').length`), 8);
    // as it was before
    assert.match(String(await page.$eval('#rate-said', (output) => output.textContent)), /^400$/);
    await page.waitForFunction(`document.querySelector('#feed').src.includes('rate=400')`);
    assert.equal(await page.evaluate(`document.querySelector('#feed').mode`), 'auto');
    // colours of a flash are between two
    await page.evaluate(`document.querySelector('#feed').paused = true`);
    const rows = `[...document.querySelector('ticker-board').renderRoot.querySelectorAll('.row')]`;
    await page.waitForFunction(`${rows}.every((row) => row.getAnimations({ subtree: true }).length === 0)`);
    assert.deepEqual(await broken(page), []);
    assert.deepEqual(said, []);
  });
});

test('a run of all is stopped by its button', async () => {
  await visit({ port: 5423 }, 'symbols=20&rates=500&seconds=30', async (page, said) => {
    await page.waitForFunction(`${figure('ours', 'ticksPerSecond')} > 0`);
    await page.click('#run');
    await page.waitForFunction(`document.querySelector('#monitor').matches(':state(comparing)')`);
    assert.equal(await page.$eval('#run', (button) => button.textContent), 'Stop');
    await page.click('#run');
    await page.waitForFunction(`document.querySelector('#run-said').textContent === 'Stopped.'`);
    await page.waitForFunction(`${rowsByHand} === 20 && ${onBoard} === 20`);
    assert.deepEqual(said, []);
  });
});

test('the stress page works where it is not isolated, and says what it lacks', async () => {
  await visit({ port: 5424, isolated: false }, 'symbols=60&rate=1000&rates=500&seconds=0.6', async (page, said) => {
    await page.waitForFunction(`${figure('ours', 'p99')} > 0 && ${figure('naive', 'p99')} > 0`);
    assert.equal(await page.evaluate(`document.querySelector('#feed').effectiveMode`), 'batched');
    const notice = `document.querySelector('#monitor').shadowRoot.querySelector('[part=notice]')`;
    assert.match(String(await page.evaluate(`${notice}.textContent`)), /docs\/isolation\.md/);
    const { environment, runs } = await result(page);
    assert.equal(environment.isolated, false);
    assert.deepEqual(
      runs.map(({ way, ran }: { way: string; ran: boolean }) => `${way} ${ran}`),
      ['shared false', 'batched true', 'individual true', 'by hand true'],
    );
    assert.match(runs[0].reason, /not cross-origin isolated/);
    assert.deepEqual(said, []);
  });
});
