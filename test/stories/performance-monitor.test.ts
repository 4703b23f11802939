import { expect, fixture, waitUntil } from '@open-wc/testing';
import type { PerformanceMonitor } from '../../src/index.js';
import * as file from '../../stories/performance-monitor.stories.js';
import { errorsDuring } from './console-errors.js';
import { renderStory } from './render-story.js';

const { default: meta, ...stories } = file;

type Name = keyof typeof stories;

/** What a story is there to show, where it is not figures that are painted. */
const SHOWN: Partial<Record<Name, (monitor: PerformanceMonitor) => boolean>> = {
  Resting: (monitor) => monitor.report()?.frameLoop === 'resting',
  TwoFeeds: (monitor) => monitor.renderRoot.querySelectorAll('tbody tr').length === 2,
  Batched: (monitor) => monitor.matches(':state(notice)') && Number(monitor.report()?.copiedPerSecond) > 0,
  Noticed: (monitor) => monitor.matches(':state(notice)'),
};

describe('the stories of <performance-monitor>', () => {
  for (const name of Object.keys(stories) as Name[]) {
    it(`${name} shows it, is accessible and logs no error`, async () => {
      const logged = await errorsDuring(async () => {
        const box = await fixture<HTMLElement>(renderStory(meta, stories[name]));
        const monitor = box.querySelector('performance-monitor') as PerformanceMonitor;
        const shown = SHOWN[name] ?? (() => Number(monitor.report()?.tickToPaint.p50) > 0);
        await waitUntil(() => shown(monitor), name, { timeout: 15_000 });
        await expect(box).to.be.accessible();
      });
      if (name === 'Noticed') expect(logged.join()).to.contain('no transport for ftp:');
      else expect(logged).to.deep.equal([]);
    });
  }
});
