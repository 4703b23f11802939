import type { BoardVariant } from './board-columns.js';

/** What decides where rows are. Lengths in CSS pixels. */
export interface BoardSizes {
  readonly variant: BoardVariant;
  readonly compact: boolean;
  /** Of the place for rows. */
  readonly width: number;
  /** Pixels of a rem. */
  readonly rem: number;
  /** Places of a tile beside symbol, price, change and trend. */
  readonly extras: number;
  readonly trend: boolean;
}

/** Lengths in rem. */
const ROW = { normal: 2.25, compact: 1.625 };
const TILE_WIDTH = { normal: 10.5, compact: 9.25 };
const TILE_GAP = { normal: 0.5, compact: 0.25 };
const TILE_BASE = { normal: 4, compact: 2.5 };
const TILE_TREND = { normal: 2.25, compact: 0 };
const TILE_EXTRA = 1.125;
const TAPE_WIDTH = 15;
const TAPE_HEIGHT = { normal: 2.25, compact: 1.75 };
/** Lines beyond what is in sight that are there already, on either side. */
const BEYOND: Readonly<Record<BoardVariant, number>> = { grid: 6, tiles: 2, tape: 2 };

/** Where each row of a board is: all are of one size, so that those in sight are found by arithmetic. */
export class BoardGeometry {
  /** Rows side by side. */
  readonly across: number;
  readonly itemWidth: number;
  readonly itemHeight: number;
  readonly gap: number;
  readonly #sideways: boolean;
  readonly #beyond: number;

  constructor({ variant, compact, width, rem, extras, trend }: BoardSizes) {
    const density = compact ? 'compact' : 'normal';
    const tiles = variant === 'tiles';
    this.#sideways = variant === 'tape';
    this.#beyond = BEYOND[variant];
    this.gap = tiles ? TILE_GAP[density] * rem : 0;
    const least = TILE_WIDTH[density] * rem;
    this.across = tiles ? Math.max(1, Math.floor((width + this.gap) / (least + this.gap))) : 1;
    this.itemWidth = this.#sideways ? TAPE_WIDTH * rem : (width - this.gap * (this.across - 1)) / this.across;
    const tile = TILE_BASE[density] + (trend ? TILE_TREND[density] : 0) + extras * TILE_EXTRA;
    this.itemHeight = rem * (tiles ? tile : this.#sideways ? TAPE_HEIGHT[density] : ROW[density]);
  }

  /** Whether each row is where the other one has it. */
  equals(other: BoardGeometry | undefined): boolean {
    if (!other || this.#sideways !== other.#sideways || this.#beyond !== other.#beyond) return false;
    const { across, itemWidth, itemHeight, gap } = this;
    return (
      across === other.across && itemWidth === other.itemWidth && itemHeight === other.itemHeight && gap === other.gap
    );
  }

  /** From one line of rows to the next. */
  get pitch(): number {
    return (this.#sideways ? this.itemWidth : this.itemHeight) + this.gap;
  }

  /** From the inline start. */
  x(index: number): number {
    return this.#sideways ? index * this.pitch : (index % this.across) * (this.itemWidth + this.gap);
  }

  y(index: number): number {
    return this.#sideways ? 0 : Math.floor(index / this.across) * this.pitch;
  }

  /** Of so many rows: how high they are, or how wide where they stand side by side in one line. */
  extent(count: number): number {
    return Math.max(0, Math.ceil(count / this.across) * this.pitch - this.gap);
  }

  /** The first row in sight, and the one after the last, where this stretch of the extent is; `beyond`: with those close by. */
  within(from: number, to: number, beyond: boolean): readonly [first: number, end: number] {
    const more = beyond ? this.#beyond : 0;
    const first = Math.floor(from / this.pitch) - more;
    const end = Math.ceil(to / this.pitch) + more;
    return [Math.max(0, first) * this.across, Math.max(0, end) * this.across];
  }
}
