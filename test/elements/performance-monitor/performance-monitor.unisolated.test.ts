import { expect, fixture, html } from '@open-wc/testing';
import type { PerformanceMonitor } from '../../../src/index.js';
import '../../../src/index.js';
import { isIn, listenToConsole, until } from '../page.js';
import { reportWhere } from './monitor.js';

describe('<performance-monitor> on a page that is not isolated', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
  });
  afterEach(() => console_.restore());

  const live = () =>
    fixture(html`<data-feed src="sim:rate=400">
      <performance-monitor help="/docs/isolation.md"></performance-monitor>
      <ticker-widget symbol="BTC-USD"></ticker-widget>
    </data-feed>`);

  it('says how prices cross threads, why, and where to read how to isolate a page', async () => {
    const page = await live();
    const monitor = page.querySelector('performance-monitor') as PerformanceMonitor;
    await until(() => isIn(monitor, 'notice'), 'a notice');
    const text = monitor.renderRoot.querySelector('[part="notice"]')?.textContent;
    expect(text).to.contain('in batches');
    expect(text).to.contain('Cross-Origin-Opener-Policy: same-origin');
    expect(monitor.renderRoot.querySelector('a')?.getAttribute('href')).to.equal('/docs/isolation.md');
    expect(monitor.renderRoot.querySelector('a')?.textContent).to.contain('docs/isolation.md');
    await expect(monitor).to.be.accessible();
    (monitor.renderRoot.querySelector('[part="dismiss"]') as HTMLElement).click();
    await until(() => !isIn(monitor, 'notice'), 'it is dismissed');
    expect(console_.lines).to.deep.equal([]);
  });

  it('tells what crossing threads costs', async () => {
    const page = await live();
    const monitor = page.querySelector('performance-monitor') as PerformanceMonitor;
    const report = await reportWhere(
      monitor,
      ({ framesPerSecond, tickToPaint, copiedPerSecond }) =>
        framesPerSecond > 0 && tickToPaint.p50 > 0 && copiedPerSecond > 0,
    );
    expect(report.serialization).to.be.within(0.001, 1000);
    expect(report.tickAge.p50).to.be.above(0);
    expect(report.feeds.map(({ status, mode }) => `${status} ${mode}`)).to.deep.equal(['live batched']);
    expect(report.lanes).to.equal(1);
  });

  it('compares the modes that are possible, and says why shared is not', async () => {
    const page = await live();
    const monitor = page.querySelector('performance-monitor') as PerformanceMonitor;
    await reportWhere(monitor, ({ tickToPaint }) => tickToPaint.p50 > 0);
    const { modes } = await monitor.compare({ seconds: 1 });
    expect(modes.map(({ mode, ran }) => `${mode} ${ran}`)).to.deep.equal([
      ...['shared false', 'batched true', 'individual true'],
    ]);
    expect(modes[0]?.reason).to.contain('not cross-origin isolated');
    await monitor.updateComplete;
    expect(monitor.renderRoot.querySelector('.compared')?.textContent).to.contain('shared, not possible here');
    expect((page as HTMLElement & { mode: string }).mode).to.equal('auto');
  });
});
