import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import * as layout from '../../src/memory/layout.js';
import { ROOMS } from '../../tools/check-imports.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const decisions = readdirSync(path.join(ROOT, 'docs/decisions')).map((file) => `docs/decisions/${file}`);
const documents = ['docs/architecture.md', ...decisions];
const records = layout as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

for (const document of documents) {
  const text = readFileSync(path.join(ROOT, document), 'utf8');

  test(`${document} names only words that the layout has`, () => {
    for (const [name, record = '', field = ''] of text.matchAll(/\b([A-Z]{3,})\.([A-Z_]+)\b/g)) {
      assert.ok(field in (records[record] ?? {}), `${name} is not in src/memory/layout.ts`);
    }
  });

  test(`${document} names only files that exist`, () => {
    for (const [, file = ''] of text.matchAll(/`((?:src|test|wat|tools|gateway|bench)\/[\w./-]*)`/g)) {
      assert.ok(existsSync(path.join(ROOT, file)), `${file} does not exist`);
    }
  });
}

test('docs/architecture.md accounts for every word of a host and a page', () => {
  const text = readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8');
  for (const [name, record] of Object.entries({ HOST: layout.HOST, PAGE: layout.PAGE })) {
    for (const field of Object.keys(record)) {
      if (field === 'BYTES' || field === 'HEAP') continue;
      assert.ok(text.includes(`\`${name}.${field}\``), `${name}.${field} is missing`);
    }
  }
});

test('docs/architecture.md has every room, and what it may import', () => {
  const text = readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8');
  const [, part = ''] = /\n## Rooms\n(.*?)\n## /s.exec(text) ?? [];
  const rows = new Map(
    [...part.matchAll(/^\| `(\w+)` \|.*\| (.*) \|$/gm)].map(([, room = '', may = '']) => [room, may]),
  );
  assert.deepEqual([...rows.keys()].sort(), Object.keys(ROOMS).sort());
  for (const [room, may] of rows) {
    // the last one of all: nearly everything
    if (room === 'elements') continue;
    const { rooms = [], packages = [] } = ROOMS[room] ?? {};
    const told = may === 'nothing' ? [] : may.replaceAll('`', '').split(', ');
    assert.deepEqual(told.sort(), [...rooms, ...packages].sort(), room);
  }
});

test('decisions are numbered without a gap', () => {
  const numbers = decisions.map((file) => Number(/(\d{4})-/.exec(file)?.[1])).sort((a, b) => a - b);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  );
});
