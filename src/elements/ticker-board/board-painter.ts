import type { BoardView } from './board-view.js';

/** Milliseconds of a frame that a board's rows may take: what is left is the browser's, for style, layout and raster. */
const BUDGET_MS = 4;
/** A frame that came so much later than the one before was too much. */
const LATE_MS = 21;
/** Where all rows in sight change all the time, each is painted once in so many frames: nobody reads digits faster. */
const USUAL_FRAMES = 4;
/** Fewer rows than these are always painted together. */
const FEW = 64;
/** Milliseconds within which each has its turn, on a machine that is too slow for more. */
const MOST_MS = 180;
const FRAME_MS = 1000 / 60;
/** Looking at the clock costs as much as painting a cell. */
const CLOCK_EVERY = 8;
/** Where more are in sight, none flashes. */
const FLASHING = 60;
/** Frames in time, after one that was late, until as many rows as usual are painted again. */
const RECOVERY_FRAMES = 240;

/**
 * Paints the rows of a board that changed, some in each frame, in turn: where everything changes in each frame, a row is painted in every
 * fourth one, and late frames make that fewer, down to one in 180 ms. What changes now and then is painted at once. Main thread.
 */
export class BoardPainter {
  readonly #clock: () => number;
  #next = 0;
  /** How much of the usual is painted, from 0 to 1. */
  #strength = 1;
  #before = Number.NaN;
  /** Milliseconds of a frame, where frames are slow by now. */
  #pace = FRAME_MS;

  /** `clock`: of `performance.now()`. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** The next paint comes after a rest, and its frame is not late. */
  rest(): void {
    this.#before = Number.NaN;
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
    if (interval === 0) this.#adapt(now);
    // paints in which each must have its turn
    const turns = Math.max(1, Math.floor(MOST_MS / Math.max(interval, this.#pace)));
    const least = Math.ceil(count / turns);
    const usual = Math.max(FEW, Math.ceil(count / Math.min(USUAL_FRAMES, turns)));
    const most = Math.max(least, Math.ceil(usual * this.#strength));
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

  #adapt(now: number): void {
    const took = now - this.#before;
    this.#before = now;
    if (Number.isNaN(took)) return;
    this.#pace = Math.max(FRAME_MS, took, this.#pace * 0.9);
    if (took > LATE_MS) this.#strength *= 0.8;
    else this.#strength = Math.min(1, this.#strength + 1 / RECOVERY_FRAMES);
  }
}
