/** From what a page under load recorded to the figures of a round. */
import { median } from '../statistics.ts';

/** How frames came. */
export interface FrameFigures {
  /** Frames a second. */
  readonly rate: number;
  /** Milliseconds from one frame to the next: 99 of 100 are not above it. */
  readonly p99: number;
  readonly longest: number;
}

/** Of the times of a round's frames, ms, in order; NaN where there are not even two. */
export function frameFigures(times: readonly number[]): FrameFigures {
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
  const elapsed = (times.at(-1) as number) - (times[0] as number);
  const sorted = Float64Array.from(gaps).sort();
  return {
    rate: gaps.length > 0 ? (1000 * gaps.length) / elapsed : Number.NaN,
    p99: quantile(sorted, 0.99),
    longest: sorted.at(-1) ?? Number.NaN,
  };
}

/** The least of sorted numbers that a share of all is not above: one that was measured, never one between two. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] as number;
}

/** What an input that took less than a browser tells of counts as, ms. */
export const LEAST_INPUT = 16;

/**
 * How long inputs took of which the browser tells only those of 16 ms and more; the others count as 16. `made`: inputs in all. NaN where there
 * were none.
 */
export function inputQuantile(told: readonly number[], made: number, share: number): number {
  const untold = Math.max(0, made - told.length);
  const all = Float64Array.from([...told, ...new Array<number>(untold).fill(LEAST_INPUT)]).sort();
  return quantile(all, share);
}

/** The middle of each of the numbers that all rounds have. */
export function medians<Name extends string>(rounds: readonly Readonly<Record<Name, number>>[]): Record<Name, number> {
  const names = Object.keys(rounds[0] ?? {}) as Name[];
  const of = (name: Name) => rounds.map((round) => round[name]).filter((value) => !Number.isNaN(value));
  return Object.fromEntries(names.map((name) => [name, median(of(name))])) as Record<Name, number>;
}

/** What painted values are compared with: prices of one symbol, in the order in which they came, with the times from which each held. */
export interface Course {
  readonly times: readonly number[];
  readonly prices: readonly number[];
}

/**
 * How old a painted value was at `time`: milliseconds since another price took its place, 0 for the newest. Infinity where none of the prices
 * reads like it. `half`: half a unit of the last digit that is painted.
 */
export function ageOf({ times, prices }: Course, painted: number, half: number, time: number): number {
  for (let index = prices.length - 1; index >= 0; index--) {
    if ((times[index] as number) > time) continue;
    if (Math.abs((prices[index] as number) - painted) > half) continue;
    const replaced = times[index + 1] ?? Number.POSITIVE_INFINITY;
    return Math.max(0, time - replaced);
  }
  return Number.POSITIVE_INFINITY;
}
