import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../../tools/files.ts';

it('docs/dependencies.md has a line for every dependency, and for nothing else', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const text = readFileSync(path.join(ROOT, 'docs/dependencies.md'), 'utf8');
  const listed = [...text.matchAll(/^\| (.+?) \|/gm)]
    .flatMap(([, names = '']) => names.split(', '))
    .filter((name) => name !== 'package');
  assert.deepEqual(listed.sort(), Object.keys({ ...dependencies, ...devDependencies }).sort());
});

it('package-lock.json has every platform, without which npm ci refuses to install there', () => {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  const locked = new Set(Object.keys(packages).map((place) => place.split('node_modules/').at(-1)));
  const missing = Object.values<{ optionalDependencies?: object }>(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !locked.has(name));
  assert.deepEqual(missing, []);
});
