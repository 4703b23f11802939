/**
 * The page's frame loop: nobody else calls `requestAnimationFrame`. It paints what changed and is on screen, within a
 * budget of time and fairly, and sleeps where nothing moves. This room imports nothing: the loop is given where to sleep
 * and what to paint.
 */

import { FrameSource } from './frame-source.js';
import { PaintShare } from './paint-share.js';

/** Something that shows what it reads. Main thread. */
export interface Paintable {
  /** Whether `paint` would show something new. Asked in every frame: a look at one word, not more. */
  changed(): boolean;
  /** Shows it. `now` is the frame's time on the clock of `performance.now()`. */
  paint(now: number): void;
  /** Whether its element is in the window; the loop sets it. */
  visible: boolean;
  /** Whether to paint it out of the window, too. */
  readonly always?: boolean;
  /** Least milliseconds from one paint to the next, on average; 0: every frame. */
  readonly interval: number;
  /** All paints of the frame that painted it are done. */
  painted?(): void;
}

/** Hears of every frame while it watches. Main thread. */
export interface FrameWatcher {
  /** A frame's paints are done. `now`: the frame's time; `began`, `ended`: of the paints; all on the clock of `performance.now()`. */
  frame(now: number, began: number, ended: number): void;
  /** The loop asked for no further frame: the time until the next one is rest, and says nothing of how fast frames come. */
  rest(): void;
}

/** Where the loop sleeps. */
export interface Bed {
  /** Says that the loop sleeps, at once; resolves when something was published. */
  park(): Promise<void>;
  /** Ends the sleep from this thread. */
  wake(): void;
}

/** Frames without a change after which the loop sleeps: an idle loop would cost 3.6% of a core. */
const QUIET_FRAMES = 30;
/** Milliseconds of a frame that paints may take together: what is left is the browser's, for style, layout and raster. */
const BUDGET_MS = 8;
/** Frames come a little early and a little late. */
const JITTER_MS = 1;
/** Name of what the timings of developer tools show while somebody watches: paints of a frame that took so many ms or more together. */
const MEASURE = 'ticklane paint';
const MEASURED_MS = 1;

/** Where nothing is in sight, publications do not wake the loop: it looks so often, in ms, whether something is to be painted all the same. */
const UNSEEN_MS = 500;

const isSeen = (paintable: Paintable) => paintable.visible || paintable.always;

