/** What npm would publish, as those see it who resolve it: publint for the files, are-the-types-wrong for the types. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { Installed } from './packed.ts';

/**
 * What only says that there is no CommonJS: `require` of older Node versions, and TypeScript's `node10`, which knows no exports. Both are answered by
 * `"moduleResolution": "bundler"` or `"node16"` and an `import`.
 */
const ESM_ONLY = [
  ['NoResolution', 'node10'],
  ['CJSResolvesToESM', 'node16-cjs'],
];

describe('the packed package', () => {
  let installed: Installed;
  let tarball: Uint8Array<ArrayBuffer>;
  before(async () => {
    installed = await Installed.make();
    const name = readdirSync(installed.folder).find((file) => file.endsWith('.tgz'));
    tarball = new Uint8Array(readFileSync(path.join(installed.folder, name ?? '')));
  });
  after(() => installed.remove());

  /** Modules that users may import, with the names that a pattern stands for. */
  function modules(): Map<string, readonly string[]> {
    const all = Object.entries(installed.file.exports).map(([entry, target]): [string, readonly string[]] => {
      if (typeof target === 'string') return [entry, []];
      if (!entry.includes('*')) return [entry, [entry]];
      const [folder = '', suffix = ''] = target.default.split('*');
      const files = readdirSync(installed.path(folder)).filter((name) => name.endsWith(suffix));
      return [entry, files.map((name) => entry.replace('*', name.slice(0, -suffix.length)))];
    });
    return new Map(all);
  }

  it('is clean to publint', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  it('has types for every entry in each resolution that knows exports', async () => {
    // names of one pattern are all alike to who resolves them
    const entrypoints = [...modules().values()].flatMap(([first]) => first ?? []);
    for (const name of ['.', './elements/data-feed.js', './react', './vue', './angular', './svelte', './lit'])
      assert.ok(entrypoints.includes(name), name);
    const analysis = await checkPackage(createPackageFromTarballData(tarball), { entrypoints });
    assert.ok(analysis.types !== false && 'problems' in analysis);
    const problems = analysis.problems.map(({ kind, ...rest }) => {
      const { resolutionKind = '', entrypoint = '' } = rest as { resolutionKind?: string; entrypoint?: string };
      return [kind, resolutionKind, entrypoint] as const;
    });
    const wrong = problems.filter(
      ([kind, resolution]) => !ESM_ONLY.some(([other, where]) => kind === other && resolution === where),
    );
    assert.deepEqual(wrong, []);
  });

  it('names files that are there', () => {
    const file = JSON.parse(readFileSync(installed.path('package.json'), 'utf8'));
    for (const key of ['customElements', 'web-types']) assert.ok(existsSync(installed.path(file[key])), key);
    for (const editor of ['html', 'css'])
      assert.ok(existsSync(installed.path(`dist/vscode.${editor}-custom-data.json`)));
    assert.deepEqual(Object.keys(file.bin), ['ticklane-gateway']);
  });

  it("tells bundlers for servers that React's hooks are for the client", () => {
    assert.match(readFileSync(installed.path('dist/inline/react.js'), 'utf8'), /^["']use client["'];/);
  });

  it('says of modules that register something that they do, and of no other', () => {
    const { sideEffects } = JSON.parse(readFileSync(installed.path('package.json'), 'utf8')) as {
      readonly sideEffects: readonly string[];
    };
    const isNamed = (file: string) => sideEffects.some((pattern) => path.matchesGlob(file, pattern));
    for (const [pattern, names] of modules()) {
      const target = installed.file.exports[pattern];
      if (!target || typeof target === 'string') continue;
      const registers = /^\.$|^\.\/(elements|transports|external|locales)/.test(pattern);
      for (const name of names) {
        const star = name.slice(pattern.indexOf('*'), name.length - (pattern.length - pattern.indexOf('*') - 1));
        const [file, types] = [target.default, target.types].map((place) => place.replace('*', star)) as [
          string,
          string,
        ];
        assert.ok(existsSync(installed.path(file)) && existsSync(installed.path(types)), name);
        assert.equal(isNamed(file), registers, name);
      }
    }
    for (const name of readdirSync(installed.path('dist/inline/chunks')))
      assert.ok(!isNamed(`./dist/inline/chunks/${name}`));
  });
});
