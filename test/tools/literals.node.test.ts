// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are sources with templates in them
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shortenCss, shortenHtml, shortenLiterals } from '../../tools/vite-plugin-literals.ts';

describe('the templates of a build', () => {
  it('keep what styles mean', () => {
    const css = shortenCss(`
      /* why */
      :host([hidden]) .label,
      b > i {
        margin: 0.5rem 10.5px -0.25em;
        grid-column: 1 / -1;
      }
    `);
    assert.equal(css, ':host([hidden]) .label,b>i{margin:.5rem 10.5px -.25em;grid-column:1 / -1}');
  });

  it('lose line breaks and indents between tags, and keep blanks within a line', () => {
    assert.equal(
      shortenHtml('<p\n  class="a"\n  ><b></b> <i></i>\n  <u>one\n  two</u>\n'),
      '<p class="a"><b></b> <i></i><u>one two</u>',
    );
  });

  it('are found with their expressions, one in the other', () => {
    const source = 'const a = html`<p>\n  ${b ? html`<i>\n</i>` : `\n `}\n  ${c}</p>`; const d = other`\n  `;';
    const short = 'const a = html`<p>${b ? html`<i></i>` : `\n `}${c}</p>`; const d = other`\n  `;';
    assert.equal(shortenLiterals('a.ts', source), short);
  });
});
