import { element } from './element.js';

/** Instead of a broken dashboard: what the page lacks, and how to get it. */
export function showNeeds(): void {
  const found = {
    secure: isSecureContext,
    // the name is hidden from pages that are not isolated; the memory behind it is not
    memory: typeof WebAssembly === 'object' && typeof Atomics === 'object',
    isolated: crossOriginIsolated,
  };
  for (const [id, is] of Object.entries(found)) element(id).dataset.found = is ? 'yes' : 'no';
  document.body.classList.add('bare');
  element('needs').hidden = false;
}
