/** Bars as venues aggregate them, and how venues write the intervals of their bars. */
import type { EpochMs } from '../../market/tick.js';
import type { BarUpdate, TickSink } from '../codec.js';
import { sampleOf } from './json-text.js';

/** The bar that a `bars` subscription asks for: others follow from it. */
export const BAR_MS = 60_000;

/** Tells the sink of a bar, or that its numbers are none. */
export function tellBar(bar: BarUpdate, message: unknown, sink: TickSink): void {
  const { time, interval, open, high, low, close, volume } = bar;
  const sound = low <= open && low <= close && open <= high && close <= high && volume >= 0 && interval > 0;
  if (sound && [time, interval, low, high, volume].every(Number.isFinite)) sink.bar(bar);
  else sink.rejected('a bar that is none', sampleOf(message));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds of intervals that venues write in the same way, such as `5m`; longer ones begin where venues please. */
export const INTERVAL_MS: ReadonlyMap<string, number> = new Map([
  ['1s', 1000],
  ...[1, 3, 5, 15, 30].map((count) => [`${count}m`, count * MINUTE] as const),
  ...[1, 2, 4, 6, 8, 12].map((count) => [`${count}h`, count * HOUR] as const),
  ['1d', DAY],
]);

/** The same by its length: `5m` of 300000; undefined where venues have no such bar. */
export function intervalName(interval: number): string | undefined {
  for (const [name, ms] of INTERVAL_MS) if (ms === interval) return name;
  return undefined;
}

/** The start of the newest bar that begins before `before`. */
export function lastStart(before: EpochMs, interval: number): EpochMs {
  return (Math.ceil(before / interval) - 1) * interval;
}
