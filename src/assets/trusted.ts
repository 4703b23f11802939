/**
 * Where the package's own code lies, and how a page lets it in: the Trusted Types policy that names addresses of workers, and for the external
 * flavour the folder with its files. Nothing here starts anything; every room that does asks here.
 */

/** What a policy is, as far as we use one. Not every browser has them, nor do the types that we compile with. */
interface ScriptPolicy {
  createScriptURL(url: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string }): ScriptPolicy;
}

/** A second policy of a name is refused: copies of this package on one page share the first one's. */
const shared: { [name: symbol]: ScriptPolicy | undefined } = globalThis as never;
const NAME = Symbol.for('ticklane.trusted-types');

/** Lets in what the browser would let start as a worker anyway: blobs and files of the page's own origin. */
function createScriptURL(address: string): string {
  const { protocol, origin } = new URL(address);
  if (origin !== globalThis.origin || !['blob:', 'https:', 'http:'].includes(protocol)) {
    throw new TypeError(`the policy "ticklane" lets in code of ${globalThis.origin} only, not ${address}`);
  }
  return address;
}

let asked = false;

function policy(): ScriptPolicy | undefined {
  const { trustedTypes }: { trustedTypes?: PolicyFactory } = globalThis as never;
  if (!shared[NAME] && trustedTypes && !asked) {
    asked = true;
    try {
      shared[NAME] = trustedTypes.createPolicy('ticklane', { createScriptURL });
    } catch {
      // the page names its policies, and not this one: what becomes of addresses its own default policy decides
    }
  }
  return shared[NAME];
}

/**
 * An address of the package's own code, for `new Worker` and for registering a service worker: as the page's policy `ticklane` names it, where
 * the browser has Trusted Types, otherwise as it is. Any thread. Throws a TypeError for an address of another origin.
 */
export function trustedAddress(address: string): string {
  // the browser takes one for the other; the types do not know it
  return (policy()?.createScriptURL(address) ?? address) as string;
}
