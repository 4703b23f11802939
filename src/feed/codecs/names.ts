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

/** Files of their codecs, without folder and ending. */
export const VENUE_FILES = Object.fromEntries(
  VENUES.map((venue) => [venue, venue === 'binance-futures' ? 'binance' : venue]),
) as Readonly<Record<VenueName, string>>;
