import { type Box, SparklineLayer } from '../../paint/sparkline-layer.js';
import { moveOf } from '../ticker-widget/ticker-face.js';
import { SPARKLINE_POINTS } from '../ticker-widget/ticker-settings.js';
import type { BoardGeometry } from './board-geometry.js';
import type { BoardView } from './board-view.js';

/** Least time between two drawings of one: those that changed are drawn together, as each frame with a drawing costs a whole layer. */
const TRAIL_MS = 250;
/** Sparklines that one frame draws at most, 2 ms without a GPU; the others come in the frames that follow. */
const AT_ONCE = 48;
const points = new Float64Array(SPARKLINE_POINTS);

type Shade = 'up' | 'down' | 'muted';

/** The sparklines of all rows in sight, on one canvas that is scrolled with them. Main thread. */
export class BoardTrails {
  readonly #canvas: HTMLCanvasElement;
  readonly #probes: Readonly<Record<Shade, Element>>;
  readonly #layer: SparklineLayer;
  readonly #colours: Record<Shade, string> = { up: '', down: '', muted: '' };
  /** Where the sparkline is in its row. */
  #place: Box | undefined;
  #left = 0;
  #top = 0;
  #drawn = 0;
  /** The view that the next frame goes on with; 0: all were drawn. */
  #next = 0;
  #ratio = 0;
  #geometry: BoardGeometry | undefined;
  /** Where rows are in a page from right to left: so far from the left edge minus their own place; 0 in others. */
  #mirror = 0;
  readonly #box = { x: 0, y: 0, width: 0, height: 0 };

  /** `probes`: nodes that have the colours. */
  constructor(canvas: HTMLCanvasElement, probes: Readonly<Record<Shade, Element>>) {
    this.#canvas = canvas;
    this.#probes = probes;
    this.#layer = new SparklineLayer(canvas);
  }

  /** Reads the colours again: of the page, of the board, of the system. */
  recolour(): void {
    for (const shade of Object.keys(this.#probes) as Shade[]) {
      this.#colours[shade] = getComputedStyle(this.#probes[shade]).color;
    }
  }

  /**
   * Puts the canvas over the rows from `first` to `end`. What was drawn stays over its rows where the canvas only moves: while the board is
   * scrolled, only the rows that come into sight are drawn. `rightToLeft`: the page's direction.
   */
  cover(views: readonly BoardView[], geometry: BoardGeometry, first: number, end: number, rightToLeft: boolean): void {
    const scrolled = geometry === this.#geometry && this.#place !== undefined;
    this.#geometry = geometry;
    const cell = views[0]?.trend;
    this.#canvas.hidden = !cell || end <= first;
    this.#place = undefined;
    if (!cell || this.#canvas.hidden) {
      this.#geometry = undefined;
      return;
    }
    const row = (views[0] as BoardView).element.getBoundingClientRect();
    const { left, top, width, height } = cell.getBoundingClientRect();
    const x = left - row.left;
    this.#place = { x, y: top - row.top, width, height };
    const lines = Math.ceil((end - first) / geometry.across);
    const alone = geometry.across === 1;
    // one column needs no canvas as wide as the board
    this.#left = alone ? x : 0;
    const before = this.#top;
    this.#top = geometry.y(first);
    const body = views[0]?.element.parentElement;
    const { style } = this.#canvas;
    const across = alone ? width : geometry.x(geometry.across - 1) + geometry.itemWidth;
    this.#mirror = rightToLeft && !alone ? across - geometry.itemWidth : 0;
    const down = lines * geometry.pitch;
    style.left = `${this.#left}px`;
    style.top = `${(body?.offsetTop ?? 0) + this.#top}px`;
    style.width = `${across}px`;
    style.height = `${down}px`;
    this.#ratio = devicePixelRatio;
    this.#next = 0;
    const empty = this.#layer.fit(across, down, devicePixelRatio);
    if (scrolled && !empty) return this.#layer.shift(before - this.#top);
    this.#layer.clear();
    for (const view of views) view.trailDue = true;
  }

  /** Whether it is time to draw again. */
  isDue(now: number): boolean {
    return this.#place !== undefined && (this.#next > 0 || now - this.#drawn >= TRAIL_MS);
  }

  /** Whether the canvas has another resolution than the screen by now. */
  get isBlurred(): boolean {
    return this.#place !== undefined && this.#ratio !== devicePixelRatio;
  }

  /** Draws those that changed, or as many as one frame should; `all` draws them all. `first` and `end`: the rows that the canvas is over. */
  draw(views: readonly BoardView[], now: number, first: number, end: number, all = false): void {
    const place = this.#place;
    const geometry = this.#geometry;
    if (!place || !geometry) return;
    if (all) this.#next = 0;
    if (this.#next === 0) this.#drawn = now;
    let left = all ? Number.POSITIVE_INFINITY : AT_ONCE;
    const box = this.#box;
    for (; this.#next < views.length && left > 0; this.#next++) {
      const view = views[this.#next] as BoardView;
      const { row, index } = view;
      if (!view.trailDue || !row || index < first || index >= end) continue;
      const count = row.reader?.readTrail(points) ?? 0;
      // the kernel ran ahead: the next drawing has it
      if (count < 0) continue;
      view.trailDue = false;
      left--;
      const x = geometry.x(index);
      box.x = (this.#mirror ? this.#mirror - x : x) + place.x - this.#left;
      box.y = geometry.y(index) + place.y - this.#top;
      box.width = place.width;
      box.height = place.height;
      const shade = row.stale ? 'muted' : moveOf(row.change) || 'muted';
      this.#layer.draw(box, points, count, this.#colours[shade]);
    }
    if (this.#next >= views.length) this.#next = 0;
  }
}
