import { type Box, SparklineLayer } from '../../paint/sparkline-layer.js';
import { moveOf } from '../ticker-widget/ticker-face.js';
import { SPARKLINE_POINTS } from '../ticker-widget/ticker-settings.js';
import type { BoardGeometry } from './board-geometry.js';
import type { BoardView } from './board-view.js';

/** Least time between two drawings: all that changed are drawn in one frame, as each frame with a drawing costs a whole layer. */
const TRAIL_MS = 250;
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

  /** Puts the canvas over the rows from `first` to `end`, empty. `views` are those of a new layout, or of another place of the window. `rightToLeft`: the page's direction. */
  cover(views: readonly BoardView[], geometry: BoardGeometry, first: number, end: number, rightToLeft: boolean): void {
    this.#geometry = geometry;
    const cell = views[0]?.trend;
    this.#canvas.hidden = !cell || end <= first;
    this.#place = undefined;
    if (!cell || this.#canvas.hidden) return;
    const { offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height } = cell;
    this.#place = { x, y, width, height };
    const lines = Math.ceil((end - first) / geometry.across);
    const alone = geometry.across === 1;
    // one column needs no canvas as wide as the board
    this.#left = alone ? x : 0;
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
    if (!this.#layer.fit(across, down, devicePixelRatio)) this.#layer.clear();
    for (const view of views) view.trailDue = true;
    this.#drawn = 0;
  }

  /** Whether it is time to draw again. */
  isDue(now: number): boolean {
    return this.#place !== undefined && now - this.#drawn >= TRAIL_MS;
  }

  /** Whether the canvas has another resolution than the screen by now. */
  get isBlurred(): boolean {
    return this.#place !== undefined && this.#ratio !== devicePixelRatio;
  }

  /** Draws those that changed. `first` and `end`: the rows that the canvas is over. */
  draw(views: readonly BoardView[], now: number, first: number, end: number): void {
    const place = this.#place;
    const geometry = this.#geometry;
    if (!place || !geometry) return;
    this.#drawn = now;
    const box = this.#box;
    for (const view of views) {
      const { row, index } = view;
      if (!view.trailDue || !row || index < first || index >= end) continue;
      const count = row.reader?.readTrail(points) ?? 0;
      // the kernel ran ahead: the next drawing has it
      if (count < 0) continue;
      view.trailDue = false;
      const x = geometry.x(index);
      box.x = (this.#mirror ? this.#mirror - x : x) + place.x - this.#left;
      box.y = geometry.y(index) + place.y - this.#top;
      box.width = place.width;
      box.height = place.height;
      const shade = row.stale ? 'muted' : moveOf(row.change) || 'muted';
      this.#layer.draw(box, points, count, this.#colours[shade]);
    }
  }
}
