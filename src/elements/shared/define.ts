let warned = false;

/** Registers an element, unless a copy of this package has done so already: the first copy stays. Does nothing in Node. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (typeof document === 'undefined') return;
  const first = customElements.get(tag);
  if (!first) customElements.define(tag, element);
  else if (first !== element && !warned) {
    warned = true;
    console.warn(`ticklane: <${tag}> is defined already, this second copy is not used`);
  }
}
