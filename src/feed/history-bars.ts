/** Where bars begin, and how rows that a source answers become bars: rows of several pages, of mid-bar times, of shorter intervals. */
import type { Bar } from '../market/bar.js';
import type { EpochMs } from '../market/tick.js';
import type { ZoneStretch } from '../memory/zone.js';

/** The start of the bar that holds an instant, both epoch ms. */
export type BarStart = (time: EpochMs) => EpochMs;

const DAY = 86_400_000;
/** All time zones of today are a multiple of this away from UTC, so that shorter bars begin alike everywhere. */
const QUARTER = 900_000;

/**
 * Where bars of `interval` ms begin: at its multiples from midnight in the zone, as the kernel's do; `zone` as a lane has it, none
 * for UTC. Left out, bars that begin alike in all zones are known, and a longer one begins where its row says. A day's bar that is
 * stamped with midnight in UTC means that date, wherever.
 */
export function barStarts(interval: number, zone?: readonly ZoneStretch[]): BarStart {
  if (!zone) return QUARTER % interval === 0 ? (time) => floorTo(time, interval) : (time) => time;
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  return (instant) => {
    const time = interval === DAY && instant % DAY === 0 ? dayBegin(zone, instant, offsetAt(zone, instant)) : instant;
    // rows come in order, so that most are of one day
    if (!(time >= start && time < end)) {
      const offset = offsetAt(zone, time);
      const midnight = floorTo(time + offset, DAY);
      start = dayBegin(zone, midnight, offset);
      end = dayBegin(zone, midnight + DAY, offset);
    }
    // a day is one bar, also where clocks go back and it has 25 hours
    return interval === DAY ? start : start + floorTo(time - start, interval);
  };
}

function floorTo(time: number, step: number): number {
  return Math.floor(time / step) * step;
}

/** Local time minus UTC at an instant, ms. */
function offsetAt(zone: readonly ZoneStretch[], time: EpochMs): number {
  return (zone.find(({ until }) => time < until) ?? zone.at(-1))?.offset ?? 0;
}

/** When a local day begins, from its midnight in local time and an offset in force near it; where clocks skip midnight, when they do. */
function dayBegin(zone: readonly ZoneStretch[], midnight: number, near: number): EpochMs {
  const guess = midnight - near;
  const offset = offsetAt(zone, guess);
  const instant = midnight - offset;
  return offsetAt(zone, instant) === offset ? instant : Math.max(guess, instant);
}

/** Rows of several pages. */
export class RowCollection {
  /** Time of the oldest row, epoch ms; Infinity before the first. */
  oldest = Number.POSITIVE_INFINITY;
  readonly #startOf: BarStart;
  readonly #rows = new Map<EpochMs, Bar>();
  readonly #starts = new Set<EpochMs>();

  constructor(startOf: BarStart) {
    this.#startOf = startOf;
  }

  /** How many rows there are, each time once. */
  get rows(): number {
    return this.#rows.size;
  }

  /** How many bars they make. */
  get bars(): number {
    return this.#starts.size;
  }

  /** Whether there are bars of several rows, or rows from within a bar: the oldest bar may lack some of its own then. */
  get merges(): boolean {
    return this.#rows.size > this.#starts.size || !this.#starts.has(this.oldest);
  }

  /** Takes a page. Of two rows with one time the first one stays. */
  add(rows: readonly Bar[]): void {
    for (const row of rows) {
      if (this.#rows.has(row.time)) continue;
      this.#rows.set(row.time, row);
      this.#starts.add(this.#startOf(row.time));
      this.oldest = Math.min(this.oldest, row.time);
    }
  }

  /** Takes what a later answer says in place of the rows of the same bars: the one that forms may be stamped anew in each answer. */
  renew(newer: RowCollection): void {
    for (const time of this.#rows.keys()) {
      if (time >= newer.oldest && newer.#starts.has(this.#startOf(time))) this.#rows.delete(time);
    }
    this.add(newer.list());
  }

  /** The rows as they came, oldest first. */
  list(): Bar[] {
    return [...this.#rows.values()].sort((a, b) => a.time - b.time);
  }

  /** Their bars, oldest first. */
  merged(): MergedRows {
    return mergeRows(this.list(), this.#startOf);
  }
}

/** What rows come to. */
export interface MergedRows {
  /** Ascending by time, each time once. */
  readonly bars: readonly Bar[];
  /** Rows that did not begin with their bar. */
  readonly moved: number;
}

/**
 * Bars of rows in the order of time. A row that falls within a bar is moved to its start; several rows of one bar become it: the first
 * one's open, the range of all, the last one's close, the sum of the volumes.
 */
export function mergeRows(rows: readonly Bar[], startOf: BarStart): MergedRows {
  const bars: Bar[] = [];
  let moved = 0;
  for (const row of rows) {
    const time = startOf(row.time);
    if (time !== row.time) moved++;
    const last = bars.at(-1);
    if (last?.time !== time) {
      bars.push(time === row.time ? row : { ...row, time });
      continue;
    }
    bars[bars.length - 1] = {
      time,
      open: last.open,
      high: Math.max(last.high, row.high),
      low: Math.min(last.low, row.low),
      close: row.close,
      volume: last.volume + row.volume,
    };
  }
  return { bars, moved };
}
