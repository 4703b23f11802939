import { parseSymbol } from '../../indicators/basket.js';
import type { AlertText, Compiled } from '../../indicators/compile.js';
import { intervalMs } from '../../market/bar.js';
import type { Instrument } from '../../market/instrument.js';
import { BARS_KEPT, TRAIL_POINTS } from '../../memory/lane.js';
import type { TickerRequest } from '../data-feed/ticker-request.js';
import { parseDuration } from '../shared/duration.js';
import { Numbers } from '../shared/numbers.js';
import { zoneStretches } from '../shared/time-zone.js';
import { compileTexts } from './compiled-texts.js';

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
  readonly compiled: Compiled;
  readonly numbers: Numbers;
  /** What is asked of the feed; no legs: nothing. */
  readonly request: TickerRequest;
  /** Least milliseconds between paints; 0: every frame. */
  readonly pace: number;
  /** Milliseconds; 0: never by itself; undefined: as the feed. */
  readonly staleAfter: number | undefined;
}

/** Points that a sparkline of a given duration is made of. */
export const SPARKLINE_POINTS = TRAIL_POINTS - 4;

/** Bars that are kept at most. */
const MOST_BARS = 5000;
/** Mistakes of one text that are told. */
const MOST_MISTAKES = 3;
const NO_SYMBOL = { legs: [], program: [] };

/** Attributes with what is known of the symbol where they are left out. */
export function withInstrument(attributes: TickerAttributes, known: Instrument | undefined): TickerAttributes {
  const { symbol, indicators, interval, locale, maxRate, staleAfter, sparkline } = attributes;
  const { tickSize, precision, currency, timeZone, previousClose } = known ?? {};
  return {
    symbol,
    indicators,
    interval,
    locale,
    maxRate,
    staleAfter,
    sparkline,
    tickSize:
      attributes.tickSize ??
      stepOf(tickSize) ??
      (Number.isInteger(precision) ? stepOf(10 ** -(precision as number)) : null),
    currency: attributes.currency || isoCurrency(currency),
    timeZone: attributes.timeZone || (typeof timeZone === 'string' && timeZone) || 'UTC',
    previousClose: attributes.previousClose ?? (Number.isFinite(previousClose) ? (previousClose as number) : null),
  };
}

/** Sources say 0 for what they do not know, and worse: a widget's author cannot mend that. */
const stepOf = (step: unknown) => (Number.isFinite(step) && (step as number) > 0 ? (step as number) : null);

/** Venues have codes of their own, such as USDT, which nothing can be formatted with. */
const isoCurrency = (code?: string) => (/^[A-Z]{3}$/.test(code ?? '') ? (code as string) : '');

/** Reads attributes, with the widget's alerts. `note` hears of each what is wrong with it, if anything is: its default stands in. */
export function readSettings(
  attributes: TickerAttributes,
  alerts: readonly AlertText[],
  note: (attribute: string, message?: string) => void,
): TickerSettings {
  const { tickSize, maxRate, staleAfter, previousClose, sparkline, timeZone, currency } = attributes;
  // `told`: in place of what the browser says
  const attempt = <Value>(attribute: string, read: () => Value, otherwise: Value, told?: string): Value => {
    try {
      const value = read();
      note(attribute);
      return value;
    } catch (error) {
      note(attribute, told ?? (error as Error).message);
      return otherwise;
    }
  };
  const number = (attribute: string, value: number | null, least = Number.NEGATIVE_INFINITY, range = ''): number => {
    const fits = Number.isFinite(value) && (value as number) >= least;
    note(attribute, fits || value === null ? '' : `${attribute}: expected a number${range}`);
    return fits ? (value as number) : Number.NaN;
  };
  const positive = (attribute: string, value: number | null) => number(attribute, value, Number.MIN_VALUE, ' above 0');

  const intervalName = attributes.interval.trim();
  const interval = attempt('interval', () => (intervalName === 'tick' ? 0 : barsOf(intervalName)), 0);
  const bucket = !sparkline || sparkline === 'ticks' ? 0 : parseDuration(sparkline);
  note('sparkline', bucket === undefined ? `sparkline "${sparkline}": expected ticks, or a duration such as 5m` : '');
  const { compiled, planKey } = compileTexts(attributes.indicators, alerts);
  const mistakes = compiled.errors.filter(({ source }) => source === 'indicators');
  note(
    'indicators',
    mistakes
      .slice(0, MOST_MISTAKES)
      .map(({ message }) => message)
      .join('\n'),
  );
  const symbol = attributes.symbol.trim();
  // that there is none is told later: frameworks set it late
  const { legs, program } = symbol ? attempt('symbol', () => parseSymbol(symbol), NO_SYMBOL) : NO_SYMBOL;
  const tick = positive('tick-size', tickSize);
  const locale = attempt(
    'locale',
    () => Intl.getCanonicalLocales(attributes.locale || [])[0],
    undefined,
    `locale "${attributes.locale}": expected a language tag such as de-CH`,
  );
  const stale = number('stale-after', staleAfter, 0, ', 0 or more');
  return {
    compiled,
    numbers: attempt(
      'currency',
      () => new Numbers(locale, currency, tick),
      new Numbers(locale, '', tick),
      `currency "${currency}": expected an ISO 4217 code such as USD`,
    ),
    request: {
      symbol,
      legs,
      program,
      compiled,
      planKey,
      interval,
      intervalName,
      keep: interval ? Math.min(MOST_BARS, Math.max(BARS_KEPT, 2 * compiled.warmup)) : compiled.warmup,
      bucket: (bucket ?? 0) / SPARKLINE_POINTS,
      previousClose: number('previous-close', previousClose),
      timeZone: attempt('time-zone', () => zoneStretches(timeZone) && timeZone, 'UTC'),
    },
    pace: 1000 / positive('max-rate', maxRate) || 0,
    staleAfter: Number.isNaN(stale) ? undefined : stale,
  };
}

function barsOf(interval: string): number {
  try {
    return intervalMs(interval);
  } catch (error) {
    throw new TypeError(`${(error as Error).message}, or tick`);
  }
}
