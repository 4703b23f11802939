/** Checksums of order books, as venues take them over the text of their best levels. */
import type { BookLevel } from './book.js';
import type { BookChecksum } from './order-book.js';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (IEEE 802.3, as in zip) of ASCII text, 0 to 4294967295. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at++) {
    crc = (crc >>> 8) ^ (TABLE[(crc ^ text.charCodeAt(at)) & 0xff] as number);
  }
  return ~crc >>> 0;
}

const priceOf = ({ price, priceText = String(price) }: BookLevel): string => priceText;
const sizeOf = ({ size, sizeText = String(size) }: BookLevel): string => sizeText;

const OKX_LEVELS = 25;

/** OKX: 25 levels, bid and ask by turns, `price:size` with colons between, as a signed number. */
export const okxChecksum: BookChecksum = (bids, asks) => {
  const parts: string[] = [];
  for (let at = 0; at < OKX_LEVELS; at++) {
    for (const level of [bids[at], asks[at]]) if (level) parts.push(priceOf(level), sizeOf(level));
  }
  return crc32(parts.join(':')) | 0;
};

const KRAKEN_LEVELS = 10;

/** Kraken, v1 and v2: 10 asks, then 10 bids, the digits of price and size without point and leading zeros. */
export const krakenChecksum: BookChecksum = (bids, asks) => {
  const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');
  const side = (levels: readonly BookLevel[]) =>
    levels.slice(0, KRAKEN_LEVELS).map((level) => digits(priceOf(level)) + digits(sizeOf(level)));
  return crc32([...side(asks), ...side(bids)].join(''));
};
