import { after, type LoadCase, withLoad } from '../live/load.ts';
import type { Checked } from '../page/live/source.worker.ts';
import { type Figure, figure } from '../report.ts';

const WARM_UP_MS = 3000;
const CASE: LoadCase = {
  name: 'painted values',
  page: 'live',
  tickers: 1000,
  rate: 60_000,
  options: { mode: 'shared' },
};

/** Whether what a board shows is what the server sent, and how long ago another price took its place. */
export function truthFigures(seconds: number): Promise<Figure[]> {
  return withLoad(CASE, 60_000 + seconds * 2000, async ({ window, load }) => {
    await window.call('open', [load]);
    await after(WARM_UP_MS);
    const limit = 30_000 + seconds * 2000;
    const { looks, p50, p99, longest, wrong } = await window.call<Checked>('paintedValues', [seconds, load.url], limit);
    if (looks === 0) throw new Error('no painted value could be compared');
    const figures = [
      figure('painted values: compared', looks, 'values', 'higher'),
      figure('painted values: another price came so long ago, p50', p50, 'ms'),
      figure('painted values: another price came so long ago, p99', p99, 'ms'),
      figure('painted values: another price came so long ago, longest', longest, 'ms'),
      figure('painted values: never sent', wrong, 'values'),
    ];
    return figures.filter(({ value }) => Number.isFinite(value));
  });
}
