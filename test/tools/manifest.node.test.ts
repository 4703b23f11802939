import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { VENUES } from '../../src/feed/codecs/names.js';
import { ROOT } from '../../tools/files.ts';
import { elementsOf, type NamedPart } from '../../tools/manifest-parts.ts';
import { tagTypes } from '../../tools/tag-types.ts';

const manifest = readFileSync(path.join(ROOT, 'custom-elements.json'), 'utf8');
const elements = elementsOf(manifest);

/** The sources of an element's own folder, as one text. */
function sourcesOf(tag: string): string {
  const folder = path.join(ROOT, 'src/elements', tag);
  return readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
}

const namesOf = (parts: readonly NamedPart[]) => parts.map(({ name }) => name);
const found = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))];

describe('custom-elements.json', () => {
  for (const element of elements) {
    const { tagName, attributes, members, events, slots, cssParts, cssProperties, cssStates } = element;

    it(`says of all that <${tagName}> has what it is for, and of what type`, () => {
      assert.match(element.summary, /\.$/);
      const lists = { attributes, members, events, slots, cssParts, cssProperties, cssStates };
      const silent = Object.entries(lists).flatMap(([list, parts]) =>
        parts.filter(({ description = '' }) => !/[.:)`]$/.test(description)).map(({ name }) => `${list}: ${name}`),
      );
      assert.deepEqual(silent, [], 'described in a sentence');
      const fields = members.filter(({ kind }) => kind === 'field');
      const untyped = [...attributes, ...fields, ...events].filter(({ type }) => !type?.text);
      const unreturned = members.filter(({ kind, return: returned }) => kind === 'method' && !returned?.type?.text);
      assert.deepEqual(namesOf([...untyped, ...unreturned]), [], 'typed');
      for (const { parameters = [] } of members)
        assert.deepEqual(
          parameters.filter(({ type }) => !type?.text),
          [],
        );
    });

    it(`has defaults of the attributes and custom properties of <${tagName}>, and nothing that is private`, () => {
      const without = attributes.filter((attribute) => attribute.default === undefined);
      const undecided = cssProperties.filter((one) => !one.default && !/; without it/.test(one.description ?? ''));
      assert.deepEqual(namesOf([...without, ...undecided]), []);
      const odd = /^[_#]|^(internals|styles|render|settled|tell|hears|changeState|\w+Callback)$/;
      assert.deepEqual(
        namesOf(members).filter((name) => odd.test(name)),
        [],
      );
      const aliases = attributes.filter(({ type }) => /\b[A-Z]\w*/.test((type?.text ?? '').replace(/'[^']*'/g, '')));
      assert.deepEqual(namesOf(aliases), [], 'types of attributes are written out');
    });

    it(`leaves out no part and no custom property that <${tagName}> uses itself`, () => {
      const text = sourcesOf(tagName);
      const parts = found(text, /part="([\w-]+)"/g);
      assert.deepEqual(
        parts.filter((name) => !namesOf(cssParts).includes(name)),
        [],
      );
      const properties = found(text, /var\((--ticklane-[\w-]+)/g);
      assert.deepEqual(
        properties.filter((name) => !namesOf(cssProperties).includes(name)),
        [],
      );
    });
  }

  it('lists the formats that there are', () => {
    const format = elements
      .find(({ tagName }) => tagName === 'data-feed')
      ?.attributes.find(({ name }) => name === 'format');
    assert.deepEqual(found(format?.type?.text ?? '', /'([\w-]+)'/g), ['json', 'binary', ...VENUES]);
  });
});

describe('types of tags', () => {
  const one = (type: string) =>
    JSON.stringify({
      modules: [
        {
          declarations: [
            {
              tagName: 'price-alert',
              name: 'PriceAlert',
              attributes: [{ name: 'how-far', fieldName: 'howFar', type: { text: type } }],
              members: [
                { kind: 'field', name: 'howFar', description: 'Ends */ here.' },
                { kind: 'field', name: 'count', readonly: true },
              ],
              events: [{ name: 'signal', type: { text: 'SignalEvent' } }],
            },
          ],
        },
      ],
    });
  const textOf = (framework: string, type = 'number') =>
    tagTypes(one(type)).get(`src/bindings/${framework}-tags.ts`) ?? '';

  it('take texts where an attribute is a number, null, and other texts than those they know only where the manifest does', () => {
    assert.match(textOf('react'), / howFar\?: number \| `\$\{number\}` \| null \| undefined;/);
    assert.match(textOf('react', "'a' | string"), / howFar\?: 'a' \| \(string & \{\}\) \| null \| undefined;/);
    assert.match(textOf('react', "'a' | 'b'"), / howFar\?: 'a' \| 'b' \| null \| undefined;/);
    assert.match(textOf('react', 'Shape'), / howFar\?: PriceAlert\['howFar'\] \| null \| undefined;/);
  });

  it('name attributes and events as each framework does, and nothing that cannot be set', () => {
    const names = (framework: string) => found(textOf(framework), /^ {4,6}'?([\w:-]+)'?\?:/gm);
    assert.deepEqual(names('react'), ['howFar', 'how-far', 'onsignal']);
    assert.deepEqual(names('vue'), ['howFar', 'onSignal']);
    assert.deepEqual(names('svelte'), ['howFar', 'how-far', 'onsignal', 'on:signal']);
    assert.match(textOf('vue'), /\/\*\* Ends \* \/ here\. \*\//);
  });

  it('are made of public types only', () => {
    const hidden = one('number').replace('SignalEvent', 'PriceAlertSecret');
    assert.throws(
      () => tagTypes(hidden),
      /PriceAlertSecret is in the manifest, but src\/classes\.ts does not export it/,
    );
  });
});
