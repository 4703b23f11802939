import { postedSheets } from '../../paint/painter.js';
import { LocalSheets, type Sheets } from '../../paint/sheets.js';
import type { Box } from '../../paint/sparkline-layer.js';
import { moveOf } from '../ticker-widget/ticker-face.js';
import { SPARKLINE_POINTS } from '../ticker-widget/ticker-settings.js';
import type { BoardGeometry } from './board-geometry.js';
import { BoardSheets, type Stretch } from './board-sheets.js';
import type { BoardView } from './board-view.js';

/** Least time between two drawings of one: those that changed are drawn together, as each frame with a drawing costs a whole layer. */
const TRAIL_MS = 250;
/** Sparklines that one frame draws at most, 2 ms without a GPU; the others come in the frames that follow. */
const AT_ONCE = 48;
/** Where no more are in sight, a worker for them would cost more than it spares. */
const FEW = 24;
const SHADES = ['up', 'down', 'muted'] as const;
const points = new Float64Array(SPARKLINE_POINTS);

type Shade = (typeof SHADES)[number];

/** The sparklines of all rows in sight, on a few canvases that are scrolled with them. Main thread. */
export class BoardTrails {
  readonly #cover: HTMLElement;
  readonly #probes: Readonly<Record<Shade, Element>>;
  #drawer: Sheets | undefined;
  #posted = false;
  /** The painter is gone, and its canvases with it. */
  #lost = false;
  #sheets: BoardSheets | undefined;
  /** Where the sparkline is in its row. */
  #place: Box | undefined;
  #left = 0;
  #drawn = 0;
  /** The view that the next frame goes on with; 0: all were drawn. */
  #next = 0;
  #ratio = 0;
  #geometry: BoardGeometry | undefined;
  /** Where rows are in a page from right to left: so far from the left edge minus their own place; 0 in others. */
  #mirror = 0;
  #rightToLeft = false;
  readonly #box = { x: 0, y: 0, width: 0, height: 0 };

  /** `cover`: where the canvases go. `probes`: nodes that have the colours. */
  constructor(cover: HTMLElement, probes: Readonly<Record<Shade, Element>>) {
    this.#cover = cover;
    this.#probes = probes;
  }

  /** Reads the colours again: of the page, of the board, of the system. */
  recolour(): void {
    this.#drawer?.colour(SHADES.map((shade) => getComputedStyle(this.#probes[shade]).color));
  }

  /**
   * Has canvases over the rows from `first` to `end`. None of those in sight is moved or changes its size while the board is scrolled, so that
   * what is drawn moves with its row. `rightToLeft`: the page's direction.
   */
  cover(views: readonly BoardView[], geometry: BoardGeometry, first: number, end: number, rightToLeft: boolean): void {
    const { trend: cell, element } = views[0] ?? {};
    if (!cell || !element || end <= first) {
      this.close();
      return;
    }
    const row = element.getBoundingClientRect();
    const { left, top, width, height } = cell.getBoundingClientRect();
    const x = left - row.left;
    const alone = geometry.across === 1;
    // one column needs no canvas as wide as the board
    this.#left = alone ? x : 0;
    const across = alone ? width : geometry.x(geometry.across - 1) + geometry.itemWidth;
    this.#mirror = rightToLeft && !alone ? across - geometry.itemWidth : 0;
    if (this.#lost || (end - first > FEW && !this.#posted)) this.close();
    const drawer = this.#drawer ?? this.#open(end - first > FEW);
    const stretch: Stretch = {
      geometry,
      first,
      end,
      left: this.#left,
      top: element.parentElement?.offsetTop ?? 0,
      width: across,
      // a few rows need no more than one
      whole: end - first <= FEW,
    };
    this.#sheets ??= new BoardSheets(this.#cover, drawer);
    const turned = rightToLeft !== this.#rightToLeft;
    const all = turned || geometry !== this.#geometry || this.#ratio !== devicePixelRatio;
    this.#rightToLeft = rightToLeft;
    this.#geometry = geometry;
    this.#ratio = devicePixelRatio;
    this.#next = 0;
    const isFresh = this.#sheets.lay(stretch, all);
    for (const view of views) if (isFresh(view.index)) view.trailDue = true;
    this.#place = { x, y: top - row.top, width, height };
  }

  /** Whether it is time to draw again. */
  isDue(now: number): boolean {
    return this.#place !== undefined && (this.#next > 0 || now - this.#drawn >= TRAIL_MS);
  }

  /** Whether the canvases are lost, or have another resolution than the screen by now. */
  get isBlurred(): boolean {
    return this.#lost || (this.#place !== undefined && this.#ratio !== devicePixelRatio);
  }

  /** Draws those that changed, or as many as one frame should; `all` draws them all. `first` and `end`: the rows that the canvases are over. */
  draw(views: readonly BoardView[], now: number, first: number, end: number, all = false): void {
    const place = this.#place;
    const geometry = this.#geometry;
    const sheets = this.#sheets;
    if (!place || !geometry || !sheets) return;
    if (all) this.#next = 0;
    if (this.#next === 0) this.#drawn = now;
    let left = all ? Number.POSITIVE_INFINITY : AT_ONCE;
    const box = this.#box;
    for (; this.#next < views.length && left > 0; this.#next++) {
      const view = views[this.#next] as BoardView;
      const { row, index } = view;
      if (!view.trailDue || !row || index < first || index >= end) continue;
      const sheet = sheets.of(index);
      const count = row.reader?.readTrail(points) ?? 0;
      // the kernel ran ahead: the next drawing has it
      if (!sheet || count < 0) continue;
      view.trailDue = false;
      left--;
      const x = geometry.x(index);
      box.x = (this.#mirror ? this.#mirror - x : x) + place.x - this.#left;
      box.y = geometry.y(index) - sheet.top + place.y;
      box.width = place.width;
      box.height = place.height;
      const shade = row.stale ? 'muted' : moveOf(row.change) || 'muted';
      this.#drawer?.draw(sheet.number, box, points, count, SHADES.indexOf(shade));
    }
    if (this.#next >= views.length) this.#next = 0;
    sheets.flush();
  }

  /** Takes the canvases away; the next `cover` makes others. */
  close(): void {
    this.#sheets?.clear();
    this.#drawer?.close();
    this.#sheets = this.#drawer = this.#geometry = this.#place = undefined;
    this.#posted = this.#lost = false;
  }

  /** `many`: so many that a worker is worth its while. */
  #open(many: boolean): Sheets {
    const shown = (numbers: readonly number[]) => this.#sheets?.show(numbers);
    const posted = many
      ? postedSheets({
          shown,
          lost: () => {
            this.#lost = true;
          },
        })
      : undefined;
    // where there is no painter, nobody looks for one again
    this.#posted = many;
    this.#drawer = posted ?? new LocalSheets(shown);
    this.recolour();
    return this.#drawer;
  }
}
