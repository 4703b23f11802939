import type { CompiledOutput } from '../../indicators/compile.js';
import type { Numbers } from '../shared/numbers.js';
import type { WordsOf } from '../shared/strings.js';
import { readOutput, readValue } from '../ticker-widget/ticker-values.js';
import type { BoardRow } from './board-row.js';
import { BOARD_ENGLISH } from './board-words.js';

/** How a board shows its tickers. */
export type BoardVariant = 'grid' | 'tiles' | 'tape';

/** What a board shows and says beside numbers. */
export type BoardWords = WordsOf<typeof BOARD_ENGLISH>;

/** What one column, or one place of a tile, shows. */
export interface Column {
  /** As `columns` and `sort` name it. */
  readonly name: string;
  /** Its head. */
  readonly label: string;
  /** Least width in rem. */
  readonly width: number;
  /** What it gets of the room that is left, in proportion; `width` without it. */
  readonly grow?: number;
  /** The column with the least goes first where there is no room. */
  readonly rank: number;
  /** A row's value; NaN: not known. None for what is no number. */
  readonly read?: (row: BoardRow) => number;
  readonly write?: (value: number, row: BoardRow) => string;
}

/** Where the columns of each variant are not named. */
const USUAL: Readonly<Record<BoardVariant, string>> = {
  grid: 'symbol last change changePercent bid ask volume trend',
  tiles: 'symbol last changePercent trend',
  tape: 'symbol last changePercent',
};

/** Those whose heads are words. */
type ColumnName = keyof typeof BOARD_ENGLISH;
type Fixed = Omit<Column, 'label'> & { readonly name: ColumnName };

type Value = Parameters<typeof readValue>[1];
type Writer = (numbers: Numbers, value: number) => string;

const price: Writer = (numbers, value) => numbers.price(value);
const average: Writer = (numbers, value) => numbers.average(value);
const volume: Writer = (numbers, value) => numbers.inUnit(value, 'volume');

function valueColumn(name: Value & ColumnName, width: number, rank: number, write: Writer): Fixed {
  return {
    name,
    width,
    rank,
    // before its first tick a ticker has no volume, not a volume of zero
    read: (row) => (Number.isNaN(row.last) ? Number.NaN : readValue(row.values, name)),
    write: (value, row) => write(row.numbers, value),
  };
}

const COLUMNS = new Map<string, Fixed>(
  (
    [
      { name: 'symbol', width: 5.75, rank: 100 },
      { name: 'trend', width: 4, grow: 7, rank: 75 },
      valueColumn('last', 6.25, 99, price),
      {
        ...valueColumn('change', 6, 70, (numbers, value) => numbers.change(value)),
        read: (row: BoardRow) => row.change,
      },
      {
        ...valueColumn('changePercent', 6, 98, (numbers, value) => numbers.percent(value)),
        // a change that reads as zero is none in percent either
        read: (row: BoardRow) => row.change && readValue(row.values, 'changePercent'),
      },
      valueColumn('bid', 6, 40, price),
      valueColumn('ask', 6, 40, price),
      valueColumn('volume', 5, 30, volume),
      valueColumn('open', 6, 20, price),
      valueColumn('high', 6, 20, price),
      valueColumn('low', 6, 20, price),
      valueColumn('vwap', 6, 20, average),
      valueColumn('bidSize', 5.5, 15, volume),
      valueColumn('askSize', 5.5, 15, volume),
      valueColumn('trades', 5, 10, volume),
      valueColumn('ticks', 5, 10, volume),
      { ...valueColumn('time', 6, 10, price), write: (value: number, row: BoardRow) => row.time(value) },
    ] as const satisfies readonly Fixed[]
  ).map((column) => [column.name, column]),
);

function indicatorColumn({ name, unit }: CompiledOutput): Column {
  return {
    name,
    label: name,
    width: 6,
    rank: 50,
    read: (row) => readOutput(row.outputs, name),
    write: (value, row) => row.numbers.inUnit(value, unit),
  };
}

/** The words of a list with blanks or commas between, each once; those in parentheses stay together: `sma(volume, 20)`. */
export function readList(list: string | readonly string[] | null | undefined): readonly string[] {
  const words = typeof list === 'string' ? (list.match(/(?:\([^)]*\)|[^\s,(])+/g) ?? []) : (list ?? []);
  return Object.freeze([...new Set(words.map((word) => String(word).trim()).filter(Boolean))]);
}

/** The columns of these names, or the variant's own, then the indicators that were not named. `note` hears which name is none; `words`: their heads. */
export function readColumns(
  names: readonly string[],
  variant: BoardVariant,
  outputs: readonly CompiledOutput[],
  note: (message: string) => void,
  words: BoardWords = BOARD_ENGLISH,
): readonly Column[] {
  const asked = names.length > 0 ? names : readList(USUAL[variant]);
  const indicators = new Map(outputs.filter(({ shown }) => shown).map((output) => [output.name, output]));
  const unknown = asked.filter((name) => !COLUMNS.has(name) && !outputs.some((output) => output.name === name));
  note(
    unknown.length > 0
      ? `columns: there is no "${unknown.join('", "')}": known are ${[...COLUMNS.keys(), ...indicators.keys()].join(', ')}`
      : '',
  );
  const columns = asked.flatMap((name) => {
    const output = outputs.find((each) => each.name === name);
    indicators.delete(name);
    const column = COLUMNS.get(name);
    if (column) return { ...column, label: words[column.name] as string };
    return output ? indicatorColumn(output) : [];
  });
  const others = variant === 'tape' ? [] : [...indicators.values()].map(indicatorColumn);
  // what is drawn stays at the end
  columns.splice(columns.length - Number(columns.at(-1)?.name === 'trend'), 0, ...others);
  // what moves sideways has no place for it
  return variant === 'tape' ? columns.filter(({ name }) => name !== 'trend') : columns;
}

/** Those that fit into so many rem, side by side; the last two stay in any case. */
export function fitColumns(columns: readonly Column[], width: number): readonly Column[] {
  const left = [...columns];
  let needed = left.reduce((sum, column) => sum + column.width, 0);
  while (needed > width && left.length > 2) {
    // of equals the last goes first
    const least = left.reduce((worst, column) => (column.rank <= worst.rank ? column : worst));
    left.splice(left.indexOf(least), 1);
    needed -= least.width;
  }
  return left;
}
