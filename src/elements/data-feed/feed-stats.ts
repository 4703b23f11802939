import type { Histogram } from '../../frame/histogram.js';
import { FEED_COUNTERS, type FeedCounter } from '../../memory/feed-block.js';

/** What a feed has counted since it came into the document. */
export type FeedStats = Readonly<
  Record<FeedCounter, number> & {
    /** Half of all paints showed a tick not older than this, in ms since it was received; NaN before the first. */
    tickAgeP50: number;
    /** 99 of 100. */
    tickAgeP99: number;
    /** Workers of its widgets that were replaced because they did not start, died, hung or did not stop. */
    hostsReplaced: number;
  }
>;

export const NO_COUNTERS = Object.freeze(Object.fromEntries(FEED_COUNTERS.map((name) => [name, 0]))) as Readonly<
  Record<FeedCounter, number>
>;

export function statsOf(counters: Record<FeedCounter, number>, age: Histogram, hostsReplaced: number): FeedStats {
  return Object.freeze({
    ...counters,
    tickAgeP50: age.quantile(0.5),
    tickAgeP99: age.quantile(0.99),
    hostsReplaced,
  });
}
