/** Bars: what an interval's trades come to, and the intervals that there are. */
import type { EpochMs, Price, Size } from './tick.js';

/** Open, high, low, close and volume of one interval. */
export interface Bar {
  /** Start of the interval, epoch ms; it covers `time <= t < time + interval`. */
  readonly time: EpochMs;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
  /** Traded size; 0 where the source gives none. */
  readonly volume: Size;
}

/** Milliseconds of the usual intervals, by the name that attributes and requests use. */
export const INTERVALS = {
  '1s': 1_000,
  '5s': 5_000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '1d': 86_400_000,
} as const;

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DAY = 86_400_000;

/**
 * Milliseconds of an interval: a whole number of `s`, `m` or `h`, at most a day, or `1d`. Bars begin at multiples of it, counted
 * from midnight. Throws a TypeError for anything else, `tick` included, which is no length of time.
 */
export function intervalMs(interval: string): number {
  const [, count, unit = ''] = /^([1-9]\d*)([smhd])$/.exec(interval) ?? [];
  const length = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (length <= DAY) return length;
  throw new TypeError(`interval "${interval}": expected ${Object.keys(INTERVALS).join(', ')} or such as 90s, 10m, 2h`);
}
