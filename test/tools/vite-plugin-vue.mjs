/** Compiles Vue components for tests, as Vue's own plugin does in projects. */
import { transformWithOxc } from 'vite';
import { compileScript, parse } from 'vue/compiler-sfc';

const isCustomElement = (tag) => tag.includes('-');

export const vue = {
  name: 'vue-components',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('.vue')) return undefined;
    const { descriptor, errors } = parse(code, { filename: id });
    if (errors.length > 0) throw errors[0];
    const templateOptions = { compilerOptions: { isCustomElement } };
    const { content } = compileScript(descriptor, { id, inlineTemplate: true, templateOptions });
    return transformWithOxc(content, `${id}.ts`);
  },
};
