import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Numbers } from '../../src/elements/shared/numbers.js';
import { fill, wordsIn } from '../../src/elements/shared/strings.js';
import { tickOf } from '../../src/elements/shared/tick-size.js';
import { MOST_WAITING, PACE_MS } from '../../src/elements/shared/voice.js';
import { BOARD_ENGLISH } from '../../src/elements/ticker-board/board-words.js';
import { TICKER_ENGLISH } from '../../src/elements/ticker-widget/ticker-words.js';
import { listFiles, ROOT } from '../../tools/files.ts';
import { marked } from './marked.ts';

const DOCUMENT = 'docs/internationalization.md';
const text = readFileSync(path.join(ROOT, DOCUMENT), 'utf8');

describe(DOCUMENT, () => {
  it('has prices written as it says', () => {
    const [, table = ''] = /<!-- prices -->\s+(.*?)\n\n/s.exec(text) ?? [];
    const rows = [...table.matchAll(/^\| *(?:`(.*?)`)? *\| ([\d.]+) \| (.*?) \|$/gm)];
    assert.equal(rows.length, 13);
    for (const [, size, price, expected] of rows) {
      const { step, fraction } = tickOf(size ? (size.includes('/') ? size : Number(size)) : null, '');
      const numbers = new Numbers('en-US', '', step, fraction);
      numbers.follow(Number(price));
      assert.equal(numbers.price(Number(price)), expected, `${price} in ticks of ${size}`);
    }
  });

  it('registers words as it says', async () => {
    const kit = pathToFileURL(path.join(ROOT, 'src/elements/shared/strings.ts')).href;
    const code = marked(DOCUMENT, 'words').replace("'ticklane'", JSON.stringify(kit));
    await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const { waiting, error } = wordsIn('ticker', TICKER_ENGLISH, 'nl-BE');
    assert.deepEqual([waiting, error], ['wacht op de eerste koers', 'error']);
    const { ask, selectedCount, low } = wordsIn('board', BOARD_ENGLISH, 'nl');
    assert.deepEqual([ask, fill(selectedCount, { count: '2' }, 2, 'nl'), low], ['Laat', '2 gekozen', 'Low']);
    assert.equal(wordsIn('board', BOARD_ENGLISH, 'en-GB').last, 'Latest');
  });

  it('names every language, and the pace', () => {
    const named = [...text.matchAll(/ticklane\/locales\/(\w+)\.js/g)].map(([, name]) => `src/locales/${name}.ts`);
    assert.deepEqual(named.sort(), listFiles('src/locales', /\.ts$/).sort());
    assert.equal(PACE_MS, 4000);
    assert.match(text, /one text every four seconds/);
    assert.equal(MOST_WAITING, 5);
    assert.match(text, /Five wait/);
  });
});
