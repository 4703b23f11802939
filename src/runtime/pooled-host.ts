import type { PageRuntime } from './page.js';
import type { Seat, SharedHost } from './seat.js';
import { type HostEvents, WorkerHost } from './worker-host.js';

/** A worker for many lanes, which stays in its event loop. Main thread. */
export class PooledHost extends WorkerHost implements SharedHost {
  readonly seats = new Set<Seat>();

  /** Which of the page's shared hosts it is. */
  readonly place: number;

  constructor(runtime: PageRuntime, events: HostEvents, place: number) {
    super(runtime, events, place);
    this.place = place;
  }
}
