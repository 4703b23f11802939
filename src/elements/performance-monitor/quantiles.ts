import type { Histogram } from '../../frame/histogram.js';
import type { Quantiles } from './performance-report.js';

/** What a report tells of many times: each is right to 9%. */
export function quantilesOf(times: Histogram): Quantiles {
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((share) => times.quantile(share)) as [
    ...[p50: number, p95: number],
    ...[p99: number, max: number],
  ];
  return Object.freeze({ p50, p95, p99, max });
}
