import assert from 'node:assert/strict';
import { it } from 'node:test';
import { dropNotes } from '../../tools/vite-plugin-catalog-notes.ts';

it('leaves notes out of a catalog, and nothing else', () => {
  const source = `const title = 'kept'; export const A = [one({ name: 'a', title: 'A', meaning: text('x'), flat, definition: 'b' })];`;
  assert.equal(
    dropNotes('a.ts', source),
    `const title = 'kept'; export const A = [one({ name: 'a',   flat, definition: 'b' })];`,
  );
});
