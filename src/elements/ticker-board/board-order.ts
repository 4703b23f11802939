import type { Column } from './board-columns.js';
import type { BoardRow } from './board-row.js';

/** What a board is sorted by. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

const words = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Reads `last`, `last ascending` or `last descending`; undefined: not sorted. */
export function readSort(text: string): Sort | undefined {
  const [, column = '', direction = ''] = /^(.*?)(?:\s+(asc|desc)(?:ending)?)?$/i.exec(text.trim()) ?? [];
  return column ? { column, descending: direction.toLowerCase() === 'desc' } : undefined;
}

/** What comes after a press on a column's head: numbers the greatest first, then the other way round, then as listed. */
export function nextSort(text: string, { name, read }: Column): string {
  if (name === 'trend') return text;
  const sort = readSort(text);
  const write = (descending: boolean) => `${name}${descending ? ' descending' : ''}`;
  const first = read !== undefined;
  if (sort?.column !== name) return write(first);
  return sort.descending === first ? write(!first) : '';
}

/** The rows whose symbol or name has every word of the filter, in order; unknown values come last whichever way it goes. */
export function arrange(
  rows: readonly BoardRow[],
  filter: string,
  sort: Sort | undefined,
  column: Column | undefined,
): BoardRow[] {
  const asked = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rows.filter(({ symbol, instrument }) => {
    const text = `${symbol} ${instrument?.name ?? ''}`.toLowerCase();
    return asked.every((word) => text.includes(word));
  });
  if (!sort || !column) return shown;
  const sign = sort.descending ? -1 : 1;
  const { read } = column;
  if (!read) return shown.sort((a, b) => sign * words.compare(a.symbol, b.symbol) || a.place - b.place);
  for (const row of shown) row.key = read(row);
  return shown.sort((a, b) => {
    const unknown = Number(Number.isNaN(a.key)) - Number(Number.isNaN(b.key));
    return unknown || sign * (a.key - b.key) || a.place - b.place;
  });
}
