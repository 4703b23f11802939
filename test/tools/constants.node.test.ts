import assert from 'node:assert/strict';
import { it } from 'node:test';
import { foldConstants, literals } from '../../tools/vite-plugin-constants.ts';

const names = new Map([
  ['TICK.PRICE', 8],
  ['SLOT.BEFORE', -4],
]);
const fold = (source: string) =>
  foldConstants('src/a.ts', source, (specifier) => (specifier === './layout.js' ? names : undefined));

it('writes the numbers of imported tables where their names are used', () => {
  const head = `import { TICK, SLOT as S } from './layout.js';\n`;
  assert.equal(fold(`${head}f(TICK.PRICE >> 2, 1 - S.BEFORE);`), `${head}f(8 >> 2, 1 - (-4));`);
});

it('leaves everything else as it is', () => {
  for (const source of [
    `import { TICK } from './other.js';\nTICK.PRICE;`,
    `import { TICK } from './layout.js';\nTICK.OTHER; TICK['PRICE']; a.TICK.PRICE; f(TICK);`,
    `const TICK = { PRICE: 1 };\nTICK.PRICE;`,
  ]) {
    assert.equal(fold(source), source);
  }
});

it('writes tables as literals', () => {
  assert.equal(literals(names), 'export const TICK = {"PRICE":8};\nexport const SLOT = {"BEFORE":-4};\n');
  assert.throws(() => literals(new Map([['A.B.C', 1]])), /one level deep/);
});
