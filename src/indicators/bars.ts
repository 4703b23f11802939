import { INPUT } from '../memory/layout.js';
import { type SessionReader, sessionReader } from './local-days.js';
import type { Columns } from './series-run.js';

/** Values by position: a typed array, which is read where it is, or a list, which is copied and checked. `NaN` is a gap. */
export type Column =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | readonly number[];

/** Bars as columns, all equally long. Only those that the expressions read have to be there. */
export interface BarColumns {
  readonly open?: Column;
  readonly high?: Column;
  readonly low?: Column;
  readonly close?: Column;
  readonly volume?: Column;
  readonly bid?: Column;
  readonly ask?: Column;
  /** Start of the bar, epoch ms. */
  readonly time?: Column;
  /** 1 where a session begins, else 0; without it sessions are the days of `timeZone`. */
  readonly session?: Column;
}

/** One bar; `time` is its start, in epoch ms or as a Date. */
export interface InputBar {
  readonly open?: number;
  readonly high?: number;
  readonly low?: number;
  readonly close?: number;
  readonly volume?: number;
  readonly bid?: number;
  readonly ask?: number;
  readonly time?: number | Date;
  readonly session?: number;
}

/** A history, the oldest bar first. A plain array of numbers is the close. */
export type Bars = Column | BarColumns | readonly InputBar[];

/** What a plan reads. */
export interface Need {
  /** INPUT. */
  readonly input: number;
  /** Who reads it, as it is called in expressions. */
  readonly reader: string;
}

export interface BarOptions {
  /** IANA name of the time zone whose days are the sessions; default UTC. */
  readonly timeZone?: string;
}

/** Input series, and how many positions they have. */
export interface History {
  readonly length: number;
  readonly columns: Columns;
}

/** The columns by INPUT. */
const NAMES = new Map<number, keyof BarColumns>([
  [INPUT.OPEN, 'open'],
  [INPUT.HIGH, 'high'],
  [INPUT.LOW, 'low'],
  [INPUT.CLOSE, 'close'],
  [INPUT.VOLUME, 'volume'],
  [INPUT.BID, 'bid'],
  [INPUT.ASK, 'ask'],
  [INPUT.TIME, 'time'],
  [INPUT.SESSION, 'session'],
  [INPUT.RECEIVED, 'time'],
]);

/** What a column is called. */
export const nameOf = (input: number): keyof BarColumns => NAMES.get(input) as keyof BarColumns;

/**
 * Takes from a history what a plan reads. `begins` says where sessions begin, if the plan asks for that. Throws a TypeError or RangeError
 * that says what is wrong with the history, and where.
 */
export function readBars(needs: readonly Need[], bars: Bars, begins?: SessionReader): History {
  if (isList(bars) && (bars.length === 0 || typeof bars[0] === 'number'))
    return readColumns(needs, { close: bars }, begins);
  if (Array.isArray(bars)) return readObjects(needs, bars as readonly InputBar[], begins);
  if (typeof bars === 'object' && bars !== null && !isList(bars)) return readColumns(needs, bars as BarColumns, begins);
  throw new TypeError(
    `bars: expected columns such as { close: Float64Array }, a list of objects, or a list of closes, not ${show(bars)}`,
  );
}

/** A bar's value of an input: a number. Throws a TypeError where it is none. */
export function readValue(bar: InputBar, { input, reader }: Need, where: string): number {
  const name = nameOf(input);
  const value: unknown = bar[name];
  if (typeof value === 'number') return value;
  if (name === 'time' && value instanceof Date) return value.getTime();
  if (value === undefined) throw new TypeError(`${where}.${name} is missing: ${reader} reads it`);
  throw new TypeError(`${where}.${name} is ${show(value)}, not a number`);
}

function readColumns(needs: readonly Need[], bars: BarColumns, begins?: SessionReader): History {
  let first: keyof BarColumns | undefined;
  let length = 0;
  for (const name of new Set(NAMES.values())) {
    const column: unknown = bars[name];
    if (column === undefined) continue;
    if (!isList(column))
      throw new TypeError(`${name}: expected a Float64Array or a list of numbers, not ${show(column)}`);
    if (first && column.length !== length) {
      throw new RangeError(`columns must be equally long: ${first} has ${length} values, ${name} ${column.length}`);
    }
    first = name;
    length = column.length;
  }
  if (!first) throw new TypeError('bars: there is no column named close, open, high, low, volume, bid, ask or time');
  const columns = new Map<number, Float64Array>();
  for (const need of needs) {
    const name = nameOf(need.input);
    const column = bars[name];
    if (column) columns.set(need.input, numbers(column, name));
    else if (need.input === INPUT.SESSION) columns.set(need.input, sessions(timesOf(bars, need), begins));
    else if (length > 0) throw new TypeError(`there is no column ${name}: ${need.reader} reads it`);
  }
  return { length, columns };
}

function timesOf({ time }: BarColumns, { reader }: Need): Float64Array {
  if (time) return numbers(time, 'time');
  throw new TypeError(`there is no column time (or session): ${reader} begins anew with each session`);
}

function readObjects(needs: readonly Need[], bars: readonly InputBar[], begins?: SessionReader): History {
  const { length } = bars;
  const columns = new Map<number, Float64Array>();
  for (const need of needs) {
    let read = need;
    const days = need.input === INPUT.SESSION && bars[0]?.session === undefined;
    if (days) read = { input: INPUT.TIME, reader: `${need.reader}, which begins anew with each session,` };
    const column = new Float64Array(length);
    for (let index = 0; index < length; index++) {
      const bar = bars[index];
      if (typeof bar !== 'object' || bar === null) throw new TypeError(`bars[${index}] is ${show(bar)}, not a bar`);
      column[index] = readValue(bar, read, `bars[${index}]`);
    }
    columns.set(need.input, days ? sessions(column, begins) : column);
  }
  return { length, columns };
}

/** A reader of sessions where a plan needs one. Throws a RangeError where there is no such time zone. */
export function sessionsOf(needs: readonly Need[], { timeZone }: BarOptions): SessionReader | undefined {
  return needs.some(({ input }) => input === INPUT.SESSION) ? sessionReader(timeZone) : undefined;
}

function sessions(times: Float64Array, begins?: SessionReader): Float64Array {
  return times.map((time) => begins?.(time, true) ?? Number.NaN);
}

/** The column itself where it is one of doubles; else a copy. */
function numbers(column: Column, name: string): Float64Array {
  if (column instanceof Float64Array) return column;
  if (!Array.isArray(column)) return Float64Array.from(column);
  const copy = new Float64Array(column.length);
  for (let index = 0; index < column.length; index++) {
    const value: unknown = column[index];
    if (typeof value !== 'number')
      throw new TypeError(`${name}[${index}] is ${show(value)}, not a number; a gap is NaN`);
    copy[index] = value;
  }
  return copy;
}

function isList(value: unknown): value is Column {
  if (Array.isArray(value)) return true;
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !/^\[object Big/.test(String(Object.prototype.toString.call(value)))
  );
}

function show(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, 20)}" (text: convert it with Number)`;
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : `a ${value.constructor?.name ?? 'object'}`;
  return String(value);
}
