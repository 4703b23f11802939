/**
 * Isolates pages on a static host that cannot send headers: one file, loaded twice. As a script of the page it registers itself as a
 * service worker and loads the page once more; as the service worker it adds the headers to every answer. Where the host sends
 * them already it does nothing.
 */
(() => {
  const HEADERS = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };

  if (typeof window === 'undefined') serve();
  else if (!window.crossOriginIsolated && window.isSecureContext && navigator.serviceWorker) register();

  function serve() {
    addEventListener('install', () => skipWaiting());
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    addEventListener('fetch', (event) => {
      const { request } = event;
      // a request that devtools make, which may be answered from the cache only
      if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return;
      event.respondWith(fetch(request).then(isolate));
    });
  }

  function isolate(answer) {
    // an opaque answer can be neither read nor rebuilt
    if (answer.status === 0) return answer;
    const headers = new Headers(answer.headers);
    for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
    const empty = answer.status === 101 || answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : answer.body, { status: answer.status, statusText: answer.statusText, headers });
  }

  function register() {
    const { serviceWorker } = navigator;
    // once per visit: a host on which this does not help must not reload for ever
    const KEY = 'ticklane-isolation-reloaded';
    const reload = () => {
      if (window !== window.top || sessionStorage.getItem(KEY)) return;
      sessionStorage.setItem(KEY, 'yes');
      location.reload();
    };
    serviceWorker.addEventListener('controllerchange', reload);
    serviceWorker.register(document.currentScript.src).then(
      () => serviceWorker.controller && reload(),
      (error) => console.error(`the service worker that isolates this page was refused: ${error.message}`),
    );
  }
})();
