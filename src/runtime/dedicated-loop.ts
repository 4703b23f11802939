import { HOST, REASON } from '../memory/layout.js';
import { hasStopped, type KernelLoop, type LoopParts, tell } from './kernel-loop.js';
import type { LaneChange } from './kernel-service.js';
import { makeChange } from './lane-change.js';

/** Sleeps and drains inside the kernel's `run`, for one lane: this code runs when the page calls and when it stops, never per tick. */
export class DedicatedLoop implements KernelLoop {
  readonly #parts: LoopParts;
  #lane: number;
  /** Calls answered, and what waits for the next one. */
  #answered = 0;
  #whenAnswered: (() => void) | undefined;

  constructor(parts: LoopParts, lane: number) {
    this.#parts = parts;
    this.#lane = lane;
  }

  async work(): Promise<void> {
    const { kernel, views, host } = this.#parts;
    for (;;) {
      const reason = kernel.run(host, this.#lane);
      if (reason & REASON.NUDGE) tell({ ticklane: 'nudge' });
      if (reason & REASON.SIGNAL) tell({ ticklane: 'signal', lanes: [this.#lane] });
      if (hasStopped(this.#parts, reason)) return;
      // the bell is faster than the message: stay in the event loop until every announced call has come
      while (this.#answered !== Atomics.load(views.i32, (host + HOST.CALLS) >> 2)) {
        await new Promise<void>((resolve) => {
          this.#whenAnswered = resolve;
        });
      }
    }
  }

  change(changes: readonly LaneChange[], byteLength: number): string[] {
    const { kernel, views } = this.#parts;
    views.renew(byteLength);
    const failures = changes.map((change) => {
      this.#lane = change.lane;
      return makeChange(kernel, views.i32, change);
    });
    this.#answered++;
    // after comlink has posted the answer
    setTimeout(() => this.#whenAnswered?.());
    return failures;
  }
}
