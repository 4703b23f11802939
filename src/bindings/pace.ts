/** What is looked at so many times a second. */
export interface Paced {
  /** Looks, and says so where something is new. */
  beat(): void;
  /** Whether it is looked at on hidden pages, too. */
  readonly whileHidden: boolean;
}

/** Looks a second, at most: more than a display shows helps nobody. */
export const MOST_A_SECOND = 60;

const paces = new Map<number, Pace>();

/**
 * The one timer of all watches with the same rate, so that a framework hears of all their news in one task and renders once. From one look to the
 * next passes an interval or more. On hidden pages it rests, and looks at once when they are shown again. Main thread.
 */
export class Pace {
  readonly #interval: number;
  readonly #watches = new Set<Paced>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = Number.NEGATIVE_INFINITY;

  private constructor(interval: number) {
    this.#interval = interval;
  }

  /** `rate`: looks a second, above 0 and up to 60; another one is a RangeError. */
  static of(rate: number): Pace {
    if (!(rate > 0 && rate <= MOST_A_SECOND)) {
      throw new RangeError(`maxRate: expected a number above 0 and not above ${MOST_A_SECOND}, not ${rate}`);
    }
    let pace = paces.get(rate);
    if (!pace) {
      pace = new Pace(1000 / rate);
      paces.set(rate, pace);
    }
    return pace;
  }

  add(watch: Paced): void {
    if (this.#watches.size === 0) document.addEventListener('visibilitychange', this.#arm);
    this.#watches.add(watch);
    this.#arm();
  }

  remove(watch: Paced): void {
    this.#watches.delete(watch);
    if (this.#watches.size > 0) return;
    document.removeEventListener('visibilitychange', this.#arm);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #arm = (): void => {
    if (this.#timer || ![...this.#watches].some(isLookedAt)) return;
    this.#timer = setTimeout(this.#beat, Math.max(0, this.#last + this.#interval - performance.now()));
  };

  readonly #beat = (): void => {
    this.#timer = undefined;
    const now = performance.now();
    // timers come early, too
    if (now >= this.#last + this.#interval) {
      this.#last = now;
      for (const watch of [...this.#watches]) {
        try {
          if (isLookedAt(watch)) watch.beat();
        } catch (error) {
          reportError(error);
        }
      }
    }
    this.#arm();
  };
}

const isLookedAt = ({ whileHidden }: Paced) => whileHidden || !document.hidden;
