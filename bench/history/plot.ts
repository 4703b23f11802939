import { LIBRARIES, TA_LIB } from '../libraries/library.ts';
import { dotPlot } from '../plot.ts';
import { rowsOf } from './figures.ts';
import type { HistoryTiming } from './measure.ts';

/** Nanoseconds a value by indicator: ours beside the libraries. */
export function historyPlot(title: string, timings: readonly HistoryTiming[]): string {
  const rows = rowsOf(timings);
  const names = ['ticklane', TA_LIB, ...LIBRARIES];
  const series = names.map((name) => ({
    name,
    values: rows.map(({ ours, libraries }) =>
      name === 'ticklane' ? ours : (libraries.find((library) => library.name === name)?.nanoseconds ?? Number.NaN),
    ),
  }));
  return dotPlot(
    title,
    'nanoseconds a value',
    rows.map(({ indicator }) => indicator),
    series,
  );
}
