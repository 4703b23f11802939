import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const documents = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(path.join(ROOT, 'docs'), { recursive: true })
    .map((file) => `docs/${String(file)}`)
    .filter((file) => file.endsWith('.md')),
];

/** A heading's anchor, as hosts of Markdown make it. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

for (const document of documents) {
  test(`${document} links to what is there`, () => {
    const folder = path.dirname(path.join(ROOT, document));
    const text = readFileSync(path.join(ROOT, document), 'utf8')
      .replace(/^```.*?^```/gms, '')
      .replace(/`[^`\n]*`/g, '');
    for (const [, target = ''] of text.matchAll(/(?:\]\(|src="|srcset=")([^)"\s]+)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file = '', fragment] = target.split('#');
      const full = file ? path.join(folder, file) : path.join(ROOT, document);
      assert.ok(existsSync(full), `${target} does not exist`);
      if (!fragment) continue;
      const headings = [...readFileSync(full, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        anchor(heading),
      );
      assert.ok(headings.includes(fragment), `${target}: no such heading`);
    }
  });
}
