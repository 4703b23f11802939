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
  // a fraction of a second is one of microseconds, which a multiplication by 1000 would miss by one in its last digit
  if (magnitude < SECONDS_END) return Math.round(number * 1e6) / 1e3;
  if (magnitude < MILLISECONDS_END) return number;
  return magnitude < MICROSECONDS_END ? number / 1e3 : number / 1e6;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(?:Z|([+-]\d\d)(?::?(\d\d))?)?)?$/i;

/** The minute of the last UTC text that was read, and its start: nearly all of a stream's times lie in the same one. */
let minuteText = '';
let minuteStart = Number.NaN;
/** Characters before the seconds: `2021-04-17T16:43`. */
const MINUTE = 16;
const ZERO = 48;
const NINE = 57;

/**
 * `2021-04-17`, optionally with `T16:43:30.244075` (a space instead of the `T` is common) and `Z` or `+01:00`; UTC where no
 * zone is given. `Date.parse` would cut the fraction to milliseconds, and takes the browser's own zone.
 */
export function isoToEpochMs(text: string): EpochMs {
  if (minuteText !== '' && text.startsWith(minuteText)) {
    const past = pastMinute(text);
    if (past >= 0) return minuteStart + past;
  }
  const [, day, time = '00:00:00', fraction = 0, hours = '+00', minutes = '00'] = ISO.exec(text) ?? [];
  const second = Date.parse(`${day}T${time}${hours}:${minutes}`);
  if (second >= 0 && text.endsWith('Z')) {
    minuteText = text.slice(0, MINUTE);
    minuteStart = second - (second % 60_000);
  }
  return second + Number(fraction) * 1000;
}

/** Milliseconds past the minute of `...:30.244075Z`; -1 where the text goes on in another way, which the pattern judges. */
function pastMinute(text: string): number {
  const tens = text.charCodeAt(MINUTE + 1) - ZERO;
  const ones = text.charCodeAt(MINUTE + 2) - ZERO;
  if (text.charCodeAt(MINUTE) !== 58 || !(tens >= 0 && tens <= 5 && ones >= 0 && ones <= 9)) return -1;
  const seconds = (tens * 10 + ones) * 1000;
  const end = text.length - 1;
  if (text.charCodeAt(end) !== 90) return -1;
  const point = MINUTE + 3;
  if (end === point) return seconds;
  const digits = end - point - 1;
  if (text.charCodeAt(point) !== 46 || digits < 1 || digits > 9) return -1;
  let fraction = 0;
  for (let at = point + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return -1;
    fraction = fraction * 10 + code - ZERO;
  }
  return seconds + (fraction / 10 ** digits) * 1000;
}

const SIDES: ReadonlyMap<string, number> = new Map([
  ...['b', 'buy', 'bid'].map((word) => [word, TICK_FLAG.BUY] as const),
  ...['s', 'sell', 'ask', 'offer'].map((word) => [word, TICK_FLAG.SELL] as const),
]);

/**
 * The aggressor's side as a TICK_FLAG: a word (`buy`, `sell`, `bid`, `ask`, `offer`, `b`, `s`), or Binance's "the buyer is the maker"
 * as a boolean, where true means that the aggressor sold. 0 for anything else.
 */
export function toSideFlag(value: unknown): number {
  if (value === true) return TICK_FLAG.SELL;
  if (value === false) return TICK_FLAG.BUY;
  // no object is asked for its text: in one that a source made, `toString` may be anything
  return typeof value === 'string' ? (SIDES.get(value.toLowerCase()) ?? 0) : 0;
}

/** The side opposite to the one that the source names, for sources that name the maker's. */
export function toMakerFlag(value: unknown): number {
  const side = toSideFlag(value);
  return side === 0 ? 0 : TICK_FLAG.BUY + TICK_FLAG.SELL - side;
}

/** Digits behind the point of a price step such as `0.01`, `1e-8` or `0.50`; undefined where it is no positive number. */
export function decimalsOf(step: unknown): number | undefined {
  const number = toNumber(step);
  if (!(number > 0 && number < Number.POSITIVE_INFINITY)) return undefined;
  const [digits = '', exponent = 0] = String(number).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}
