import { expect, waitUntil } from '@open-wc/testing';
import readme from '../../README.md?raw';
import type { DataFeed, TickerWidget } from '../../src/index.js';

describe('the page that the README opens with', () => {
  it('shows two prices, as it is, with the built script', async function () {
    // now and then a browser under load does not start a worker; for a feed's own worker that means a page loaded again
    this.retries(2);
    const page = /<!-- page -->\s+```html\n(.*?)\n```/s.exec(readme)?.[1];
    expect(page, 'a page in README.md').to.contain('src="./dist/cdn/ticklane.js"');
    const frame = document.createElement('iframe');
    // the page lies in the root of the clone
    const base = new URL('/', location.href).href;
    frame.srcdoc = page?.replace('<head>', `<head><base href="${base}" />`) ?? '';
    document.body.append(frame);
    const widgets = () => [...(frame.contentDocument?.querySelectorAll<TickerWidget>('ticker-widget') ?? [])];
    const prices = () =>
      widgets().map((widget) => widget.shadowRoot?.querySelector('[part=price]')?.textContent?.trim() ?? '');
    try {
      const shown = () => prices().length === 2 && prices().every((price) => /\d/.test(price));
      await waitUntil(shown, 'two prices', { timeout: 15_000 });
    } catch (error) {
      const feed = frame.contentDocument?.querySelector<DataFeed>('data-feed');
      console.log(
        `feed ${feed?.status}, ${feed?.stats?.ticks} ticks, lanes ${widgets().map(({ lane }) => lane?.worker)}`,
      );
      frame.remove();
      throw error;
    }
    expect(frame.contentWindow?.crossOriginIsolated).to.equal(true);
    frame.remove();
  });
});
