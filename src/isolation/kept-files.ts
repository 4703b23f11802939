/**
 * What is kept for a start without a network. The network goes first, so that nobody sees yesterday's page; only a file of this package with
 * its version in its address is not asked for twice. A cache has the worker's version and scope in its name: several sites can lie on one
 * origin, and none forgets another's. Service worker only, except `cachesOf`.
 */
import type { IsolationSettings } from './settings.js';

const PREFIX = 'ticklane-isolation';
/** Pages, or files of the page's own, that are kept: more are those of long ago. */
const LIMIT = 200;
/** `ticklane.js` and the worker itself, what lies below a folder `ticklane` or `ticklane@0.1.0`, and codecs and parts, which lie beside the first. */
const OF_THE_KIT =
  /\/(ticklane(@[^/]*)?\/.+|(ticklane|isolation-worker)[\w.@-]*|(codecs|parts)\/[\w-]+)\.(js|mjs|css|wasm)$/;
const VERSION = /[@/-]v?(\d+\.\d+\.\d+[\w.+-]*?)(?=\/|\.m?js$|\.css$|\.wasm$)/;
/** What starts an application; not what it fetches, which would be prices. */
const OF_A_START: readonly RequestDestination[] = [
  'script',
  'style',
  'worker',
  'sharedworker',
  'font',
  'image',
  'manifest',
];

/** A page, a file of this package, or a file of the page's own. */
export type Kind = 'page' | 'kit' | 'own';

/** What a request asks for, as far as it is to be kept; undefined: it is not. */
export function kindOf(
  { method, mode, destination, url, headers }: Pick<Request, 'method' | 'mode' | 'destination' | 'url' | 'headers'>,
  { cache }: IsolationSettings,
  origin: string,
): Kind | undefined {
  // a part of a file is no file
  if (cache === 'none' || method !== 'GET' || headers.has('Range')) return undefined;
  if (mode === 'navigate') return 'page';
  const address = new URL(url);
  // what nobody may read cannot be kept
  if (address.origin !== origin && mode === 'no-cors') return undefined;
  if (OF_THE_KIT.test(address.pathname)) return 'kit';
  const starts = OF_A_START.includes(destination) || address.pathname.endsWith('.wasm');
  return cache === 'all' && address.origin === origin && starts ? 'own' : undefined;
}

/** The version of this package in the address of one of its files; undefined where there is none: the file may change. */
export function versionIn(url: string): string | undefined {
  const { pathname } = new URL(url);
  return OF_THE_KIT.test(pathname) ? VERSION.exec(pathname)?.[1] : undefined;
}

/** Names of the caches of a scope, of all versions. Main thread or service worker. */
export async function cachesOf(storage: CacheStorage, scope: string): Promise<string[]> {
  const names = await storage.keys();
  return names.filter((name) => name.startsWith(`${PREFIX} `) && name.endsWith(` ${scope}`));
}

export class KeptFiles {
  readonly #storage: CacheStorage;
  readonly #scope: string;
  readonly #name: string;

  /** `version`: of the worker. */
  constructor(storage: CacheStorage, version: string, scope: string) {
    this.#storage = storage;
    this.#scope = scope;
    this.#name = `${PREFIX} ${version} ${scope}`;
  }

  /** Removes what other versions of the worker have kept for this scope. */
  async forgetOtherVersions(): Promise<void> {
    for (const name of await cachesOf(this.#storage, this.#scope)) {
      if (name !== this.#name) await this.#storage.delete(name);
    }
  }

  /** Answers from the network and keeps the answer, or else from what is kept. Rejects as `load` does where there is neither. */
  async answer(request: Request, kind: Kind, load: () => Promise<Response>, later: (work: Promise<void>) => void) {
    const again = ['reload', 'no-cache', 'no-store'].includes(request.cache);
    if (kind === 'kit' && !again && versionIn(request.url)) {
      const kept = await this.find(request, kind);
      if (kept) return kept;
    }
    try {
      const answer = await load();
      if (mayKeep(answer)) later(this.keep(request, kind, answer.clone()));
      return answer;
    } catch (error) {
      const kept = await this.find(request, kind);
      if (kept) return kept;
      throw error;
    }
  }

  /** What is kept; a page also where it was kept with another query. */
  async find(request: Request, kind: Kind): Promise<Response | undefined> {
    const cache = await this.#storage.open(this.#name);
    const exact = await cache.match(request, { ignoreVary: true });
    return exact ?? (kind === 'page' ? cache.match(request, { ignoreVary: true, ignoreSearch: true }) : undefined);
  }

  /** Keeps an answer; a device without room says so in the console, and the page goes on. */
  async keep(request: Request, kind: Kind, answer: Response): Promise<void> {
    try {
      const cache = await this.#storage.open(this.#name);
      await cache.put(request, answer);
      const version = versionIn(request.url);
      const others = (await cache.keys()).filter(({ url }) => url !== request.url);
      const tooOld =
        kind === 'kit'
          ? others.filter(({ url }) => version !== undefined && (versionIn(url) ?? version) !== version)
          : // the newest is the last
            others.filter(({ url }) => !OF_THE_KIT.test(new URL(url).pathname)).slice(0, 1 - LIMIT);
      for (const old of tooOld) await cache.delete(old, { ignoreVary: true });
    } catch (error) {
      console.warn(`ticklane: ${request.url} is not kept for a start without a network:`, error);
    }
  }
}

/** Whether an answer is whole, readable, and nobody's secret. */
function mayKeep({ status, headers }: Response): boolean {
  return status === 200 && !/\b(no-store|private)\b/.test(headers.get('Cache-Control') ?? '');
}
