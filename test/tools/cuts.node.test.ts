// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are sources with templates in them
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkTemplates, cutText } from '../../tools/vite-plugin-cuts.ts';

describe('the cuts of the one file', () => {
  it('take out a stretch of text, and may put something in its place', () => {
    assert.equal(cutText('a.js', 'one two three', [['two', ' three']]), 'one  three');
    assert.equal(cutText('a.js', 'one two three', [['two', ' three', '2']]), 'one 2 three');
  });

  it('refuse a text where they do not fit exactly once', () => {
    assert.throws(
      () => cutText('a.js', 'one three', [['two', 'three']]),
      /a\.js: a cut does not fit this version: two/,
    );
    assert.throws(() => cutText('a.js', 'two two three', [['two', 'three']]), /does not fit/);
  });

  it('refuse a template that needs what they cut', () => {
    const refused = ['html`<p @click=${x}></p>`', 'html`<p class="a ${x}"></p>`', 'html`<style>p { ${x} }</style>`'];
    for (const source of [
      ...refused,
      'svg`<path/>`',
      'html`<p ${x}></p>`',
      "import { repeat } from 'lit/directives/repeat.js'",
    ]) {
      assert.throws(() => checkTemplates('a.ts', source), /^Error: a\.ts: .* needs a part of lit/, source);
    }
    checkTemplates('a.ts', 'html`<p class="a">${x} and ${html`<b>${y}</b>`}</p>`');
  });
});
