import { nodeThreads } from './node.js';

/** Where the code of a series' worker is: its own file, for the dev server and tests. Builds swap in spawn.inline.ts. */
export function workerUrl(): URL {
  const file = new URL('./series.worker.ts', import.meta.url);
  if (!nodeThreads()) return file;
  // a thread of Node does not know TypeScript
  const tsx = import.meta.resolve('tsx/esm/api');
  return new URL(`data:text/javascript,import{register}from'${tsx}';register();await import('${file}')`);
}
