/**
 * The page's frame loop: nobody else calls `requestAnimationFrame`. It paints what changed and is on screen, within a
 * budget of time and fairly, and sleeps where nothing moves. This room imports nothing: the loop is given where to sleep
 * and what to paint.
 */

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

const isDirty = (paintable: Paintable) => (paintable.visible || paintable.always) && paintable.changed();

export class FrameLoop {
  readonly #bed: Bed;
  /** When each may be painted again; in the order of painting. */
  readonly #due = new Map<Paintable, number>();
  readonly #shown = new Map<Element, Paintable>();
  readonly #watcher: IntersectionObserver;
  readonly #watchers = new Set<FrameWatcher>();
  #frame = 0;
  #quiet = 0;
  #asleep = false;

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
    return this.#frame !== 0;
  }

  /** From the next frame on paints this while the element is in the window. */
  add(paintable: Paintable, element: Element): void {
    this.#due.set(paintable, 0);
    this.#shown.set(element, paintable);
    this.#watcher.observe(element);
    this.wake();
  }

  remove(paintable: Paintable, element: Element): void {
    this.#due.delete(paintable);
    this.#shown.delete(element);
    this.#watcher.unobserve(element);
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
    // a hidden page gets no frames, and this costs nothing until it is shown again
    if (this.#due.size > 0) this.#frame ||= requestAnimationFrame((now) => this.#paint(now));
  }

  #paint(now: number): void {
    this.#frame = 0;
    const painted: Paintable[] = [];
    const began = performance.now();
    const end = began + BUDGET_MS;
    let moved = false;
    for (const [paintable, due] of this.#due) {
      if (!isDirty(paintable)) continue;
      moved = true;
      if (now + JITTER_MS < due) continue;
      if (painted.length > 0 && performance.now() > end) {
        // whoever had no time in this frame comes first in the next
        for (const each of painted) {
          const next = this.#due.get(each) as number;
          if (this.#due.delete(each)) this.#due.set(each, next);
        }
        break;
      }
      painted.push(paintable);
      // half an interval may be made up for, so that the rate holds on average and is never above
      this.#due.set(paintable, Math.max(due, now - paintable.interval / 2) + paintable.interval);
      try {
        paintable.paint(now);
      } catch (error) {
        this.#due.delete(paintable);
        reportError(error);
      }
    }
    for (const each of painted) each.painted?.();
    this.#quiet = moved ? 0 : this.#quiet + 1;
    if (this.#quiet < QUIET_FRAMES) this.#ask();
    else void this.#sleep();
    if (this.#watchers.size > 0) this.#tell(now, began);
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
    this.#asleep = true;
    const woken = this.#bed.park();
    // looked at after parking: a publication is either seen here, or it wakes
    if ([...this.#due.keys()].some(isDirty)) this.#bed.wake();
    await woken;
    this.#asleep = false;
    this.#quiet = 0;
    this.#ask();
  }
}
