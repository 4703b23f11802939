/** Starts a feed's worker from its own file: dev server and tests. Builds swap in spawn.inline.ts or spawn.files.ts. */
export function spawnFeedWorker(name: string): Worker {
  return new Worker(new URL('./feed.worker.ts', import.meta.url), { type: 'module', name });
}
