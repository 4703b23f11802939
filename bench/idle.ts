import { type BenchBrowser, openBench } from './browser/chromium.ts';
import { canReadProcesses, processorSeconds } from './browser/process-tree.ts';
import { type Figure, figure } from './report.ts';
import type { Measured } from './suites.ts';

const WIDGETS = 100;
const SECONDS = 10;
/** After a start or a change of visibility the browser tidies up for a while. */
const SETTLE_MS = 5000;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Percent of one core that the whole browser takes, over SECONDS. */
async function usage({ browser }: BenchBrowser): Promise<number> {
  await after(SETTLE_MS);
  const root = browser.process()?.pid as number;
  const before = processorSeconds(root);
  const from = performance.now();
  await after(SECONDS * 1000);
  const now = processorSeconds(root);
  const elapsed = (performance.now() - from) / 1000;
  let used = 0;
  for (const [id, seconds] of now) used += seconds - (before.get(id) ?? 0);
  return (100 * used) / elapsed;
}

/** Puts another tab before the page; throws where the page does not notice. */
async function hide({ browser, page }: BenchBrowser): Promise<void> {
  const other = await browser.newPage();
  await other.bringToFront();
  const state = await page.evaluate(() => document.visibilityState);
  if (state !== 'hidden') throw new Error(`behind another tab the page is still ${state}`);
}

/** The `idle` suite. */
export async function runIdle(progress: (text: string) => void): Promise<Measured> {
  if (!canReadProcesses()) throw new Error('processor time is read from /proc, which this system does not have');
  const bench = await openBench();
  try {
    const figures: Figure[] = [];
    const add = async (name: string) => {
      progress(name);
      figures.push(figure(name, await usage(bench), '% of a core'));
    };
    await add('the browser with an empty page');
    await bench.call('openWidgets', WIDGETS);
    await bench.call('feedWidgets', 0);
    await add(`${WIDGETS} hosts and a silent feed, visible`);
    await hide(bench);
    await add(`${WIDGETS} hosts and a silent feed, hidden`);
    return { figures, browser: bench.version };
  } finally {
    await bench.close();
  }
}
