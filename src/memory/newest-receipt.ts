import { LANE, SLOT } from './layout.js';
import type { LaneAddress, PageMemory } from './page-memory.js';

const words = new Int32Array(2);
const time = new Float64Array(words.buffer);
const RECEIVED = SLOT.RECEIVED >> 2;

/** When the newest tick that a lane has published was received, epoch ms; NaN before the first, and while a publication is in progress. Main thread. */
export function newestReceipt({ i32 }: PageMemory, lane: LaneAddress): number {
  const slot = (i32[(lane + LANE.SLOT) >> 2] as number) >> 2;
  const version = Atomics.load(i32, slot);
  words[0] = Atomics.load(i32, slot + RECEIVED);
  words[1] = Atomics.load(i32, slot + RECEIVED + 1);
  // 0: nothing was published yet
  return version !== 0 && !(version & 1) && Atomics.load(i32, slot) === version ? (time[0] as number) : Number.NaN;
}
