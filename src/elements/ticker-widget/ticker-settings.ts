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

/** Reads attributes. A mistake goes to `problem`, with the attribute's name and what is expected, and the default stands in. */
export function readSettings(
  attributes: TickerAttributes,
  problem: (attribute: string, message: string) => void,
): TickerSettings {
  const { tickSize, maxRate, staleAfter, previousClose, sparkline, interval, timeZone, currency } = attributes;
  const attempt = <Value>(attribute: string, read: () => Value, otherwise: Value): Value => {
    try {
      return read();
    } catch (error) {
      problem(attribute, (error as Error).message);
      return otherwise;
    }
  };
  const number = (attribute: string, value: number | null, least: number): number => {
    if (value === null) return Number.NaN;
    if (Number.isFinite(value) && value >= least) return value;
    problem(
      attribute,
      `${attribute}: expected a number${least > -Infinity ? (least ? ' above 0' : ', 0 or more') : ''}`,
    );
    return Number.NaN;
  };

  if (interval !== 'tick') problem('interval', `interval "${interval}": bars are not available yet, only tick`);
  let bucket = 0;
  if (sparkline && sparkline !== 'ticks') {
    const duration = parseDuration(sparkline);
    if (duration) bucket = duration / SPARKLINE_POINTS;
    else problem('sparkline', `sparkline "${sparkline}": expected ticks, or a duration such as 5m`);
  }
  const plan = attempt('indicators', () => parseIndicators(attributes.indicators), []);
  const tick = number('tick-size', tickSize, Number.MIN_VALUE);
  const locale = attempt('locale', () => Intl.getCanonicalLocales(attributes.locale || [])[0], undefined);
  const stale = number('stale-after', staleAfter, 0);
  return {
    plan,
    numbers: attempt('currency', () => new Numbers(locale, currency, tick), new Numbers(locale, '', tick)),
    request: {
      symbol: attributes.symbol.trim(),
      periods: plan.map(({ period }) => period),
      bucket,
      previousClose: number('previous-close', previousClose, Number.NEGATIVE_INFINITY),
      timeZone: attempt('time-zone', () => zoneStretches(timeZone) && timeZone, 'UTC'),
    },
    interval: 1000 / number('max-rate', maxRate, Number.MIN_VALUE) || 0,
    staleAfter: Number.isNaN(stale) ? undefined : stale,
  };
}
