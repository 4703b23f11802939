import { expect, waitUntil } from '@open-wc/testing';
import type { SignalEvent, TickerWidget } from '../../src/index.js';
import { startFiles } from '../tools/servers.js';

describe('dist/cdn/ticklane.js', () => {
  it('registers the elements, ticks and renders, with its workers, when it is loaded from another origin', async () => {
    const cdn = await startFiles('dist/cdn');
    expect(new URL(cdn.url).origin).to.not.equal(location.origin);
    await import(/* @vite-ignore */ `${cdn.url}ticklane.js`);
    document.body.innerHTML = `
      <data-feed src="sim:rate=200&seed=7"></data-feed>
      <ticker-widget symbol="BTC-USD" indicators="fast: sma(3)">
        <price-alert name="any" when="fast > 0"></price-alert>
      </ticker-widget>`;
    let signal: SignalEvent | undefined;
    document.addEventListener('signal', (event) => {
      signal = event as SignalEvent;
    });
    const widget = document.querySelector<TickerWidget>('ticker-widget');
    await waitUntil(() => Number.isFinite(widget?.values?.last), 'a price', { timeout: 10_000 });
    expect(widget?.lane?.bytes).to.be.greaterThan(0);

    await waitUntil(() => signal, 'a signal', { timeout: 10_000 });
    expect(signal?.name).to.equal('any');
    expect(signal?.values.fast).to.be.above(0);
    widget?.replaceChildren();

    const shadow = widget?.shadowRoot as ShadowRoot;
    const text = (selector: string) =>
      Array.from(shadow.querySelectorAll(selector), (node) => node.textContent?.trim());
    await waitUntil(() => /\d/.test(text('.price').join()), 'a price that is shown');
    expect(text('.label')).to.deep.equal(['BTC-USD']);
    expect(text('[part=indicator]')[0]).to.match(/^fast /);
    expect(shadow.adoptedStyleSheets).not.to.be.empty;
    Object.assign(widget as TickerWidget, { sparkline: 'ticks', indicators: 'a: sma(2); b: sma(5)', interval: '2d' });
    await widget?.updateComplete;
    expect(text('[part=indicator]').map((words) => words?.[0])).to.deep.equal(['a', 'b']);
    expect(shadow.querySelector('svg path.line')?.namespaceURI).to.match(/svg$/);
    expect(text('.message').join()).to.match(/interval "2d"/);
    Object.assign(widget as TickerWidget, { sparkline: null, indicators: '', interval: 'tick' });
    await widget?.updateComplete;
    expect(shadow.querySelectorAll('svg, [part=indicator], .message:not(:empty)')).to.have.lengthOf(0);
    document.body.replaceChildren();
    await cdn.stop();
  });
});
