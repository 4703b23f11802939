/** How long a worker may go on after `terminate()`, where no lock tells when it is dead. Measured: 2.0 s. */
const QUARANTINE_MS = 5000;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Resolves when a terminated worker is surely dead: when the page is granted the Web Lock that the worker held, or where it held
 * none, after five seconds. A terminated worker goes on executing wasm for up to two seconds; until then its lane is neither freed
 * nor resumed. `held`: whether the worker said that it has the lock; undefined: it never said.
 */
export async function untilDead(lock: string, held: boolean | undefined): Promise<void> {
  if (held === false || !navigator.locks) return after(QUARANTINE_MS);
  await new Promise<void>((resolve) => {
    navigator.locks
      .request(lock, async () => {
        resolve();
        // a worker that had not asked for its lock yet must not get it while it may still be executing
        if (held === undefined) await after(QUARANTINE_MS);
      })
      .catch(() => after(QUARANTINE_MS).then(resolve)); // an opaque origin has no locks
  });
}
