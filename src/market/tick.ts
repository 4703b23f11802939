/**
 * Plain market types: what a tick, a quote and a symbol are, before any byte layout or transport. This room imports
 * nothing, so that every other room may speak its words.
 */

declare const brand: unique symbol;
/** A number that carries its unit in its type. */
type Branded<Name extends string> = number & { readonly [brand]?: Name };

/** A price in the instrument's own currency; zero and negative prices are legal (spreads, power, oil). */
export type Price = Branded<'Price'>;
/** A traded or quoted quantity, never negative. */
export type Size = Branded<'Size'>;
/** Milliseconds since 1970-01-01T00:00:00Z, with a fraction where the source gives microseconds. */
export type EpochMs = Branded<'EpochMs'>;
/** A symbol's number within one feed, 1 or more; 0 means that nobody asked for the symbol. */
export type SymbolId = Branded<'SymbolId'>;

/** What a tick is: an execution, or an update of the best bid and ask. */
export const TICK_KIND = { TRADE: 1, QUOTE: 2 } as const;
export type TickKind = (typeof TICK_KIND)[keyof typeof TICK_KIND];

/** Bits that qualify a tick. */
export const TICK_FLAG = {
  /** A trade from before the subscription: it sets `last`, but is neither counted nor added to the volume. */
  REFERENCE: 1,
  /** The aggressor bought. */
  BUY: 2,
  /** The aggressor sold. */
  SELL: 4,
} as const;

/** One execution. */
export interface Trade {
  readonly symbol: string;
  readonly price: Price;
  readonly size: Size;
  /** The source's time; the receive time where the source gives none. */
  readonly time: EpochMs;
  /** The source's own message number, where it has one. */
  readonly sequence?: number;
  readonly side?: 'buy' | 'sell';
}

/** The best bid and ask after an update. */
export interface Quote {
  readonly symbol: string;
  readonly bid: Price;
  readonly ask: Price;
  readonly bidSize: Size;
  readonly askSize: Size;
  readonly time: EpochMs;
  readonly sequence?: number;
}
