import type { DataFeed } from '../data-feed/data-feed.js';
import { chooseMode } from '../data-feed/mode-choice.js';

/** Why a feed runs in its mode, or cannot run, in words; empty: it has not begun. */
export function reasonOf(feed: DataFeed): string {
  if (feed.status === 'failed') return feed.error?.message ?? '';
  // the feed itself tells of words that are no mode
  return feed.effectiveMode ? chooseMode(feed.mode, () => {}).reason : '';
}
