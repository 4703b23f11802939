/** What npm would publish, as those see it who resolve it: publint for the files, are-the-types-wrong for the types. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { Installed } from './packed.ts';

/** A script to be copied into a site's root, not imported. */
const SCRIPT = './isolation-worker.js';

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

  /** What users may import, with the names that patterns stand for. */
  function entries(): string[] {
    return Object.entries(installed.file.exports).flatMap(([entry, target]) => {
      if (!entry.includes('*')) return [entry];
      const [folder = '', suffix = ''] = (typeof target === 'string' ? target : target.default).split('*');
      const names = readdirSync(installed.path(folder)).filter((name) => name.endsWith(suffix));
      return names.map((name) => entry.replace('*', name.slice(0, -suffix.length)));
    });
  }

  it('is clean to publint', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  it('has types for every entry in each resolution that knows exports', async () => {
    const all = entries();
    for (const tag of ['data-feed', 'ticker-widget', 'ticker-board', 'price-alert', 'performance-monitor'])
      assert.ok(all.includes(`./elements/${tag}.js`), tag);
    const analysis = await checkPackage(createPackageFromTarballData(tarball), { entrypoints: all });
    assert.ok(analysis.types !== false && 'problems' in analysis);
    const problems = analysis.problems.map(({ kind, ...rest }) => {
      const { resolutionKind = '', entrypoint = '' } = rest as { resolutionKind?: string; entrypoint?: string };
      return [kind, resolutionKind, entrypoint] as const;
    });
    const wrong = problems.filter(
      ([kind, resolution, entry]) =>
        entry !== SCRIPT && !ESM_ONLY.some(([other, where]) => kind === other && resolution === where),
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

  it('says of modules that register something that they do, and of no other', () => {
    const { sideEffects } = JSON.parse(readFileSync(installed.path('package.json'), 'utf8')) as {
      readonly sideEffects: readonly string[];
    };
    const isNamed = (file: string) => sideEffects.some((pattern) => path.matchesGlob(file, pattern));
    for (const name of entries()) {
      const target = installed.file.exports[name];
      if (!target || typeof target === 'string') continue;
      const registers = /^\.$|^\.\/(transports|external|locales)/.test(name);
      assert.equal(isNamed(target.default), registers, name);
    }
    assert.ok(isNamed('./dist/inline/elements/ticker-widget.js'));
    for (const name of readdirSync(installed.path('dist/inline/chunks')))
      assert.ok(!isNamed(`./dist/inline/chunks/${name}`));
  });
});
