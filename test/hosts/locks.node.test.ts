import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { APPS, inHost } from '../../tools/hosts.ts';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

for (const { name } of APPS) {
  describe(`hosts/${name}/package-lock.json`, () => {
    const { packages }: { packages: Readonly<Record<string, Locked>> } = JSON.parse(
      readFileSync(inHost(name, 'package-lock.json'), 'utf8'),
    );

    it('has every platform, without which npm ci refuses to install there', () => {
      const locked = new Set(Object.keys(packages).map((place) => place.split('node_modules/').at(-1)));
      const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
        Object.keys(optionalDependencies),
      );
      assert.deepEqual(
        wanted.filter((one) => !locked.has(one)),
        [],
      );
    });

    it('names no address to download from, and takes the kit as it was packed last', () => {
      const { 'node_modules/ticklane': kit, ...others } = packages;
      assert.equal(kit?.resolved, 'file:../ticklane.tgz');
      assert.equal(kit.integrity, undefined);
      assert.deepEqual(
        Object.keys(others).filter((place) => others[place]?.resolved),
        [],
      );
    });
  });
}
