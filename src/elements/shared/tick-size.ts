/** How prices of an instrument are written: with a point, or in fractions of their tick size. */
export type PriceFormat = 'decimal' | 'fraction';

/** What a tick size comes to. */
export interface Tick {
  /** The least step of the price; NaN: decimals follow the price. */
  readonly step: number;
  readonly fraction: boolean;
}

/** Steps that a formatter can round to, in units of the last digit. */
const INCREMENTS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000] as const;
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

/** The step in units of its last digit, where a formatter can round to it; else 1. */
export function incrementOf(tick: number): (typeof INCREMENTS)[number] {
  const units = Math.round(tick * 10 ** digitsOfTick(tick));
  return INCREMENTS.find((increment) => increment === units) ?? 1;
}
