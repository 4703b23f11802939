import type { Comparison } from './calls.ts';
import { AVERAGES } from './comparisons/averages.ts';
import { OSCILLATORS } from './comparisons/oscillators.ts';
import { RANGES } from './comparisons/ranges.ts';

/** Every indicator that one of the libraries has too. */
export const COMPARISONS: readonly Comparison[] = [...AVERAGES, ...OSCILLATORS, ...RANGES];
