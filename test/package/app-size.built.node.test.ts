/** What bundlers leave out of an app that takes a part of the package, and what the modules for bundlers are. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { listFiles, ROOT } from '../../tools/files.ts';
import { type AppImport, bundleApp } from '../../tools/size-bundles.ts';

/** A text of each element that stands in its own code only. */
const MARKS: Readonly<Record<string, string>> = {
  'data-feed': 'feederror',
  'performance-monitor': 'compare: there is no feed',
  'price-alert': 'when is missing',
  'ticker-board': 'selectionchange',
  'ticker-widget': 'valuechange',
};

/** The elements whose code an app begins with. */
async function inside(...imports: AppImport[]): Promise<string[]> {
  const code = (await bundleApp(imports)).filter(({ initial }) => initial).map((chunk) => chunk.code);
  return Object.keys(MARKS).filter((tag) => code.some((text) => text.includes(MARKS[tag] as string)));
}

describe('an app that bundles a part of the package', () => {
  it('has the marks that this test goes by, all of them in the whole', async () => {
    assert.deepEqual(await inside({ module: 'index' }), Object.keys(MARKS));
  });

  it('has one class of many without the others, and registers nothing', async () => {
    assert.deepEqual(await inside({ module: 'classes', names: ['TickerWidget'] }), ['ticker-widget']);
    assert.deepEqual(await inside({ module: 'classes', names: ['PriceAlert'] }), ['price-alert']);
  });

  for (const tag of Object.keys(MARKS)) {
    it(`has <${tag}> without the others`, async () => {
      assert.deepEqual(await inside({ module: `elements/${tag}` }), [tag]);
    });
  }

  it('loads the language of indicators, venues and batched mode later', async () => {
    const app = await bundleApp([{ module: 'elements/ticker-widget' }, { module: 'elements/data-feed' }]);
    for (const text of ['bollinger', 'wss://stream.binance.com', 'and they begin anew']) {
      const places = app.filter(({ code }) => code.includes(text));
      assert.ok(places.length > 0, text);
      assert.ok(
        places.every(({ initial }) => !initial),
        text,
      );
    }
  });
});

describe('the modules for bundlers', () => {
  it('name no folder of the machine that they were built on', () => {
    for (const file of listFiles('dist', /\.(js|map)$/)) {
      assert.ok(!readFileSync(path.join(ROOT, file), 'utf8').includes(ROOT), file);
    }
  });

  it('have maps of their sources', () => {
    const maps = listFiles('dist/inline', /\.js\.map$/);
    assert.ok(maps.length > 10);
    for (const file of maps) {
      const { sources } = JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as { readonly sources: string[] };
      for (const source of sources)
        assert.match(
          source,
          /^(\.\.\/)+src\/|^(\.\.\/)+wat\/|^\0|^ticklane:|virtual|node_modules/,
          `${file}: ${source}`,
        );
    }
  });
});
