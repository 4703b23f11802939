/** How prices of an instrument are written: with a point, or in fractions of their tick size. */
export type PriceFormat = 'decimal' | 'fraction';

/** What a tick size comes to. */
export interface Tick {
  /** The least step of the price; NaN: decimals follow the price. */
  readonly step: number;
  readonly fraction: boolean;
}

/** Decimals beyond which a price shows nothing more. */
export const MOST_DIGITS = 12;
const FRACTION = /^\s*(\d+)\s*\/\s*(\d+)\s*$/;
/** Where fractions are asked for and nobody says which. */
const USUAL_FRACTION = 1 / 32;

/** A property's value: a number, or a fraction as text; NaN: neither. */
export function readTickSize(value: unknown): number | string {
  if (typeof value !== 'string') return Number(value);
  if (FRACTION.test(value)) return value.trim();
  return value.trim() ? Number(value) : Number.NaN;
}

/** What the step is, and how prices are written: a step that is written as a fraction says so itself. */
export function tickOf(size: number | string | null, format: string): Tick {
  const [, above, below] = (typeof size === 'string' && FRACTION.exec(size)) || [];
  const fraction = format === 'fraction' || (below !== undefined && format !== 'decimal');
  if (size === null) return { step: fraction ? USUAL_FRACTION : Number.NaN, fraction };
  return { step: below === undefined ? Number(size) : Number(above) / Number(below), fraction };
}

/** Decimals of a tick size such as 0.25: 2. */
export function digitsOfTick(tick: number): number {
  return tick.toFixed(MOST_DIGITS).replace(/.*\.|0+$/g, '').length;
}

/** The step in units of its last digit: 25 of 0.25. */
export function incrementOf(tick: number): number {
  return Math.round(tick * 10 ** digitsOfTick(tick)) || 1;
}

/** A hair more than 1: what is a half in decimals may be a hair less in binary. */
const HAIR = 1 + 2 * Number.EPSILON;

/** A price rounded to so many units of a digit, halves away from zero. Not by the formatter, which takes five times as long for that. */
export function roundTo(price: number, increment: number, digits: number): number {
  const unit = 10 ** digits;
  const units = Math.round(((Math.abs(price) * unit) / increment) * HAIR) * increment;
  // so far out doubles have no halves of a tick
  if (units > Number.MAX_SAFE_INTEGER) return price;
  return (Math.sign(price) * units) / unit;
}
