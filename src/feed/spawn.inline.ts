import FeedWorker from './feed.worker.ts?worker&inline';

/** Starts a feed's worker from the code that is part of this one: works in every bundler and from any origin. */
export function spawnFeedWorker(name: string): Worker {
  return new FeedWorker({ name });
}
