import { type Bar, intervalMs } from '../src/market/bar.js';

/** What `/history` asks for. */
export interface HistoryQuery {
  readonly symbol: string;
  /** Milliseconds. */
  readonly interval: number;
  readonly limit: number;
}

/** Answers bars, oldest first and the forming one last; undefined for a symbol that is not served. */
export type HistoryOf = (query: HistoryQuery) => readonly Bar[] | undefined;

/** The body of an answer, and its HTTP status. */
export interface HistoryAnswer {
  readonly status: 200 | 400 | 404;
  readonly body: string;
}

const MOST_BARS = 5000;
const LONGEST_SYMBOL = 64;

/** Answers `/history?symbol=S&interval=1m&limit=500`; interval and limit may be left out. */
export function answerHistory(query: URLSearchParams, history: HistoryOf): HistoryAnswer {
  const refuse = (status: 400 | 404, error: string) => ({ status, body: JSON.stringify({ error }) });
  const symbol = query.get('symbol') ?? '';
  const limit = query.get('limit') ?? '500';
  if (symbol === '' || symbol.length > LONGEST_SYMBOL) {
    return refuse(400, `symbol: expected 1 to ${LONGEST_SYMBOL} characters, as in /history?symbol=BTC-USD`);
  }
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST_BARS) {
    return refuse(400, `limit "${limit.slice(0, 20)}": expected a whole number from 1 to ${MOST_BARS}`);
  }
  let interval: number;
  try {
    interval = intervalMs(query.get('interval') ?? '1m');
  } catch (error) {
    return refuse(400, (error as Error).message);
  }
  const bars = history({ symbol, interval, limit: Number(limit) });
  if (bars === undefined) return refuse(404, `unknown symbol "${symbol}": see /symbols`);
  return { status: 200, body: JSON.stringify(bars) };
}
