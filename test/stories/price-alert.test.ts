import { expect, fixture, waitUntil } from '@open-wc/testing';
import * as file from '../../stories/price-alert.stories.js';
import type { SignalLog } from '../../stories/shared/signal-log.js';
import { errorsDuring } from './console-errors.js';
import { renderStory } from './render-story.js';

const { default: meta, ...stories } = file;
type Name = keyof typeof stories;

const MISTAKE = 'when, column 17: unknown name "slwo": did you mean slow?';
const itemsOf = (log: SignalLog) => [...log.renderRoot.querySelectorAll('li')].map((item) => item.innerText);

describe('the stories of the alert playground', () => {
  for (const name of Object.keys(stories).filter((name) => name !== 'Failing') as Name[]) {
    it(`${name} writes down signals with time, price and values, is accessible and logs no error`, async () => {
      const logged = await errorsDuring(async () => {
        const args = { ...stories[name].args, rate: 400 };
        const box = await fixture<HTMLElement>(renderStory(meta, { ...stories[name], args }));
        const log = box.querySelector('signal-log') as SignalLog;
        await waitUntil(() => itemsOf(log).length > 0, `${name}: a signal`, { timeout: 15_000 });
        const alerts = [...box.querySelectorAll('price-alert')];
        for (const item of itemsOf(log)) {
          expect(alerts.some((alert) => item.startsWith(`${alert.name} at `))).to.equal(true);
          expect(item).to.match(/at [\d,.]+\s+\d\d:\d\d:\d\d\.\d{3} UTC, .+ [-\d–]/);
        }
        await expect(box).to.be.accessible();
      });
      expect(logged).to.deep.equal([]);
    });
  }

  it('Once writes down one signal', async () => {
    const box = await fixture<HTMLElement>(
      renderStory(meta, { ...stories.Once, args: { ...stories.Once.args, rate: 400 } }),
    );
    const [widget, alert] = [box.querySelector('ticker-widget'), box.querySelector('price-alert')];
    await waitUntil(() => alert?.count === 1, 'a signal', { timeout: 15_000 });
    const seen = widget?.values.ticks ?? 0;
    await waitUntil(() => (widget?.values.ticks ?? 0) > seen + 200, 'many ticks later', { timeout: 15_000 });
    expect(alert?.count).to.equal(1);
  });

  it('Failing tells the mistake with its place, and shows a price', async () => {
    const logged = await errorsDuring(async () => {
      const box = await fixture<HTMLElement>(renderStory(meta, stories.Failing));
      const widget = box.querySelector('ticker-widget');
      await waitUntil(() => widget?.matches(':state(live)'), 'the ticker is live', { timeout: 15_000 });
      expect(widget?.shadowRoot?.querySelector('[part=message]')?.textContent).to.contain(MISTAKE);
      await expect(box).to.be.accessible();
    });
    expect(logged.join()).to.contain(MISTAKE);
  });
});
