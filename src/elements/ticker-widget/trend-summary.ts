import type { SlotReader } from '../../memory/slot-reader.js';
import { DRAWN_ENGLISH, type DrawnWords, fillIn } from '../shared/drawn-words.js';
import type { Numbers } from '../shared/numbers.js';
import { SPARKLINE_POINTS } from './ticker-settings.js';

const points = new Float64Array(SPARKLINE_POINTS);

/** The points of a sparkline, oldest first. A kernel that ran ahead has written over some: then there are none, and the next look has them. */
export function pointsOf(reader: SlotReader | undefined): Float64Array {
  const count = reader?.readTrail(points) ?? 0;
  return points.subarray(0, Math.max(0, count));
}

/** All that a sparkline shows, in one sentence. Main thread. */
export function trendSummary(
  reader: SlotReader | undefined,
  numbers: Numbers,
  words: DrawnWords = DRAWN_ENGLISH,
): string {
  return summaryOf(pointsOf(reader), numbers, words);
}

/** The same of points that are there already. */
export function summaryOf(shown: Float64Array, numbers: Numbers, words: DrawnWords): string {
  if (shown.length === 0) return words.nothing;
  const price = (value: number) => numbers.price(value);
  return fillIn(words.summary, {
    count: numbers.inUnit(shown.length, 'volume'),
    first: price(shown[0] as number),
    last: price(shown.at(-1) as number),
    low: price(Math.min(...shown)),
    high: price(Math.max(...shown)),
  });
}
