import type { ZoneStretch } from '../../memory/zone.js';

const FROM = Date.UTC(2015, 0, 1);
const TO = Date.UTC(2041, 0, 1);
/** Shorter than any stretch between two changes of a clock. */
const STEP = 7 * 86_400_000;
const MINUTE = 60_000;

const zones = new Map<string, readonly ZoneStretch[]>();

/**
 * A time zone's offsets from 2015 to 2040; none for UTC. Main thread; some milliseconds for a zone's first use. Throws a
 * RangeError where there is no such zone.
 */
export function zoneStretches(timeZone: string): readonly ZoneStretch[] {
  let stretches = zones.get(timeZone);
  if (!stretches) {
    stretches = timeZone === 'UTC' ? [] : computeStretches(timeZone);
    zones.set(timeZone, stretches);
  }
  return stretches;
}

function computeStretches(timeZone: string): ZoneStretch[] {
  const offsetAt = offsetReader(timeZone);
  const stretches: ZoneStretch[] = [];
  let offset = offsetAt(FROM);
  for (let from = FROM; from < TO; from += STEP) {
    let before = from;
    let after = from + STEP;
    const next = offsetAt(after);
    if (next === offset) continue;
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / (2 * MINUTE)) * MINUTE;
      if (offsetAt(middle) === offset) before = middle;
      else after = middle;
    }
    stretches.push({ until: after, offset });
    offset = next;
  }
  stretches.push({ until: Number.POSITIVE_INFINITY, offset });
  return stretches;
}

/** Local time minus UTC in ms, as the browser's own tables have it. */
function offsetReader(timeZone: string): (time: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    throw new RangeError(`time-zone: there is no "${timeZone}", expected a name such as "America/New_York"`);
  }
  return (time) => {
    const [, sign, hours = 0, minutes = 0] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(time)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
  };
}
