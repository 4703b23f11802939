import { assetAddress } from '../assets/base.js';
import { trustedAddress } from '../assets/trusted.js';

/** Starts a kernel's worker from its file, as a strict policy wants it. */
export function spawnKernelWorker(name: string): Worker {
  return new Worker(trustedAddress(assetAddress('kernel.worker.js')), { type: 'module', name });
}
