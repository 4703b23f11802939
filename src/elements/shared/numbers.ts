/** How numbers and times look in one locale and currency. */
import type { Unit } from '../../indicators/catalog/entry.js';
import { denominatorOf, Fractions, LEFT_TO_RIGHT } from './fractions.js';
import { known } from './known.js';
import { digitsOfTick, incrementOf, MOST_DIGITS, roundTo } from './tick-size.js';

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

const decimals = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
/** A zero has no sign, whatever was rounded to it. */
const unsigned = (digits: number) => ({ ...decimals(digits), signDisplay: 'negative' as const });
const signed = (digits: number) => ({ ...decimals(digits), signDisplay: 'exceptZero' as const });
const WHOLE = { maximumFractionDigits: 0 };
const write = (format: Intl.NumberFormat, value: number) => (Number.isNaN(value) ? DASH : format.format(value));

/** Codes that are no currency's, and stand where a price has one: `USDT`. */
const VENUE_CODE = /^[A-Z\d]{3,6}$/;
/** The code for tests: it is written as it is, wherever the locale has a code. */
const NO_CURRENCY = 'XTS';

const RIGHT_TO_LEFT = '\u200f';

/** Writes the prices, changes, percentages and times of one symbol. Throws a RangeError for an unknown locale or currency. */
export class Numbers {
  readonly #locale: string | undefined;
  /** What makes prices of numbers. */
  readonly #money: Intl.NumberFormatOptions;
  /** A currency's sign as formatters write it, and as it is to be read; empty: that is the same. */
  readonly #sign: string = '';
  readonly #written: string = '';
  /** The least step of prices; NaN: decimals follow the price. */
  readonly #tick: number;
  /** Decimals of prices of 10 and more; of all prices, where a tick size says so. */
  readonly #least: number;
  readonly #fractions: Fractions | undefined;
  /** What is rounded to: the tick, or the last digit. */
  #step = Number.NaN;
  /** The same in units of the last digit. */
  #increment = 1;
  #digits = Number.NaN;
  #followed = false;
  #price!: Intl.NumberFormat;
  #change!: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;
  readonly #plain: Intl.NumberFormat;
  readonly #share: Intl.NumberFormat;
  readonly #volume: Intl.NumberFormat;
  /** Of the zone that was asked for last: a column has one. */
  #clock: Intl.DateTimeFormat | undefined;
  #zone: string | undefined;

  /**
   * `locale`: the browser's own without one. `currency`: an ISO 4217 code, or another of three to six letters and digits, which is written as it
   * is; empty: none. `tick`: the instrument's least step of price; NaN: decimals follow the price. `fraction`: prices are written in fractions
   * of a tick that is a half, a quarter, and so on to 1/256; without a currency, as they are per cent of a bond's face.
   */
  constructor(locale: string | undefined, currency: string, tick: number, fraction = false) {
    this.#locale = locale;
    const foreign = !/^[a-z]{3}$/i.test(currency) && VENUE_CODE.test(currency);
    this.#money = foreign
      ? { style: 'currency', currency: NO_CURRENCY, currencyDisplay: 'code' }
      : currency
        ? { style: 'currency', currency }
        : {};
    if (foreign) [this.#sign, this.#written] = [NO_CURRENCY, currency];
    else if (currency) [this.#sign, this.#written] = this.#mendedSign();
    this.#tick = tick > 0 ? tick : Number.NaN;
    const usual = currency ? this.#format(this.#money).resolvedOptions().maximumFractionDigits : 2;
    this.#least = tick > 0 ? digitsOfTick(tick) : (usual ?? 2);
    const denominator = fraction && denominatorOf(tick);
    if (denominator) {
      this.#fractions = new Fractions(denominator, {
        plain: this.#format(WHOLE),
        signed: this.#format({ ...WHOLE, signDisplay: 'always' }),
        pair: this.#format({ ...WHOLE, minimumIntegerDigits: 2 }),
      });
    }
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

  /** To the tick, where there is one. */
  price(value: number): string {
    if (this.#fractions) return Number.isNaN(value) ? DASH : this.#fractions.write(value);
    return this.#signed(write(this.#price, this.#rounded(value)));
  }

  /** A price that lies between ticks, such as a mean of prices: with their decimals. */
  average(value: number): string {
    return this.#fractions ? this.price(value) : this.#signed(write(this.#price, value));
  }

  /** With its sign. */
  change(value: number): string {
    if (this.#fractions) return Number.isNaN(value) ? DASH : this.#fractions.writeChange(value);
    return write(this.#change, this.#rounded(value));
  }

  /** 1.5 is 1.5%. */
  percent(value: number): string {
    return write(this.#percent, value / 100);
  }

  /** An indicator's value: a price as prices are written, a truth as a mark or a dash. */
  inUnit(value: number, unit: Unit): string {
    if (unit === 'price') return this.average(value);
    if (unit === 'boolean') return Math.abs(value) > 0 ? TRUE : DASH;
    if (unit === 'percent') return write(this.#share, value / 100);
    return write(unit === 'volume' ? this.#volume : this.#plain, value);
  }

  /** The change, or 0 where it is written as zero: computed prices are never quite equal. */
  visible(change: number): number {
    return Math.abs(change) / this.#step < 0.5 ? 0 : change;
  }

  /** The time of day, to the second, of an epoch time in ms; in the browser's own zone where none is given. */
  time(time: number, timeZone?: string): string {
    if (!this.#clock || timeZone !== this.#zone) {
      const locale = this.#locale;
      const make = () => new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone });
      this.#clock = known(times, `${locale} ${timeZone}`, make);
      this.#zone = timeZone;
    }
    return this.#clock.format(time);
  }

  /** Decimals that a price of this magnitude is usually quoted with. */
  #digitsOf(price: number): number {
    const magnitude = Math.floor(Math.log10(Math.abs(price)));
    return this.#tick > 0 || magnitude >= 1 ? this.#least : Math.min(4 - magnitude, MOST_DIGITS);
  }

  #take(digits: number): void {
    if (digits === this.#digits) return;
    this.#digits = digits;
    this.#increment = this.#tick > 0 ? incrementOf(this.#tick) : 1;
    this.#step = this.#fractions ? this.#tick : this.#increment / 10 ** digits;
    this.#price = this.#format({ ...unsigned(digits), ...this.#money });
    this.#change = this.#format(signed(digits));
  }

  #rounded(value: number): number {
    return this.#increment > 1 ? roundTo(value, this.#increment, this.#digits) : value;
  }

  #signed(text: string): string {
    return (this.#sign && text.replace(this.#sign, this.#written)) || text;
  }

  /** Read from right to left `US$` would be shown as `$US`, as a dollar sign goes either way. */
  #mendedSign(): readonly [sign: string, written: string] {
    const format = this.#format(this.#money);
    const sign = format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? '';
    return /^[A-Z]+\$$/.test(sign) && format.format(0).includes(RIGHT_TO_LEFT)
      ? [sign, sign + LEFT_TO_RIGHT]
      : ['', ''];
  }

  #format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const locale = this.#locale;
    return known(formats, locale + JSON.stringify(options), () => new Intl.NumberFormat(locale, options));
  }
}
