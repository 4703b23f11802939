/** Names of elements' parts in every document: what is written there can be written into a page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { elementParts } from '../../tools/api-docs.ts';
import { listFiles, ROOT } from '../../tools/files.ts';

const parts = elementParts();
const attributesOf = new Map(
  parts.map(({ tagName, attributes = [] }) => [tagName, new Set(attributes.map(({ name }) => name))]),
);
const all = (list: (part: (typeof parts)[number]) => readonly { readonly name: string }[] | undefined) =>
  new Set(parts.flatMap((part) => list(part) ?? []).map(({ name }) => name));
const states = all(({ cssStates }) => cssStates);
const cssParts = all(({ cssParts }) => cssParts);
/** A board's cells have their column's name, too. */
for (const { attributes = [] } of parts) {
  const { description = '' } = attributes.find(({ name }) => name === 'columns') ?? {};
  for (const [name] of description.matchAll(/[a-z]\w+/gi)) cssParts.add(name);
}
const properties = all(({ cssProperties }) => cssProperties);
/** What any element may have. */
const ANY = /^(id|class|style|slot|lang|dir|title|hidden|key|ref|data-.*|aria-.*|on.*)$/;

for (const document of ['README.md', 'CONTRIBUTING.md', ...listFiles('docs', /\.md$/)]) {
  const text = readFileSync(path.join(ROOT, document), 'utf8');

  test(`${document} writes only attributes that there are`, () => {
    const html = [...text.matchAll(/^```html\n(.*?)^```/gms)].map(([, code = '']) => code).join('\n');
    for (const [, tag = '', written = ''] of html.matchAll(/<([a-z]+-[a-z]+)\b((?:"[^"]*"|[^">])*)>/g)) {
      const known = attributesOf.get(tag);
      if (!known) continue;
      for (const [, name = ''] of written.replace(/"[^"]*"/g, '""').matchAll(/([^\s=/"']+)(?==|\s|$|\/)/g)) {
        // names that frameworks bind by: `:symbol`, `[symbol]`, `@signal`, `.values`
        if (/^[:@.[(#{*]|^(v|bind|use)[-:]/.test(name)) continue;
        assert.ok(known.has(name) || ANY.test(name), `<${tag} ${name}>`);
      }
    }
  });

  test(`${document} names only states, parts and custom properties that there are`, () => {
    for (const [, state = ''] of text.matchAll(/:state\((\w[\w-]*)\)/g))
      assert.ok(states.has(state), `:state(${state})`);
    for (const [, part = ''] of text.matchAll(/::part\((\w[\w-]*)\)/g))
      assert.ok(cssParts.has(part), `::part(${part})`);
    for (const [property] of text.matchAll(/--ticklane-[a-z][a-z-]*[a-z]/g))
      assert.ok(properties.has(property), property);
  });
}
