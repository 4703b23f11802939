import type { VenueName } from './codecs/names.js';
import { textAddress } from './text-address.js';

/** Each venue's code as text, in a chunk of its own. */
const TEXTS: Readonly<Record<VenueName, () => Promise<{ readonly default: string }>>> = {
  binance: () => import('./codecs/binance.ts?text'),
  'binance-futures': () => import('./codecs/binance.ts?text'),
  coinbase: () => import('./codecs/coinbase.ts?text'),
  kraken: () => import('./codecs/kraken.ts?text'),
  okx: () => import('./codecs/okx.ts?text'),
  bybit: () => import('./codecs/bybit.ts?text'),
  bitstamp: () => import('./codecs/bitstamp.ts?text'),
  alpaca: () => import('./codecs/alpaca.ts?text'),
  polygon: () => import('./codecs/polygon.ts?text'),
  finnhub: () => import('./codecs/finnhub.ts?text'),
  twelvedata: () => import('./codecs/twelvedata.ts?text'),
  tiingo: () => import('./codecs/tiingo.ts?text'),
  iex: () => import('./codecs/iex.ts?text'),
};
const addresses = new Map<string, string>();

/** The address of a venue's code; undefined where it is no venue of ours. Main thread. */
export async function venueAddress(format: string): Promise<string | undefined> {
  const known = addresses.get(format);
  if (known) return known;
  const text = await TEXTS[format as VenueName]?.();
  if (!text) return undefined;
  const address = textAddress(text.default);
  addresses.set(format, address);
  return address;
}
