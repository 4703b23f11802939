import { expect, fixture, waitUntil } from '@open-wc/testing';
import type { FeedStatus } from '../../src/index.js';
import * as file from '../../stories/data-feed.stories.js';
import { errorsDuring } from './console-errors.js';
import { renderStory } from './render-story.js';

const { default: meta, ...stories } = file;

/** The status that a story's feeds come to, where it is not `live`. */
const STATUSES: Partial<Record<keyof typeof stories, FeedStatus>> = {
  Waiting: 'connecting',
  Stale: 'stale',
  Failing: 'failed',
  Paused: 'connecting',
};

describe('the stories of <data-feed>', () => {
  for (const name of Object.keys(stories) as (keyof typeof stories)[]) {
    const status = STATUSES[name] ?? 'live';

    it(`${name} comes to be ${status}, is accessible and logs no error`, async () => {
      const logged = await errorsDuring(async () => {
        const box = await fixture<HTMLElement>(renderStory(meta, stories[name]));
        const feeds = [...box.querySelectorAll('data-feed')];
        expect(feeds).not.to.be.empty;
        for (const feed of feeds) {
          await waitUntil(() => feed.status === status, `${name}: the feed is ${status}`, { timeout: 15_000 });
        }
        const readout = box.querySelector('feed-readout') as HTMLElement;
        await waitUntil(() => readout.textContent?.startsWith(`status ${status}`), 'the readout follows');
        await expect(box).to.be.accessible();
      });
      if (name === 'Failing') expect(logged.join()).to.contain('no transport for ftp:');
      else expect(logged).to.deep.equal([]);
    });
  }
});
