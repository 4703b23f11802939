/** Registration by itself, also in browsers that are not here. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isolate, unregister } from '../../src/isolation/index.js';
import { isolateIn, unregisterIn, workerAddress } from '../../src/isolation/register.js';
import type { Surroundings } from '../../src/isolation/surroundings.js';

const ORIGIN = 'https://example.test';

/** A browser's registration of one worker, which becomes active at once or never. */
function container(state: ServiceWorkerState = 'activated', controller?: string): ServiceWorkerContainer {
  const worker = Object.assign(new EventTarget(), { state, scriptURL: '' });
  const registration = { active: worker, unregister: async () => true, scope: `${ORIGIN}/` };
  let registered = false;
  return {
    controller: controller === undefined ? null : { scriptURL: controller },
    getRegistration: async () => undefined,
    getRegistrations: async () => (registered ? [registration] : []),
    async register(url: string) {
      worker.scriptURL = url;
      registered = true;
      return registration;
    },
  } as unknown as ServiceWorkerContainer;
}

/** A page that was just loaded for the first time. */
function firstVisit(more: Partial<Surroundings> = {}): Surroundings & { readonly reloads: () => number } {
  const items = new Map<string, string>();
  let reloads = 0;
  const workers = container();
  return {
    isolated: false,
    secure: true,
    framed: false,
    served: false,
    href: `${ORIGIN}/`,
    base: `${ORIGIN}/`,
    workers: () => workers,
    caches: () => undefined,
    session: () => ({
      getItem: (name) => items.get(name) ?? null,
      setItem: (name, value) => void items.set(name, value),
      removeItem: (name) => void items.delete(name),
    }),
    reload: () => void reloads++,
    reloads: () => reloads,
    ...more,
  };
}

describe('isolate, in other surroundings', () => {
  it('loads the page again once, however often it is asked', async () => {
    const place = firstVisit();
    assert.equal((await isolateIn(place)).reason, 'reloading');
    assert.equal((await isolateIn(place)).reason, 'bypassed');
    assert.equal(place.reloads(), 1);
  });

  it('may do so again after the page was isolated', async () => {
    const place = firstVisit();
    await isolateIn(place);
    assert.equal((await isolateIn({ ...place, isolated: true })).reason, null);
    assert.equal((await isolateIn(place)).reason, 'reloading');
    assert.equal(place.reloads(), 2);
  });

  it('says that Safari does not know credentialless, without loading the page again', async () => {
    const options = { embedder: 'credentialless' } as const;
    const workers = container('activated', workerAddress(options, `${ORIGIN}/`).href);
    const place = firstVisit({ served: true, workers: () => workers });
    const { reason, message } = await isolateIn(place, options);
    assert.equal(reason, 'ineffective');
    assert.match(message, /credentialless.*Safari/);
    assert.equal(place.reloads(), 0);
  });

  it('tries again with other options, once', async () => {
    const workers = container('activated', `${ORIGIN}/isolation-worker.js?embedder=credentialless`);
    const place = firstVisit({ served: true, workers: () => workers });
    assert.equal((await isolateIn(place)).reason, 'reloading');
    assert.equal((await isolateIn(place)).reason, 'ineffective');
    assert.equal(place.reloads(), 1);
  });

  it('does not load the page again where the tab cannot remember that it was', async () => {
    const session = () => {
      throw new DOMException('storage is denied', 'SecurityError');
    };
    const place = firstVisit({ session });
    assert.deepEqual(await isolateIn(place), {
      isolated: false,
      reason: 'refused',
      message: 'the worker was refused: storage is denied',
    });
    assert.equal(place.reloads(), 0);
  });

  it('says so where there are no service workers, or they are forbidden', async () => {
    assert.equal((await isolateIn(firstVisit({ workers: () => undefined }))).reason, 'unsupported');
    const workers = () => {
      throw new DOMException('sandboxed', 'SecurityError');
    };
    assert.match((await isolateIn(firstVisit({ workers }))).message, /refused: sandboxed/);
  });

  it('says that a worker did not start', async () => {
    const workers = container('redundant');
    const { reason, message } = await isolateIn(firstVisit({ workers: () => workers }));
    assert.equal(reason, 'refused');
    assert.match(message, /isolation-worker\.js did not start/);
  });

  it('is content in a frame of an isolated page, and on a page without workers that is isolated', async () => {
    assert.equal((await isolateIn(firstVisit({ framed: true, isolated: true }))).reason, null);
    assert.equal((await isolateIn(firstVisit({ workers: () => undefined, isolated: true }))).reason, null);
  });

  it('says on an isolated page why nothing will be kept', async () => {
    const place = firstVisit({ isolated: true, href: `${ORIGIN}/`, base: `${ORIGIN}/` });
    const { isolated, reason } = await isolateIn(place, { worker: '/below/isolation-worker.js', cache: true });
    assert.deepEqual({ isolated, reason }, { isolated: true, reason: 'outside' });
  });

  it('takes back its own worker only', async () => {
    const place = firstVisit();
    assert.equal(await unregisterIn(place), false);
    await isolateIn(place);
    assert.equal(await unregisterIn(place, { worker: 'other.js' }), false);
    assert.equal(await unregisterIn(place), true);
  });

  it('does nothing in Node', async () => {
    assert.equal((await isolate()).reason, 'unsupported');
    assert.equal(await unregister(), false);
  });
});
