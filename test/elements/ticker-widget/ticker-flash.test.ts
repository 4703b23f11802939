import { expect, fixture, html } from '@open-wc/testing';
import type { DataFeed, TickerWidget } from '../../../src/index.js';
import '../../../src/index.js';
import { nothingLeft, until } from '../page.js';

const symbols = Array.from({ length: 60 }, (_, index) => `SYM-${index}`);

describe('the flash of a price', () => {
  it('is seen on one that moves, and on a few where hundreds do at once', async () => {
    const page = await fixture<HTMLElement>(html`<section>
      <data-feed transport="push" workers="pool"></data-feed>
      ${symbols.map((symbol) => html`<ticker-widget variant="compact" symbol=${symbol}></ticker-widget>`)}
    </section>`);
    const feed = page.querySelector('data-feed') as DataFeed;
    const widgets = [...page.querySelectorAll<TickerWidget>('ticker-widget')];
    let flashes = 0;
    for (const widget of widgets) {
      const { animate } = HTMLElement.prototype;
      await widget.updateComplete;
      const price = widget.renderRoot.querySelector<HTMLElement>('.price') as HTMLElement;
      price.animate = (...options) => {
        flashes++;
        return animate.apply(price, options);
      };
    }
    const move = async (moved: readonly string[], price: number) => {
      feed.push(moved.map((symbol) => ({ symbol, price })));
      const all = () => widgets.every(({ symbol, values }) => !moved.includes(symbol) || values.last === price);
      await until(all, `${moved.length} prices of ${price}`);
      for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
    };
    await until(() => widgets.every(({ lane }) => lane), 'lanes');
    await move(symbols, 100);
    expect(flashes, 'a first price has no direction').to.equal(0);
    await move(symbols.slice(0, 1), 101);
    expect(flashes).to.equal(1);
    await move(symbols.slice(1), 102);
    expect(flashes).to.be.within(20, 40);
    page.remove();
    await nothingLeft();
  });
});
