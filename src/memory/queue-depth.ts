import { LANE } from './layout.js';
import type { LaneAddress, PageMemory } from './page-memory.js';

/** Ticks in a lane's ring that its kernel has not drained yet, as of now; those in overflow cells are not among them. Main thread. */
export function queueDepth({ i32 }: PageMemory, lane: LaneAddress): number {
  const read = Atomics.load(i32, (lane + LANE.READ) >> 2);
  // cursors wrap; read first, so that the depth is never below 0
  return (Atomics.load(i32, (lane + LANE.WRITE) >> 2) - read) >>> 0;
}
