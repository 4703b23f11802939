import { expect, fixture, html } from '@open-wc/testing';
import '../../src/index.js';
import type { TickerWidget } from '../../src/index.js';

const widgets = (count: number) =>
  fixture<HTMLElement>(
    html`<section>${Array.from({ length: count }, () => html`<ticker-widget></ticker-widget>`)}</section>`,
  ).then((page) => [...page.querySelectorAll<TickerWidget>('ticker-widget')]);

/** Resolves in a task of its own. */
const anotherTask = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

describe('many widgets that come at once', () => {
  it('render a few in a task, in their order, and all of them in the end', async () => {
    const section = document.createElement('section');
    section.append(...Array.from({ length: 100 }, () => document.createElement('ticker-widget')));
    const all = [...section.children] as TickerWidget[];
    const rendered = () => all.filter(({ hasUpdated }) => hasUpdated).length;
    document.body.append(section);
    const steps: number[] = [];
    for (let tasks = 0; rendered() < all.length && tasks < 1000; tasks++) {
      const before = rendered();
      await anotherTask();
      steps.push(rendered() - before);
      expect(
        all.findIndex(({ hasUpdated }) => !hasUpdated),
        'in their order',
      ).to.be.oneOf([rendered(), -1]);
    }
    expect(rendered()).to.equal(all.length);
    // between two of these tasks there may be two of those
    expect(Math.max(...steps)).to.be.at.most(48);
    expect(steps.filter((step) => step > 0).length).to.be.above(2);
    section.remove();
  });

  it('render at once where they are few', async () => {
    const few = await widgets(5);
    await Promise.resolve();
    expect(few.every(({ hasUpdated }) => hasUpdated)).to.equal(true);
  });

  it('may be gone before their turn', async () => {
    const section = document.createElement('section');
    section.append(...Array.from({ length: 40 }, () => document.createElement('ticker-widget')));
    document.body.append(section);
    section.remove();
    const all = [...section.children] as TickerWidget[];
    await Promise.all(all.map(({ updateComplete }) => updateComplete));
    expect(all.every(({ hasUpdated }) => hasUpdated)).to.equal(true);
  });
});
