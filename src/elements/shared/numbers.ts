/** How numbers and times look in one locale and currency. */
import type { Unit } from '../../indicators/catalog/entry.js';
import { known } from './known.js';

const times = new Map<string, Intl.DateTimeFormat>();
const formats = new Map<string, Intl.NumberFormat>();

/** What stands where a number is not known yet. */
export const DASH = '–';

/** What stands for a condition that is true. */
const TRUE = '✓';
/** Two decimals, and four digits in all where that is more. */
const PLAIN: Intl.NumberFormatOptions = {
  ...{ minimumFractionDigits: 2, maximumFractionDigits: 2, minimumSignificantDigits: 4, maximumSignificantDigits: 4 },
  roundingPriority: 'morePrecision',
};

/** Decimals beyond which a price shows nothing more. */
const MOST_DIGITS = 12;

const decimals = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
const signed = (digits: number) => ({ ...decimals(digits), signDisplay: 'exceptZero' as const });
const write = (format: Intl.NumberFormat, value: number) => (Number.isNaN(value) ? DASH : format.format(value));

/** Decimals of a tick size such as 0.25: 2. */
export function digitsOfTick(tick: number): number {
  return tick.toFixed(MOST_DIGITS).replace(/.*\.|0+$/g, '').length;
}

/** Writes the prices, changes, percentages and times of one symbol. Throws a RangeError for an unknown locale or currency. */
export class Numbers {
  readonly #locale: string | undefined;
  /** What makes prices of numbers. */
  readonly #money: Intl.NumberFormatOptions;
  /** Decimals of prices of 10 and more; of all prices, where a tick size says so. */
  readonly #least: number;
  readonly #fixed: boolean;
  #digits = Number.NaN;
  #followed = false;
  #price!: Intl.NumberFormat;
  #change!: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;
  readonly #plain: Intl.NumberFormat;
  readonly #share: Intl.NumberFormat;
  readonly #volume: Intl.NumberFormat;

  /** `locale`: the browser's own without one. `tick`: the instrument's least step of price; NaN: decimals follow the price. */
  constructor(locale: string | undefined, currency: string, tick: number) {
    this.#locale = locale;
    this.#money = currency ? { style: 'currency', currency } : {};
    this.#fixed = tick > 0;
    const usual = currency ? this.#format(this.#money).resolvedOptions().maximumFractionDigits : 2;
    this.#least = this.#fixed ? digitsOfTick(tick) : (usual ?? 2);
    this.#take(this.#least);
    this.#percent = this.#format({ style: 'percent', ...signed(2) });
    this.#plain = this.#format(PLAIN);
    this.#share = this.#format({ style: 'percent', ...PLAIN });
    this.#volume = this.#format({ notation: 'compact', maximumFractionDigits: 2 });
  }

  /** Chooses the decimals by a price; they stay until it is well beyond the next magnitude, so that they never flicker. */
  follow(price: number): void {
    if (!price) return;
    const digits = this.#followed ? this.#digits : Number.NaN;
    if (digits >= this.#digitsOf(price * 1.5) && digits <= this.#digitsOf(price / 1.5)) return;
    this.#followed = true;
    this.#take(this.#digitsOf(price));
  }

  price(value: number): string {
    return write(this.#price, value);
  }

  /** With its sign. */
  change(value: number): string {
    return write(this.#change, value);
  }

  /** 1.5 is 1.5%. */
  percent(value: number): string {
    return write(this.#percent, value / 100);
  }

  /** An indicator's value: a price as prices are written, a truth as a mark or a dash. */
  inUnit(value: number, unit: Unit): string {
    if (unit === 'price') return this.price(value);
    if (unit === 'boolean') return Math.abs(value) > 0 ? TRUE : DASH;
    if (unit === 'percent') return write(this.#share, value / 100);
    return write(unit === 'volume' ? this.#volume : this.#plain, value);
  }

  /** The change, or 0 where it is written as zero: computed prices are never quite equal. */
  visible(change: number): number {
    return Math.abs(change) * 10 ** this.#digits < 0.5 ? 0 : change;
  }

  /** The time of day, to the second, of an epoch time in ms; in the browser's own zone where none is given. */
  time(time: number, timeZone?: string): string {
    const locale = this.#locale;
    const make = () => new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone });
    return known(times, `${locale} ${timeZone}`, make).format(time);
  }

  /** Decimals that a price of this magnitude is usually quoted with. */
  #digitsOf(price: number): number {
    const magnitude = Math.floor(Math.log10(Math.abs(price)));
    return this.#fixed || magnitude >= 1 ? this.#least : Math.min(4 - magnitude, MOST_DIGITS);
  }

  #take(digits: number): void {
    if (digits === this.#digits) return;
    this.#digits = digits;
    this.#price = this.#format({ ...decimals(digits), ...this.#money });
    this.#change = this.#format(signed(digits));
  }

  #format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const locale = this.#locale;
    return known(formats, locale + JSON.stringify(options), () => new Intl.NumberFormat(locale, options));
  }
}
