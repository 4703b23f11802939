import type { AlertText, Compiled } from '../../indicators/compile.js';
import { intervalMs } from '../../market/bar.js';
import type { Instrument } from '../../market/instrument.js';
import { BARS_KEPT, TRAIL_POINTS } from '../../memory/lane.js';
import type { TickerRequest } from '../data-feed/ticker-request.js';
import { parseDuration } from '../shared/duration.js';
import { denominatorOf } from '../shared/fractions.js';
import { Numbers } from '../shared/numbers.js';
import { type PriceFormat, tickOf } from '../shared/tick-size.js';
import { zoneStretches } from '../shared/time-zone.js';
import { compileTexts } from './compiled-texts.js';
import { parseSymbol } from './language.js';

/** A widget's attributes, as they were written; null: left out. */
export interface TickerAttributes {
  readonly symbol: string;
  readonly indicators: string;
  readonly interval: string;
  readonly tickSize: number | string | null;
  readonly priceFormat?: string;
  readonly locale: string;
  /** What numbers are written in where `locale` is left out; empty: the browser's own. */
  readonly language?: string;
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
  const { symbol, indicators, interval, locale, language, maxRate, staleAfter, sparkline } = attributes;
  const { tickSize, precision, priceFormat, currency, timeZone, previousClose } = known ?? {};
  return {
    symbol,
    indicators,
    interval,
    locale,
    language,
    maxRate,
    staleAfter,
    sparkline,
    tickSize:
      attributes.tickSize ??
      stepOf(tickSize) ??
      (Number.isInteger(precision) ? stepOf(10 ** -(precision as number)) : null),
    // a step of the page's own is written as the page says
    priceFormat: attributes.priceFormat || (attributes.tickSize === null && isFormat(priceFormat) ? priceFormat : ''),
    currency: attributes.currency || isoCurrency(currency),
    timeZone: attributes.timeZone || (typeof timeZone === 'string' && timeZone) || 'UTC',
    previousClose: attributes.previousClose ?? (Number.isFinite(previousClose) ? (previousClose as number) : null),
  };
}

/** Sources say 0 for what they do not know, and worse: a widget's author cannot mend that. */
const stepOf = (step: unknown) => (Number.isFinite(step) && (step as number) > 0 ? (step as number) : null);

const isFormat = (word: unknown): word is PriceFormat => word === 'decimal' || word === 'fraction';

/** Venues have codes of their own, such as USDT, which are not shown unasked: they are longer than a price has room for. */
const isoCurrency = (code?: string) => (/^[A-Z]{3}$/.test(code ?? '') ? (code as string) : '');

/** Reads attributes, with the widget's alerts. `note` hears of each what is wrong with it, if anything is: its default stands in. */
export function readSettings(
  attributes: TickerAttributes,
  alerts: readonly AlertText[],
  note: (attribute: string, message?: string) => void,
): TickerSettings {
  const { tickSize, priceFormat = '', maxRate, staleAfter, previousClose, sparkline, timeZone, currency } = attributes;
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
  const format = isFormat(priceFormat) || !priceFormat ? priceFormat : '';
  const { step, fraction } = tickOf(tickSize, format);
  const stepFits = tickSize === null || (step > 0 && step < Number.POSITIVE_INFINITY);
  note('tick-size', stepFits ? '' : 'tick-size: expected a number above 0, or a fraction such as 1/32');
  const tick = stepFits ? step : Number.NaN;
  const inFractions = fraction && stepFits && denominatorOf(step) === undefined;
  note(
    'price-format',
    format !== priceFormat
      ? `price-format "${priceFormat}": expected decimal or fraction`
      : inFractions
        ? 'price-format: fractions are of a tick-size of 1/2, 1/4, and so on to 1/256'
        : '',
  );
  const locale =
    attempt(
      'locale',
      () => Intl.getCanonicalLocales(attributes.locale || [])[0],
      undefined,
      `locale "${attributes.locale}": expected a language tag such as de-CH`,
    ) ??
    (attributes.language || undefined);
  const stale = number('stale-after', staleAfter, 0, ', 0 or more');
  return {
    compiled,
    numbers: attempt(
      'currency',
      () => new Numbers(locale, currency, tick, fraction),
      new Numbers(locale, '', tick, fraction),
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
