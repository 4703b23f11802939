/** Where everything stands in a binary tick frame, in bytes. Sizes are multiples of eight, so that doubles stay aligned. */

export const FRAME = {
  /** The bytes `TLF1` as a little-endian word. */
  MAGIC: 0x31464c54,
  MAX_COUNT: 0xffff,
} as const;

export const HEADER = { BYTES: 16, MAGIC: 0, RECORD_BYTES: 4, COUNT: 6, SEND_TIME: 8 } as const;

export const RECORD = {
  BYTES: 56,
  TIME: 0,
  /** Price of a trade, bid of a quote. */
  PRICE: 8,
  SIZE: 16,
  ASK: 24,
  ASK_SIZE: 32,
  SEQUENCE: 40,
  SYMBOL: 48,
  KIND: 52,
  FLAGS: 53,
} as const;
