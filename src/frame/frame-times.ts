import type { FrameWatcher } from './frame-loop.js';
import { Histogram } from './histogram.js';

/** How frames went since it began to watch; the time in which the loop rested is left out. Main thread. */
export class FrameTimes implements FrameWatcher {
  /** Milliseconds from one frame to the next. */
  readonly intervals = new Histogram();
  /** Milliseconds of each frame's paints. */
  readonly paints = new Histogram();
  /** Milliseconds that all intervals took together. */
  elapsed = 0;
  /** Milliseconds that all paints took together. */
  painted = 0;
  /** Milliseconds that the watching itself took. */
  spent = 0;
  #last = Number.NaN;

  frame(now: number, began: number, ended: number): void {
    const interval = now - this.#last;
    this.#last = now;
    if (interval > 0) {
      this.intervals.add(interval);
      this.elapsed += interval;
    }
    this.paints.add(ended - began);
    this.painted += ended - began;
    this.spent += performance.now() - ended;
  }

  /** The time from the last frame to the next one is no interval: the loop rests, or the page is hidden. */
  rest(): void {
    this.#last = Number.NaN;
  }
}
