import { expose } from 'comlink';
import { instantiateTicker } from '../kernels/instance.js';
import { HOST, HOST_STATE } from '../memory/layout.js';
import { Views } from '../memory/views.js';
import { DedicatedLoop } from './dedicated-loop.js';
import type { KernelLoop } from './kernel-loop.js';
import type { KernelService } from './kernel-service.js';
import { PooledLoop } from './pooled-loop.js';

/** A host's worker: it takes its lock, makes its kernel, and runs it in the one way or the other. */
let loop: KernelLoop;

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

const service: KernelService = {
  async begin({ module, memory, byteLength, host, lanes, many, lock }) {
    const locked = await hold(lock);
    const kernel = await instantiateTicker(module, memory);
    const views = new Views(memory);
    views.renew(byteLength);
    for (const lane of lanes) kernel.recover(lane);
    const parts = { kernel, views, host };
    loop = many ? new PooledLoop(parts, lanes) : new DedicatedLoop(parts, lanes[0] as number);
    Atomics.store(views.i32, (host + HOST.STATE) >> 2, HOST_STATE.RUNNING);
    setTimeout(() => loop.work());
    return { locked };
  },

  change: (changes, byteLength) => loop.change(changes, byteLength),
};

expose(service);
