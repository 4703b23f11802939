import type { TestContext } from 'node:test';

interface Timer {
  readonly call: () => void;
  /** Milliseconds between two calls; 0 for a single one. */
  readonly every: number;
  due: number;
}

/** Timers and `performance.now()` of a test, in a time that passes when it is told: minutes of a thousand clients take a second. */
export class VirtualTime {
  now = 0;
  readonly #step: number;
  /** Timers by the step in which they are due. */
  readonly #due = new Map<number, Set<Timer>>();

  /** Until the test ends. `step`: milliseconds in which what is due is due together. */
  constructor(test: TestContext, step: number) {
    this.#step = step;
    const { mock } = test;
    const start = (call: () => void, delay: number, every: number) => {
      const timer = { call, every, due: 0 };
      this.#plan(timer, delay);
      return timer;
    };
    const clear = (timer: Timer | undefined) => timer && this.#due.get(timer.due)?.delete(timer);
    mock.method(globalThis, 'setTimeout', (call: () => void, delay = 0) => start(call, delay, 0));
    mock.method(globalThis, 'setInterval', (call: () => void, delay: number) => start(call, delay, delay));
    mock.method(globalThis, 'clearTimeout', clear);
    mock.method(globalThis, 'clearInterval', clear);
    mock.method(performance, 'now', () => this.now);
  }

  /** Lets one step pass. */
  pass(): void {
    this.now += this.#step;
    const due = this.#due.get(this.now);
    // a set goes on to what its calls add, and leaves out what they remove
    for (const timer of due ?? []) {
      due?.delete(timer);
      if (timer.every > 0) this.#plan(timer, timer.every);
      timer.call();
    }
    this.#due.delete(this.now);
  }

  #plan(timer: Timer, delay: number): void {
    const steps = Math.max(1, Math.ceil(delay / this.#step));
    timer.due = this.now + steps * this.#step;
    const due = this.#due.get(timer.due);
    if (due) due.add(timer);
    else this.#due.set(timer.due, new Set([timer]));
  }
}