export class FrameLoop {
  readonly #bed: Bed;
  /** When each may be painted again; in the order of painting. */
  readonly #due = new Map<Paintable, number>();
  readonly #shown = new Map<Element, Paintable>();
  readonly #watcher: IntersectionObserver;
  readonly #watchers = new Set<FrameWatcher>();
  readonly #frames = new FrameSource(
    () => this.#shown.keys(),
    (now) => this.#paint(now),
  );
  /** Of the frame at hand. */
  readonly #painted: Paintable[] = [];
  readonly #share = new PaintShare();
  /** How many were in sight in the last frame. */
  #seen = 0;
  #quiet = 0;
  #asleep = false;
  /** Of the next look, while nothing is in sight. */
  #look: ReturnType<typeof setTimeout> | undefined;

  constructor(bed: Bed) {
    this.#bed = bed;
    this.#watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const paintable = this.#shown.get(target);
        if (paintable) paintable.visible = isIntersecting;
      }
      this.wake();
    });
  }

  /** Whether a frame is asked for; a sleeping loop and an empty one ask for none. */
  get running(): boolean {
    return this.#frames.asked;
  }

  /** From the next frame on paints this while the element is in the window. */
  add(paintable: Paintable, element: Element): void {
    if (this.#due.size === 0) this.#frames.begin();
    this.#due.set(paintable, 0);
    this.#shown.set(element, paintable);
    this.#watcher.observe(element);
    this.wake();
  }

  remove(paintable: Paintable, element: Element): void {
    this.#due.delete(paintable);
    this.#shown.delete(element);
    this.#watcher.unobserve(element);
    if (this.#due.size === 0) this.#frames.end();
  }

  /** From the next frame on tells how frames go. Watching asks for no frame: a loop that rests goes on resting. */
  watch(watcher: FrameWatcher): void {
    this.#watchers.add(watcher);
  }

  unwatch(watcher: FrameWatcher): void {
    this.#watchers.delete(watcher);
  }

  /** Looks at everything in the next frame, and in the 30 after it. */
  wake(): void {
    this.#quiet = 0;
    if (this.#asleep) this.#bed.wake();
    else this.#ask();
  }

  #ask(): void {
    clearTimeout(this.#look);
    // a hidden page gets no frames, and this costs nothing until it is shown again
    if (this.#due.size > 0) this.#frames.ask();
  }

  #paint(now: number): void {
    const painted = this.#painted;
    const began = performance.now();
    const end = began + BUDGET_MS;
    this.#share.frame(now);
    const most = this.#share.most(this.#seen);
    this.#seen = 0;
    let moved = false;
    let full = false;
    // by keys: an entry would be an object for each of a thousand in each frame
    for (const paintable of this.#due.keys()) {
      try {
        if (!isSeen(paintable)) continue;
        this.#seen++;
        if (full || !paintable.changed()) continue;
        moved = true;
        const due = this.#due.get(paintable) as number;
        if (now + JITTER_MS < due) continue;
        full = painted.length >= most || (painted.length > 0 && performance.now() > end);
        if (full) continue;
        painted.push(paintable);
        // half an interval may be made up for, so that the rate holds on average and is never above
        this.#due.set(paintable, Math.max(due, now - paintable.interval / 2) + paintable.interval);
        paintable.paint(now);
      } catch (error) {
        this.#drop(paintable, error);
      }
    }
    if (full) this.#turn(painted);
    for (const each of painted) {
      try {
        each.painted?.();
      } catch (error) {
        this.#drop(each, error);
      }
    }
    painted.length = 0;
    this.#quiet = moved ? 0 : this.#quiet + 1;
    if (this.#quiet < QUIET_FRAMES) this.#ask();
    else void this.#sleep();
    if (this.#watchers.size > 0) this.#tell(now, began);
  }

  /** Whoever had no time in this frame comes first in the next: those that were painted go behind them. */
  #turn(painted: readonly Paintable[]): void {
    for (const each of painted) {
      const next = this.#due.get(each) as number;
      if (this.#due.delete(each)) this.#due.set(each, next);
    }
  }

  /** What throws is painted no more; the others are. */
  #drop(paintable: Paintable, error: unknown): void {
    this.#due.delete(paintable);
    reportError(error);
  }

  #tell(now: number, began: number): void {
    const ended = performance.now();
    if (ended - began >= MEASURED_MS) {
      performance.measure(MEASURE, { start: began, end: ended });
      // recorded and told by now: kept, a day of them would fill the memory
      performance.clearMeasures(MEASURE);
    }
    for (const watcher of this.#watchers) {
      watcher.frame(now, began, ended);
      if (!this.running) watcher.rest();
    }
  }

  async #sleep(): Promise<void> {
    if (![...this.#due.keys()].some(isSeen)) {
      this.#look = setTimeout(() => this.#ask(), UNSEEN_MS);
      return;
    }
    this.#asleep = true;
    this.#share.rest();
    const woken = this.#bed.park();
    // looked at after parking: a publication is either seen here, or it wakes
    if (this.#isBehind()) this.#bed.wake();
    await woken;
    this.#asleep = false;
    this.#quiet = 0;
    this.#ask();
  }

  /** Whether there is something to paint; what throws may be, and is dropped in the next frame. */
  #isBehind(): boolean {
    for (const paintable of this.#due.keys()) {
      try {
        if (isSeen(paintable) && paintable.changed()) return true;
      } catch {
        return true;
      }
    }
    return false;
  }
}
