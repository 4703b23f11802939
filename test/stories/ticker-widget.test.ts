import { expect, fixture, waitUntil } from '@open-wc/testing';
import * as file from '../../stories/ticker-widget.stories.js';
import { errorsDuring } from './console-errors.js';
import { renderStory } from './render-story.js';

const { default: meta, ...stories } = file;

/** The state that a story's widgets come to, where it is not `live`. */
const STATES: Partial<Record<keyof typeof stories, string>> = { Waiting: 'waiting', Stale: 'stale' };

describe('the stories of <ticker-widget>', () => {
  for (const name of Object.keys(stories) as (keyof typeof stories)[]) {
    const state = STATES[name] ?? 'live';

    it(`${name} comes to be ${state}, is accessible and logs no error`, async () => {
      const logged = await errorsDuring(async () => {
        const box = await fixture<HTMLElement>(renderStory(meta, stories[name]));
        const widgets = [...box.querySelectorAll('ticker-widget')];
        expect(widgets).not.to.be.empty;
        for (const widget of widgets) {
          await waitUntil(() => widget.matches(`:state(${state})`), `${name}: ${widget.symbol} is ${state}`, {
            timeout: 15_000,
          });
        }
        await expect(box).to.be.accessible();
      });
      if (name === 'Failing') expect(logged.join()).to.contain('indicators, column 7: expected ")"');
      else expect(logged).to.deep.equal([]);
    });
  }
});
