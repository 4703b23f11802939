import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const documents = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
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

const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
);

for (const document of documents) {
  test(`${document} gives commands that there are`, () => {
    const text = readFileSync(path.join(ROOT, document), 'utf8');
    for (const [, name = ''] of text.matchAll(/npm run (?:-s )?([\w:-]+)/g)) {
      assert.ok(name in scripts || name === 'dev', `npm run ${name}`);
    }
    for (const [, file = ''] of text.matchAll(
      /`((?:src|test|wat|tools|gateway|bench|demo|hosts|stories)\/[\w./-]*)`/g,
    )) {
      assert.ok(existsSync(path.join(ROOT, file)), `${file} does not exist`);
    }
  });

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

test('CONTRIBUTING.md has every room', () => {
  const text = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const rooms = readdirSync(path.join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of rooms) assert.ok(text.includes(`\`src/${name}\``), `src/${name}`);
});

test('CONTRIBUTING.md has every command', () => {
  const text = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  for (const name of Object.keys(scripts)) assert.match(text, new RegExp(`npm (run )?${name}\\b`), name);
});

test('docs/README.md has every page', () => {
  const text = readFileSync(path.join(ROOT, 'docs/README.md'), 'utf8');
  const pages = readdirSync(path.join(ROOT, 'docs')).filter((file) => file.endsWith('.md') && file !== 'README.md');
  for (const page of pages) assert.ok(text.includes(`(${page})`), page);
});
