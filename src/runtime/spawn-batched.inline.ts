import { trustedAddress } from '../assets/trusted.js';
import batchedAddress from './batched.worker.ts?blob';

/** Starts the worker of a batched host from the code that is part of this one: works in every bundler and from any origin. */
export function spawnBatchedWorker(name: string): Worker {
  return new Worker(trustedAddress(batchedAddress()), { type: 'module', name });
}
