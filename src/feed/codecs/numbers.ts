/**
 * Numbers and times as sources write them. Whatever is not a number becomes NaN, and the sink rejects it: a codec never
 * guesses. Nothing here allocates where the source sends plain numbers.
 */
import type { EpochMs } from '../../market/tick.js';
import { TICK_FLAG } from '../../market/tick.js';

/** A number, or a text that spells one; NaN for anything else, empty text included (which `Number` would read as 0). */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  const number = Number(value);
  return number === 0 && value.trim() === '' ? Number.NaN : number;
}

/** Numbers below this are seconds (until the year 5138), and so on in steps of a thousand. */
const SECONDS_END = 1e11;
const MILLISECONDS_END = 1e14;
const MICROSECONDS_END = 1e17;

/**
 * Milliseconds since 1970 from seconds, milliseconds, microseconds or nanoseconds (told apart by magnitude), or from ISO
 * 8601 text with up to nine fractional digits; NaN for anything else. An EpochMs resolves about 0.25 microseconds today,
 * so microseconds survive and nanoseconds are rounded.
 */
export function toEpochMs(value: unknown): EpochMs {
  const number = toNumber(value);
  if (Number.isNaN(number)) return typeof value === 'string' ? isoToEpochMs(value) : Number.NaN;
  return epochMsOf(number);
}

/** Milliseconds since 1970 from a number of any of these units. */
export function epochMsOf(number: number): EpochMs {
  const magnitude = Math.abs(number);
  if (magnitude < SECONDS_END) return number * 1e3;
  if (magnitude < MILLISECONDS_END) return number;
  return magnitude < MICROSECONDS_END ? number / 1e3 : number / 1e6;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(?:Z|([+-]\d\d)(?::?(\d\d))?)?)?$/i;

/**
 * `2021-04-17`, optionally with `T16:43:30.244075` (a space instead of the `T` is common) and `Z` or `+01:00`; UTC where no
 * zone is given. `Date.parse` would cut the fraction to milliseconds, and takes the browser's own zone.
 */
export function isoToEpochMs(text: string): EpochMs {
  const [, day, time = '00:00:00', fraction = 0, hours = '+00', minutes = '00'] = ISO.exec(text) ?? [];
  return Date.parse(`${day}T${time}${hours}:${minutes}`) + Number(fraction) * 1000;
}

const BUY = /^(b|buy|bid)$/i;
const SELL = /^(s|sell|ask|offer)$/i;

/**
 * The aggressor's side as a TICK_FLAG: a word (`buy`, `sell`, `bid`, `ask`, `offer`, `b`, `s`), or Binance's "the buyer is the maker"
 * as a boolean, where true means that the aggressor sold. 0 for anything else.
 */
export function toSideFlag(value: unknown): number {
  // no object is asked for its text: in one that a source made, `toString` may be anything
  const word = typeof value === 'string' ? value : '';
  if (value === true || SELL.test(word)) return TICK_FLAG.SELL;
  return value === false || BUY.test(word) ? TICK_FLAG.BUY : 0;
}
