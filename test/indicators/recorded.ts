/** Recorded bars and golden columns beside the repository, where a machine has them: `../shared/data`. */
import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../shared/data/', import.meta.url);

/** Bars as columns, the oldest first; NaN where a file has nothing. */
export interface RecordedBars {
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Whether a file is on this machine. */
export const isRecorded = (file: string): boolean => existsSync(new URL(file, FOLDER));

/** What a test says that cannot run without these files; undefined where all of them are there. */
export function absent(...files: readonly string[]): string | undefined {
  const missing = files.filter((file) => !isRecorded(file));
  return missing.length > 0 ? `${missing.join(', ')} not on this machine` : undefined;
}

/** A table of a CSV file by its column names, in lower case. */
export function readTable(file: string): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(new URL(file, FOLDER), 'utf8').replace(/^\uFEFF/, '');
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const cells = lines.map((line) => line.split(','));
  return new Map(head.split(',').map((name, column) => [name.toLowerCase(), cells.map((row) => row[column] ?? '')]));
}

/** Numbers of a column: empty is NaN, true 1, false 0. */
export function numbersOf(cells: readonly string[] | undefined): Float64Array {
  const words: Readonly<Record<string, number>> = { '': Number.NaN, true: 1, false: 0 };
  return Float64Array.from(cells ?? [], (cell) => words[cell] ?? Number(cell));
}

/** Bars of a CSV file; `reverse` where the newest comes first. */
export function readBars(file: string, { reverse = false } = {}): RecordedBars {
  const table = readTable(file);
  const column = (name: string) => {
    const values = numbersOf(table.get(name));
    return reverse ? values.reverse() : values;
  };
  const dates = table.get('date') ?? table.get('timestamp') ?? [];
  const time = Float64Array.from(dates, (date) =>
    Date.parse(/^\d+\//.test(date) ? `${date} UTC` : `${date.replace(' ', 'T')}Z`),
  );
  return {
    time: reverse ? time.reverse() : time,
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  };
}

/** Positions [from, to) of every column. */
export function sliceBars(bars: RecordedBars, from: number, to?: number): RecordedBars {
  return Object.fromEntries(
    Object.entries(bars).map(([name, values]) => [name, values.slice(from, to)]),
  ) as unknown as RecordedBars;
}

export type RecordedBar = { readonly [Name in keyof RecordedBars]: number };

/** The bar at one position. */
export function barAt(bars: RecordedBars, index: number): RecordedBar {
  return Object.fromEntries(Object.entries(bars).map(([name, values]) => [name, values[index]])) as RecordedBar;
}
