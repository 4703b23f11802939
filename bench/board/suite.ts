/** The `board` suite: a thousand tickers and more under load, in each mode; how they start, what they cost, and whether what they show is true. */
import { attempt, measureCases } from '../live/cases.ts';
import type { LoadCase } from '../live/load.ts';
import type { Figure } from '../report.ts';
import type { LoadOptions, Measured } from '../suites.ts';
import { allocationFigures } from './allocation.ts';
import { costFigures, costPlot } from './cost.ts';
import { startFigures } from './start.ts';
import { truthFigures } from './truth.ts';

const PAGE = { page: 'live', tickers: 1000, rate: 60_000 } as const;
const UNISOLATED = { isolated: false };

const CASES: readonly LoadCase[] = [
  // what clicks, keys and the wheel take on this machine where next to nothing happens
  { ...PAGE, name: 'board of 1,000 at rest, 100 ticks/s', rate: 100, options: { mode: 'shared' }, inputs: true },
  { ...PAGE, name: 'board of 1,000, 10,000 ticks/s', rate: 10_000, options: { mode: 'shared' }, inputs: true },
  { ...PAGE, name: 'board of 1,000, 60,000 ticks/s', options: { mode: 'shared' }, inputs: true },
  {
    ...PAGE,
    name: 'board of 1,000, 1,000,000 ticks/s (binary)',
    rate: 1_000_000,
    format: 'binary',
    options: { mode: 'shared' },
    inputs: true,
  },
  { ...PAGE, name: 'grid of 1,000, 60,000 ticks/s', options: { mode: 'shared', variant: 'grid' } },
  { ...PAGE, name: 'board of 5,000, 60,000 ticks/s', tickers: 5000, options: { mode: 'shared' } },
  {
    ...PAGE,
    ...UNISOLATED,
    name: 'batched board of 1,000, 60,000 ticks/s',
    options: { mode: 'batched' },
    inputs: true,
  },
  { ...PAGE, ...UNISOLATED, name: 'individual board of 1,000, 60,000 ticks/s', options: { mode: 'individual' } },
  { ...PAGE, name: '1,000 widgets, 60,000 ticks/s', options: { mode: 'shared', element: 'widgets' } },
  {
    ...PAGE,
    name: '1,000 widgets with sparklines, 60,000 ticks/s',
    options: { mode: 'shared', element: 'widgets with sparklines' },
  },
];

/** What is measured in other ways than by frames. */
const OTHERS: readonly {
  readonly name: string;
  readonly measure: (options: LoadOptions) => Promise<readonly Figure[]>;
}[] = [
  { name: 'start of 1,000 pooled', measure: () => startFigures('pool') },
  { name: 'start of 1,000 dedicated', measure: () => startFigures('dedicated') },
  { name: 'painted values', measure: ({ seconds }) => truthFigures(seconds) },
  { name: 'allocation', measure: ({ seconds }) => allocationFigures(seconds) },
];

/** The `board` suite. */
export async function runBoard(progress: (text: string) => void, options: LoadOptions): Promise<Measured> {
  const { figures, browser } = await measureCases(CASES, options, progress);
  for (const { name, measure } of OTHERS.filter((one) => one.name.includes(options.only))) {
    figures.push(...((await attempt(name, progress, () => measure(options))) ?? []));
  }
  const curve = 'cost of a tick'.includes(options.only) ? await costFigures(options.seconds, progress) : [];
  figures.push(...curve);
  const plot = curve.length > 0 ? { plot: costPlot(curve) } : {};
  return { figures, ...(browser !== undefined && { browser }), ...plot };
}
