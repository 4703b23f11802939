/** Bars of Bybit, past and present: the names of their intervals, and where those of the past are to be had. */
import type { BarHistory } from '../codec.js';
import { dashedContract } from './option-contract.js';

export const BYBIT_ENDPOINT = 'wss://stream.bybit.com/v5/public/linear';

const MOST_BARS = 1000;
const MINUTE_MS = 60_000;

const INTERVALS: ReadonlyMap<string, number> = new Map([
  ...[1, 3, 5, 15, 30, 60, 120, 240, 360, 720].map((minutes) => [`${minutes}`, minutes * MINUTE_MS] as const),
  ['D', 1440 * MINUTE_MS],
  ['W', 7 * 1440 * MINUTE_MS],
]);
const NAMES = new Map(Array.from(INTERVALS, ([name, interval]) => [interval, name]));

/** Milliseconds of an interval as Bybit names it; undefined for a month, and for anything else. */
export function intervalOf(name: string | undefined): number | undefined {
  return INTERVALS.get(name ?? '');
}

/** Bars of the product that the stream at `src` is of. */
export function bybitHistory(src: string): BarHistory {
  const category = /\/v5\/public\/(\w+)/.exec(src || BYBIT_ENDPOINT)?.[1] ?? 'linear';
  const host = /\/\/stream-testnet\./.test(src) ? 'api-testnet.bybit.com' : 'api.bybit.com';
  return {
    most: MOST_BARS,
    url(symbol, interval, limit, before) {
      const name = NAMES.get(interval);
      if (name === undefined || category === 'option' || dashedContract(symbol)) return undefined;
      const query = new URLSearchParams({ category, symbol, interval: name, limit: `${Math.min(limit, MOST_BARS)}` });
      if (before !== undefined) query.set('end', `${Math.ceil(before) - 1}`);
      return `https://${host}/v5/market/kline?${query}`;
    },
  };
}
