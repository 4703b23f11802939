import assert from 'node:assert/strict';
import { it } from 'node:test';
import { codeToCopy } from '../../stories/shared/code-to-copy.ts';

it('the code of a story is as somebody would write it', () => {
  const rendered = `<!--?lit$1$--><data-feed src="sim:rate=1&amp;seed=7" paused="">\n  \n  <price-alert when="close &gt; 5"></price-alert>  \n</data-feed>`;
  assert.equal(
    codeToCopy(rendered),
    '<data-feed src="sim:rate=1&seed=7" paused>\n  <price-alert when="close > 5"></price-alert>\n</data-feed>',
  );
});
