import { trustedAddress } from '../assets/trusted.js';
import kernelAddress from './kernel.worker.ts?blob';

/** Starts a kernel's worker from the code that is part of this one: works in every bundler and from any origin. */
export function spawnKernelWorker(name: string): Worker {
  return new Worker(trustedAddress(kernelAddress()), { type: 'module', name });
}
