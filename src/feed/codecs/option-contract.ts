/** Option contracts by their names: what is written in the symbol of one. */
import type { OptionQuote } from '../../market/option.js';
import type { EpochMs } from '../../market/tick.js';
import type { TickSink } from '../codec.js';
import { sampleOf } from './json-text.js';
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

/** What a source says of a contract, by our names for it. */
type Said = Readonly<Partial<Record<Exclude<keyof OptionQuote, keyof OptionContract | 'time'>, unknown>>>;

/** Tells the sink of a contract's quote; what is no number, or not there, is NaN. Without a time it is rejected. */
export function tellOption(
  contract: OptionContract,
  time: EpochMs,
  said: Said,
  message: unknown,
  sink: TickSink,
): void {
  if (!Number.isFinite(time)) return sink.rejected('an option without a time', sampleOf(message));
  sink.option({
    ...contract,
    time,
    bid: toNumber(said.bid),
    bidSize: toNumber(said.bidSize),
    ask: toNumber(said.ask),
    askSize: toNumber(said.askSize),
    mark: toNumber(said.mark),
    underlyingPrice: toNumber(said.underlyingPrice),
    impliedVolatility: toNumber(said.impliedVolatility),
    delta: toNumber(said.delta),
    gamma: toNumber(said.gamma),
    theta: toNumber(said.theta),
    vega: toNumber(said.vega),
    openInterest: toNumber(said.openInterest),
  });
}
