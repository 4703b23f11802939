import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeLines, mergeLcov, percent } from '../../tools/coverage.ts';

describe('line coverage', () => {
  it('counts lines of code, not comments, types or lone brackets', async () => {
    const source = [
      '/** A comment. */',
      "import type { A } from './a.js';",
      'export interface B {',
      '  a: A;',
      '}',
      '',
      'export function f(a: number): number {',
      '  // why',
      '  return a;',
      '}',
    ].join('\n');
    assert.deepEqual([...(await codeLines('src/a.ts', source))], [7, 9]);
    assert.equal((await codeLines('src/b.ts', 'export type A = 1;\n')).size, 0);
  });

  it('keeps the larger count of two reports', () => {
    const hits = new Map();
    mergeLcov('SF:src/a.ts\nDA:1,0\nDA:2,3\nend_of_record\n', hits, '/x');
    mergeLcov('SF:/x/src/a.ts\nDA:1,4\nDA:2,1\nend_of_record\n', hits, '/x');
    assert.deepEqual(
      [...hits.get('src/a.ts')],
      [
        [1, 4],
        [2, 3],
      ],
    );
  });

  it('is the share of all lines of all files', () => {
    const files = [
      { file: 'a', lines: 9, missed: [1] },
      { file: 'b', lines: 1, missed: [] },
    ];
    assert.equal(percent(files), 90);
    assert.equal(percent([]), 100);
  });
});
