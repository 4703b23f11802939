import { expect, fixture, fixtureCleanup, html } from '@open-wc/testing';
import type { IndicatorErrorEvent, PriceAlert, SignalEvent } from '../../../src/index.js';
import '../../../src/index.js';
import { type ScriptServer, startScript } from '../../tools/servers.js';
import { byId, isIn, listenToConsole, nothingLeft, part, tradesAt, until } from '../page.js';

const T0 = Date.UTC(2026, 0, 5, 10);

/** Everything that fires below an element, as it is heard there. */
function listen(root: Element): SignalEvent[] {
  const signals: SignalEvent[] = [];
  root.addEventListener('signal', (event) => signals.push(event as SignalEvent));
  return signals;
}
const told = (signals: readonly SignalEvent[]) => signals.map(({ name, price }) => `${name} ${price}`);

describe('<price-alert>', () => {
  let console_: ReturnType<typeof listenToConsole>;
  let server: ScriptServer;
  let time = T0;
  /** Sends trades of X, one millisecond after another. */
  const send = (...prices: number[]) =>
    server.send(
      ...tradesAt(
        'X',
        prices.map((price) => ({ time: ++time, price })),
      ),
    );
  beforeEach(async () => {
    console_ = listenToConsole();
    time = T0;
    server = await startScript({});
  });
  afterEach(async () => {
    fixtureCleanup();
    await nothingLeft();
    console_.restore();
    await server.stop();
  });

  /** Whether all alerts of a page are looked at, and its feed is connected. */
  const ready = async (page: Element) => {
    const alerts = [...page.querySelectorAll<PriceAlert>('price-alert')];
    await until(() => alerts.every(({ active }) => active), 'alerts');
    await until(() => isIn(page, 'connecting') || isIn(page, 'live'), 'the connection');
    for (;;) {
      if ((await server.seen()).messages.length > 0) return;
    }
  };

  it('fires when its condition becomes true, in order, with what was known at that tick', async () => {
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" indicators="pair: sma(2); sma(3)">
        <price-alert id="high" name="high" when="price > 110"></price-alert>
        <div><price-alert id="cross" name="cross" when="crossover(pair, sma(3))"></price-alert></div>
      </ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const high = page.querySelector('#high') as PriceAlert;
    const cross = page.querySelector('#cross') as PriceAlert;
    const [onPage, onWidget] = [listen(page), listen(one)];
    await ready(page);
    await send(100, 98, 96, 111, 112, 90, 140);
    await until(() => high.count === 2 && cross.count === 2, 'signals');
    expect(told(onPage)).to.deep.equal(['high 111', 'cross 111', 'high 140', 'cross 140']);
    expect(onWidget).to.deep.equal(onPage);
    const [first] = onPage as [SignalEvent];
    expect(first).to.deep.include({ name: 'high', when: 'price > 110', time: T0 + 4, price: 111, type: 'signal' });
    expect(first.values).to.deep.equal({ pair: (96 + 111) / 2, 'sma(3)': (98 + 96 + 111) / 3 });
    expect(first.bid).to.be.NaN;
    expect(first.received).to.be.above(T0);
    expect(Object.isFrozen(first.values)).to.equal(true);
    expect(high.lastSignal).to.deep.include({ name: 'high', price: 140 });
    expect([isIn(high, 'fired'), isIn(high, 'active'), isIn(high, 'error')]).to.deep.equal([true, true, false]);
    expect(high.getBoundingClientRect().height).to.equal(0);
    expect(console_.lines).to.deep.equal([]);
    await expect(page).to.be.accessible();
    page.remove();
    await nothingLeft();
    expect(high.active).to.equal(false);
  });

  it('fires once where it is told so, and anew after reset()', async () => {
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X"><price-alert when="price > 10" name="a" once></price-alert></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const alert = page.querySelector('price-alert') as PriceAlert;
    const signals = listen(page);
    await ready(page);
    await send(11, 9, 12, 8, 13);
    await until(() => one.values.ticks === 5, 'ticks');
    await until(() => signals.length > 0, 'a signal');
    expect(told(signals)).to.deep.equal(['a 11']);
    alert.reset();
    expect([alert.count, alert.lastSignal, isIn(alert, 'fired')]).to.deep.equal([0, null, false]);
    const { address } = one.lane as { address: number };
    await until(() => one.lane?.address !== address, 'the other plan');
    await send(14, 9, 15);
    await until(() => one.values.ticks === 8 && alert.count > 0, 'ticks');
    expect(told(signals)).to.deep.equal(['a 11', 'a 14']);
  });

  it('with hysteresis fires again only after its comparison was left by so much', async () => {
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X"><price-alert when="price > 100" name="a" hysteresis="5"></price-alert></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const signals = listen(page);
    await ready(page);
    await send(101, 99, 102, 96, 103, 94.9, 104, 95, 105);
    await until(() => one.values.ticks === 9 && signals.length === 3, 'signals');
    // 95 is exactly 5 away, which is far enough
    expect(told(signals)).to.deep.equal(['a 101', 'a 104', 'a 105']);
  });

  it('takes a hysteresis that a framework sets as text', async () => {
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X"><price-alert when="price < 100" name="a" .hysteresis=${'5'}></price-alert></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const signals = listen(page);
    await ready(page);
    await send(99, 101, 98, 105, 97);
    await until(() => one.values.ticks === 5 && signals.length === 2, 'signals');
    expect(told(signals)).to.deep.equal(['a 99', 'a 97']);
  });

  it('may name other alerts of its widget, whatever their order', async () => {
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" indicators="m: sma(2)">
        <price-alert name="both" when="rich and calm"></price-alert>
        <price-alert name="rich" when="price > 10"></price-alert>
        <price-alert name="calm" when="m < 12"></price-alert>
      </ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const signals = listen(one);
    await ready(page);
    await send(9, 30, 11, 10.5, 9, 11);
    await until(() => one.values.ticks === 6, 'ticks');
    await until(() => signals.length === 5, 'signals');
    // in the order of the document where they fire at one tick
    expect(told(signals)).to.deep.equal(['rich 30', 'both 10.5', 'calm 10.5', 'both 11', 'rich 11']);
  });

  it('looks at the forming bar with every tick', async () => {
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" interval="1m" indicators="before: lag(close, 1)">
        <price-alert name="rises" when="close > open"></price-alert>
        <price-alert name="breaks" when="close > before + 5"></price-alert>
      </ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const signals = listen(page);
    await ready(page);
    await send(10, 11, 9, 12);
    time = T0 + 60_000;
    await send(11, 18, 10, 19);
    await until(() => one.values.ticks === 8 && signals.length >= 6, 'signals');
    expect(told(signals)).to.deep.equal(['rises 11', 'rises 12', 'rises 18', 'breaks 18', 'rises 19', 'breaks 19']);
    expect(signals.at(-1)?.values).to.deep.equal({ before: 12 });
    expect(one.bars(2).map(({ close }) => close)).to.deep.equal([12, 19]);
  });

  it('may depend on others through a hundred levels', async () => {
    const page = await fixture(
      html`<data-feed src=${server.url}><ticker-widget id="one" symbol="X"></ticker-widget></data-feed>`,
    );
    const { one } = byId(page);
    const alerts = Array.from({ length: 100 }, (_, index) => {
      const alert = document.createElement('price-alert');
      alert.name = `level${index}`;
      alert.when = index === 99 ? 'price > 1' : `level${index + 1}`;
      return alert;
    });
    one.append(...alerts);
    const signals = listen(page);
    await ready(page);
    await send(1, 2, 1, 3);
    await until(() => signals.length === 200, 'signals');
    const names = alerts.map(({ name }) => name);
    expect(told(signals)).to.deep.equal([2, 3].flatMap((price) => names.map((name) => `${name} ${price}`)));
  });

  it('loses no signal and doubles none while attributes change', async () => {
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" indicators="sma(2)">
        <price-alert id="up" name="up" when="price > sma(5)"></price-alert>
        <price-alert name="down" when="price < 50"></price-alert>
      </ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const signals = listen(page);
    await ready(page);
    const prices: number[] = [];
    let seed = 7;
    const next = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return 20 + ((seed >> 16) % 60);
    };
    const changes = [
      () => (one.indicators = 'sma(2); ema(9)'),
      () => (one.sparkline = '5m'),
      () => (one.indicators = 'rsi(3)'),
      () => (one.timeZone = 'Asia/Tokyo'),
      () => one.append(Object.assign(document.createElement('price-alert'), { when: 'price > 1000', name: 'never' })),
      () => (one.indicators = ''),
      () => (one.previousClose = 4),
    ];
    for (const change of changes) {
      for (let round = 0; round < 4; round++) {
        const batch = Array.from({ length: 40 }, next);
        prices.push(...batch);
        await send(...batch);
        if (round === 1) change();
      }
    }
    await until(() => one.values.ticks === prices.length, 'all ticks');
    const expected: string[] = [];
    let [up, down] = [false, false];
    prices.forEach((price, index) => {
      if (index >= 4) {
        const average = prices.slice(index - 4, index + 1).reduce((sum, each) => sum + each, 0) / 5;
        const now = price > average;
        if (now && !up) expected.push(`up ${price}`);
        up = now;
      }
      if (price < 50 && !down) expected.push(`down ${price}`);
      down = price < 50;
    });
    await until(() => signals.length >= expected.length, 'all signals');
    expect(told(signals)).to.deep.equal(expected);
    expect(one.values.conflated).to.equal(0);
    expect(one.values.signalsLost).to.equal(0);
  });

  it('says what is wrong with it, on itself and in its widget, and the rest goes on', async () => {
    const errors: string[] = [];
    const hear = (event: Event) =>
      errors.push(
        `${(event.target as Element).id} ${(event as IndicatorErrorEvent).about}: ${Reflect.get(event, 'message')}`,
      );
    document.addEventListener('indicatorerror', hear);
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X">
        <price-alert id="a" when="price > "></price-alert>
        <price-alert id="b" when="prise > 1"></price-alert>
        <price-alert id="c" name="c" when="d"></price-alert>
        <price-alert id="d" name="d" when="c"></price-alert>
        <price-alert id="e" when="price > 1" hysteresis="-1"></price-alert>
        <price-alert id="good" name="good" when="price > 1"></price-alert>
      </ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const signals = listen(page);
    const good = page.querySelector('#good') as PriceAlert;
    await until(() => good.active, 'the good one');
    for (; (await server.seen()).messages.length === 0; );
    await send(2);
    await until(() => signals.length === 1, 'its signal');
    document.removeEventListener('indicatorerror', hear);
    expect(errors.length).to.be.at.least(4);
    expect(errors.join('\n'))
      .to.match(/^a when: when, column \d+: expected/m)
      .and.to.match(/^b when: when, column 1: unknown name "prise": did you mean price\?/m)
      .and.to.match(/^[cd] when: when, column 1: .* depends on itself/m)
      .and.to.match(/^e hysteresis: hysteresis, column 1: expected a number, 0 or more/m);
    expect(part(one, 'message')).to.contain('unknown name "prise"').and.to.contain('depends on itself');
    expect(new Set(console_.lines).size).to.equal(console_.lines.length);
    const bad = page.querySelector('#b') as PriceAlert;
    expect([isIn(bad, 'error'), bad.active]).to.deep.equal([true, false]);
    await expect(one).to.be.accessible();
    for (const each of page.querySelectorAll('#a, #b, #c, #d, #e')) each.remove();
    await until(() => part(one, 'message') === '' && !isIn(one, 'error'), 'no message');
  });

  it('says that there is no widget around it, or no condition', async () => {
    const page = await fixture(html`<section>
      <price-alert id="lost" when="price > 1"></price-alert>
      <ticker-widget symbol="X"><price-alert id="empty"></price-alert><price-alert id="blank" when=" "></price-alert></ticker-widget>
    </section>`);
    const errors: string[] = [];
    page.addEventListener('indicatorerror', (event) => {
      const { id } = event.target as Element;
      if (id) errors.push(`${id}: ${Reflect.get(event, 'message')}`);
    });
    await until(() => errors.length === 3, 'errors');
    expect(errors.sort()).to.deep.equal([
      'blank: when is missing',
      'empty: when is missing',
      'lost: there is no <ticker-widget> around it',
    ]);
  });

  it('is found wherever it is, and whenever it comes: before its widget, slotted, moved', async () => {
    // a component of the page's own, with the widget inside and the page's alerts in a slot of it
    customElements.define(
      'alert-frame',
      class extends HTMLElement {
        connectedCallback() {
          if (this.shadowRoot) return;
          const root = this.attachShadow({ mode: 'open' });
          const widget = document.createElement('ticker-widget');
          widget.setAttribute('symbol', 'X');
          widget.append(document.createElement('slot'));
          root.append(widget);
        }
      },
    );
    const page = await fixture(html`<data-feed src=${server.url}></data-feed>`);
    const frame = document.createElement('alert-frame');
    const alert = document.createElement('price-alert');
    alert.when = 'price > 1';
    alert.textContent = 'Rings above one';
    frame.append(alert);
    page.append(frame);
    const signals = listen(page);
    await ready(page);
    await send(2, 1, 3);
    await until(() => alert.count === 2, 'signals');
    expect(signals.map(({ target }) => target)).to.deep.equal([alert, alert]);

    const before = (await server.seen()).messages.length;
    frame.shadowRoot?.querySelector('ticker-widget')?.remove();
    await until(() => !alert.active, 'no widget any more');
    const widget = document.createElement('ticker-widget');
    widget.symbol = 'X';
    page.append(widget);
    widget.append(alert);
    expect(alert.count).to.equal(0);
    expect(alert.slot).to.equal('alerts');
    await until(() => alert.active, 'its other widget');
    // the one that left has unsubscribed, and the other one has subscribed
    while ((await server.seen()).messages.length < before + 2);
    await send(1, 4);
    await until(() => alert.count === 1 && widget.values.ticks === 2, 'the signal');
    const shown = document.createRange();
    shown.selectNodeContents(alert);
    expect(shown.getBoundingClientRect().height, 'its text is seen while the widget is live').to.be.above(5);
    alert.remove();
    await until(() => !alert.active, 'gone');
    await send(1, 5);
    await until(() => widget.values.ticks === 4, 'ticks');
    expect(alert.count).to.equal(1);
  });

  it('keeps its state when it is moved inside its widget', async () => {
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X"><price-alert when="price > 1"></price-alert><p></p></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const alert = page.querySelector('price-alert') as PriceAlert;
    await ready(page);
    await send(2);
    await until(() => alert.count === 1, 'the signal');
    one.querySelector('p')?.append(alert);
    one.indicators = 'sma(2)';
    await until(() => one.values.indicators['sma(2)'] !== undefined, 'the other plan');
    await send(3);
    await until(() => one.values.ticks === 2 && one.values.indicators['sma(2)'] > 0, 'the next tick');
    expect(alert.count).to.equal(1);
    await send(1, 4);
    await until(() => alert.count === 2, 'armed again');
  });
});
