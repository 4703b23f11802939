import type { CodecFactory } from '../codec.js';
import type { VenueName } from './names.js';

/** Each venue's code by itself, so that a feed loads only its own. Builds whose worker is one text take venue-modules.inline.ts. */
const MODULES: Readonly<Record<VenueName, () => Promise<CodecFactory>>> = {
  binance: async () => (await import('./binance.js')).binance,
  'binance-futures': async () => (await import('./binance.js')).binanceFutures,
  coinbase: async () => (await import('./coinbase.js')).coinbase,
  kraken: async () => (await import('./kraken.js')).kraken,
  okx: async () => (await import('./okx.js')).okx,
  bybit: async () => (await import('./bybit.js')).bybit,
  bitstamp: async () => (await import('./bitstamp.js')).bitstamp,
  alpaca: async () => (await import('./alpaca.js')).alpaca,
  polygon: async () => (await import('./polygon.js')).polygon,
  finnhub: async () => (await import('./finnhub.js')).finnhub,
  twelvedata: async () => (await import('./twelvedata.js')).twelvedata,
  tiingo: async () => (await import('./tiingo.js')).tiingo,
  iex: async () => (await import('./iex.js')).iex,
};

/** A venue's codec; undefined where it is no venue of ours. Feed worker. */
export async function venueFactory(format: string): Promise<CodecFactory | undefined> {
  return MODULES[format as VenueName]?.();
}
