import type { TickerKernel } from '../kernels/instance.js';
import { HOST, HOST_STATE, REASON } from '../memory/layout.js';
import type { Views } from '../memory/views.js';
import type { KernelMessage, LaneChange } from './kernel-service.js';

/** How a host's worker spends its time. */
export interface KernelLoop {
  /** Runs until the page tells it to stop. */
  work(): Promise<void>;
  change(changes: readonly LaneChange[], byteLength: number): string[];
}

/** What both kinds of loops are made of. */
export interface LoopParts {
  readonly kernel: TickerKernel;
  readonly views: Views;
  readonly host: number;
}

export const tell = (message: KernelMessage) => postMessage(message);

/** Whether a reason was to stop; the kernel does not run again then. */
export function hasStopped({ views, host }: LoopParts, reason: number): boolean {
  if (!(reason & REASON.STOP)) return false;
  Atomics.store(views.i32, (host + HOST.STATE) >> 2, HOST_STATE.STOPPED);
  tell({ ticklane: 'stopped' });
  close();
  return true;
}
