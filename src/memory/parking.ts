import { PAGE, PARKING } from './layout.js';
import type { PageMemory } from './page-memory.js';

/** Whether this engine lets the main thread wait on a word without blocking. */
export const canWaitAsync = !!globalThis.Atomics?.waitAsync;

/**
 * Where the page's frame loop sleeps. Main thread. The loop parks first and looks at the slots afterwards; a kernel
 * publishes first and looks at this word afterwards: one of the two sees the other, so no publication is slept through.
 */
export class Parking {
  readonly #memory: PageMemory;
  #woken: (() => void) | undefined;

  constructor(memory: PageMemory) {
    this.#memory = memory;
  }

  /** Says that the loop sleeps. Resolves when a kernel publishes, or `wake` is called. Look at the slots after the call. */
  park(): Promise<void> {
    const { i32 } = this.#memory;
    const word = PAGE.PARKING >> 2;
    return new Promise((resolve) => {
      this.#woken = resolve;
      // nobody can notify over a memory that is not shared
      const waits = canWaitAsync && this.#memory.shared;
      const value = waits ? PARKING.NOTIFY : PARKING.MESSAGE;
      Atomics.store(i32, word, value);
      if (!waits) return;
      const wait = Atomics.waitAsync(i32, word, value);
      if (wait.async) void wait.value.then(() => this.#resolve());
      else this.#resolve();
    });
  }

  /** Ends the sleep from the main thread: a widget came, or a host's nudge arrived where `waitAsync` is missing. */
  wake(): void {
    const { i32 } = this.#memory;
    Atomics.store(i32, PAGE.PARKING >> 2, PARKING.AWAKE);
    Atomics.notify(i32, PAGE.PARKING >> 2);
    this.#resolve();
  }

  #resolve(): void {
    this.#woken?.();
    this.#woken = undefined;
  }
}
