/** Times functions against each other. Runs in Node and in a browser's worker alike. */
export interface Timed {
  /** Does the work once. */
  run(): void;
  /** How many values, ticks or the like that is. */
  readonly count: number;
}

/**
 * Nanoseconds for each of what it counts, by the quickest of so many rounds: what else the machine does only ever adds. All take turns,
 * so that a slow moment of the machine meets all of them.
 */
export function quickest(all: readonly Timed[], rounds: number, warmUp = 1): number[] {
  const best = all.map(() => Number.POSITIVE_INFINITY);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [index, { run, count }] of all.entries()) {
      const start = performance.now();
      run();
      const nanoseconds = ((performance.now() - start) * 1e6) / count;
      if (round >= 0 && nanoseconds < (best[index] as number)) best[index] = nanoseconds;
    }
  }
  return best;
}
