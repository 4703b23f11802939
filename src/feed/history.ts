/**
 * Bars from before the live ones, over HTTP: what a source's answer says, whichever of the usual shapes it has. Pure; the
 * request is in history-request.ts.
 */
import type { Bar } from '../market/bar.js';
import { isObject, type JsonObject, sampleOf } from './codecs/json-text.js';
import { toEpochMs, toNumber } from './codecs/numbers.js';

/** What an answer holds. */
export interface History {
  /** Ascending by time, each time once. */
  readonly bars: readonly Bar[];
  /** Rows that are no bars. */
  readonly rejected: number;
}

/** What may hold the rows. */
const WRAPPERS = 'data bars candles values result results list'.split(' ');
/** So many wrappers may stand around the rows: `{"result": {"list": [...]}}` has two. */
const DEPTH = 3;
/** Names of a bar's parts, of which the first that is there counts, in the order of an array's columns. */
const NAMES = ['time t timestamp date datetime openTime', 'open o', 'high h', 'low l', 'close c', 'volume v'].map(
  (names) => names.split(' '),
);
const SAMPLE_LENGTH = 120;

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The first of the named members that will do. */
function firstOf(object: JsonObject, names: readonly string[], will: (value: unknown) => boolean): unknown {
  for (const name of names) if (will(object[name])) return object[name];
  return undefined;
}

/** A bar's parts by their names. */
function partsOf(row: JsonObject): unknown[] {
  return NAMES.map((names) => firstOf(row, names, isThere));
}

/**
 * The bars of a parsed JSON answer. It is an array of arrays `[time, open, high, low, close, volume]`
 * (further columns are not looked at), or of objects with the usual names, or an object of columns `{"t": [...], "o": [...]}`;
 * any of them inside `data`, `bars`, `candles`, `values`, `result`, `results` or `list`. Numbers may be text; times are seconds,
 * milliseconds, microseconds or nanoseconds since 1970 (told apart by magnitude), or ISO 8601. Any order; of rows with one time
 * the one given last counts. A missing volume is 0. A row is rejected, and counted, where a part is no finite number, the volume
 * is negative, or open, high, low and close contradict each other (high below low, or open or close outside them): the
 * columns stand in another order then, or the data is wrong, and a guess would hide it. Throws a TypeError for any other shape.
 */
export function parseHistory(value: unknown): History {
  const byTime = new Map<number, Bar>();
  let rejected = 0;
  for (const row of rowsOf(value)) {
    const bar = barOf(Array.isArray(row) ? row : isObject(row) ? partsOf(row) : []);
    if (bar) byTime.set(bar.time, bar);
    else rejected++;
  }
  const bars = [...byTime.values()].sort((a, b) => a.time - b.time);
  return { bars, rejected };
}

function rowsOf(answer: unknown): readonly unknown[] {
  let value = answer;
  for (let depth = 0; depth <= DEPTH && isThere(value); depth++) {
    if (Array.isArray(value)) return value;
    if (!isObject(value)) break;
    const [times, ...columns] = partsOf(value);
    // a row for each time: what a shorter column lacks is rejected with it
    if (Array.isArray(times)) {
      return times.map((time, index) => [
        time,
        ...columns.map((column) => (Array.isArray(column) ? column[index] : undefined)),
      ]);
    }
    if (value.s === 'no_data') return [];
    value = firstOf(value, WRAPPERS, (inner) => typeof inner === 'object' && inner !== null);
  }
  throw new TypeError(
    `no bars in ${sampleOf(answer)?.slice(0, SAMPLE_LENGTH)}: expected [[time, open, high, low, close, volume], ...], objects with these names, or columns`,
  );
}

function barOf([at, ...parts]: readonly unknown[]): Bar | undefined {
  const time = toEpochMs(at);
  const [open, high, low, close] = parts.map(toNumber) as [number, number, number, number];
  const volume = isThere(parts[4]) ? toNumber(parts[4]) : 0;
  const sound = low <= open && low <= close && open <= high && close <= high && volume >= 0;
  const finite = [time, low, high, volume].every(Number.isFinite);
  return sound && finite ? { time, open, high, low, close, volume } : undefined;
}
