/** Between the last bar of history and the first live one: a source that lags behind is asked again until they meet. */
import type { Bar } from '../market/bar.js';
import type { EpochMs } from '../market/tick.js';
import type { BarStart } from './history-bars.js';
import { RowCollection } from './history-bars.js';
import { type AskPage, collectPages } from './history-pages.js';
import { pause } from './history-request.js';
import type { PageSource } from './history-source.js';

/** A seam, and how to ask for what is missing at it. */
export interface Seam {
  /** History so far; what comes later is added. */
  readonly rows: RowCollection;
  readonly startOf: BarStart;
  /** Milliseconds of a bar. */
  readonly interval: number;
  /** Start of the first live bar. */
  readonly until: EpochMs;
  /** Start of the newest bar that somebody had before, if anybody had. */
  readonly since: EpochMs | undefined;
  /** Most bars that are of use. */
  readonly limit: number;
  readonly source: PageSource;
  readonly ask: AskPage;
  readonly signal: AbortSignal;
}

/** Waits before each further try, in ms, and up to a quarter longer, so that many pages do not come at once. */
export const SEAM_WAITS: readonly number[] = [1000, 2000, 4000, 8000];
const SPREAD = 0.25;
/** A bar that stood so in so many answers after another is whole, though none after it is listed. */
const SETTLED = 3;

/**
 * Asks again, after each of `waits`, until history reaches the first live bar: a source that lists its forming bar lists that one too; one
 * that lists closed bars only has the bar before it, the same in three answers. Nothing where they meet, where there is no history, and where the source stands still: nothing was
 * traded then, as after a night, and nobody can tell otherwise. What is missing, in words, where it moves on and does not get there. Rejects when `signal` gives up. Feed worker only.
 */
export async function reachLive(seam: Seam, waits = SEAM_WAITS): Promise<string | undefined> {
  const { rows, startOf, interval, until, since, limit, source, ask, signal } = seam;
  let last = rows.merged().bars.at(-1);
  const first = since ?? last?.time;
  let alike = 1;
  for (const wait of waits) {
    if (!last || last.time >= until) return undefined;
    if (isNext(last.time, seam) && alike === SETTLED) return undefined;
    await pause(wait * (1 + SPREAD * Math.random()), signal);
    const now = Math.max(until, performance.timeOrigin + performance.now());
    // from the last one that is known, which may have been forming, to the one that forms
    const missing = Math.min(limit, Math.ceil((now - last.time) / interval) + 1);
    const newer = new RowCollection(startOf);
    try {
      const { problem } = await collectPages(source, missing, newer, ask, last.time);
      if (problem) return problem;
    } catch (error) {
      if (signal.aborted) throw error;
      return `${(error as Error).message}; the bars so far are used`;
    } finally {
      rows.renew(newer);
    }
    const before = last;
    last = rows.merged().bars.at(-1) as Bar;
    alike = isSame(last, before) ? alike + 1 : 1;
  }
  if (!last || last.time >= until || isNext(last.time, seam) || last.time === first) return undefined;
  const missing = Math.max(1, Math.round((until - last.time) / interval) - 1);
  const bars = missing === 1 ? 'a bar' : `${missing} bars`;
  return `it ends ${bars} before the first live one: the source lags behind`;
}

/** Whether the first live bar begins where this one ends; where clocks change, an hour sooner or later. */
function isNext(time: EpochMs, { startOf, until, interval }: Seam): boolean {
  return startOf(until - 1) === time || until - time === interval;
}

function isSame(a: Bar, b: Bar): boolean {
  return (['time', 'open', 'high', 'low', 'close', 'volume'] as const).every((part) => a[part] === b[part]);
}
