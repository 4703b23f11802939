/** What the page saw of clicks, keys and the wheel. */
export interface Inputs {
  /** Milliseconds from a click or a key to the next frame that shows what came of it, by Event Timing: those of 16 and more, the longest of each. */
  readonly told: readonly number[];
  /** Milliseconds from such a one until the page has handled it. */
  readonly handled: readonly number[];
  /** Milliseconds from a turn of the wheel until the page is in the first frame after it heard of it. */
  readonly scrolls: readonly number[];
}

/** Event Timing tells of nothing quicker, and in steps of 8 ms. */
const LEAST_MS = 16;

/** Listens to how the page answers. Main thread. */
export class InputRecord {
  readonly #told = new Map<number, number>();
  readonly #handled = new Map<number, number>();
  #scrolls: number[] = [];
  readonly #observer = new PerformanceObserver((list) => this.#take(list.getEntries()));

  constructor() {
    // scroll events stay within a shadow root: the wheel is heard of everywhere
    addEventListener('wheel', ({ timeStamp }) => this.#turn(timeStamp), { capture: true, passive: true });
  }

  begin(): void {
    this.#told.clear();
    this.#handled.clear();
    this.#scrolls = [];
    const options: PerformanceObserverInit & { durationThreshold: number } = {
      type: 'event',
      durationThreshold: LEAST_MS,
    };
    this.#observer.observe(options);
  }

  end(): Inputs {
    this.#take(this.#observer.takeRecords());
    this.#observer.disconnect();
    return { told: [...this.#told.values()], handled: [...this.#handled.values()], scrolls: this.#scrolls };
  }

  #take(entries: PerformanceEntryList): void {
    for (const entry of entries) {
      const { interactionId, duration, startTime, processingEnd } = entry as PerformanceEventTiming & {
        interactionId: number;
      };
      if (interactionId === 0) continue;
      this.#told.set(interactionId, Math.max(duration, this.#told.get(interactionId) ?? 0));
      const handled = Math.max(processingEnd - startTime, this.#handled.get(interactionId) ?? 0);
      this.#handled.set(interactionId, handled);
    }
  }

  #turn(time: number): void {
    requestAnimationFrame(() => this.#scrolls.push(performance.now() - time));
  }
}
