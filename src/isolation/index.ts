/**
 * `ticklane/isolation-worker`: cross-origin isolation on static hosts that cannot send headers. A service worker adds them to the pages of its
 * folder, and the page that registers it is loaded once more; by a flag the worker also keeps what a start without a network needs. The page's half
 * is here, `isolation.worker.ts` is the other; both together are the file `dist/isolation-worker.js`, which a site copies beside its
 * pages. Nothing here knows of feeds or elements: without isolation they work too, in batched mode. Its limits are in docs/isolation.md.
 */
import type { Isolation, IsolationOptions } from './isolation.js';
import { isolateIn, unregisterIn } from './register.js';
import { readSurroundings } from './surroundings.js';

export type { Isolation, IsolationOptions, IsolationReason } from './isolation.js';
export type { EmbedderPolicy, ResourcePolicy } from './settings.js';

/** Calls come one after the other: two that reload would each take the other's reload for a failed one. */
let last: Promise<Isolation | undefined> = Promise.resolve(undefined);

/**
 * Makes this page isolated by the service worker: registers it, and loads the page once more where that is of use, once. Resolves with whether
 * the page is isolated and, where it is not, why; also where it is about to be loaded again (`reason: 'reloading'`). A page that is isolated
 * already and wants nothing kept is left alone. Never rejects. Main thread; in Node it resolves with `unsupported`.
 */
export function isolate(options: IsolationOptions = {}): Promise<Isolation> {
  const next = last.then((before) =>
    before?.reason === 'reloading' ? before : isolateIn(readSurroundings(), options),
  );
  last = next;
  return next;
}

/**
 * Takes the worker away from all its scopes, with everything it has kept; true where there was one. The page stays as it is until it is loaded
 * again. Rejects where the browser refuses. Main thread.
 */
export function unregister(options: Pick<IsolationOptions, 'worker'> = {}): Promise<boolean> {
  return unregisterIn(readSurroundings(), options);
}
