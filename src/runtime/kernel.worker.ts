import { expose } from 'comlink';
import { instantiateTicker, type TickerKernel } from '../kernels/instance.js';
import { HOST, HOST_STATE, LANE, REASON } from '../memory/layout.js';
import { KERNEL_MESSAGE, type KernelService, type KernelStart } from './kernel-service.js';

/**
 * A dedicated host's worker. It sleeps and drains inside the kernel's `run`; this code runs when it starts, when the page
 * calls, and when it stops, never per tick.
 */
let kernel: TickerKernel;
let memory: WebAssembly.Memory;
let i32: Int32Array;
let host = 0;
let lane = 0;
/** Control calls answered, and what waits for the next one. */
let answered = 0;
let whenAnswered: (() => void) | undefined;

/** Takes the lock and keeps it until this worker is dead: the promise of the holder never settles. */
function hold(lock: string): Promise<boolean> {
  return new Promise((resolve) => {
    if (!navigator.locks) return resolve(false);
    navigator.locks
      .request(lock, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false)); // an opaque origin has no locks
  });
}

async function work(): Promise<void> {
  for (;;) {
    const reason = kernel.run(host, lane);
    if (reason & REASON.NUDGE) postMessage(KERNEL_MESSAGE.NUDGE);
    if (reason & REASON.SIGNAL) postMessage(KERNEL_MESSAGE.SIGNAL);
    if (reason & REASON.STOP) {
      Atomics.store(i32, (host + HOST.STATE) >> 2, HOST_STATE.STOPPED);
      postMessage(KERNEL_MESSAGE.STOPPED);
      close();
      return;
    }
    // the bell is faster than the message: stay in the event loop until every announced call has come
    while (answered !== Atomics.load(i32, (host + HOST.CALLS) >> 2)) {
      await new Promise<void>((resolve) => {
        whenAnswered = resolve;
      });
    }
  }
}

function countAnswer(): void {
  answered++;
  // after comlink has posted the answer
  setTimeout(() => whenAnswered?.());
}

const service: KernelService = {
  async begin(start: KernelStart) {
    ({ host, lane, memory } = start);
    i32 = new Int32Array(memory.buffer);
    const locked = await hold(start.lock);
    kernel = await instantiateTicker(start.module, memory);
    kernel.recover(lane);
    Atomics.store(i32, (host + HOST.STATE) >> 2, HOST_STATE.RUNNING);
    setTimeout(work);
    return { locked };
  },

  change(old, next, carry, history) {
    // a replacement repeats a change that its predecessor may have made: a lane that has commits has been changed to
    i32 = new Int32Array(memory.buffer);
    if (Atomics.load(i32, (next + LANE.COMMITTED) >> 2) === 0) {
      while (kernel.drain(old));
      if (carry) kernel.adopt(next, old, history);
    } else {
      // it may have died there before it published, or holding a cell
      kernel.recover(next);
    }
    lane = next;
    countAnswer();
  },
};

expose(service);
