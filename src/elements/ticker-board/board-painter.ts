import { PaintShare } from '../../frame/paint-share.js';
import type { BoardView } from './board-view.js';

/** Milliseconds of a frame that a board's rows may take: what is left is the browser's, for style, layout and raster. */
const BUDGET_MS = 4;
/** Looking at the clock costs as much as painting a cell. */
const CLOCK_EVERY = 8;
/** Where more are in sight, none flashes. */
const FLASHING = 60;

/**
 * Paints the rows of a board that changed, some in each frame, in turn: where everything changes in each frame, a row is painted in every
 * fourth one, and late frames make that fewer, down to one in 180 ms. What changes now and then is painted at once. Main thread.
 */
export class BoardPainter {
  readonly #clock: () => number;
  readonly #share = new PaintShare();
  #next = 0;

  /** `clock`: of `performance.now()`. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** The next paint comes after a rest, and its frame is not late. */
  rest(): void {
    this.#share.rest();
  }

  /**
   * Paints; `painted` hears of each view. Whether all that changed was painted. `interval`: least milliseconds between two paints, 0: each
   * frame. `moves`: the user does not mind what moves.
   */
  paint(
    views: readonly BoardView[],
    now: number,
    interval: number,
    moves: boolean,
    painted: (view: BoardView) => void,
  ): boolean {
    const count = views.length;
    if (interval === 0) this.#share.frame(now);
    const least = this.#share.least(count, interval);
    const most = this.#share.most(count, interval);
    const end = this.#clock() + BUDGET_MS;
    const flashes = moves && count <= FLASHING;
    let done = 0;
    for (let step = 0; step < count; step++) {
      const at = (this.#next + step) % count;
      const view = views[at] as BoardView;
      if (!view.behind && !view.row?.unread) continue;
      if (done >= most || (done >= least && done % CLOCK_EVERY === 0 && this.#clock() > end)) {
        this.#next = at;
        return false;
      }
      view.row?.look();
      // published this very moment: it is read in the next frame
      if (!view.behind) continue;
      done++;
      view.show(now, flashes);
      painted(view);
    }
    return true;
  }
}
