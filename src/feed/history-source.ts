/** Who answers bars, and at which address: a server that a template names, or the venue of the feed's format. */
import { INTERVALS, intervalMs } from '../market/bar.js';
import type { EpochMs } from '../market/tick.js';
import type { BarHistory } from './codec.js';
import { type HistoryRequest, historyUrl, isPaged } from './history-request.js';

/** Pages of the bars that one request wants. */
export interface PageSource {
  /** Most rows of one page; Infinity where nobody knows. */
  readonly most: number;
  /** Whether pages from before a time can be had. */
  readonly paged: boolean;
  /** Rows that a bar takes: 1, or more where it is made of shorter ones. */
  readonly parts: number;
  /** Address of the newest `limit` rows that start before `before` (epoch ms; undefined: of all). Undefined where it keeps none that old. */
  url(limit: number, before: EpochMs | undefined): string | undefined;
  /** Brings an answer into a shape that `parseHistory` knows. */
  rows(answer: unknown): unknown;
}

/** Intervals that sources have beside the usual ones, and all of these by name. */
const NAMED: readonly (readonly [name: string, length: number])[] = [
  ...Object.entries(INTERVALS),
  ...['10s', '15s', '30s', '3m', '10m', '30m', '2h', '3h', '6h', '8h', '12h'].map(
    (name) => [name, intervalMs(name)] as const,
  ),
].sort((a, b) => a[1] - b[1]);

/** Pages of a server of the user's own. */
export function templatePages(template: string, request: HistoryRequest): PageSource {
  const step = intervalMs(request.interval);
  return {
    most: Number.POSITIVE_INFINITY,
    paged: isPaged(template),
    parts: 1,
    url(limit, before) {
      // the bar that forms is wanted too
      const now = Math.max(performance.timeOrigin + performance.now(), request.until ?? 0);
      return historyUrl(template, { ...request, limit, before: before ?? (Math.floor(now / step) + 1) * step });
    },
    rows: (answer) => answer,
  };
}

/**
 * Pages of a venue's own bars. Where it has none of the interval they come of the longest that divides it, and also the zone's
 * distance from UTC where one of these does. Throws a TypeError that names the intervals which it has where none will do, and
 * where there is no such venue.
 */
export function venuePages(venue: BarHistory | undefined, request: HistoryRequest): PageSource {
  const { symbol, interval, zone = [] } = request;
  if (!venue) {
    throw new TypeError(
      `history of "${symbol}": the format has no bars of its own: expected a URL as \`history\`, not "auto"`,
    );
  }
  const asked = intervalMs(interval);
  const has = (length: number) => venue.url(symbol, length, 1, undefined) !== undefined;
  const parts = NAMED.filter(([, length]) => length < asked && asked % length === 0 && has(length));
  const even = parts.filter(([, length]) => zone.every(({ offset }) => offset % length === 0));
  const step = has(asked) ? asked : (even.at(-1) ?? parts.at(-1))?.[1];
  if (step === undefined) {
    const names = NAMED.filter(([, length]) => has(length)).map(([name]) => name);
    throw new TypeError(
      `history of "${symbol}": the source has no bars of ${interval}, nor of a part of it: it has ${names.join(', ') || 'none'}`,
    );
  }
  return {
    most: venue.most,
    paged: true,
    parts: asked / step,
    url: (limit, before) => venue.url(symbol, step, limit, before),
    rows: (answer) => venue.rows?.(answer) ?? answer,
  };
}
