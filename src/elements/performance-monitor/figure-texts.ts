import { known } from '../shared/known.js';
import { DASH } from '../shared/numbers.js';

const formats = new Map<string, Intl.NumberFormat>();
const KILO = 2 ** 10;
const MEGA = 2 ** 20;

/** Writes figures in one locale. Throws a RangeError for an unknown one. */
export class FigureTexts {
  readonly #locale: string | undefined;

  /** `locale`: the browser's own where it is empty. */
  constructor(locale: string) {
    this.#locale = locale || undefined;
    this.count(0);
  }

  count(value: number): string {
    return this.#write(value, { maximumFractionDigits: 0 });
  }

  milliseconds(value: number): string {
    const digits = value < 10 ? 1 : 0;
    return this.#unit(value, 'millisecond', digits, digits);
  }

  /** Milliseconds a second. */
  load(value: number): string {
    return this.#unit(value, 'millisecond-per-second', 1, 1);
  }

  bytes(value: number): string {
    return value < MEGA ? this.#unit(value / KILO, 'kilobyte', 0, 0) : this.#unit(value / MEGA, 'megabyte', 0, 1);
  }

  #unit(value: number, unit: string, minimumFractionDigits: number, maximumFractionDigits: number): string {
    return this.#write(value, { style: 'unit', unit, minimumFractionDigits, maximumFractionDigits });
  }

  #write(value: number, options: Intl.NumberFormatOptions): string {
    if (Number.isNaN(value)) return DASH;
    const locale = this.#locale;
    return known(formats, locale + JSON.stringify(options), () => new Intl.NumberFormat(locale, options)).format(value);
  }
}
