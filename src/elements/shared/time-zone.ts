import type { ZoneStretch } from '../../memory/zone.js';
import { known } from './known.js';

const MINUTE = 60_000;
const FROM = Date.UTC(2015, 0, 1);
const TO = Date.UTC(2041, 0, 1);
/** Six days: shorter than any stretch between two changes of a clock. A power of two, to be halved down to a minute. */
const STEP = 2 ** 13 * MINUTE;

const zones = new Map<string, readonly ZoneStretch[]>();

/**
 * A time zone's offsets from 2015 to 2040; none for UTC. Main thread; some milliseconds for a zone's first use. Throws a
 * RangeError where there is no such zone.
 */
export function zoneStretches(timeZone: string): readonly ZoneStretch[] {
  return known(zones, timeZone, () => (timeZone === 'UTC' ? [] : computeStretches(timeZone)));
}

function computeStretches(timeZone: string): ZoneStretch[] {
  const offsetAt = offsetReader(timeZone);
  const stretches: ZoneStretch[] = [];
  let offset = offsetAt(FROM);
  for (let from = FROM; from < TO; from += STEP) {
    const next = offsetAt(from + STEP);
    if (next === offset) continue;
    let last = from;
    for (let step = STEP / 2; step >= MINUTE; step /= 2) if (offsetAt(last + step) === offset) last += step;
    stretches.push({ until: last + MINUTE, offset });
    offset = next;
  }
  return [...stretches, { until: Number.POSITIVE_INFINITY, offset }];
}

/** Local time minus UTC in ms, as the browser's own tables have it. */
function offsetReader(timeZone: string): (time: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    throw new RangeError(`time-zone "${timeZone}": expected a name such as Asia/Tokyo`);
  }
  // midnight there, which is as far from midnight in UTC
  return (time) => 0 - Date.parse(`1970-01-01T00:00${/GMT(.+)/.exec(format.format(time))?.[1] ?? 'Z'}`);
}
