/** Option contracts by their names: what is written in the symbol of one. */
import type { OptionQuote } from '../../market/option.js';
import { toNumber } from './numbers.js';

export type OptionContract = Pick<OptionQuote, 'symbol' | 'underlying' | 'kind' | 'strike' | 'expiry'>;

const HOUR_MS = 3_600_000;
const OCC = /^([A-Z][A-Z0-9.]{0,5}) *(\d\d)(\d\d)(\d\d)([CP])(\d{8})$/;
const DASHED = /^([A-Z0-9]+)-(\d{1,2})([A-Z]{3})(\d\d)-(\d+(?:\.\d+)?)-([CP])(?:-[A-Z]+)?$/;
const MONTHS = 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC';

/**
 * A contract of the United States by its OCC symbol, `SPY241220P00720000` (`O:` in front is understood); undefined where it is none.
 * It expires at the close of New York, 16:00.
 */
export function occContract(symbol: string): OptionContract | undefined {
  const [, underlying, year, month, day, kind, strike] = OCC.exec(symbol.replace(/^O:/, '')) ?? [];
  if (underlying === undefined) return undefined;
  const date = dateOf(2000 + Number(year), Number(month) - 1, Number(day));
  if (date === undefined) return undefined;
  const expiry = date + (16 + hoursBehind(date)) * HOUR_MS;
  return { symbol, underlying, kind: kind === 'C' ? 'call' : 'put', strike: Number(strike) / 1000, expiry };
}

/** A contract of Bybit or the like, `BTC-6JAN23-17500-C`, which expires at 08:00 UTC; undefined where it is none. */
export function dashedContract(symbol: string): OptionContract | undefined {
  const [, underlying, day, month = '', year, strike, kind] = DASHED.exec(symbol) ?? [];
  const monthAt = MONTHS.indexOf(month) / 3;
  if (underlying === undefined || !Number.isInteger(monthAt)) return undefined;
  const date = dateOf(2000 + Number(year), monthAt, Number(day));
  if (date === undefined) return undefined;
  return {
    symbol,
    underlying,
    kind: kind === 'C' ? 'call' : 'put',
    strike: Number(strike),
    expiry: date + 8 * HOUR_MS,
  };
}

/** Midnight UTC of a date that exists. */
function dateOf(year: number, month: number, day: number): number | undefined {
  const date = Date.UTC(year, month, day);
  return new Date(date).getUTCDate() === day && new Date(date).getUTCMonth() === month ? date : undefined;
}

/** How many hours New York is behind UTC in the afternoon of a day: 4 from the second Sunday of March to the first of November, else 5. */
function hoursBehind(date: number): number {
  const day = new Date(date);
  const sunday = (month: number, from: number): number => {
    const first = new Date(Date.UTC(day.getUTCFullYear(), month, from));
    return first.getTime() + ((7 - first.getUTCDay()) % 7) * 24 * HOUR_MS;
  };
  return date >= sunday(2, 8) && date < sunday(10, 1) ? 4 : 5;
}

/** The quote of a contract; what is no number, or not there, is NaN. `named`: the parts of it, as the source wrote them. */
export function optionQuote(
  contract: OptionContract,
  time: number,
  named: Readonly<Partial<Record<Exclude<keyof OptionQuote, keyof OptionContract | 'time'>, unknown>>>,
): OptionQuote {
  return {
    ...contract,
    time,
    bid: toNumber(named.bid),
    bidSize: toNumber(named.bidSize),
    ask: toNumber(named.ask),
    askSize: toNumber(named.askSize),
    mark: toNumber(named.mark),
    underlyingPrice: toNumber(named.underlyingPrice),
    impliedVolatility: toNumber(named.impliedVolatility),
    delta: toNumber(named.delta),
    gamma: toNumber(named.gamma),
    theta: toNumber(named.theta),
    vega: toNumber(named.vega),
    openInterest: toNumber(named.openInterest),
  };
}
