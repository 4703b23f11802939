/** A frame that came so much later than the one before was too much. */
const LATE_MS = 21;
/** Where all change all the time, each is painted once in so many frames: nobody reads digits faster. */
const USUAL_FRAMES = 4;
/** Fewer than these are always painted together. */
const FEW = 64;
/** Milliseconds within which each has its turn, on a machine that is too slow for more. */
const MOST_MS = 180;
const FRAME_MS = 1000 / 60;
/** Frames in time, after one that was late, until as many as usual are painted again. */
const RECOVERY_FRAMES = 240;

/**
 * How many of those that change are painted in a frame: each in every fourth one where all of them do, fewer while frames come late, and each
 * within 180 ms in any case. What a paint costs the browser afterwards, in style, layout and raster, shows in nothing but late frames.
 */
export class PaintShare {
  /** How much of the usual is painted, from 0 to 1. */
  #strength = 1;
  #before = Number.NaN;
  /** Milliseconds of a frame, where frames are slow by now. */
  #pace = FRAME_MS;

  /** The next frame comes after a rest, and is not late. */
  rest(): void {
    this.#before = Number.NaN;
  }

  /** A frame begins; `now`: its time. */
  frame(now: number): void {
    const took = now - this.#before;
    this.#before = now;
    if (Number.isNaN(took)) return;
    this.#pace = Math.max(FRAME_MS, took, this.#pace * 0.9);
    if (took > LATE_MS) this.#strength *= 0.8;
    else this.#strength = Math.min(1, this.#strength + 1 / RECOVERY_FRAMES);
  }

  /** So many of `count` at least. `interval`: milliseconds between two paints where they are fewer than frames. */
  least(count: number, interval = 0): number {
    return Math.ceil(count / this.#turns(interval));
  }

  /** So many at most. */
  most(count: number, interval = 0): number {
    if (count <= FEW) return FEW;
    const usual = Math.max(FEW, Math.ceil(count / Math.min(USUAL_FRAMES, this.#turns(interval))));
    return Math.max(this.least(count, interval), Math.ceil(usual * this.#strength));
  }

  /** Paints in which each must have its turn. */
  #turns(interval: number): number {
    return Math.max(1, Math.floor(MOST_MS / Math.max(interval, this.#pace)));
  }
}
