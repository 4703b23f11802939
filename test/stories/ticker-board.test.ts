import { expect, fixture, waitUntil } from '@open-wc/testing';
import type { DataFeed, TickerBoard, TickerWidget } from '../../src/index.js';
import * as file from '../../stories/ticker-board.stories.js';
import { errorsDuring } from './console-errors.js';
import { renderStory } from './render-story.js';

const { default: meta, ...stories } = file;

/** No price is flashing. */
const rests = (board: TickerBoard) =>
  [...board.renderRoot.querySelectorAll('.row')].every((row) => row.getAnimations({ subtree: true }).length === 0);

describe('the stories of <ticker-board>', () => {
  for (const name of Object.keys(stories) as (keyof typeof stories)[]) {
    const state = name === 'Waiting' ? 'waiting' : 'live';

    it(`${name} comes to be ${state}, is accessible and logs no error`, async () => {
      const logged = await errorsDuring(async () => {
        const box = await fixture<HTMLElement>(renderStory(meta, stories[name]));
        const board = box.querySelector('ticker-board') as TickerBoard;
        const { symbols } = board;
        await waitUntil(() => board.matches(`:state(${state})`), `${name} is ${state}`, { timeout: 15_000 });
        if (state === 'live') {
          const inside = [...box.querySelectorAll<TickerWidget>('ticker-board ticker-widget')];
          const last = (inside.at(-1)?.symbol ?? symbols.at(-1)) as string;
          await waitUntil(() => (board.values(last)?.last ?? 0) > 0, `${last} has a price`, { timeout: 15_000 });
        }
        // colours of a flash are between two
        (box.querySelector('data-feed') as DataFeed).paused = true;
        expect(board.renderRoot.querySelectorAll('.row').length).to.be.within(3, 130);
        await waitUntil(() => rests(board), 'nothing flashes', { interval: 5, timeout: 10_000 });
        await expect(box).to.be.accessible();
      });
      if (name === 'Failing') expect(logged.join()).to.contain('indicators, column 7: expected ")"');
      else expect(logged).to.deep.equal([]);
    });
  }
});
