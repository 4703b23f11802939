import { expect, fixture } from '@open-wc/testing';
import { indicators } from '../../../src/indicators/index.js';
import * as file from '../../../stories/indicators/gallery.stories.js';
import type { IndicatorChart } from '../../../stories/shared/indicator-chart.js';
import { errorsDuring } from '../console-errors.js';
import { renderStory } from '../render-story.js';

const { default: meta, ...stories } = file;

async function chartsOf(box: HTMLElement): Promise<IndicatorChart[]> {
  const charts = [...box.querySelectorAll<IndicatorChart>('indicator-chart')];
  for (const chart of charts) await chart.updateComplete;
  return charts;
}

describe('the stories of the indicator gallery', () => {
  for (const name of Object.keys(stories) as (keyof typeof stories)[]) {
    it(`${name} draws every one of its indicators, is accessible and logs no error`, async () => {
      const logged = await errorsDuring(async () => {
        const box = await fixture<HTMLElement>(renderStory(meta, stories[name]));
        const charts = await chartsOf(box);
        expect(charts).not.to.be.empty;
        for (const chart of charts) {
          const drawn = chart.renderRoot.querySelectorAll('path[class*=colour-]');
          const paths = [...drawn].map((path) => path.getAttribute('d') ?? '');
          expect(paths, chart.name).not.to.be.empty;
          for (const path of paths) expect(path, chart.name).to.match(/^M[^N]*$/);
          expect(chart.renderRoot.textContent, chart.name).to.contain(`${chart.name}(`);
        }
        await expect(box).to.be.accessible();
      });
      expect(logged).to.deep.equal([]);
    });
  }

  it('show all functions of the language together, and in their groups', async () => {
    const shown = async (name: keyof typeof stories) =>
      (await chartsOf(await fixture<HTMLElement>(renderStory(meta, stories[name])))).map((chart) => chart.name);
    expect(await shown('All')).to.deep.equal([...indicators.keys()]);
    const grouped: string[] = [];
    for (const name of Object.keys(stories) as (keyof typeof stories)[]) {
      if (name !== 'All') grouped.push(...(await shown(name)));
    }
    expect(grouped).to.have.members([...indicators.keys()]);
  });
});
