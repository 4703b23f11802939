import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { CATALOG, PERIOD_LIMIT } from '../../src/indicators/catalog/index.js';
import { type AlertText, compile } from '../../src/indicators/compile.js';
import { INPUT_NAMES } from '../../src/indicators/evaluate.js';
import { NESTING_LIMIT } from '../../src/indicators/parse.js';
import { TEXT_LIMIT } from '../../src/indicators/plain-symbol.js';
import { STEP_LIMIT, TABLE_LIMIT } from '../../src/indicators/plan-builder.js';
import { ROOT } from '../../tools/files.ts';
import { indicatorDocument } from '../../tools/indicator-docs.ts';
import { EXAMPLES } from '../../tools/indicator-examples.ts';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const text = read('docs/indicators.md');
const codeBlocks = (file: string, language: string) =>
  [...read(file).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);
const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);

/** What a table's rows have between two headings. */
const rowsBelow = (heading: string) => {
  const part = text.slice(text.indexOf(`\n### ${heading}\n`)).split(/\n###? /)[1] ?? '';
  return [...part.matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.split(' | '));
};

describe('docs/indicators.md', () => {
  it('is what the catalog and the kernel say: else run npm run docs:indicators', async () => {
    assert.ok(text === (await indicatorDocument()), 'docs/indicators.md is out of date: run npm run docs:indicators');
  });

  it('has an example of every function, and of nothing else', () => {
    assert.deepEqual(Object.keys(EXAMPLES).sort(), [...CATALOG.keys()].sort());
    for (const [name, { indicators, when }] of Object.entries(EXAMPLES)) {
      assert.match(`${indicators}; ${when}`, new RegExp(`\\b${name}\\b`));
    }
  });

  it('names outputs by which they can be picked', () => {
    const outputs = [...text.matchAll(/^\| `([^`]+)` \|[^|]*\| \d+/gm)].map(([, output = '']) => output);
    assert.ok(outputs.length > CATALOG.size);
    for (const output of outputs) assert.deepEqual(compile({ indicators: output }).errors, [], output);
  });

  it('tells of every input', () => {
    const told = rowsBelow('Inputs').flatMap(([names = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    assert.deepEqual(told.sort(), [...INPUT_NAMES].sort());
  });

  it('tells of mistakes in the words of the compiler', () => {
    const rows = rowsBelow('Mistakes').slice(1);
    assert.ok(rows.length > 5);
    for (const [written = '', told] of rows) {
      const { errors } = compile({ indicators: written.slice(1, -1) });
      assert.equal(errors[0]?.message, told);
    }
  });

  it('has the limits that hold', () => {
    const limits = rowsBelow('Limits').map(([, limit = '']) => Number.parseInt(limit.replaceAll(',', ''), 10));
    assert.deepEqual(limits.slice(-5), [PERIOD_LIMIT, TABLE_LIMIT, STEP_LIMIT, TEXT_LIMIT, NESTING_LIMIT]);
  });
});

for (const file of ['README.md', 'docs/getting-started.md', 'docs/indicators.md']) {
  describe(`the examples in ${file}`, () => {
    it('compile, indicators with the alerts beside them', () => {
      const blocks = codeBlocks(file, 'html').filter((html) => /\s(indicators|when)="/.test(html));
      assert.ok(blocks.length > 0);
      for (const html of blocks) {
        const alerts = attributes(html, 'when').map((when, id): AlertText => ({ when, id }));
        const { errors } = compile({ indicators: attributes(html, 'indicators').join('; '), alerts });
        assert.deepEqual(errors, [], html);
      }
    });

    it('run, where they are of ticklane/indicators', async () => {
      const module = new URL('../../src/indicators/index.ts', import.meta.url).href;
      for (const code of codeBlocks(file, 'js').filter((code) => code.includes("'ticklane/indicators'"))) {
        const source = code.replace("'ticklane/indicators'", `'${module}'`);
        await import(`data:text/javascript,${encodeURIComponent(source)}`);
      }
    });
  });
}
