import { TA_LIB } from '../libraries/library.ts';
import { type Figure, figure } from '../report.ts';
import { KERNEL, OURS, TA_LIB_ALONE } from './contenders.ts';
import type { HistoryTiming } from './measure.ts';

/** One indicator by everybody. */
export interface HistoryRow {
  readonly indicator: string;
  readonly ours: number;
  readonly kernel: number;
  /** TA-Lib without copies; undefined where it has no such function. */
  readonly taLibAlone: number | undefined;
  /** The libraries, the fastest first. TA-Lib's figure counts copies in and out of its memory, as ours does. */
  readonly libraries: readonly { readonly name: string; readonly nanoseconds: number }[];
}

export function rowsOf(timings: readonly HistoryTiming[]): HistoryRow[] {
  return [...new Set(timings.map(({ indicator }) => indicator))].map((indicator) => {
    const own = timings.filter((timing) => timing.indicator === indicator);
    const by = (name: string) => own.find(({ contender }) => contender === name)?.nanoseconds;
    const libraries = own
      .filter(({ contender }) => ![OURS, KERNEL, TA_LIB_ALONE].includes(contender))
      .map(({ contender, nanoseconds }) => ({ name: contender, nanoseconds }))
      .sort((a, b) => a.nanoseconds - b.nanoseconds);
    const [ours = Number.NaN, kernel = Number.NaN] = [by(OURS), by(KERNEL)];
    return { indicator, ours, kernel, taLibAlone: by(TA_LIB_ALONE), libraries };
  });
}

export function historyFigures(where: string, timings: readonly HistoryTiming[]): Figure[] {
  return rowsOf(timings).flatMap(({ indicator, ours, kernel, taLibAlone, libraries }) => {
    const name = `${where}: history, ${indicator}`;
    const [fastest] = libraries;
    const fastestScript = libraries.find((library) => library.name !== TA_LIB);
    const ratio = (what: string, nanoseconds: number, to = ours) =>
      figure(`${name}, ${what}`, nanoseconds / to, 'times', 'higher');
    return [
      figure(`${name}, ${OURS}`, ours, 'ns/value'),
      figure(`${name}, ${KERNEL}`, kernel, 'ns/value'),
      ...libraries.map((library) => figure(`${name}, ${library.name}`, library.nanoseconds, 'ns/value')),
      ...(taLibAlone === undefined ? [] : [figure(`${name}, ${TA_LIB_ALONE}`, taLibAlone, 'ns/value')]),
      ...(fastest ? [ratio(`fastest library / ours (${fastest.name})`, fastest.nanoseconds)] : []),
      ...(fastestScript ? [ratio(`fastest JavaScript / ours (${fastestScript.name})`, fastestScript.nanoseconds)] : []),
      ...(taLibAlone === undefined ? [] : [ratio(`${TA_LIB_ALONE} / ${KERNEL}`, taLibAlone, kernel)]),
    ];
  });
}
