import { ringBell } from '../memory/host-block.js';
import { DRAINED, HOST, REASON } from '../memory/layout.js';
import { hasStopped, type KernelLoop, type LoopParts, tell } from './kernel-loop.js';
import type { LaneChange } from './kernel-service.js';
import { makeChange } from './lane-change.js';
import { LaneRota } from './lane-rota.js';

/** Milliseconds that lanes are drained before the event loop has its turn: calls of the page wait so long at most. */
const TURN_MS = 4;
/** Where a worker cannot wait without blocking it looks again after so long, while ticks come, and after twice as long, and so on, while none do. */
const LOOK_MS = 4;
const LONGEST_LOOK_MS = 32;

/** Drains many lanes in turn, and waits in the event loop: it never blocks. */
export class PooledLoop implements KernelLoop {
  readonly #parts: LoopParts;
  readonly #rota: LaneRota;
  readonly #yield = taskYield();
  #look = LOOK_MS;

  constructor(parts: LoopParts, lanes: readonly number[]) {
    this.#parts = parts;
    this.#rota = new LaneRota(parts.kernel, parts.views.i32, parts.host);
    for (const lane of lanes) this.#rota.add(lane);
  }

  async work(): Promise<void> {
    const { views, host } = this.#parts;
    for (;;) {
      const drained = this.#rota.turn(TURN_MS);
      // after the turn has read the bell: a reason that this misses rings later than that
      const reason = Atomics.exchange(views.i32, (host + HOST.REASON) >> 2, 0);
      if (drained & REASON.NUDGE) tell({ ticklane: 'nudge' });
      if (drained & REASON.SIGNAL) tell({ ticklane: 'signal', lanes: this.#rota.takeSignalled() });
      for (const trap of this.#rota.takeTrapped()) tell({ ticklane: 'trap', ...trap });
      if (hasStopped(this.#parts, reason)) return;
      if (drained & DRAINED.MORE) await this.#yield();
      else await this.#sleep();
    }
  }

  change(changes: readonly LaneChange[], byteLength: number): string[] {
    const { kernel, views, host } = this.#parts;
    views.renew(byteLength);
    const failures = changes.map((change) => {
      if (change.old) this.#rota.remove(change.old);
      const failure = makeChange(kernel, views.i32, change);
      if (change.lane && !failure) this.#rota.add(change.lane);
      return failure;
    });
    // the page's ring may have been answered before this came
    ringBell(views.i32, host);
    return failures;
  }

  /** Until the bell rings; at least until the event loop has had its turn. */
  async #sleep(): Promise<void> {
    const { i32 } = this.#parts.views;
    const { host } = this.#parts;
    const bell = (host + HOST.BELL) >> 2;
    if (!Atomics.waitAsync) {
      this.#look = Atomics.load(i32, bell) === this.#rota.bell ? Math.min(2 * this.#look, LONGEST_LOOK_MS) : LOOK_MS;
      return new Promise((resolve) => setTimeout(resolve, this.#look));
    }
    // sleeping is said before the bell is compared: a ringer either sees it or is seen
    Atomics.store(i32, (host + HOST.SLEEPING) >> 2, 1);
    const wait = Atomics.waitAsync(i32, bell, this.#rota.bell);
    if (wait.async) await wait.value;
    Atomics.store(i32, (host + HOST.SLEEPING) >> 2, 0);
    if (!wait.async) await this.#yield();
  }
}

/** Lets the event loop have its turn: sooner than a timer of 0, which is 4 ms after the first few. */
function taskYield(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let resume: (() => void) | undefined;
  port1.onmessage = () => resume?.();
  return () =>
    new Promise((resolve) => {
      resume = resolve;
      port2.postMessage(0);
    });
}
