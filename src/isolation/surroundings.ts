/** What registration needs of the browser, in one place: tests have others, of browsers that are not here. Main thread. */
export interface Surroundings {
  /** Whether the page is cross-origin isolated. */
  readonly isolated: boolean;
  /** Whether it came by https, or from this machine. */
  readonly secure: boolean;
  readonly framed: boolean;
  /** Whether the page itself, not only what it loaded since, was served by a service worker. */
  readonly served: boolean;
  readonly href: string;
  /** What relative addresses are relative to. */
  readonly base: string;
  /** Undefined where the browser has no service workers, or none here. Throws where it forbids them, as do the next two. */
  readonly workers: () => ServiceWorkerContainer | undefined;
  readonly caches: () => CacheStorage | undefined;
  /** Lasts as long as the tab. */
  readonly session: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  reload(): void;
}

/** Those of this page; in Node those of a page without anything. */
export function readSurroundings(): Surroundings {
  const { location, performance } = globalThis;
  const [loaded] = (performance?.getEntriesByType?.('navigation') ?? []) as PerformanceNavigationTiming[];
  return {
    isolated: globalThis.crossOriginIsolated ?? false,
    secure: globalThis.isSecureContext ?? true,
    framed: globalThis.top !== globalThis.self,
    served: (loaded?.workerStart ?? 0) > 0,
    href: location?.href ?? '',
    base: globalThis.document?.baseURI ?? '',
    workers: () => globalThis.navigator?.serviceWorker,
    caches: () => globalThis.caches,
    session: () => globalThis.sessionStorage,
    reload: loadAnew,
  };
}

/**
 * Loads the page once more, as another entry in its history's place. As the same entry, by `location.reload()`, Chromium keeps the page that is not
 * isolated in its back/forward cache and shows it again at the visitor's next reload.
 */
function loadAnew(): void {
  const { href } = location;
  const other = new URL(href);
  // an address that differs behind its # only, or not at all, would load nothing
  other.search = `${other.search || '?'}&`;
  history.replaceState(history.state, '', other);
  location.replace(href);
}
