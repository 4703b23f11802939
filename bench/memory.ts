import { compilePlan } from '../src/indicators/compiled-plan.js';
import { createTickerLane } from '../src/memory/lane.js';
import { PageMemory } from '../src/memory/page-memory.js';
import { type BenchBrowser, openBench } from './browser/chromium.ts';
import { canReadProcesses, residentBytes } from './browser/process-tree.ts';
import { type Figure, figure } from './report.ts';
import type { Measured } from './suites.ts';

const COUNTS = [100, 1000];
/** Ticks a second over all widgets while every one is waited for. */
const RATE = 20_000;
const LONGEST_WAIT = 60_000;
const MEBIBYTE = 1 << 20;

const PLANS: readonly (readonly number[])[] = [[], [20], [20, 50]];

function laneFigures(): Figure[] {
  return PLANS.map((periods) => {
    const { bytes } = createTickerLane(new PageMemory({ shared: false }), {
      host: 0,
      plan: compilePlan(periods.map((period) => `sma(${period})`).join('; ')).plan,
    });
    return figure(`lane, ${periods.map((period) => `sma(${period})`).join(' ') || 'no indicators'}`, bytes, 'bytes');
  });
}

/** Resident memory of the page's own process, after its garbage was collected. */
function residentOfPage(bench: BenchBrowser): Promise<number> {
  return bench.control(async (browser, page) => {
    await (await page.createCDPSession()).send('HeapProfiler.collectGarbage');
    const { processInfo } = await (await browser.target().createCDPSession()).send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentBytes(id));
    // the page with the workers; a browser may keep a spare renderer, which is smaller
    return Math.max(...renderers);
  });
}

async function hostFigures(
  count: number,
  progress: (text: string) => void,
): Promise<{ figures: Figure[]; version: string }> {
  const bench = await openBench('bench');
  try {
    const measures = canReadProcesses();
    if (!measures) progress('skipped: resident memory is read from /proc, which this system does not have');
    const before = measures ? await residentOfPage(bench) : 0;
    progress(`starting ${count} dedicated workers`);
    const { startMs, replaced, used, memory } = await bench.call('openWidgets', count);
    const after = measures ? await residentOfPage(bench) : 0;
    await bench.call('feedWidgets', RATE);
    const ticking = await bench.call('untilAllTicked', LONGEST_WAIT);
    const left = await bench.call('closeWidgets');
    if (left.used > 0 || left.workers > 0) throw new Error(`${left.used} bytes and ${left.workers} workers were left`);
    const figures = [
      figure(`${count} dedicated workers: start of all`, startMs, 'ms'),
      figure(`${count} dedicated workers: started in the second try or later`, replaced, 'workers'),
      figure(`${count} dedicated workers: until all had ticked at ${RATE} ticks/s`, ticking, 'ms'),
      figure(`${count} dedicated workers: lanes and blocks in use`, used, 'bytes'),
      figure(`${count} dedicated workers: shared memory of the page`, memory, 'bytes'),
    ];
    if (measures) {
      figures.push(
        figure(`${count} dedicated workers: resident memory, all`, (after - before) / MEBIBYTE, 'MiB'),
        figure(`${count} dedicated workers: resident memory, each`, (after - before) / MEBIBYTE / count, 'MiB'),
      );
    }
    return { figures, version: bench.version };
  } finally {
    await bench.close();
  }
}

/** The `memory` suite. */
export async function runMemory(progress: (text: string) => void): Promise<Measured> {
  const figures = laneFigures();
  let browser = '';
  for (const count of COUNTS) {
    const measured = await hostFigures(count, progress);
    figures.push(...measured.figures);
    browser = measured.version;
  }
  return { figures, browser };
}
