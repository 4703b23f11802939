import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { guideText } from '../../.storybook/guide-text.ts';

const IDS = { 'isolation.md': 'guide-isolation--docs', 'api/data-feed.md': 'reference-data-feed--docs' };
const shown = (text: string, file = 'feeds.md') => guideText(text, file, IDS);

describe('a text of docs/ in the catalog', () => {
  it('leads to pages of the catalog, from folders too', () => {
    assert.equal(shown('[more](isolation.md#frames)'), '[more](?path=/docs/guide-isolation--docs#frames)');
    assert.equal(shown('[more](../isolation.md)', 'api/data-feed.md'), '[more](?path=/docs/guide-isolation--docs)');
    assert.equal(shown('[`<data-feed>`](api/data-feed.md)'), '[`<data-feed>`](?path=/docs/reference-data-feed--docs)');
  });

  it('keeps the words of a link to what the catalog does not have', () => {
    assert.equal(shown('See [results](../bench/results), [why](decisions/0001-x.md).'), 'See results, why.');
  });

  it('keeps links to its own headings and to other sites', () => {
    const text = '[below](#below), [site](https://example.test/a.md)';
    assert.equal(shown(text), text);
  });

  it('takes pictures from beside the page', () => {
    assert.equal(shown('![board](images/board.png)'), '![board](./images/board.png)');
    assert.equal(shown('![curve](../bench/results/curve.svg)'), '![curve](./bench/results/curve.svg)');
    assert.equal(shown('<img src="../images/board.png">', 'api/data-feed.md'), '<img src="./images/board.png">');
  });

  it('shows no notes to tests, and leaves code as it is', () => {
    const code = '```js\nlist[0](isolation.md) // <!-- kept -->\n```';
    assert.equal(
      shown(`<!-- page -->\n\n${code}\n\n[more](isolation.md)`),
      `${code}\n\n[more](?path=/docs/guide-isolation--docs)`,
    );
  });
});
