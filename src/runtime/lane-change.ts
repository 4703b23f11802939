import type { TickerKernel } from '../kernels/instance.js';
import { LANE } from '../memory/layout.js';
import type { LaneChange } from './kernel-service.js';

/**
 * Readies the lane that a change brings; `i32` covers it. Repeating a change does no harm, as long as the old lane is there. Why the kernel
 * could not; empty where it could. The thread of the lanes' host.
 */
export function makeChange(kernel: TickerKernel, i32: Int32Array, { old, lane, carry, history }: LaneChange): string {
  try {
    if (!lane) return '';
    // a replacement repeats a change that its predecessor may have made: a lane that has commits has been changed to
    if (old && Atomics.load(i32, (lane + LANE.COMMITTED) >> 2) === 0) {
      while (kernel.drain(old));
      if (carry) kernel.adopt(lane, old, history);
    } else {
      // it may have died there before it published, or holding a cell
      kernel.recover(lane);
    }
    return '';
  } catch (error) {
    return String(error);
  }
}
