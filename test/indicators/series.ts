/** Random series, and how near a result has to be. */
import assert from 'node:assert/strict';

/** Asserts equality up to `tolerance`, relative to the larger of both and `scale`. */
export function assertNear(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
  scale = 0,
  what = '',
): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((right, index) => {
    const value = actual[index] as number;
    if (Number.isNaN(right) && Number.isNaN(value)) return;
    const error = Math.abs(value - right) / Math.max(Math.abs(right), scale, Number.MIN_VALUE);
    assert.ok(error <= tolerance, `${what} at ${index} is ${value}, not ${right}: off by ${error}`);
  });
}

/** Uniform numbers from 0 to 1 (mulberry32). */
export function randomOf(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random walk from a price, each step uniform between half of `step` down and up. */
export function walk(
  length: number,
  { from = 100, step = 1, seed }: { from?: number; step?: number; seed: number },
): number[] {
  const random = randomOf(seed);
  let price = from;
  return Array.from({ length }, () => {
    price += (random() - 0.5) * step;
    return price;
  });
}
