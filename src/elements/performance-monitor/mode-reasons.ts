import { whyNotShared } from '../../runtime/page.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import { chooseMode } from '../data-feed/mode-choice.js';
import { fill } from '../shared/strings.js';
import type { Words } from './monitor-strings.js';

const HEADERS = '"Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Embedder-Policy: require-corp"';

/** Why a mode was not measured, where nobody says. */
export const LATE = 'it did not start in time';

// the feed itself tells of words that are no mode
const choiceOf = (feed: DataFeed) => chooseMode(feed.mode, () => {});

/** Why a feed runs in its mode, or cannot run, in English, for code; empty: it has not begun. */
export function reasonOf(feed: DataFeed): string {
  if (feed.status === 'failed') return feed.error?.message ?? '';
  return feed.effectiveMode ? choiceOf(feed).reason : '';
}

/** The same for the page's visitor. What has failed is told as engineers are told it. */
export function reasonWords(feed: DataFeed, words: Words): string {
  if (feed.status === 'failed' || !feed.effectiveMode) return reasonOf(feed);
  const { by, refused } = choiceOf(feed);
  const why = whyNotShared() ? whyWords(words) : words.isolated;
  if (by === 'nobody') return why;
  const asked = by === 'page' ? fill(words.byPage, { mode: feed.mode }) : words.byVisitor;
  return refused ? fill(words.impossible, { asked, why }) : asked;
}

/** Why a comparison has left a mode out, for the page's visitor. */
export function leftOutWords(reason: string, words: Words): string {
  if (reason === LATE) return words.late;
  return reason === whyNotShared() ? whyWords(words) : reason;
}

/** Why threads cannot share memory here. */
function whyWords(words: Words): string {
  return globalThis.isSecureContext ? fill(words.unisolated, { headers: HEADERS }) : words.insecure;
}
