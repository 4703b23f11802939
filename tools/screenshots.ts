/**
 * `npm run screenshots [NAME...]`: the pictures of the README and of the elements' pages, in light and dark, as docs/images/NAME-light.webp and
 * -dark.webp. The market is simulated from a seed and ends after a number of ticks, so that a picture changes where the looks do. The
 * dashboard is the demo; the rest is `demo/pictures.html`.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { startDemo } from '../gateway/demo-server.ts';
import { ROOT } from './files.ts';
import { chromiumArguments, findChromium } from './find-browser.ts';

const SCHEMES = ['light', 'dark'] as const;
/** Bytes that a picture may have. */
const LIMIT = 100_000;
const QUALITY = 78;
/** A machine under load starts workers slowly. */
const PATIENCE_MS = 60_000;

interface Shot {
  readonly width: number;
  readonly height: number;
  /** The page, below the demo's address. */
  readonly page: string;
  /** What is to be true before the picture is taken, in the page. */
  readonly ready: string;
  /** What of the page is shown; all of it without one. */
  readonly part?: string;
}

const ticked = 'document.querySelector("data-feed").stats.ticks';
const staged = (name: string) => `/demo/pictures.html#${name}`;

const SHOTS: Readonly<Record<string, Shot>> = {
  dashboard: { width: 1440, height: 860, page: '/demo/', ready: `${ticked} > 8000` },
  'ticker-widget': stage('ticker-widget'),
  'ticker-board': stage('ticker-board'),
  'price-alert': stage('price-alert'),
  'performance-monitor': stage('performance-monitor'),
};

function stage(name: string): Shot {
  return { width: 960, height: 1200, page: staged(name), ready: 'document.body.dataset.ready === "yes"', part: 'main' };
}

/** Takes one picture and says how many bytes it has; throws where these are too many. */
async function take(browser: Browser, url: string, name: string, scheme: (typeof SCHEMES)[number]): Promise<number> {
  const shot = SHOTS[name] as Shot;
  const page: Page = await browser.newPage();
  try {
    page.setDefaultTimeout(PATIENCE_MS);
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await page.setViewport({ width: shot.width, height: shot.height });
    await page.goto(new URL(shot.page, url).href);
    await page.waitForFunction(shot.ready);
    const target = (shot.part && (await page.$(shot.part))) || page;
    const file = path.join(ROOT, `docs/images/${name}-${scheme}.webp`);
    writeFileSync(file, await target.screenshot({ type: 'webp', quality: QUALITY }));
    const { size } = statSync(file);
    if (size > LIMIT) throw new Error(`${name}-${scheme}.webp has ${size} bytes: ${LIMIT} at most`);
    return size;
  } finally {
    await page.close();
  }
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in SHOTS));
if (unknown.length > 0)
  throw new RangeError(`no picture ${unknown.join(', ')}: there are ${Object.keys(SHOTS).join(', ')}`);
mkdirSync(path.join(ROOT, 'docs/images'), { recursive: true });
const demo = await startDemo({ port: 5450, gateway: { port: 0, simulate: 200, rate: 2000, seed: 1 } });
try {
  const browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArguments() });
  try {
    for (const name of asked.length > 0 ? asked : Object.keys(SHOTS)) {
      for (const scheme of SCHEMES) {
        const bytes = await take(browser, demo.url, name, scheme);
        console.log(`docs/images/${name}-${scheme}.webp  ${Math.round(bytes / 1000)} kB`);
      }
    }
  } finally {
    await browser.close();
  }
} finally {
  await demo.close();
}
