import type { Browser, Page } from 'puppeteer-core';
import { type BenchBrowser, openBench } from './browser/chromium.ts';
import { canReadProcesses, processorSeconds } from './browser/process-tree.ts';
import type { Elements } from './page/elements.ts';
import { type Figure, figure } from './report.ts';
import type { Measured } from './suites.ts';

const WIDGETS = 100;
const SECONDS = 10;
/** After a start or a change of visibility the browser tidies up for a while. */
const SETTLE_MS = 5000;
/** After their last tick all widgets still have to be painted stale, once. */
const STALE_MS = 15_000;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Percent of one core that the whole browser takes, over SECONDS. */
async function usage({ process }: Pick<BenchBrowser, 'process'>): Promise<number> {
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
async function settled(bench: BenchBrowser<Elements>, ticks: number): Promise<void> {
  await after(STALE_MS);
  const workers = await bench.control(async (_, page) => page.workers().length);
  const taken = await bench.call('ticksTaken');
  if (workers !== WIDGETS + 1 || taken !== ticks) {
    throw new Error(`${workers} of ${WIDGETS + 1} workers run, ${taken} of ${ticks} ticks came`);
  }
}

/** A page of elements on a source that sends so many ticks; `name` says what they have been through. */
async function measure(name: string, src: string, ticks: number, progress: (text: string) => void): Promise<Figure[]> {
  const bench = await openBench('elements');
  try {
    await bench.call('openElements', src, WIDGETS);
    await settled(bench, ticks);
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
  const bench = await openBench('bench');
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
