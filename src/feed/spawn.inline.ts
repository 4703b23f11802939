import { trustedAddress } from '../assets/trusted.js';
import feedAddress from './feed.worker.ts?blob';

/** Starts a feed's worker from the code that is part of this one: works in every bundler and from any origin. */
export function spawnFeedWorker(name: string): Worker {
  return new Worker(trustedAddress(feedAddress()), { type: 'module', name });
}
