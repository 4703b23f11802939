/** The service worker. It answers for documents and scripts of workers, and for what is to be kept; nothing else passes through it. */
import { KeptFiles, kindOf } from './kept-files.js';
import { hasPolicy, isolated } from './policy.js';
import { readSettings } from './settings.js';

/** Of the package; written by the build. */
declare const TICKLANE_VERSION: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const settings = readSettings(new URL(worker.location.href));
const kept = new KeptFiles(worker.caches, TICKLANE_VERSION, worker.registration.scope);

// Nothing that an older one does differs for the page that is there: the new one takes over at once.
worker.addEventListener('install', () => worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  // asked by developer tools: it must not go to the network, where the worker would go
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return;
  const kind = kindOf(request, settings, worker.location.origin);
  if (!kind && !hasPolicy(request)) return;
  const load = () => fromNetwork(event);
  const found = kind ? kept.answer(request, kind, load, (work) => event.waitUntil(work)) : load();
  event.respondWith(found.then((answer) => (hasPolicy(request) ? isolated(answer, request, settings) : answer)));
});

async function takeOver(): Promise<void> {
  // the page is asked for while the worker starts, so that it comes no later than without one
  await worker.registration.navigationPreload?.enable();
  await kept.forgetOtherVersions();
  await worker.clients.claim();
}

/** What the browser has asked for already, or else what it is asked for now. */
async function fromNetwork({ request, preloadResponse }: FetchEvent): Promise<Response> {
  const preloaded: Response | undefined = await preloadResponse;
  return preloaded ?? fetch(request);
}
