/** What a page lives through that its connections follow. */
export interface PageLifeEvents {
  /** It goes to sleep in the back/forward cache, or comes back from there. */
  sleep(asleep: boolean): void;
  /** The network is back. Not every browser tells a worker so. */
  wake(): void;
}

/** Follows the page's life; the function that ends it. Main thread. */
export function followPage({ sleep, wake }: PageLifeEvents): () => void {
  const turned = ({ type, persisted }: PageTransitionEvent) => {
    if (persisted) sleep(type === 'pagehide');
  };
  addEventListener('pagehide', turned);
  addEventListener('pageshow', turned);
  addEventListener('online', wake);
  return () => {
    removeEventListener('pagehide', turned);
    removeEventListener('pageshow', turned);
    removeEventListener('online', wake);
  };
}
