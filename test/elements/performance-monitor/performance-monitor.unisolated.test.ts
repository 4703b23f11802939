import { expect, fixture, html } from '@open-wc/testing';
import type { PerformanceMonitor } from '../../../src/index.js';
import '../../../src/index.js';
import { isIn, listenToConsole, until } from '../page.js';

describe('<performance-monitor> on a page that is not isolated', () => {
  it('says why the feed cannot run, and goes on reporting what it knows', async () => {
    const console_ = listenToConsole();
    const page = await fixture(html`<data-feed src="sim:"><performance-monitor></performance-monitor></data-feed>`);
    const monitor = page.querySelector('performance-monitor') as PerformanceMonitor;
    await until(() => monitor.report() !== null && isIn(monitor, 'notice'), 'a notice');
    console_.restore();
    const text = monitor.renderRoot.querySelector('[part="notice"]')?.textContent;
    expect(text).to.contain('A feed cannot run on this page.');
    expect(text).to.contain('Cross-Origin-Opener-Policy: same-origin');
    expect(monitor.report()?.feeds.map(({ status, mode }) => `${status} ${mode}`)).to.deep.equal(['failed null']);
    expect(monitor.report()?.frameLoop).to.equal('resting');
    await expect(monitor).to.be.accessible();
  });
});
