import type { Box } from './sparkline-layer.js';
import { SparklineLayer } from './sparkline-layer.js';

/** Sheets by their numbers, and whoever draws on them. Main thread. */
export interface Sheets {
  /** Gives a sheet this size, in CSS pixels at so many device pixels for one, and empties it. */
  fit(sheet: number, canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void;
  /** Colours that drawings name by their place. */
  colour(colours: readonly string[]): void;
  /** Draws the first `count` points, oldest left. They may change afterwards. */
  draw(sheet: number, box: Box, points: Float64Array, count: number, colour: number): void;
  /** The frame's drawings are complete. `fresh`: sheets of which to tell when they show theirs. */
  flush(fresh: readonly number[]): void;
  /** A sheet is not used any more. */
  drop(sheet: number): void;
  /** Nor is any. */
  close(): void;
}

/** Draws on the page's own thread, at once. */
export class LocalSheets implements Sheets {
  readonly #layers = new Map<number, SparklineLayer>();
  readonly #shown: (sheets: readonly number[]) => void;
  #colours: readonly string[] = [];

  /** `shown`: hears of fresh sheets. */
  constructor(shown: (sheets: readonly number[]) => void) {
    this.#shown = shown;
  }

  fit(sheet: number, canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
    const layer = this.#layers.get(sheet) ?? new SparklineLayer(canvas);
    this.#layers.set(sheet, layer);
    if (!layer.fit(width, height, ratio)) layer.clear();
  }

  colour(colours: readonly string[]): void {
    this.#colours = colours;
  }

  draw(sheet: number, box: Box, points: Float64Array, count: number, colour: number): void {
    this.#layers.get(sheet)?.draw(box, points, count, this.#colours[colour] ?? '');
  }

  flush(fresh: readonly number[]): void {
    if (fresh.length > 0) this.#shown(fresh);
  }

  drop(sheet: number): void {
    this.#layers.delete(sheet);
  }

  close(): void {
    this.#layers.clear();
  }
}
