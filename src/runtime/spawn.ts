/** Starts a kernel's worker from its own file: dev server and tests. Builds swap in spawn.inline.ts or spawn.files.ts. */
export function spawnKernelWorker(name: string): Worker {
  return new Worker(new URL('./kernel.worker.ts', import.meta.url), { type: 'module', name });
}
