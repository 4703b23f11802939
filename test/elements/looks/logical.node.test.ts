import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { listFiles, ROOT } from '../../../tools/files.ts';

/** Declarations that name a side of the screen; where the text goes from right to left they are on the wrong one. */
const PHYSICAL = [
  /^\s*(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b.*/gm,
  /^\s*(?:left|right|top|bottom|(?:min-|max-)?(?:width|height)):.*/gm,
  /^\s*(?:text-align|float|clear): (?:left|right);/gm,
  /^\s*(?:margin|padding|inset): \S+ \S+ \S+ \S+;/gm,
];

function physical(sheet: string): string[] {
  // values alone: var(--a, 1px 2px) is one
  let plain = sheet;
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(/[\w-]*\([^()]*\)/g, 'f');
  }
  return PHYSICAL.flatMap((pattern) => plain.match(pattern) ?? []);
}

/** Sheets of elements and of the demo. */
const sheets = [
  ...listFiles('src/elements', /(?:-styles|tokens|drawn-table)\.ts$|\.css$/),
  ...listFiles('demo', /\.css$/),
];

test('there are sheets, and what is searched for would be found', () => {
  assert.ok(sheets.length >= 7, sheets.join());
  const found = physical(
    '  margin-left: 1px;\n  width: 3px;\n  text-align: right;\n  padding: 1px var(--a, 2px 1px) 3px 4px;\n',
  );
  assert.equal(found.length, 4);
});

for (const sheet of sheets) {
  test(`${sheet} names no side of the screen`, () => {
    assert.deepEqual(physical(readFileSync(path.join(ROOT, sheet), 'utf8')), []);
  });
}
