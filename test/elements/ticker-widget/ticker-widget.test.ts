import { expect, fixture, html } from '@open-wc/testing';
import type { ValueChangeEvent } from '../../../src/index.js';
import '../../../src/index.js';
import { pageRuntime } from '../../../src/runtime/page.js';
import { startScript } from '../../tools/servers.js';
import { byId, isIn, listenToConsole, nothingLeft, part, said, trades, until } from '../page.js';

describe('<ticker-widget>', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
  });
  afterEach(() => console_.restore());

  it('waits, and shows its children meanwhile', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=0">
      <ticker-widget id="one" symbol="BTC-USD" indicators="sma(5)"></ticker-widget>
      <ticker-widget id="two" symbol="BTC-USD">Opens at nine</ticker-widget>
    </data-feed>`);
    const { one, two } = byId(page);
    await until(() => isIn(page, 'connecting') && one.lane !== null, 'connected');
    expect(isIn(one, 'waiting')).to.equal(true);
    expect(part(one, 'label')).to.equal('BTC-USD');
    expect(part(one, 'price')).to.equal('–');
    expect(part(one, 'indicator')).to.equal('sma(5) –');
    expect(said(one)).to.equal('BTC-USD: waiting');
    expect(one.values).to.deep.include({ last: Number.NaN, volume: 0, ticks: 0, indicators: { 'sma(5)': Number.NaN } });
    expect(getComputedStyle(two.renderRoot.querySelector('slot') as Element).display).to.equal('block');
    await expect(one).to.be.accessible();
    await expect(two).to.be.accessible();
  });

  it('shows the last trade and everything computed from the ticks, exactly', async () => {
    const server = await startScript({ frames: trades('X', 100, 102, 98.5, 101.25), after: 'message' });
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" indicators="fast: sma(2); sma(3)" tick-size="0.01" sparkline="ticks" locale="en-US">
      </ticker-widget>
      <ticker-widget id="two" symbol="X" previous-close="125" currency="EUR" locale="de-DE"></ticker-widget>
    </data-feed>`);
    const { one, two } = byId(page);
    await until(() => part(one, 'price') === '101.25' && isIn(two, 'live'), 'painted');
    expect(one.values).to.deep.include({
      last: 101.25,
      open: 100,
      high: 102,
      low: 98.5,
      ticks: 4,
      trades: 4,
      volume: 4,
    });
    expect(one.values.indicators).to.deep.equal({ fast: 99.875, 'sma(3)': (102 + 98.5 + 101.25) / 3 });
    expect(Object.isFrozen(one.values) && Object.isFrozen(one.values.indicators)).to.equal(true);
    expect(one.values).to.equal(one.values);
    expect(part(one, 'change')).to.equal('+1.25 +1.25%');
    expect(part(one, 'indicator')).to.equal('fast 99.88; sma(3) 100.58');
    expect([isIn(one, 'up'), isIn(one, 'down'), isIn(one, 'waiting')]).to.deep.equal([true, false, false]);
    expect(part(two, 'price')).to.equal('101,25 €');
    expect(part(two, 'change').replace(/\s/g, ' ')).to.equal('-23,75 -19,00 %');
    expect(isIn(two, 'down')).to.equal(true);
    const line = () => one.renderRoot.querySelector('.line')?.getAttribute('d') ?? '';
    await until(() => /^M0\.0 .*L15\.8 [\d.]+$/.test(line()), 'a sparkline');
    await expect(one).to.be.accessible();
    await expect(two).to.be.accessible();
    expect(console_.lines).to.deep.equal([]);
    await server.stop();
  });

  it('looks flat where the change is written as zero', async () => {
    const server = await startScript({ frames: trades('X', 0.1 + 0.2, 0.3), after: 'message' });
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" tick-size="0.01" locale="en-US" stale-after="0"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => one.values.ticks === 2 && isIn(one, 'live'), 'painted');
    await until(() => part(one, 'change') === '0.00 0.00%', 'the change');
    expect(one.values.change).to.be.below(0);
    expect([isIn(one, 'up'), isIn(one, 'down')]).to.deep.equal([false, false]);
    // more than a percent of such a price, and still nothing in the digits that are shown
    const painted = new Promise((resolve) => one.addEventListener('valuechange', resolve, { once: true }));
    await server.send(...trades('X', 0.304));
    await painted;
    expect(one.values.changePercent).to.be.above(1);
    expect([part(one, 'change'), isIn(one, 'up')]).to.deep.equal(['0.00 0.00%', false]);
    await server.send(...trades('X', 0.29));
    await until(() => isIn(one, 'down'), 'down');
    expect(part(one, 'change')).to.equal('-0.01 -3.33%');
    await server.stop();
  });

  it('says what a screen reader needs at a human pace, in no live region', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=500">
      <ticker-widget id="one" symbol="BTC-USD"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    let texts = 0;
    new MutationObserver(() => texts++).observe(one.renderRoot.querySelector('.said') as Node, { childList: true });
    await until(() => one.values.ticks > 400, 'ticks');
    expect(said(one)).to.match(/^BTC-USD: [\d,.]+, (up, \+[\d.,]+, \+|down, -[\d.,]+, -|0\.00, )[\d.]+%$/);
    expect(texts).to.be.at.most(2);
    expect(one.renderRoot.querySelector('[aria-live], [role="status"], [role="alert"]')).to.equal(null);
  });

  it('becomes stale when no tick comes any more, says when the last one came, and lives again with the next', async () => {
    const server = await startScript({ frames: trades('X', 5), after: 'message' });
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" stale-after="80"></ticker-widget>
      <ticker-widget id="two" symbol="X" stale-after="0"></ticker-widget>
    </data-feed>`);
    const { one, two } = byId(page);
    const changes: string[] = [];
    page.addEventListener('stalechange', (event) =>
      changes.push(`${(event.target as Element).id} ${Reflect.get(event, 'stale')}`),
    );
    await until(() => isIn(one, 'stale'), 'stale');
    expect(part(one, 'age')).to.match(/^stale .*\d+:\d\d/);
    expect(said(one)).to.match(/, stale$/);
    expect(isIn(two, 'live')).to.equal(true);
    await expect(one).to.be.accessible();
    await server.send(...trades('X', 6));
    await until(() => isIn(one, 'live') && part(one, 'age') === '', 'live again');
    await until(() => changes.length >= 3, 'stale again');
    expect(changes).to.deep.equal(['one true', 'one false', 'one true']);
    await server.stop();
  });

  it('is stale while its feed is', async () => {
    const server = await startScript({ frames: trades('X', 5), after: 'message' });
    const page = await fixture(html`<data-feed id="feed" src=${server.url}>
      <ticker-widget id="one" symbol="X" stale-after="0"></ticker-widget>
    </data-feed>`);
    const { one, feed } = byId(page);
    await until(() => isIn(one, 'live'), 'live');
    feed.disconnect();
    expect(isIn(one, 'stale')).to.equal(true);
    expect(one.values.last).to.equal(5);
    await server.stop();
  });

  it('tells of new values at most once a frame, and only whoever listens', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=2000">
      <ticker-widget id="one" symbol="BTC-USD"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const events: ValueChangeEvent[] = [];
    let frames = 0;
    const count = () => {
      frames++;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    one.addEventListener('valuechange', (event) => events.push(event));
    await until(() => events.length > 20, 'events');
    expect(events.length).to.be.at.most(frames + 1);
    expect(events.at(-1)?.values).to.have.property('last').that.is.a('number');
    expect(events.at(-1)?.values).to.not.equal(events[0]?.values);
  });

  it('touches nothing but the text that changed', async () => {
    const server = await startScript({ frames: trades('X', 5), after: 'message' });
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" indicators="sma(1)" stale-after="0"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => part(one, 'price') !== '–', 'painted');
    const touched: string[] = [];
    const observer = new MutationObserver((records) => {
      for (const { type, target } of records)
        touched.push(`${type} ${target.parentElement?.className || target.nodeName}`);
    });
    observer.observe(one.renderRoot, { subtree: true, childList: true, characterData: true, attributes: true });
    const before = one.values.ticks;
    await server.send(...trades('X', 5), ...trades('X', 5));
    await until(() => one.values.ticks === before + 2, 'two more');
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(touched).to.deep.equal([]);
    await server.send(...trades('X', 6));
    await until(() => part(one, 'price') === '6.0000', 'painted');
    expect(new Set(touched.map((each) => each.split(' ')[0]))).to.deep.equal(new Set(['characterData']));
    await server.stop();
  });

  it('keeps lane and values when it is moved in the document', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=200&seed=7">
      <div id="left"><ticker-widget id="one" symbol="BTC-USD" indicators="sma(3)"></ticker-widget></div>
      <div id="right"></div>
    </data-feed>`);
    const { one, left, right } = byId(page);
    await until(() => one.values.ticks > 5, 'ticks');
    const { lane } = one;
    const { open, ticks } = one.values;
    right.append(one);
    expect(part(one, 'price')).to.not.equal('–');
    await until(() => one.values.ticks > ticks + 5, 'more ticks');
    expect(one.lane).to.deep.equal(lane);
    expect(one.values.open).to.equal(open);
    // moves without disconnecting, where the browser can
    (left as unknown as { moveBefore?(node: Node, child: null): void }).moveBefore?.(one, null);
    one.remove();
    left.append(one);
    await until(() => one.values.ticks > ticks + 15, 'more ticks');
    expect(one.lane).to.deep.equal(lane);
    expect(one.values.open).to.equal(open);
    expect(pageRuntime().workers).to.equal(1);
  });

  it('frees lane and worker when it is removed, and starts afresh when it is put back', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=200">
      <ticker-widget id="one" symbol="BTC-USD"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => isIn(one, 'live'), 'live');
    one.remove();
    await nothingLeft();
    expect(one.lane).to.equal(null);
    expect(part(one, 'price')).to.equal('–');
    expect(isIn(one, 'waiting')).to.equal(true);
    page.append(one);
    await until(() => isIn(one, 'live'), 'live again');
  });

  it('keeps figures and history with another plan, and starts afresh with another symbol', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=300&symbols=AAPL,MSFT">
      <ticker-widget id="one" symbol="AAPL" indicators="sma(2)"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => one.values.trades > 2, 'trades');
    const { open, ticks } = one.values;
    one.indicators = 'pair: sma(2); sma(3)';
    await until(() => /^pair 2.* sma\(3\) 2/.test(part(one, 'indicator')), 'both averages');
    expect(one.values.open).to.equal(open);
    expect(one.values.ticks).to.be.at.least(ticks);
    one.symbol = 'MSFT';
    await one.updateComplete;
    expect(part(one, 'label')).to.equal('MSFT');
    expect(one.values.last > 0 && one.values.last < 300).to.equal(false);
    await until(() => one.values.last > 300, "the other symbol's price");
    await until(() => pageRuntime().workers === 1, 'one worker');
  });

  it('leaves its waiting with the first tick, and becomes stale, out of sight too', async () => {
    const server = await startScript({ frames: trades('X', 5), after: 'message' });
    const page = await fixture(html`<data-feed src=${server.url}>
      <div style="position: absolute; top: 50000px"><ticker-widget id="one" symbol="X" stale-after="200"></ticker-widget></div>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => isIn(one, 'live'), 'live');
    expect(part(one, 'price')).to.equal('5.0000');
    await server.send(...trades('X', 6));
    await until(() => one.values.last === 6, 'the next trade');
    await until(() => isIn(one, 'stale'), 'stale');
    // lives again by news of the feed, not by a paint
    await server.send(...trades('X', 7));
    await until(() => one.values.last === 7, 'one more');
    one.feedChanged();
    expect(isIn(one, 'live')).to.equal(true);
    await until(() => isIn(one, 'stale'), 'stale again');
    await server.stop();
  });

  it('keeps to max-rate', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=1000">
      <ticker-widget id="one" symbol="BTC-USD" max-rate="5" stale-after="0"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const times: number[] = [];
    one.addEventListener('valuechange', () => times.push(performance.now()));
    await until(() => times.length >= 5, 'paints');
    expect((times.at(-1) as number) - (times[0] as number)).to.be.at.least(4 * 200 - 120);
  });

  it('writes a long price smaller, and never cuts off digits without a sign', async () => {
    const server = await startScript({ frames: trades('X', 1_234_567.25, 98_765_432.5), after: 'message' });
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" locale="en-US" currency="CHF" style="width: 130px"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => part(one, 'price').includes('98,765,432.50'), 'painted');
    const edge = one.getBoundingClientRect().right;
    for (const each of one.renderRoot.querySelectorAll('.price, .change')) {
      expect(each.getBoundingClientRect().right, each.className).to.be.at.most(edge);
      expect(getComputedStyle(each).textOverflow).to.equal('ellipsis');
    }
    const price = one.renderRoot.querySelector('.price') as HTMLElement;
    for (const width of ['240px', '320px']) {
      one.style.width = width;
      expect(price.scrollWidth, width).to.be.at.most(price.clientWidth);
    }
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('writes numbers and names in their own direction on a page from right to left', async () => {
    const server = await startScript({ frames: trades('X', 5, 4), after: 'message' });
    const page = await fixture(html`<data-feed dir="rtl" src=${server.url}>
      <ticker-widget id="one" symbol="0.5 * X" indicators="loss: close - 5" locale="en-US"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => part(one, 'price') === '2.0000' && part(one, 'indicator') === 'loss -3.0000', 'painted');
    const left = (element: Element, character: string) => {
      const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode() as Text;
      const range = document.createRange();
      const at = node.data.indexOf(character);
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().left;
    };
    for (const each of one.renderRoot.querySelectorAll('.by, .percent, b'))
      expect(left(each, '-'), each.textContent).to.be.below(left(each, '0'));
    const label = one.renderRoot.querySelector('.label') as Element;
    expect(left(label, '0')).to.be.below(left(label, 'X'));
    const { right } = one.getBoundingClientRect();
    expect(right - label.getBoundingClientRect().right, 'it begins where the tile does').to.be.below(20);
    expect(label.getBoundingClientRect().width).to.be.below(100);
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('looks right as tile, row and compact, light and dark', async () => {
    const page = await fixture<HTMLElement>(html`<data-feed src="sim:rate=200">
      <ticker-widget symbol="BTC-USD" indicators="sma(3); (close - sma(close, 20)) / stdev(close, 20)" sparkline="1m"></ticker-widget>
      <ticker-widget symbol="BTC-USD" indicators="an_average_with_a_long_name: sma(3)" sparkline="ticks" variant="row"></ticker-widget>
      <ticker-widget symbol="BTC-USD" variant="compact"></ticker-widget>
    </data-feed>`);
    const widgets = [...page.querySelectorAll('ticker-widget')];
    await until(() => widgets.every((each) => isIn(each, 'live')), 'live');
    for (const scheme of ['light', 'dark']) {
      page.style.colorScheme = scheme;
      const colours = new Set(widgets.map((each) => getComputedStyle(each).backgroundColor));
      expect([...colours]).to.deep.equal([scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(21, 26, 33)']);
      for (const widget of widgets) await expect(widget).to.be.accessible();
    }
    for (const width of ['120px', '180px', '390px', '460px', '900px']) {
      page.style.display = 'block';
      page.style.width = width;
      for (const widget of widgets.slice(0, 2)) {
        const { right } = widget.getBoundingClientRect();
        for (const each of widget.renderRoot.querySelectorAll('.price, .percent, b')) {
          expect(each.getBoundingClientRect().right, `${width} ${widget.variant}`).to.be.at.most(right);
        }
      }
    }
  });
});
