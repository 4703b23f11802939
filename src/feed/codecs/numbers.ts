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
  const magnitude = Math.abs(number);
  if (magnitude < SECONDS_END) return number * 1e3;
  if (magnitude < MILLISECONDS_END) return number;
  return magnitude < MICROSECONDS_END ? number / 1e3 : number / 1e6;
}

const ZERO = 48;

/** Reads `digits` decimal digits of a text; NaN where one of them is none. */
function digitsAt(text: string, start: number, digits: number): number {
  let value = 0;
  for (let index = start; index < start + digits; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The day of the last text read, and its midnight: sources send many times of one day. */
let lastDay = '';
let lastMidnight: EpochMs = Number.NaN;

/**
 * `2021-04-17`, optionally with `T16:43:30.244075` (a space instead of the `T` is common) and `Z` or `+01:00`; UTC where no
 * zone is given. `Date.parse` would cut the fraction to milliseconds.
 */
export function isoToEpochMs(text: string): EpochMs {
  const day = text.slice(0, 10);
  if (day !== lastDay) {
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return Number.NaN;
    lastMidnight = Date.parse(`${day}T00:00:00Z`);
    lastDay = day;
  }
  if (text.length === 10) return lastMidnight;
  const separator = text[10];
  if ((separator !== 'T' && separator !== ' ' && separator !== 't') || text[13] !== ':' || text[16] !== ':') {
    return Number.NaN;
  }
  const hours = digitsAt(text, 11, 2);
  const minutes = digitsAt(text, 14, 2);
  const seconds = digitsAt(text, 17, 2);
  if (!(hours <= 24 && minutes < 60 && seconds <= 60)) return Number.NaN;
  let end = 19;
  let fraction = 0;
  if (text[end] === '.') {
    let digits = 0;
    for (end++; digits < 9 && !Number.isNaN(digitsAt(text, end, 1)); end++, digits++) {
      fraction = fraction * 10 + digitsAt(text, end, 1);
    }
    if (digits === 0) return Number.NaN;
    fraction /= 10 ** (digits - 3);
  }
  const milliseconds = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return lastMidnight + milliseconds - zoneMinutes(text, end) * 60_000 + fraction;
}

/** Minutes east of Greenwich from a zone at the end of a text; NaN where it is none. */
function zoneMinutes(text: string, start: number): number {
  const length = text.length - start;
  if (length === 0) return 0;
  const sign = text[start];
  if (length === 1 && (sign === 'Z' || sign === 'z')) return 0;
  if (sign !== '+' && sign !== '-') return Number.NaN;
  const colon = length === 6 && text[start + 3] === ':';
  if (!colon && length !== 5 && length !== 3) return Number.NaN;
  const minutes = digitsAt(text, start + 1, 2) * 60 + (length === 3 ? 0 : digitsAt(text, start + (colon ? 4 : 3), 2));
  return sign === '-' ? -minutes : minutes;
}

/**
 * The aggressor's side as a TICK_FLAG: a word (`buy`, `sell`, `bid`, `ask`, `offer`, their first letters), or Binance's
 * "the buyer is the maker" as a boolean, where true means that the aggressor sold. 0 for anything else.
 */
export function toSideFlag(value: unknown): number {
  if (typeof value === 'boolean') return value ? TICK_FLAG.SELL : TICK_FLAG.BUY;
  if (typeof value !== 'string') return 0;
  switch (value) {
    case 'buy':
    case 'BUY':
    case 'Buy':
    case 'b':
    case 'B':
    case 'bid':
      return TICK_FLAG.BUY;
    case 'sell':
    case 'SELL':
    case 'Sell':
    case 's':
    case 'S':
    case 'ask':
    case 'offer':
      return TICK_FLAG.SELL;
    default:
      return 0;
  }
}
