/** The `peers` suite: the same thousand tickers, from the same source at the same rates, by us and by what people use today. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../tools/files.ts';
import { measureCases } from '../live/cases.ts';
import type { LoadCase } from '../live/load.ts';
import { barPlot } from '../live/plots.ts';
import { type Figure, figure } from '../report.ts';
import type { LoadOptions, Measured } from '../suites.ts';

interface PeerPage extends Pick<LoadCase, 'page' | 'folder' | 'isolated' | 'options'> {
  readonly name: string;
  /** What has to be installed. */
  readonly library?: string;
  /** Only at the highest rate: the suite is long enough. */
  readonly busiest?: true;
}

const OURS = { page: 'live' } as const;
const THEIRS = { folder: 'bench/peers/page' } as const;

/** Ours first; then whoever wants a name in the plot. */
const PAGES: readonly PeerPage[] = [
  { ...OURS, name: 'ticklane', options: { mode: 'shared' } },
  { ...OURS, name: 'ticklane, batched', isolated: false, options: { mode: 'batched' } },
  { ...OURS, name: 'ticklane, individual', isolated: false, options: { mode: 'individual' }, busiest: true },
  { ...OURS, name: 'ticklane, grid', options: { mode: 'shared', variant: 'grid' }, busiest: true },
  { ...THEIRS, name: 'React, state per ticker', page: 'react', library: 'react-dom' },
  { ...THEIRS, name: 'Lit, property per ticker', page: 'lit' },
  { ...THEIRS, name: 'AG Grid', page: 'ag-grid', library: 'ag-grid-community' },
  { ...THEIRS, name: 'Perspective, no sparklines', page: 'perspective', library: '@perspective-dev/viewer-datagrid' },
  { ...THEIRS, name: 'lightweight-charts', page: 'lightweight-charts', library: 'lightweight-charts' },
  { ...THEIRS, name: 'uPlot', page: 'uplot', library: 'uplot' },
];
const REACT = 'React, state per ticker';

const RATES = [10_000, 60_000];
const PER_SECOND = (rate: number) => `${rate.toLocaleString('en')} ticks/s`;
const nameOf = (page: string, rate: number) => `${page}, ${PER_SECOND(rate)}`;

/** Undefined where it is not installed. */
function versionOf(library: string): string | undefined {
  const file = path.join(ROOT, 'bench/node_modules', library, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}

/** Pages whose library is there; of the others `progress` hears. */
function installed(progress: (text: string) => void): readonly PeerPage[] {
  return PAGES.filter(({ library }) => {
    if (library === undefined) return true;
    const version = versionOf(library);
    progress(version ? `${library} ${version}` : `skipped: ${library} is not installed (npm ci --prefix bench)`);
    return version !== undefined;
  });
}

/** The `peers` suite. */
export async function runPeers(progress: (text: string) => void, options: LoadOptions): Promise<Measured> {
  const pages = installed(progress);
  const cases = RATES.flatMap((rate) => {
    const most = rate === Math.max(...RATES);
    const shown = pages.filter(({ busiest }) => most || !busiest);
    return shown.map(({ library, busiest, name, ...page }): LoadCase => {
      return { ...page, name: nameOf(name, rate), tickers: 1000, rate, ...(most && { inputs: true }) };
    });
  });
  const { figures, results, browser } = await measureCases(cases, options, progress);
  const rates = (page: string) => RATES.map((rate) => results.get(nameOf(page, rate))?.rate ?? Number.NaN);
  const times: Figure[] = RATES.flatMap((rate, index) => {
    const ratio = (rates('ticklane')[index] as number) / (rates(REACT)[index] as number);
    const name = `frames of ticklane / of React, ${PER_SECOND(rate)}`;
    return Number.isFinite(ratio) ? [figure(name, ratio, 'times', 'higher')] : [];
  });
  const plot = barPlot(
    'Frames a second: 1,000 tickers with price, average and sparkline',
    'frames a second, at most 60',
    PAGES.map(({ name }) => name),
    RATES.map((rate, index) => ({
      name: PER_SECOND(rate),
      values: PAGES.map(({ name }) => rates(name)[index] as number),
    })),
  );
  return { figures: [...figures, ...times], plot, ...(browser !== undefined && { browser }) };
}
