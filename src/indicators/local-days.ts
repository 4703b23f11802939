const DAY = 86_400_000;
/** The last moment that a Date can be. */
const END_OF_TIME = 8.64e15;

/**
 * Says, bar after bar, whether a session begins: 1 at the first bar and wherever the local day is another one than that of the bar
 * before, else 0. With `keep` false the bar is only looked at, and the next one is compared with the one before it. `time` is in epoch
 * ms; a bar without one continues the session.
 */
export type SessionReader = (time: number, keep: boolean) => number;

/** Sessions that are the days of a time zone. Throws a RangeError where there is no such zone. */
export function sessionReader(timeZone = 'UTC'): SessionReader {
  const dayOf = dayReader(timeZone);
  let last: number | undefined;
  return (time, keep) => {
    const day = Math.abs(time) < END_OF_TIME ? dayOf(time) : (last ?? Number.NEGATIVE_INFINITY);
    const begins = Number(day !== last);
    if (keep) last = day;
    return begins;
  };
}

/** A function that gives the number of the local day of a moment. Fast where moments come in order. */
function dayReader(timeZone: string): (time: number) => number {
  if (timeZone === 'UTC') return (time) => Math.floor(time / DAY);
  const offsetAt = offsetReader(timeZone);
  // the day, in UTC, that was asked for last, and its offset where that does not change on this day
  let window = Number.NaN;
  let offset = Number.NaN;
  return (time) => {
    const today = Math.floor(time / DAY);
    if (today !== window) {
      window = today;
      offset = offsetAt(today * DAY);
      if (offset !== offsetAt((today + 1) * DAY)) offset = Number.NaN;
    }
    return Math.floor((time + (Number.isNaN(offset) ? offsetAt(time) : offset)) / DAY);
  };
}

/** Local time minus UTC in ms. */
function offsetReader(timeZone: string): (time: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch (error) {
    throw new RangeError(`time zone "${timeZone}": expected a name such as Asia/Tokyo`, { cause: error });
  }
  // midnight there, which is as far from midnight in UTC
  return (time) => 0 - Date.parse(`1970-01-01T00:00${/GMT(.+)/.exec(format.format(time))?.[1] ?? 'Z'}`);
}
