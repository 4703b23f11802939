import { expect, fixture, waitUntil } from '@open-wc/testing';
import type { BarsView } from '../../stories/shared/bars-view.js';
import * as file from '../../stories/ticker-bars.stories.js';
import { errorsDuring } from './console-errors.js';
import { renderStory } from './render-story.js';

const { default: meta, ...stories } = file;

/** Bars that a story comes to have. */
const BARS: Partial<Record<keyof typeof stories, number>> = { WithHistory: 50 };

describe('the stories of a ticker on bars', () => {
  for (const name of Object.keys(stories) as (keyof typeof stories)[]) {
    const least = BARS[name] ?? 2;

    it(`${name} draws ${least} bars and more, is accessible and logs no error`, async () => {
      const logged = await errorsDuring(async () => {
        const box = await fixture<HTMLElement>(renderStory(meta, stories[name]));
        const view = box.querySelector('bars-view') as BarsView;
        const bodies = () =>
          [...view.renderRoot.querySelectorAll('.body')].map((path) => path.getAttribute('d') ?? '').join('');
        const drawn = () => bodies().split('M').length - 1;
        await waitUntil(() => drawn() >= least, `${name}: ${least} bars`, { timeout: 15_000 });
        expect(bodies()).not.to.contain('NaN');
        expect(view.renderRoot.querySelector('p')?.textContent).to.match(/^\d+ bars; .*: open [\d,.]+, high [\d,.]+/);
        await expect(box).to.be.accessible();
      });
      expect(logged).to.deep.equal([]);
    });
  }
});
