import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shrinkTemplates } from '../../tools/vite-plugin-templates.ts';

describe('smaller templates', () => {
  const cases: [string, string, string][] = [
    [
      'css',
      'css`\n  a,\n  b > c {\n    color: red; /* why */\n    margin: 0 1px;\n  }\n`',
      'css` a,b > c{color:red;margin:0 1px}`',
    ],
    ['strings in css', "css`a {\n  content: ', ';\n}`", "css`a{content:', '}`"],
    ['html', 'html`<a>\n    <b>${x}</b>\n  </a>`', 'html`<a> <b>${x}</b> </a>`'],
    ['templates in templates', 'html`\n${a\n? html`\n  <b>`\n: c}\n`', 'html` ${a\n? html` <b>`\n: c} `'],
  ];
  for (const [what, source, expected] of cases) {
    it(`come of ${what}`, () => assert.equal(shrinkTemplates('a.ts', source), expected));
  }

  const same = ['html`<pre>\n  ${x}\n</pre>`', 'html`${ // why\n  x}`', 'text`\n  a`', '`\n  a`'];
  for (const source of same) {
    it(`do not come of ${JSON.stringify(source)}`, () => assert.equal(shrinkTemplates('a.ts', source), source));
  }
});
