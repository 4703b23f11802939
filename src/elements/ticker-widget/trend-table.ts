import type { SlotReader } from '../../memory/slot-reader.js';
import { type DrawnTable, openTable } from '../shared/drawn-table.js';
import { DRAWN_ENGLISH, type DrawnWords, fillIn } from '../shared/drawn-words.js';
import type { TickerSettings } from './ticker-settings.js';
import { pointsOf, summaryOf } from './trend-summary.js';

/** The points of a sparkline as a table, the newest first. */
function trendTable(
  reader: SlotReader | undefined,
  { numbers, request: { symbol, bucket } }: TickerSettings,
  words: DrawnWords,
): DrawnTable {
  const shown = pointsOf(reader);
  const rows = Array.from(shown, (price, index) => {
    const back = shown.length - 1 - index;
    return [numbers.inUnit(bucket ? (back * bucket) / 1000 : back, 'volume'), numbers.price(price)];
  });
  return {
    title: fillIn(words.trendOf, { symbol }),
    summary: summaryOf(shown, numbers, words),
    heads: [bucket ? words.secondsAgo : words.ticksAgo, words.price],
    rows: rows.reverse(),
    close: words.close,
  };
}

/** Shows the points of a sparkline as a table over the page. */
export function openTrend(
  root: ShadowRoot,
  reader: SlotReader | undefined,
  settings: TickerSettings,
  words: DrawnWords = DRAWN_ENGLISH,
): HTMLDialogElement {
  return openTable(root, trendTable(reader, settings, words));
}
