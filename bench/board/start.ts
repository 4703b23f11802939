import { canReadProcesses, residentBytes } from '../browser/process-tree.ts';
import type { BenchWindow } from '../browser/window.ts';
import { type LoadCase, withLoad } from '../live/load.ts';
import type { Start } from '../page/live/board.ts';
import { type Figure, figure } from '../report.ts';

const MEBIBYTE = 1 << 20;
const LIMIT_MS = 90_000;

/** Resident memory of the page's process after its garbage was collected, bytes; NaN where the system does not tell. */
async function residentOfPage(window: BenchWindow): Promise<number> {
  if (!canReadProcesses()) return Number.NaN;
  await window.devtools.collectGarbage();
  // a browser may keep a spare renderer, which is smaller
  return Math.max(...(await window.processes('renderer')).map(residentBytes));
}

/** How 1,000 tickers come up, without sparklines: on a board that shares workers, or as widgets with a worker each. */
export function startFigures(workers: 'pool' | 'dedicated'): Promise<Figure[]> {
  const pooled = workers === 'pool';
  const one: LoadCase = {
    name: pooled ? 'start of 1,000 pooled' : 'start of 1,000 dedicated',
    page: 'live',
    tickers: 1000,
    // enough to be live soon after it is subscribed, and as little work beside the start as that takes
    rate: pooled ? 60_000 : 10_000,
    options: { mode: 'shared', workers, element: pooled ? 'board' : 'widgets', trend: false },
  };
  return withLoad(one, LIMIT_MS, async ({ window, load }) => {
    const before = await residentOfPage(window);
    const { hundred, all, longestTask } = await window.call<Start>('start', [load], LIMIT_MS);
    const memory = (await residentOfPage(window)) - before;
    const figures = [
      figure(`${one.name}: until 100 were live`, hundred, 'ms'),
      figure(`${one.name}: until all were live`, all, 'ms'),
      figure(`${one.name}: longest task meanwhile (0: none of 50 ms)`, longestTask, 'ms'),
      figure(`${one.name}: resident memory over the empty page`, memory / MEBIBYTE, 'MiB'),
    ];
    return figures.filter(({ value }) => Number.isFinite(value));
  });
}
