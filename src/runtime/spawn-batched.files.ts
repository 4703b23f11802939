import { assetAddress } from '../assets/base.js';
import { trustedAddress } from '../assets/trusted.js';

/** Starts the worker of a batched host from its file, as a strict policy wants it. */
export function spawnBatchedWorker(name: string): Worker {
  return new Worker(trustedAddress(assetAddress('batched.worker.js')), { type: 'module', name });
}
