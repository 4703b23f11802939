/** Where the files of the external flavour are: beside the module, unless the page says otherwise. */

/** Not by `new URL(..., import.meta.url)`: bundlers would look for what it names, and take it along. */
let base = import.meta.url.replace(/[^/]*$/, '');
let asked = false;

/**
 * Says where the folder `ticklane/dist/external` was copied to, for pages whose bundler moves the module away from its files:
 * `setAssetBase('/ticklane/')`. Relative to the document; workers must come from the page's own origin. It is to be called before the first
 * element connects: in the module that imports `ticklane/external`, before it awaits anything. Main thread. Throws an Error where files were
 * already loaded from another place.
 */
export function setAssetBase(url: string | URL): void {
  const next = new URL(`${url}`.replace(/\/?$/, '/'), globalThis.document?.baseURI).href;
  if (next === base) return;
  if (asked) throw new Error(`setAssetBase("${url}") comes too late: files were loaded from ${base} already`);
  base = next;
}

/** The address of one of the files. Any thread: in a worker, which is one of them, the others lie beside it. */
export function assetAddress(file: string): string {
  asked = true;
  return base + file;
}

/** The folder's address, for messages. */
export const assetBase = (): string => base;
