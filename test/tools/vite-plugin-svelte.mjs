/** Compiles Svelte components for tests, as Svelte's own plugin does in projects. */
import { compile } from 'svelte/compiler';

export const svelte = {
  name: 'svelte-components',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('.svelte')) return undefined;
    const { js } = compile(code, { filename: id, generate: 'client', css: 'injected' });
    return { code: js.code, map: js.map };
  },
};
