import { assetAddress } from '../assets/base.js';
import { trustedAddress } from '../assets/trusted.js';

/** Starts a feed's worker from its file, as a strict policy wants it. */
export function spawnFeedWorker(name: string): Worker {
  return new Worker(trustedAddress(assetAddress('feed.worker.js')), { type: 'module', name });
}
