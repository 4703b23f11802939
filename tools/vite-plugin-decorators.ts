/**
 * Build plugin: calls a field's decorator itself, where the compiler would call a helper that serves methods, classes and several
 * decorators, too. `_decorate([property()], A.prototype, "a", void 0)` becomes `property()(A.prototype, "a")`.
 */
import type { Plugin } from 'vite';

const FIELD = /_decorate\(\[((?:[^[\]]|\[\])*?)\], (\w+\.prototype), ("\w+"), void 0\)/g;

/** The compiled module with plain calls; throws where a decorator is none of a field's own. */
export function callDecorators(file: string, code: string): string {
  const called = code.replace(FIELD, '$1($2, $3)');
  if (called.includes('_decorate(')) throw new Error(`${file}: only fields have decorators, one each`);
  return called;
}

/** See above. */
export function decorators(): Plugin {
  return {
    name: 'ticklane:decorators',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('_decorate(')) return undefined;
      return { code: callDecorators(id, code), map: null };
    },
  };
}
