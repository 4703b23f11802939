/** What the page and the painter's worker tell each other. Points travel in buffers that go to and fro. */

/** A sheet has this size from now on, in CSS pixels, at so many device pixels for one of them; it is empty then. */
export interface SheetOrder {
  readonly order: 'sheet';
  readonly sheet: number;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  /** Comes with the first order of a sheet. */
  readonly canvas?: OffscreenCanvas;
}

/** These are the colours that drawings name by their place. */
export interface ColoursOrder {
  readonly order: 'colours';
  readonly of: number;
  readonly colours: readonly string[];
}

/** Draw what the buffer has; it comes back. */
export interface DrawOrder {
  readonly order: 'draw';
  /** Whose colours. */
  readonly of: number;
  readonly buffer: Float64Array<ArrayBuffer>;
  readonly count: number;
}

/** Say when what was ordered before is on the screen. */
export interface AskOrder {
  readonly order: 'ask';
  readonly sheets: readonly number[];
}

/** A sheet is not used any more. */
export interface DropOrder {
  readonly order: 'drop';
  readonly sheet: number;
}

export type PainterOrder = SheetOrder | ColoursOrder | DrawOrder | AskOrder | DropOrder;

/** What comes back: a buffer to be used again, or sheets that show what was ordered. */
export type PainterAnswer = { readonly buffer: Float64Array<ArrayBuffer> } | { readonly shown: readonly number[] };

/** Points of a sparkline, at most. */
export const MOST_POINTS = 64;
/** Numbers of a drawing in a buffer: what DRAWING says, then the points. */
export const DRAWING_SIZE = 8 + MOST_POINTS;
/** Drawings in a buffer, at most. */
export const DRAWINGS = 48;
/** Where each number of a drawing stands; lengths in CSS pixels. */
export const DRAWING = { SHEET: 0, X: 1, Y: 2, WIDTH: 3, HEIGHT: 4, COLOUR: 5, COUNT: 6, POINTS: 8 } as const;
