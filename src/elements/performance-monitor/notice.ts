import { whyNotShared } from '../../runtime/page.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import { reasonWords } from './mode-reasons.js';
import type { Words } from './monitor-strings.js';

/** What a page's user or engineer should know: some feed runs in less than shared mode, or not at all. */
export interface Notice {
  readonly kind: (typeof KINDS)[number];
  /** What the feed says of it; empty: nothing. */
  readonly reason: string;
  /** The page could be isolated. */
  readonly isolable: boolean;
}

/** From the worst. */
const KINDS = ['failed', 'individual', 'batched'] as const;

/** The worst that there is to say of these feeds; undefined: all is well. */
export function noticeOf(feeds: readonly DataFeed[], words: Words): Notice | undefined {
  for (const kind of KINDS) {
    const feed = feeds.find(({ status, effectiveMode }) => (status === 'failed' ? status : effectiveMode) === kind);
    if (feed)
      return { kind, reason: reasonWords(feed, words), isolable: kind !== 'failed' && whyNotShared() !== undefined };
  }
  return undefined;
}
