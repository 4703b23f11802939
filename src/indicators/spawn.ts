/** Where the code of a series' worker is: its own file, for the dev server and tests. Builds swap in spawn.inline.ts. */
export function workerUrl(): URL {
  return new URL('./series.worker.ts', import.meta.url);
}
