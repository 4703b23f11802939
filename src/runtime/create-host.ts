import type { Host } from './host.js';
import { LaneHost } from './lane-host.js';
import { createBatchedLane } from './late-lane.js';
import type { PageRuntime } from './page.js';
import type { Passenger } from './seat.js';

/** A host for one lane, as its owner wants it now. Main thread. */
export function createLaneHost(runtime: PageRuntime, passenger: Passenger): Host {
  return passenger.owner.mode === 'shared' ? new LaneHost(runtime, passenger) : createBatchedLane(runtime, passenger);
}
