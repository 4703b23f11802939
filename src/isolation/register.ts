/** Registration of the worker, step by step. Reloads once at most: the tab remembers it, and so does the browser, which says who served the page. */
import { trustedAddress } from '../assets/trusted.js';
import { ISOLATED, type Isolation, type IsolationOptions, notIsolated } from './isolation.js';
import { cachesOf } from './kept-files.js';
import { readSettings } from './settings.js';
import type { Surroundings } from './surroundings.js';

/** Where the worker's file is and what it is to do, as one address; throws for an option that means nothing. */
export function workerAddress({ worker = 'isolation-worker.js', ...options }: IsolationOptions, base: string): URL {
  const address = new URL(worker, base);
  const { embedder, resource, cache } = options;
  const said = { embedder, resource, cache: typeof cache === 'boolean' ? String(Number(cache)) : cache };
  for (const [name, word] of Object.entries(said)) if (word !== undefined) address.searchParams.set(name, word);
  address.hash = '';
  readSettings(address);
  return address;
}

const scopeOf = ({ scope = '.' }: IsolationOptions, address: URL): string => new URL(scope, address).href;
const flagOf = (scope: string): string => `ticklane-isolation-reloaded ${scope}`;
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const scriptOf = ({ active, waiting, installing }: ServiceWorkerRegistration): string =>
  (active ?? waiting ?? installing)?.scriptURL ?? '';
const isSameFile = (one: string, other: string): boolean => one.split('?')[0] === other.split('?')[0];

/** See `isolate`; in any surroundings. */
export async function isolateIn(place: Surroundings, options: IsolationOptions = {}): Promise<Isolation> {
  // of a page in a frame nothing depends on this worker
  if (place.framed) return place.isolated ? ISOLATED : notIsolated('framed');
  try {
    const workers = place.workers();
    if (!workers) return place.isolated ? ISOLATED : notIsolated(place.secure ? 'unsupported' : 'insecure');
    const address = workerAddress(options, place.base);
    const scope = scopeOf(options, address);
    const before = workers.controller?.scriptURL ?? '';
    const { cache, embedder } = readSettings(address);
    if (place.isolated) {
      place.session().removeItem(flagOf(scope));
      // a host that sends the headers itself needs no worker
      if (cache === 'none' && !isSameFile(before, address.href)) return ISOLATED;
    }
    const problem = await install(workers, place.href, address, scope);
    if (problem) return { ...problem, isolated: place.isolated };
    if (place.isolated) return ISOLATED;
    if (place.served && before === address.href) return notIsolated('ineffective', embedder);
    if (options.reload === false) return notIsolated('installed');
    const session = place.session();
    if (session.getItem(flagOf(scope))) return notIsolated(place.served ? 'ineffective' : 'bypassed', embedder);
    session.setItem(flagOf(scope), 'yes');
    place.reload();
    return notIsolated('reloading');
  } catch (error) {
    return { ...notIsolated('refused', reasonOf(error)), isolated: place.isolated };
  }
}

/** Registers the worker and waits until it serves; what is in the way, or undefined. */
async function install(
  workers: ServiceWorkerContainer,
  page: string,
  address: URL,
  scope: string,
): Promise<Isolation | undefined> {
  if (!page.startsWith(scope)) return notIsolated('outside', scope);
  const there = await workers.getRegistration(scope);
  if (there?.scope === scope && !isSameFile(scriptOf(there), address.href)) {
    return notIsolated('occupied', scriptOf(there));
  }
  const registration = await workers.register(trustedAddress(address.href), { scope, updateViaCache: 'none' });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (worker) await untilActivated(worker);
  return undefined;
}

/** Resolves when the worker serves; rejects where it will not. */
function untilActivated(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === 'activated') resolve();
      else if (worker.state === 'redundant') reject(new Error(`${worker.scriptURL} did not start`));
      else return;
      worker.removeEventListener('statechange', look);
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/** See `unregister`; in any surroundings. */
export async function unregisterIn(place: Surroundings, options: IsolationOptions = {}): Promise<boolean> {
  const workers = place.workers();
  const caches = place.caches();
  if (!workers) return false;
  const address = workerAddress(options, place.base);
  const registrations = await workers.getRegistrations();
  const ours = registrations.filter((one) => isSameFile(scriptOf(one), address.href));
  for (const registration of ours) {
    const { scope } = registration;
    await registration.unregister();
    for (const name of caches ? await cachesOf(caches, scope) : []) await caches?.delete(name);
    place.session().removeItem(flagOf(scope));
  }
  return ours.length > 0;
}
