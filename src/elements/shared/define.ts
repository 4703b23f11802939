/** Put in by the build. */
declare const TICKLANE_VERSION: string;

const version = typeof TICKLANE_VERSION === 'string' ? TICKLANE_VERSION : 'from its sources';

/** Copies of this package on one page find each other under this name, whatever they were built as. */
const page: { [name: symbol]: { readonly version: string } | undefined } = globalThis as never;
const NAME = Symbol.for('ticklane.copy');
const own = { version };
let warned = false;

/**
 * Registers an element, unless a copy of this package has done so already: the first one stays, and goes on. Says so once, with both
 * versions: elements of one copy do not find feeds of the other. Never throws; does nothing in Node.
 */
export function define(tag: string, element: CustomElementConstructor): void {
  if (typeof document === 'undefined') return;
  page[NAME] ??= own;
  const registered = customElements.get(tag);
  if (!registered) customElements.define(tag, element);
  if (warned || registered === element || (!registered && page[NAME] === own)) return;
  warned = true;
  const first = page[NAME] === own ? 'something else' : `ticklane ${page[NAME].version}`;
  const what = registered ? `<${tag}> is that of ${first} already, this copy's is not used` : `${first} was here first`;
  console.warn(`ticklane ${version}: a second copy on this page. ${what}; load one of them`);
}
