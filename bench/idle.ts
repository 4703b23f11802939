import type { Browser, Page } from 'puppeteer-core';
import { type BenchBrowser, openBench } from './browser/chromium.ts';
import { canReadProcesses, processorSeconds } from './browser/process-tree.ts';
import { type Figure, figure } from './report.ts';
import type { Measured } from './suites.ts';

const WIDGETS = 100;
const SECONDS = 10;
/** After a start or a change of visibility the browser tidies up for a while. */
const SETTLE_MS = 5000;
const LONGEST_START_MS = 20_000;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Percent of one core that the whole browser takes, over SECONDS. */
async function usage({ process }: BenchBrowser): Promise<number> {
  await after(SETTLE_MS);
  const before = processorSeconds(process);
  const from = performance.now();
  await after(SECONDS * 1000);
  const now = processorSeconds(process);
  const elapsed = (performance.now() - from) / 1000;
  let used = 0;
  for (const [id, seconds] of now) used += seconds - (before.get(id) ?? 0);
  return (100 * used) / elapsed;
}

/** Puts another tab before the page; throws where the page does not notice. */
async function hide(browser: Browser, page: Page): Promise<void> {
  const other = await browser.newPage();
  await other.bringToFront();
  const state = await page.evaluate(() => document.visibilityState);
  if (state !== 'hidden') throw new Error(`behind another tab the page is still ${state}`);
}

/** Resolves when the page's feed and all its kernels run and have taken so many ticks; throws where they do not come to it. */
async function settled(page: Page, ticks: number): Promise<void> {
  const workers = WIDGETS + 1;
  const seen = async () => {
    const taken = await page.evaluate(() => {
      const feed = document.querySelector<HTMLElement & { readonly stats: { readonly ticks: number } }>('data-feed');
      return feed?.stats.ticks;
    });
    return { workers: page.workers().length, ticks: taken };
  };
  const end = performance.now() + LONGEST_START_MS;
  for (let now = await seen(); now.workers !== workers || now.ticks !== ticks; now = await seen()) {
    if (performance.now() > end)
      throw new Error(`${now.workers} of ${workers} workers run, ${now.ticks} of ${ticks} ticks came`);
    await after(100);
  }
}

/** A page of elements on a source that sends so many ticks; `name` says what they have been through. */
async function measure(name: string, src: string, ticks: number, progress: (text: string) => void): Promise<Figure[]> {
  const bench = await openBench('elements', { src, widgets: `${WIDGETS}` });
  try {
    await bench.control((_, page) => settled(page, ticks));
    const figures: Figure[] = [];
    const add = async (state: string) => {
      const what = `${WIDGETS} widgets, ${name}, ${state}`;
      progress(what);
      figures.push(figure(what, await usage(bench), '% of a core'));
    };
    await add('visible');
    await bench.control(hide);
    await add('hidden');
    return figures;
  } finally {
    await bench.close();
  }
}

/** The `idle` suite. */
export async function runIdle(progress: (text: string) => void): Promise<Measured> {
  if (!canReadProcesses()) throw new Error('processor time is read from /proc, which this system does not have');
  const bench = await openBench();
  const figures: Figure[] = [];
  try {
    progress('the browser with an empty page');
    figures.push(figure('the browser with an empty page', await usage(bench), '% of a core'));
  } finally {
    await bench.close();
  }
  figures.push(...(await measure('no tick yet', 'sim:rate=0', 0, progress)));
  // all ticks within the first seconds, silence after them
  figures.push(...(await measure('silent after 5,000 ticks', 'sim:rate=2500&count=5000&seed=1', 5000, progress)));
  return { figures, browser: bench.version };
}
