/** Times as text, exact to the nanoseconds that they spell, read without a regular expression: some venues send one with each tick. */
import type { EpochMs } from '../../market/tick.js';
import type { TickSink } from '../codec.js';
import { toEpochMs } from './numbers.js';

const ZERO = 48;
const MINUTE_MS = 60_000;

/** The number that stands in these digits; NaN where one is none. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * RFC 3339: `2021-02-22T15:51:45.335689322Z`, with any number of fractional digits or none, and `Z` or `-05:00`. NaN for anything
 * else. An EpochMs resolves about 0.25 microseconds today: microseconds survive, nanoseconds are rounded.
 */
export function rfcToEpochMs(text: string): EpochMs {
  const { length } = text;
  const separators = text[4] === '-' && text[7] === '-' && text[13] === ':' && text[16] === ':';
  if (!separators || (text[10] !== 'T' && text[10] !== 't' && text[10] !== ' ')) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  // 60: a leap second, which clocks count into the next minute
  const inRange = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60;
  if (!inRange || Number.isNaN(year)) return Number.NaN;
  let position = 19;
  let fraction = 0;
  if (text[position] === '.') {
    const start = ++position;
    let scale = 100;
    for (let digit = digits(text, position, position + 1); digit <= 9 && position < length; scale /= 10) {
      fraction += digit * scale;
      digit = digits(text, ++position, position + 1);
    }
    if (position === start) return Number.NaN;
  }
  return Date.UTC(year, month - 1, day, hour, minute, second) - zoneMs(text, position) + fraction;
}

/** How far the zone that stands from `position` to the end is ahead of UTC. */
function zoneMs(text: string, position: number): number {
  const sign = text[position];
  if (sign === 'Z' || sign === 'z') return position === text.length - 1 ? 0 : Number.NaN;
  if ((sign !== '+' && sign !== '-') || text.length !== position + 6 || text[position + 3] !== ':') return Number.NaN;
  const hours = digits(text, position + 1, position + 3);
  const minutes = digits(text, position + 4, position + 6);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
}

/** A time as RFC 3339 text, or as a number whose unit its size tells; that of the frame where there is none. */
export function textTimeOf(value: unknown, sink: TickSink): EpochMs {
  if (value === undefined || value === null) return sink.received;
  return typeof value === 'string' ? rfcToEpochMs(value) : toEpochMs(value);
}
