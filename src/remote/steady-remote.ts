/** Calls from the page into its workers, the one way that feed and hosts have in common. */
import { type Remote, releaseProxy, wrap } from 'comlink';

/**
 * As comlink's `wrap`, but for what becomes of each method's proxy: there is one for as long as there is the remote. Comlink itself makes
 * one for each call and registers it for finalization, and a browser that collects it while the page is in its back/forward cache takes
 * the callback for a script of the page, which it then drops from the cache. `releaseProxy` lets go of all of them: until then their
 * registrations keep the worker, and with it whoever listens to it. Main thread.
 */
export function steadyRemote<Service>(worker: Worker): Remote<Service> {
  const methods = new Map<PropertyKey, { [releaseProxy](): void }>();
  return new Proxy(wrap<Service>(worker) as object, {
    get(remote, name) {
      if (name === releaseProxy) {
        return () => {
          for (const method of methods.values()) method[releaseProxy]();
          methods.clear();
          Reflect.get(remote, releaseProxy)();
        };
      }
      if (!methods.has(name)) methods.set(name, Reflect.get(remote, name));
      return methods.get(name);
    },
  }) as Remote<Service>;
}
