import { nextSheet } from '../../paint/painter.js';
import type { Sheets } from '../../paint/sheets.js';
import type { BoardGeometry } from './board-geometry.js';

/** Which rows are to be covered, and where canvases go. Lengths in CSS pixels. */
export interface Stretch {
  readonly geometry: BoardGeometry;
  readonly first: number;
  readonly end: number;
  readonly left: number;
  /** Of the rows. */
  readonly top: number;
  readonly width: number;
  /** One canvas for all of them. */
  readonly whole: boolean;
}

/** A canvas over some lines of rows. */
interface Sheet {
  readonly number: number;
  readonly canvas: HTMLCanvasElement;
  /** Which lines: the block of this number; -1: none. */
  block: number;
  /** Of the lines, among all rows. */
  top: number;
}

/** Canvases for what is in sight, beside those for what comes next: this many make a screen. */
const OF_A_SCREEN = 3;

/**
 * Canvases over the rows in sight, each over a block of lines. While the board is scrolled, none in sight is moved: one that is out
 * of sight goes to the block that comes, and is hidden until it shows what was drawn for it there. So it does not matter when that is.
 */
export class BoardSheets {
  readonly #cover: HTMLElement;
  readonly #drawer: Sheets;
  readonly #sheets: Sheet[] = [];
  /** Those that do not show yet what is drawn for them. */
  #fresh: number[] = [];
  /** How many answers of the drawer each of them waits for. */
  readonly #waiting = new Map<number, number>();
  /** Rows of a block. */
  #rows = 0;

  constructor(cover: HTMLElement, drawer: Sheets) {
    this.#cover = cover;
    this.#drawer = drawer;
  }

  /** Has each row of a stretch covered; `all`: anew. Answers which rows are to be drawn whatever they show. */
  lay(stretch: Stretch, all: boolean): (row: number) => boolean {
    const { geometry, first, end, whole } = stretch;
    const { across } = geometry;
    const lines = Math.ceil((end - first) / across);
    if (all || (!whole && lines * across > this.#rows * (OF_A_SCREEN + 1))) {
      this.#rows = across * Math.max(1, whole ? lines : Math.ceil(lines / OF_A_SCREEN));
      for (const sheet of this.#sheets) sheet.block = -1;
    }
    const from = Math.floor(first / this.#rows);
    const to = Math.ceil(end / this.#rows);
    const fresh = new Set<number>();
    for (let block = from; block < to; block++) {
      if (this.#sheets.some((sheet) => sheet.block === block)) continue;
      fresh.add(block);
      const free = this.#sheets.find((sheet) => sheet.block < from || sheet.block >= to) ?? this.#add();
      free.block = block;
      this.#put(free, stretch);
    }
    if (all) this.#drop();
    return (row) => fresh.has(Math.floor(row / this.#rows));
  }

  /** The one that a row is on. */
  of(row: number): Sheet | undefined {
    const block = Math.floor(row / this.#rows);
    for (const sheet of this.#sheets) if (sheet.block === block) return sheet;
    return undefined;
  }

  /** The frame's drawings are complete. */
  flush(): void {
    const fresh = this.#fresh;
    if (fresh.length > 0) this.#fresh = [];
    for (const number of fresh) this.#waiting.set(number, (this.#waiting.get(number) ?? 0) + 1);
    this.#drawer.flush(fresh);
  }

  /** These show what was drawn for them. */
  show(numbers: readonly number[]): void {
    for (const number of numbers) {
      const left = (this.#waiting.get(number) ?? 1) - 1;
      this.#waiting.set(number, left);
      const sheet = this.#sheets.find((each) => each.number === number);
      // it went elsewhere meanwhile, and has not been drawn on there
      if (sheet && left === 0 && !this.#fresh.includes(number)) sheet.canvas.style.visibility = '';
    }
  }

  clear(): void {
    for (const { canvas } of this.#sheets) canvas.remove();
    this.#sheets.length = 0;
  }

  #add(): Sheet {
    const sheet: Sheet = { number: nextSheet(), canvas: document.createElement('canvas'), block: -1, top: 0 };
    this.#sheets.push(sheet);
    this.#cover.append(sheet.canvas);
    return sheet;
  }

  #put(sheet: Sheet, { geometry, left, top, width }: Stretch): void {
    const { number, canvas, block } = sheet;
    sheet.top = geometry.y(block * this.#rows);
    const height = geometry.y((block + 1) * this.#rows) - sheet.top;
    const { style } = canvas;
    style.visibility = 'hidden';
    style.left = `${left}px`;
    style.top = `${top + sheet.top}px`;
    style.width = `${width}px`;
    style.height = `${height}px`;
    this.#drawer.fit(number, canvas, width, height, devicePixelRatio);
    if (!this.#fresh.includes(number)) this.#fresh.push(number);
  }

  /** Gives up those that cover nothing. */
  #drop(): void {
    for (let index = this.#sheets.length - 1; index >= 0; index--) {
      const { block, canvas, number } = this.#sheets[index] as Sheet;
      if (block >= 0) continue;
      canvas.remove();
      this.#drawer.drop(number);
      this.#sheets.splice(index, 1);
    }
  }
}
