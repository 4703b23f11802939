import { expect, fixture, html } from '@open-wc/testing';
import type { IndicatorErrorEvent, PriceAlert } from '../../../src/index.js';
import '../../../src/index.js';
import { byId, isIn, listenToConsole, part, until } from '../page.js';

describe('attributes of <ticker-widget>', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
  });
  afterEach(() => console_.restore());

  const mistakes: [attribute: string, value: string, message: string][] = [
    ['indicators', 'sma(20', 'indicators, column 7: expected ")"'],
    ['indicators', 'smaa(20)', 'indicators, column 1: unknown function "smaa": did you mean sma?'],
    ['interval', '2d', 'interval "2d": expected 1s, 5s, 1m, 5m, 15m, 1h, 4h, 1d or such as 90s, 10m, 2h, or tick'],
    ['sparkline', 'a while', 'sparkline "a while": expected ticks, or a duration such as 5m'],
    ['time-zone', 'Mars/Olympus', 'time-zone "Mars/Olympus": expected a name such as Asia/Tokyo'],
    ['tick-size', '-1', 'tick-size: expected a number above 0, or a fraction such as 1/32'],
    ['tick-size', 'small', 'tick-size: expected a number above 0, or a fraction such as 1/32'],
    ['price-format', 'thirds', 'price-format "thirds": expected decimal or fraction'],
    ['max-rate', '0', 'max-rate: expected a number above 0'],
    ['stale-after', '-1', 'stale-after: expected a number, 0 or more'],
    ['previous-close', 'yesterday', 'previous-close: expected a number'],
    ['previous-close', '', 'previous-close: expected a number'],
    ['locale', 'not a locale', 'locale "not a locale": expected a language tag such as de-CH'],
    ['currency', 'DOLLARS', 'currency "DOLLARS": expected an ISO 4217 code such as USD'],
  ];
  for (const [attribute, value, message] of mistakes) {
    it(`say what is wrong with ${attribute}="${value}", and the price goes on`, async () => {
      const page = await fixture(html`<data-feed src="sim:rate=100"></data-feed>`);
      const widget = document.createElement('ticker-widget');
      const events: IndicatorErrorEvent[] = [];
      widget.addEventListener('indicatorerror', (event) => events.push(event));
      widget.setAttribute('symbol', 'BTC-USD');
      widget.setAttribute(attribute, value);
      page.append(widget);
      await until(() => isIn(widget, 'live'), 'live');
      expect(isIn(widget, 'error')).to.equal(true);
      expect(part(widget, 'message')).to.equal(message);
      expect(events.map((event) => [event.about, event.message])).to.deep.equal([[attribute, message]]);
      expect(console_.lines).to.deep.equal([`<ticker-widget symbol="BTC-USD">: ${message}`]);
      await expect(widget).to.be.accessible();

      widget.removeAttribute(attribute);
      await widget.updateComplete;
      await until(() => part(widget, 'message') === '' && !isIn(widget, 'error'), 'no message');
    });
  }

  it('say the first three mistakes of their indicators, and the others go on', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=100">
      <ticker-widget id="one" symbol="A" indicators="smaa(3); good: sma(2); sma(0); x: y; z + 1"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => one.values.indicators.good > 0, 'the good one');
    const lines = one.renderRoot.querySelector('.message')?.textContent?.split('\n') ?? [];
    expect(lines.length).to.equal(3);
    for (const line of lines) expect(line).to.match(/^indicators, column \d+: /);
    expect(console_.lines.length).to.equal(1);
  });

  it('say what is wrong with an expression over symbols, and take none', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=100">
      <ticker-widget id="one" symbol="A / "></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => part(one, 'message') === 'symbol, column 4: expected a symbol or a number', 'a message');
    expect(one.lane).to.equal(null);
    one.symbol = 'A / B';
    await until(() => isIn(one, 'live') && part(one, 'message') === '', 'live');
  });

  it('report a mistake once, however often they are read', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=0">
      <ticker-widget id="one" symbol="A" indicators="emma(3)"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    let events = 0;
    page.addEventListener('indicatorerror', () => events++);
    one.symbol = 'B';
    await one.updateComplete;
    one.indicators = 'sma(3)';
    await one.updateComplete;
    one.indicators = 'emma(3)';
    await one.updateComplete;
    expect(events).to.equal(1);
    expect(console_.lines.length).to.equal(1);
  });

  it('are mirrored by properties, and fall back to their defaults when they are removed', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=0">
      <ticker-widget id="one" symbol="A" tick-size="0.5" time-zone="Asia/Tokyo" max-rate="9" sparkline="5m" variant="row">
      </ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    expect(one).to.deep.include({ tickSize: 0.5, timeZone: 'Asia/Tokyo', maxRate: 9, sparkline: '5m', variant: 'row' });
    for (const name of one.getAttributeNames()) one.removeAttribute(name);
    expect(one).to.deep.include({
      symbol: '',
      tickSize: null,
      timeZone: '',
      maxRate: null,
      sparkline: null,
      variant: 'tile',
    });
    one.variant = 'compact';
    await one.updateComplete;
    expect(one.getAttribute('variant')).to.equal('compact');
  });

  it('are of their own type whatever a framework sets, and their default where it sets nothing', async () => {
    const page = await fixture(html`<data-feed id="feed" src="sim:rate=100">
      <ticker-widget id="one" symbol="A" indicators="sma(2)" interval="1s" time-zone="Asia/Tokyo" max-rate="9" sparkline="5m">
        <price-alert id="alert" name="a" when="price > 0" hysteresis="1" once></price-alert>
      </ticker-widget>
    </data-feed>`);
    const { feed, one } = byId(page);
    const alert = page.querySelector('#alert') as PriceAlert;
    Object.assign(one, { tickSize: '0.5', maxRate: '9', previousClose: '', symbol: 7 });
    Object.assign(alert, { hysteresis: '5', once: '' });
    Object.assign(feed, { staleAfter: '500', paused: 1 });
    expect([one.tickSize, one.maxRate, one.previousClose, one.symbol]).to.deep.equal([0.5, 9, Number.NaN, '7']);
    expect([alert.hysteresis, alert.once, feed.staleAfter, feed.paused]).to.deep.equal([5, false, 500, true]);
    for (const nothing of [null, undefined]) {
      for (const name of [
        'indicators',
        'interval',
        'timeZone',
        'locale',
        'tickSize',
        'maxRate',
        'previousClose',
        'sparkline',
      ])
        Reflect.set(one, name, nothing);
      for (const name of ['when', 'name', 'hysteresis', 'once']) Reflect.set(alert, name, nothing);
      for (const name of ['map', 'protocols', 'mode', 'workers', 'history', 'staleAfter', 'paused'])
        Reflect.set(feed, name, nothing);
      await Promise.all([one.updateComplete, alert.updateComplete, feed.updateComplete]);
      expect(one).to.deep.include({
        indicators: '',
        interval: 'tick',
        timeZone: '',
        tickSize: null,
        sparkline: null,
      });
      expect(alert).to.deep.include({ when: '', name: '', hysteresis: 0, once: false });
      expect(feed).to.deep.include({ protocols: '', mode: 'auto', staleAfter: 10_000, paused: false });
    }
    await until(() => isIn(one, 'live') && part(one, 'message') === '', 'live');
  });

  it('stay text, whatever they hold', async () => {
    const hostile = '<img src=x onerror="document.title=1">';
    const title = document.title;
    const page = await fixture(html`<data-feed src="sim:rate=100">
      <ticker-widget id="one" symbol=${hostile} indicators=${hostile} feed=""></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => isIn(one, 'live'), 'live');
    expect(part(one, 'label')).to.equal(hostile);
    expect(part(one, 'message')).to.contain('column 1');
    expect(one.renderRoot.querySelector('img')).to.equal(null);
    expect(document.title).to.equal(title);
  });

  it('say that the symbol is missing, until it is there', async () => {
    const page = await fixture(
      html`<data-feed src="sim:rate=100"><ticker-widget id="one"></ticker-widget></data-feed>`,
    );
    const { one } = byId(page);
    await until(() => part(one, 'message') === 'symbol is missing', 'a message');
    expect(one.lane).to.equal(null);
    one.symbol = 'BTC-USD';
    await until(() => isIn(one, 'live') && !isIn(one, 'error'), 'live');
    one.symbol = '';
    await until(() => isIn(one, 'waiting') && one.lane === null, 'waiting');
  });
});
