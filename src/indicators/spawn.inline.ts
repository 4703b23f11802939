import { nodeThreads } from './node.js';
import source from './series.worker.ts?text';

let url: URL | undefined;

/** Where the code of a series' worker is: a part of this one, which works in every bundler, from any origin, and in Node. */
export function workerUrl(): URL {
  url ??= new URL(
    nodeThreads()
      ? `data:text/javascript,${encodeURIComponent(source)}`
      : URL.createObjectURL(new Blob([source], { type: 'text/javascript' })),
  );
  return url;
}
