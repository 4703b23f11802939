/** The venues whose formats are built in, as the `format` attribute names them. */
export const VENUES = [
  'binance',
  'binance-futures',
  'coinbase',
  'kraken',
  'okx',
  'bybit',
  'bitstamp',
  'alpaca',
  'polygon',
  'finnhub',
  'twelvedata',
  'tiingo',
  'iex',
] as const;
export type VenueName = (typeof VENUES)[number];

export const isVenue = (format: string): format is VenueName => (VENUES as readonly string[]).includes(format);
