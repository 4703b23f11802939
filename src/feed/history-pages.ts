/** Fetches history page by page, the newest first, until there is enough, or no more. */
import type { EpochMs } from '../market/tick.js';
import type { RowCollection } from './history-bars.js';
import type { FetchedPage } from './history-request.js';
import type { PageSource } from './history-source.js';

/** Fetches and parses one page. Rejects with an Error that says what, where and why. */
export type AskPage = (url: string) => Promise<FetchedPage>;

/** What came of the pages, beside the rows. */
export interface PageAccount {
  /** Rows that are no bars. */
  readonly rejected: number;
  /** What ended it before its time, in words; what had come until then is used. */
  readonly problem?: string;
}

const MOST_PAGES = 100;
/** Rows that are kept at most, whatever a source sends: some 100 MB of them. */
const MOST_ROWS = 1_000_000;
/** All pages of a request together may take so long, in ms, beside what they wait for other requests. */
const PATIENCE_MS = 60_000;
/** Rows from further ahead are no bars, as such ticks are none: their time is in an unknown unit, or made up. */
const AHEAD_MS = 86_400_000;

/**
 * Collects rows of `source` for the newest `limit` bars, in one page where the source has no others. The last page is the one that
 * brings nothing older, an empty one included, or the one that reaches back to `from` (epoch ms). Rejects where the first page fails.
 * Feed worker only.
 */
export async function collectPages(
  source: PageSource,
  limit: number,
  rows: RowCollection,
  ask: AskPage,
  from = Number.NEGATIVE_INFINITY,
): Promise<PageAccount> {
  let rejected = 0;
  let spent = 0;
  let before: EpochMs | undefined;
  for (let pages = 1; ; pages++) {
    // what an edge cuts off is asked for too: a part of a bar, and the row that some servers repeat
    const bars = Math.max(1, limit - rows.bars) + (source.parts > 1 ? 1 : 0);
    const count = Math.min(source.most, bars * source.parts + (before === undefined ? 0 : 1));
    const url = source.url(count, before);
    if (url === undefined) return { rejected };
    try {
      const page = await ask(url);
      const latest = performance.timeOrigin + performance.now() + AHEAD_MS;
      const sound = page.bars.filter(({ time }) => time <= latest);
      rejected += page.rejected + page.bars.length - sound.length;
      spent += page.took;
      rows.add(sound);
    } catch (error) {
      if (before === undefined) throw error;
      return { rejected, problem: `${(error as Error).message}; the newest ${rows.bars} bars are used` };
    }
    const enough = rows.bars > limit || (rows.bars === limit && !rows.merges) || rows.oldest <= from;
    if (enough || !source.paged || !(rows.oldest < (before ?? Number.POSITIVE_INFINITY))) return { rejected };
    before = rows.oldest;
    if (pages === MOST_PAGES || rows.rows >= MOST_ROWS || spent > PATIENCE_MS) {
      const took = `${pages} pages, ${rows.rows} rows and ${Math.round(spent / 1000)} s`;
      return { rejected, problem: `${rows.bars} of ${limit} bars after ${took}: no more are asked for` };
    }
  }
}
