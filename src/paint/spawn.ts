/** Starts the painter's worker from its own file: dev server and tests. Builds swap in spawn.inline.ts or spawn.files.ts. */
export function spawnPainterWorker(name: string): Worker {
  return new Worker(new URL('./painter.worker.ts', import.meta.url), { type: 'module', name });
}
