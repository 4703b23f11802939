/** Parts of a whole that prices are quoted in: halves to sixteenths of a share, and 32nds of a bond with their own parts. */
const DENOMINATORS: readonly number[] = [2, 4, 8, 16, 32, 64, 128, 256];
/** From here on a price is written in 32nds. */
const THIRTY_SECONDS = 32;
/** Marks by which some locales keep signs in their place. */
const MARKS = /[\u200e\u200f\u061c]/g;
/** What comes before it is of the order of Latin letters, whatever is around. */
export const LEFT_TO_RIGHT = '\u200e';

/** What part of a whole a tick is: 32 for 1/32; undefined: none that prices are quoted in. */
export function denominatorOf(tick: number): number | undefined {
  return DENOMINATORS.find((denominator) => denominator * tick === 1);
}

/** Formats of whole numbers in one locale. */
export interface WholeFormats {
  /** With a minus sign below zero, and at a zero that is negative. */
  readonly plain: Intl.NumberFormat;
  /** With a sign in any case. */
  readonly signed: Intl.NumberFormat;
  /** With two digits at least. */
  readonly pair: Intl.NumberFormat;
}

/**
 * Writes prices in fractions, to the tick, in the digits of a locale: `45 3/8` in ticks down to a sixteenth, below that as bonds are quoted,
 * `99-16` for 99 and 16/32. Half a 32nd is a `+` in ticks of 1/64; in finer ones a digit more is the first decimal of the rest, `99-162` for a
 * quarter, `99-165` for a half, `99-167` for three. Main thread.
 */
export class Fractions {
  readonly #denominator: number;
  readonly #formats: WholeFormats;
  /** Where the locale is read from right to left: what keeps the parts in the order of their weight. */
  readonly #mark: string;
  /** What follows a whole number, by the steps of it, as far as that was needed: there are few, and they come again and again. */
  readonly #rests: string[] = [];

  constructor(denominator: number, formats: WholeFormats) {
    this.#denominator = denominator;
    this.#formats = formats;
    this.#mark = formats.plain.format(-1).search(MARKS) < 0 ? '' : LEFT_TO_RIGHT;
  }

  /** The price to the tick; halves of a tick away from zero. */
  write(value: number): string {
    return this.#write(value, this.#formats.plain);
  }

  /** The same with its sign, and none at zero. */
  writeChange(value: number): string {
    return this.#write(value, this.#formats.signed);
  }

  #write(value: number, signs: Intl.NumberFormat): string {
    const { plain } = this.#formats;
    const denominator = this.#denominator;
    // exact, as the denominator is a power of two
    const steps = Math.round(Math.abs(value) * denominator);
    if (steps === Number.POSITIVE_INFINITY) return signs.format(value);
    const signed = steps === 0 ? plain : signs;
    const whole = Math.floor(steps / denominator);
    const rest = steps % denominator;
    const sign = value < 0 && steps > 0 ? -1 : 1;
    const mark = this.#mark;
    const start = mark + this.#bare(signed, sign * whole);
    if (denominator >= THIRTY_SECONDS) {
      this.#rests[rest] ??= this.#restOf(rest);
      return start + this.#rests[rest];
    }
    if (rest === 0) return start;
    let [top, bottom] = [rest, denominator];
    for (; top % 2 === 0; top /= 2) bottom /= 2;
    const over = `/${mark}${this.#bare(plain, bottom)}${mark}`;
    if (whole === 0) return `${mark}${this.#bare(signed, sign * top)}${mark}${over}`;
    return `${start}${mark} ${this.#bare(plain, top)}${mark}${over}`;
  }

  /** The 32nds and their parts. */
  #restOf(rest: number): string {
    const mark = this.#mark;
    const parts = this.#denominator / THIRTY_SECONDS;
    const pair = this.#bare(this.#formats.pair, Math.floor(rest / parts));
    return `${mark}-${mark}${pair}${this.#tail(rest % parts, parts)}${mark}`;
  }

  /** What follows the 32nds. */
  #tail(part: number, parts: number): string {
    if (parts === 1) return '';
    if (parts === 2) return part ? '+' : '';
    return this.#bare(this.#formats.plain, Math.floor((10 * part) / parts));
  }

  /** A whole number without marks of its own. */
  #bare(format: Intl.NumberFormat, value: number): string {
    const text = format.format(value);
    return (this.#mark && text.replace(MARKS, '')) || text;
  }
}
