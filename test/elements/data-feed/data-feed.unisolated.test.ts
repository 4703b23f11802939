import { expect, fixture, html } from '@open-wc/testing';
import type { ModeChangeEvent } from '../../../src/index.js';
import '../../../src/index.js';
import { rememberMode } from '../../../src/elements/data-feed/mode-choice.js';
import { byId, isIn, nothingLeft, until } from '../page.js';

describe('<data-feed> on a page that is not isolated', () => {
  afterEach(() => rememberMode(null));

  it('works in batched mode, and says why', async () => {
    const heard: string[] = [];
    const listen = (event: Event) => {
      const { mode, reason } = event as ModeChangeEvent;
      heard.push(`${mode}: ${reason}`);
    };
    addEventListener('modechange', listen);
    const { info } = console;
    const lines: string[] = [];
    console.info = (line: string) => void lines.push(line);
    const page = await fixture(html`<data-feed id="feed" src="sim:rate=500&seed=3">
      <ticker-widget id="one" symbol="BTC-USD" indicators="sma(5)"></ticker-widget>
    </data-feed>`);
    const { one, feed } = byId(page);
    await until(() => one.values.ticks > 10, 'ticks');
    console.info = info;
    removeEventListener('modechange', listen);
    expect(feed.effectiveMode).to.equal('batched');
    expect(isIn(feed, 'batched')).to.equal(true);
    expect(heard.length).to.equal(1);
    expect(heard[0]).to.contain('batched: the page is not cross-origin isolated');
    expect(lines.length).to.equal(1);
    expect(lines[0]).to.contain('Cross-Origin-Opener-Policy: same-origin');
    expect(one.values.indicators['sma(5)']).to.be.above(0);
    await until(() => feed.stats.ticks > 10 && feed.stats.batches > 0, 'counters');
    await until(() => feed.quote('BTC-USD') !== undefined, 'a quote');
    expect(feed.marketTable()).to.equal(null);
    expect(feed.error?.message).to.contain('marketTable: the page is not cross-origin isolated');
    await expect(page).to.be.accessible();
    page.remove();
    await nothingLeft();
  });

  it('falls back to batched where shared is asked for, and runs single messages where they are', async () => {
    const page = await fixture(html`<section>
      <data-feed id="shared" mode="shared" src="sim:rate=500"></data-feed>
      <data-feed id="single" mode="individual" src="sim:rate=500"></data-feed>
      <ticker-widget id="one" feed="shared" symbol="A"></ticker-widget>
      <ticker-widget id="two" feed="single" symbol="A"></ticker-widget>
    </section>`);
    const { shared, single, one, two } = byId(page);
    await until(() => one.values.ticks > 10 && two.values.ticks > 10, 'ticks');
    expect([shared.effectiveMode, single.effectiveMode]).to.deep.equal(['batched', 'individual']);
    page.remove();
    await nothingLeft();
  });

  it('follows the choice that the visitor made before, unless its attribute says otherwise', async () => {
    rememberMode('individual');
    const page = await fixture(html`<section>
      <data-feed id="free" src="sim:rate=500"></data-feed>
      <data-feed id="forced" mode="batched" src="sim:rate=500"></data-feed>
    </section>`);
    const { free, forced } = byId(page);
    await until(() => free.effectiveMode !== null && forced.effectiveMode !== null, 'modes');
    expect([free.effectiveMode, forced.effectiveMode]).to.deep.equal(['individual', 'batched']);
    rememberMode(null);
    expect(free.effectiveMode).to.equal('batched');
    page.remove();
    await nothingLeft();
  });
});
