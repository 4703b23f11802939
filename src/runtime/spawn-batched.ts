/** Starts the worker of a batched host from its own file: dev server and tests. Builds swap in spawn-batched.inline.ts or spawn-batched.files.ts. */
export function spawnBatchedWorker(name: string): Worker {
  return new Worker(new URL('./batched.worker.ts', import.meta.url), { type: 'module', name });
}
