/** Instruments: what is known of a symbol beside its prices. */
import type { Price } from './tick.js';

/** What kind of thing is traded. */
export type InstrumentKind =
  | 'stock'
  | 'etf'
  | 'index'
  | 'currency'
  | 'crypto'
  | 'future'
  | 'option'
  | 'bond'
  | 'basket';

/** What a source, or the page, says of a symbol; widgets take their defaults from it. Whatever is unknown is left out. */
export interface Instrument {
  readonly symbol: string;
  /** For people: "Bitcoin / US dollar". */
  readonly name?: string;
  readonly kind?: InstrumentKind;
  /** ISO 4217 code, or a venue's own where it is none (`USDT`), of the price. */
  readonly currency?: string;
  /** The least step of the price. */
  readonly tickSize?: Price;
  /** How the price is quoted: with a point, or in fractions of its tick size, as bonds are in 32nds. */
  readonly priceFormat?: 'decimal' | 'fraction';
  /** Digits behind the point. */
  readonly precision?: number;
  /** Trading hours, `09:30-16:00`, in the time zone; all day where left out. */
  readonly session?: string;
  /** IANA name. */
  readonly timeZone?: string;
  /** The last session's close. */
  readonly previousClose?: Price;
}
