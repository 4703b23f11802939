import { expect, waitUntil } from '@open-wc/testing';
import type { TickerWidget } from '../../src/index.js';
import { startFiles } from '../tools/servers.js';

describe('dist/cdn/ticklane.js', () => {
  it('registers the elements and ticks, with its workers, when it is loaded from another origin', async () => {
    const cdn = await startFiles('dist/cdn');
    expect(new URL(cdn.url).origin).to.not.equal(location.origin);
    await import(/* @vite-ignore */ `${cdn.url}ticklane.js`);
    document.body.innerHTML = `
      <data-feed src="sim:rate=200&seed=7"></data-feed>
      <ticker-widget symbol="BTC-USD" indicators="fast: sma(3)"></ticker-widget>`;
    const widget = document.querySelector<TickerWidget>('ticker-widget');
    await waitUntil(() => Number.isFinite(widget?.values?.last), 'a price', { timeout: 10_000 });
    expect(widget?.lane?.bytes).to.be.greaterThan(0);
    document.body.replaceChildren();
    await cdn.stop();
  });
});
