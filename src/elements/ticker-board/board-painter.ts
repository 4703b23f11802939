import type { BoardView } from './board-view.js';

/** Milliseconds of a frame that a board's rows may take: what is left is the browser's, for style, layout and raster. */
const BUDGET_MS = 4;
/** A frame that came so much later than the one before was too much. */
const LATE_MS = 21;
/** Each row is painted once in so many frames, at least. */
const MOST_FRAMES = 5;
/** Looking at the clock costs as much as painting a cell. */
const CLOCK_EVERY = 8;
/** Where more are in sight, none flashes. */
const FLASHING = 60;

/**
 * Paints the rows of a board that changed, as many in a frame as the machine can bear, in turn, so that each has its turn within five
 * frames. What is too much is found out: frames that come late paint fewer rows, until they are in time. Main thread.
 */
export class BoardPainter {
  #next = 0;
  #quota = Number.POSITIVE_INFINITY;
  #before = 0;

  /** Paints; `painted` hears of each view. Whether all that changed was painted. */
  paint(views: readonly BoardView[], now: number, moves: boolean, painted: (view: BoardView) => void): boolean {
    const count = views.length;
    if (count === 0) return true;
    const most = this.#adapt(count, now);
    const end = performance.now() + BUDGET_MS;
    const least = Math.ceil(count / MOST_FRAMES);
    const flashes = moves && count <= FLASHING;
    let done = 0;
    for (let step = 0; step < count; step++) {
      const at = (this.#next + step) % count;
      const view = views[at] as BoardView;
      view.row?.look();
      if (!view.behind) continue;
      if (done >= most || (done >= least && done % CLOCK_EVERY === 0 && performance.now() > end)) {
        this.#next = at;
        return false;
      }
      done++;
      view.show(now, flashes);
      painted(view);
    }
    return true;
  }

  #adapt(count: number, now: number): number {
    const took = now - this.#before;
    this.#before = now;
    const least = Math.ceil(count / MOST_FRAMES);
    // after a pause nothing is known
    if (took > 250) return this.#quota;
    if (took > LATE_MS) this.#quota = Math.max(least, Math.min(this.#quota, count) * 0.8);
    else this.#quota = Math.min(count, this.#quota + Math.max(1, count / 60));
    return this.#quota;
  }
}
