import type { Lane } from '../memory/lane.js';
import type { PageRuntime } from './page.js';
import { type HostEvents, WorkerHost } from './worker-host.js';

/** A worker for one lane, asleep in the kernel's `run` unless ticks arrive. Main thread. */
export class DedicatedHost extends WorkerHost {
  constructor(runtime: PageRuntime, events: Partial<HostEvents> = {}) {
    super(runtime, {
      signalled: () => {},
      replaced: () => {},
      gaveUp: reportError,
      trapped: () => {}, // a trap ends the worker, which has no other lane
      ...events,
    });
  }

  take(lane: Lane): Promise<void> {
    return this.start([lane]);
  }

  change(old: Lane, lane: Lane, carry: boolean, history = 0): Promise<void> {
    return this.changeLanes({ old: old.address, lane: lane.address, carry, history });
  }
}
