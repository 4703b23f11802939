/** Options: a contract's quote, with what its source computes of it. */
import type { EpochMs, Price, Size } from './tick.js';

/** One option's latest state. What the source does not give is NaN; volatilities are fractions (0.25 is 25%). */
export interface OptionQuote {
  readonly symbol: string;
  readonly underlying: string;
  readonly kind: 'call' | 'put';
  readonly strike: Price;
  /** End of the last trading day, epoch ms. */
  readonly expiry: EpochMs;
  readonly time: EpochMs;
  readonly bid: Price;
  readonly bidSize: Size;
  readonly ask: Price;
  readonly askSize: Size;
  readonly mark: Price;
  readonly underlyingPrice: Price;
  readonly impliedVolatility: number;
  readonly delta: number;
  readonly gamma: number;
  /** A day. */
  readonly theta: number;
  /** A hundredth of volatility. */
  readonly vega: number;
  readonly openInterest: Size;
}
