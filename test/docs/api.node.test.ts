import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { apiPages, elementParts, oldApiPages } from '../../tools/api-docs.ts';
import { ROOT } from '../../tools/files.ts';

describe('docs/api', () => {
  it('is what the manifest says: else run npm run docs:api', () => {
    assert.deepEqual(oldApiPages(), [], 'pages that are out of date: run npm run docs:api');
  });

  it('has a page with every public name of every element', () => {
    const pages = apiPages();
    const parts = elementParts();
    assert.ok(parts.length >= 5);
    for (const { tagName, attributes = [], members = [], cssParts = [], cssStates = [] } of parts) {
      const text = pages.get(`${tagName}.md`) ?? '';
      for (const { name } of attributes) assert.ok(text.includes(`| \`${name}\` |`), `${name} of ${tagName}`);
      for (const { name } of members) assert.match(text, new RegExp(`\`${name}[\`(]`), `${name} of ${tagName}`);
      for (const { name } of cssParts) assert.ok(text.includes(`\`::part(${name})\``), `${name} of ${tagName}`);
      for (const { name } of cssStates) assert.ok(text.includes(`\`:state(${name})\``), `${name} of ${tagName}`);
    }
  });

  it('has every element in docs/elements.md', () => {
    const guide = readFileSync(path.join(ROOT, 'docs/elements.md'), 'utf8');
    for (const { tagName } of elementParts()) {
      assert.match(guide, new RegExp(`^## ${tagName}$`, 'm'));
      assert.ok(guide.includes(`(api/${tagName}.md)`), `a link to api/${tagName}.md`);
    }
  });
});
