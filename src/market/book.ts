/** Order books: what a source says of one, as a snapshot or as changes. */
import type { EpochMs, Price, Size } from './tick.js';

/** One price of a book and what stands there; size 0 removes the level. */
export interface BookLevel {
  readonly price: Price;
  readonly size: Size;
  /** The price as the source wrote it, where checksums are taken over the text. */
  readonly priceText?: string;
  readonly sizeText?: string;
}

/** A whole book, or changes of it. */
export interface BookUpdate {
  readonly symbol: string;
  /** True: the levels are the whole book, and what was known before is void. */
  readonly snapshot: boolean;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  readonly time: EpochMs;
  /** The source's number of this update, of the last one where it covers several; NaN where it has none. */
  readonly sequence: number;
  /** Number of the first update that this one covers; `sequence` where it covers one, NaN where there is none. */
  readonly first: number;
  /** Number of the update right before this one, where the source says it; NaN elsewhere. */
  readonly previous: number;
  /** The source's checksum of the book after this update. */
  readonly checksum?: number;
  /** Levels a side that the source keeps: the receiver drops what is beyond. */
  readonly depth?: number;
}
