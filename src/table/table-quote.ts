/** The newest of a symbol. NaN: not known yet. Times are epoch ms; prices and sizes as the source has them. */
export interface TableQuote {
  /** Price of the last trade; the mid while only quotes have come. */
  last: number;
  /** Its size. */
  size: number;
  bid: number;
  bidSize: number;
  ask: number;
  askSize: number;
  /** Source time of the newest tick. */
  time: number;
  /** When it was received. */
  received: number;
  /** Its source's own number. */
  sequence: number;
  /** Traded since midnight UTC, as far as this feed has seen it. */
  volume: number;
}

/** In the order of TABLE_RECORD's values. */
export const QUOTE_FIELDS = [
  'last',
  'size',
  'bid',
  'bidSize',
  'ask',
  'askSize',
  'time',
  'received',
  'sequence',
  'volume',
] as const satisfies readonly (keyof TableQuote)[];
