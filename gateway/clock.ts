import type { EpochMs } from '../src/market/tick.js';

/** Now, with microseconds: monotonic within a process, unlike `Date.now`, and finer. */
export function now(): EpochMs {
  return performance.timeOrigin + performance.now();
}
