import { type Indicator, parseIndicators } from '../../indicators/plan.js';
import { TRAIL_POINTS } from '../../memory/lane.js';
import type { TickerRequest } from '../data-feed/ticker-subscription.js';
import { parseDuration } from '../shared/duration.js';
import { Numbers } from '../shared/numbers.js';
import { zoneStretches } from '../shared/time-zone.js';

/** A widget's attributes, as they were written; null: left out. */
export interface TickerAttributes {
  readonly symbol: string;
  readonly indicators: string;
  readonly interval: string;
  readonly tickSize: number | null;
  readonly locale: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly maxRate: number | null;
  readonly staleAfter: number | null;
  readonly previousClose: number | null;
  readonly sparkline: string | null;
}

/** What they mean. */
export interface TickerSettings {
  readonly plan: readonly Indicator[];
  readonly numbers: Numbers;
  readonly request: TickerRequest;
  /** Least milliseconds between paints; 0: every frame. */
  readonly interval: number;
  /** Milliseconds; 0: never by itself; undefined: as the feed. */
  readonly staleAfter: number | undefined;
}

/** Points that a sparkline of a given duration is made of. */
export const SPARKLINE_POINTS = TRAIL_POINTS - 4;

/** Reads attributes. `note` hears of each what is wrong with it, if anything is: its default stands in. */
export function readSettings(
  attributes: TickerAttributes,
  note: (attribute: string, message?: string) => void,
): TickerSettings {
  const { tickSize, maxRate, staleAfter, previousClose, sparkline, interval, timeZone, currency } = attributes;
  const attempt = <Value>(attribute: string, read: () => Value, otherwise: Value): Value => {
    try {
      const value = read();
      note(attribute);
      return value;
    } catch (error) {
      note(attribute, (error as Error).message);
      return otherwise;
    }
  };
  const number = (attribute: string, value: number | null, least = Number.NEGATIVE_INFINITY, range = ''): number => {
    const fits = Number.isFinite(value) && (value as number) >= least;
    note(attribute, fits || value === null ? '' : `${attribute}: expected a number${range}`);
    return fits ? (value as number) : Number.NaN;
  };
  const positive = (attribute: string, value: number | null) => number(attribute, value, Number.MIN_VALUE, ' above 0');

  note('interval', interval === 'tick' ? '' : `interval "${interval}" is not available yet, only tick`);
  const bucket = !sparkline || sparkline === 'ticks' ? 0 : parseDuration(sparkline);
  note('sparkline', bucket === undefined ? `sparkline "${sparkline}": expected ticks, or a duration such as 5m` : '');
  const plan = attempt('indicators', () => parseIndicators(attributes.indicators), []);
  const tick = positive('tick-size', tickSize);
  const locale = attempt('locale', () => Intl.getCanonicalLocales(attributes.locale || [])[0], undefined);
  const stale = number('stale-after', staleAfter, 0, ', 0 or more');
  return {
    plan,
    numbers: attempt('currency', () => new Numbers(locale, currency, tick), new Numbers(locale, '', tick)),
    request: {
      symbol: attributes.symbol.trim(),
      periods: plan.map(({ period }) => period),
      bucket: (bucket ?? 0) / SPARKLINE_POINTS,
      previousClose: number('previous-close', previousClose),
      timeZone: attempt('time-zone', () => zoneStretches(timeZone) && timeZone, 'UTC'),
    },
    interval: 1000 / positive('max-rate', maxRate) || 0,
    staleAfter: Number.isNaN(stale) ? undefined : stale,
  };
}
