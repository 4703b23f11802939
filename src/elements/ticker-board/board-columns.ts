import type { CompiledOutput } from '../../indicators/compile.js';
import type { Numbers } from '../shared/numbers.js';
import { readOutput, readValue } from '../ticker-widget/ticker-values.js';
import type { BoardRow } from './board-row.js';

/** How a board shows its tickers. */
export type BoardVariant = 'grid' | 'tiles' | 'tape';

/** What one column, or one place of a tile, shows. */
export interface Column {
  /** As `columns` and `sort` name it. */
  readonly name: string;
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

type Value = Parameters<typeof readValue>[1];
type Writer = (numbers: Numbers, value: number) => string;

const price: Writer = (numbers, value) => numbers.price(value);
const average: Writer = (numbers, value) => numbers.average(value);
const volume: Writer = (numbers, value) => numbers.inUnit(value, 'volume');

function valueColumn(name: Value, label: string, width: number, rank: number, write: Writer): Column {
  return {
    name,
    label,
    width,
    rank,
    // before its first tick a ticker has no volume, not a volume of zero
    read: (row) => (Number.isNaN(row.last) ? Number.NaN : readValue(row.values, name)),
    write: (value, row) => write(row.numbers, value),
  };
}

const COLUMNS = new Map<string, Column>(
  [
    { name: 'symbol', label: 'Symbol', width: 5.75, rank: 100 },
    { name: 'trend', label: 'Trend', width: 4, grow: 7, rank: 75 },
    valueColumn('last', 'Last', 6.25, 99, price),
    {
      ...valueColumn('change', 'Change', 6, 70, (numbers, value) => numbers.change(value)),
      read: (row: BoardRow) => row.change,
    },
    {
      ...valueColumn('changePercent', 'Change %', 6, 98, (numbers, value) => numbers.percent(value)),
      // a change that reads as zero is none in percent either
      read: (row: BoardRow) => row.change && readValue(row.values, 'changePercent'),
    },
    valueColumn('bid', 'Bid', 6, 40, price),
    valueColumn('ask', 'Ask', 6, 40, price),
    valueColumn('volume', 'Volume', 5, 30, volume),
    valueColumn('open', 'Open', 6, 20, price),
    valueColumn('high', 'High', 6, 20, price),
    valueColumn('low', 'Low', 6, 20, price),
    valueColumn('vwap', 'VWAP', 6, 20, average),
    valueColumn('bidSize', 'Bid size', 5.5, 15, volume),
    valueColumn('askSize', 'Ask size', 5.5, 15, volume),
    valueColumn('trades', 'Trades', 5, 10, volume),
    valueColumn('ticks', 'Ticks', 5, 10, volume),
    { ...valueColumn('time', 'Time', 6, 10, price), write: (value: number, row: BoardRow) => row.time(value) },
  ].map((column) => [column.name, column]),
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

/** The columns of these names, or the variant's own, then the indicators that were not named. `note` hears which name is none. */
export function readColumns(
  names: readonly string[],
  variant: BoardVariant,
  outputs: readonly CompiledOutput[],
  note: (message: string) => void,
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
    return COLUMNS.get(name) ?? (output ? indicatorColumn(output) : []);
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
