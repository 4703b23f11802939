import type { Histogram } from '../../frame/histogram.js';
import type { TickToPaint } from './performance-report.js';

/** What a report tells of the ages of ticks at their paint. */
export function quantilesOf(ages: Histogram): TickToPaint {
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((share) => ages.quantile(share)) as [
    number,
    number,
    number,
    number,
  ];
  return Object.freeze({ p50, p95, p99, max });
}
