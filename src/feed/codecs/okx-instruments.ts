/** What OKX says of instruments, and of options. */
import type { InstrumentKind } from '../../market/instrument.js';
import type { TickSink } from '../codec.js';
import { type JsonObject, sampleOf } from './json-text.js';
import { timeOf } from './json-tick.js';
import { decimalsOf, toNumber } from './numbers.js';

const KINDS: ReadonlyMap<unknown, InstrumentKind> = new Map<unknown, InstrumentKind>([
  ['SPOT', 'crypto'],
  ['MARGIN', 'crypto'],
  ['SWAP', 'future'],
  ['FUTURES', 'future'],
  ['OPTION', 'option'],
]);

/** An entry of the `instruments` channel. */
export function tellInstrument(entry: JsonObject, sink: TickSink): void {
  const { instId: symbol, instType: type, tickSz: step, quoteCcy: quote, settleCcy: settle } = entry;
  if (typeof symbol !== 'string') return sink.rejected('an instrument without "instId"', sampleOf(entry));
  const kind = KINDS.get(type);
  const currency = quote || settle;
  const tickSize = toNumber(step);
  sink.instrument({
    symbol,
    ...(kind && { kind }),
    ...(typeof currency === 'string' && { currency }),
    ...(tickSize > 0 && { tickSize, precision: decimalsOf(step) as number }),
  });
}

/** `BTC-USD-250328-92000-C`: underlying, day of expiry, strike, call or put. */
const OPTION = /^([^-]+-[^-]+)-(\d\d)(\d\d)(\d\d)-([\d.]+)-([CP])$/;
/** Options expire at 08:00 UTC. */
const EXPIRY_HOUR = 8;

/** The family of an option, which is what its summaries are asked for by; the symbol itself where it is none. */
export function familyOf(symbol: string): string {
  return OPTION.exec(symbol)?.[1] ?? symbol;
}

/** An entry of `opt-summary`: volatilities and Black-Scholes greeks in US dollars, theta a day; it has no bid and no ask. */
export function tellOption(entry: JsonObject, sink: TickSink): void {
  const { instId: symbol } = entry;
  const found = typeof symbol === 'string' ? OPTION.exec(symbol) : null;
  if (!found) return sink.rejected('an option whose "instId" does not say which', sampleOf(entry));
  const [name, underlying = '', year, month, day, strike, kind] = found;
  const none = Number.NaN;
  sink.option({
    symbol: name,
    underlying,
    kind: kind === 'C' ? 'call' : 'put',
    strike: Number(strike),
    expiry: Date.UTC(2000 + Number(year), Number(month) - 1, Number(day), EXPIRY_HOUR),
    time: timeOf(entry.ts, sink),
    bid: none,
    bidSize: none,
    ask: none,
    askSize: none,
    mark: none,
    underlyingPrice: toNumber(entry.fwdPx),
    impliedVolatility: toNumber(entry.markVol),
    delta: toNumber(entry.deltaBS),
    gamma: toNumber(entry.gammaBS),
    theta: toNumber(entry.thetaBS),
    vega: toNumber(entry.vegaBS),
    openInterest: none,
  });
}
