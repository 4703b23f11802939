import { expect, fixture, html } from '@open-wc/testing';
import { compileTexts } from '../../../src/elements/ticker-widget/compiled-texts.js';
import '../../../src/index.js';
import { startGateway, startScript } from '../../tools/servers.js';
import { byId, isIn, listenToConsole, nothingLeft, part, type ScriptTrade, said, tradesAt, until } from '../page.js';

const MINUTE = 60_000;
/** 10:00 of a day, well before now. */
const T0 = Date.UTC(2026, 0, 5, 10);

/** Bars as anyone would make them of trades in order; an empty minute makes none. */
function aggregate(trades: readonly ScriptTrade[], interval: number) {
  const bars = new Map<
    number,
    { time: number; open: number; high: number; low: number; close: number; volume: number }
  >();
  for (const { time: at, price, size = 1 } of trades) {
    const time = Math.floor(at / interval) * interval;
    const bar = bars.get(time);
    if (!bar) bars.set(time, { time, open: price, high: price, low: price, close: price, volume: size });
    else {
      bar.high = Math.max(bar.high, price);
      bar.low = Math.min(bar.low, price);
      bar.close = price;
      bar.volume += size;
    }
  }
  return [...bars.values()];
}

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('indicators and bars of <ticker-widget>', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
  });
  afterEach(() => console_.restore());

  it('speak the whole language, and each value is written in its unit', async () => {
    const prices = [100, 102, 98, 101, 103, 99, 104];
    const server = await startScript({
      frames: tradesAt(
        'X',
        prices.map((price, index) => ({ time: T0 + index, price, size: 1500 })),
      ),
      after: 'message',
    });
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" locale="en-US" tick-size="0.01" stale-after="0"
        indicators="fast: sma(2); slow: sma(fast, 3); up: fast > slow; gap: fast - slow; rsi(3); macd(2, 3, 2); sma(volume, 2); late: sma(50); change(1)">
      </ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => one.values.ticks === 7 && part(one, 'price') === '104.00', 'painted');
    const { indicators } = one.values;
    const fast = mean([99, 104]);
    const slow = mean([mean([101, 103]), mean([103, 99]), fast]);
    expect(indicators.fast).to.be.closeTo(fast, 1e-9);
    expect(indicators.slow).to.be.closeTo(slow, 1e-9);
    expect(indicators.up).to.equal(Number(fast > slow));
    expect(indicators.gap).to.be.closeTo(fast - slow, 1e-9);
    expect(indicators).to.include.keys('macd', 'macd.signal', 'macd.histogram', 'rsi(3)');
    expect(indicators['macd.histogram']).to.be.closeTo(
      (indicators.macd as number) - (indicators['macd.signal'] as number),
      1e-9,
    );
    const shown = part(one, 'indicator');
    expect(shown).to.match(/^fast 101\.50; slow 101\.50; up –; gap 0\.00; rsi\(3\) \d\d\.\d\d; macd -?\d\.\d\d;/);
    expect(shown).to.contain('sma(volume, 2) 1.5K').and.to.contain('late –');
    await until(() => said(one).includes(', fast 101.50, slow 101.50, '), 'they are said');
    expect(said(one)).not.to.contain('late');
    expect(console_.lines).to.deep.equal([]);
    await expect(one).to.be.accessible();
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('are compiled once for all widgets that have the same', () => {
    const alerts = [{ name: 'a', when: 'price > fast', once: false, hysteresis: 0, id: 1 }];
    const once = compileTexts('fast: sma(9)', alerts);
    expect(compileTexts('fast: sma(9)', structuredClone(alerts)).compiled).to.equal(once.compiled);
    expect(compileTexts('fast: sma(8)', alerts).compiled).not.to.equal(once.compiled);
  });

  it('has the bars that a naive aggregation has, late ticks among them', async () => {
    const ordered: ScriptTrade[] = [
      { time: T0 + 1000, price: 10, size: 2 },
      { time: T0 + 30_000, price: 14, size: 1 },
      { time: T0 + 59_999, price: 9, size: 1 },
      { time: T0 + MINUTE, price: 11, size: 5 },
      // nothing in the minute after
      { time: T0 + 3 * MINUTE + 1, price: 12, size: 3 },
      { time: T0 + 4 * MINUTE, price: 13, size: 1 },
      { time: T0 + 4 * MINUTE + 500, price: 15, size: 2 },
    ];
    const late = { time: T0 + 3 * MINUTE + 100, price: 20, size: 4 };
    const older = { time: T0 + 5, price: 99, size: 1 };
    const server = await startScript({ frames: tradesAt('X', [...ordered, late, older]), after: 'message' });
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="X" interval="1m" indicators="sma(2); highest(high, 3)"></ticker-widget>
      <ticker-widget id="two" symbol="X"></ticker-widget>
    </data-feed>`);
    const { one, two } = byId(page);
    await until(() => one.values.ticks === 9, 'ticks');
    const expected = aggregate([...ordered.slice(0, 5), late, ...ordered.slice(5)], MINUTE);
    expect(one.bars(10)).to.deep.equal(expected);
    expect(one.bars(2)).to.deep.equal(expected.slice(-2));
    expect(one.bars(0)).to.deep.equal([]);
    expect(Object.isFrozen(one.bars(1)[0])).to.equal(true);
    expect(two.bars(10)).to.deep.equal([]);
    expect(one.values).to.deep.include({ late: 1, dropped: 1 });
    expect(one.values.indicators['sma(2)']).to.be.closeTo(mean(expected.slice(-2).map(({ close }) => close)), 1e-12);
    expect(one.values.indicators['highest(high, 3)']).to.equal(Math.max(...expected.slice(-3).map(({ high }) => high)));
    // another plan keeps them; ticks have none
    one.indicators = 'sma(3)';
    await until(() => 'sma(3)' in one.values.indicators && !Number.isNaN(one.values.indicators['sma(3)']), 'the plan');
    expect(one.bars(10)).to.deep.equal(expected);
    expect(one.values.indicators['sma(3)']).to.be.closeTo(mean(expected.slice(-3).map(({ close }) => close)), 1e-12);
    one.interval = 'tick';
    await until(() => one.bars(10).length === 0, 'no bars');
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('makes one price of several symbols, once each has ticked, and is stale while one is silent', async () => {
    const server = await startScript({ frames: tradesAt('A', [{ time: T0, price: 30 }]), after: 'message' });
    const page = await fixture(html`<data-feed src=${server.url}>
      <ticker-widget id="one" symbol="A / B" indicators="sma(2)" locale="en-US" stale-after="400"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    await until(() => one.values.ticks === 1, 'the first leg');
    expect(isIn(one, 'waiting')).to.equal(true);
    expect(one.values.last).to.be.NaN;
    expect(part(one, 'label')).to.equal('A / B');
    await server.send(...tradesAt('B', [{ time: T0 + 1, price: 10 }]));
    await until(() => part(one, 'price').startsWith('3.0'), 'the price');
    await server.send(...tradesAt('A', [{ time: T0 + 2, price: 50 }]));
    await until(() => one.values.last === 5, 'the next price');
    expect(one.values.indicators['sma(2)']).to.equal(4);
    // A goes on, B does not
    let time = T0 + 3;
    const timer = setInterval(() => void server.send(...tradesAt('A', [{ time: time++, price: 50 }])), 60);
    const isFresh = () => performance.timeOrigin + performance.now() - one.values.received < 400;
    await until(() => isIn(one, 'stale') && isFresh(), 'stale, whatever still comes');
    clearInterval(timer);
    // another plan: both legs go over
    one.indicators = 'sma(3)';
    await until(() => one.values.indicators['sma(3)'] > 0, 'the other plan');
    await server.send(...tradesAt('B', [{ time: time + 100, price: 5 }]));
    await until(() => one.values.last === 10, 'the second leg');
    expect((await server.seen()).messages.filter((each) => String(each).includes('unsubscribe'))).to.deep.equal([]);
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('has the bars of history before the live ones, without a double or a gap', async () => {
    const gateway = await startGateway({ simulate: 1, rate: 50 });
    const origin = gateway.url.replace(/^ws/, 'http').replace(/\/ws.*/, '');
    const template = `${origin}/history?symbol={symbol}&interval={interval}&limit={limit}`;
    // the past that the gateway makes up ends at the first tick that it sends
    const before = await fixture(html`<data-feed src=${gateway.url}>
      <ticker-widget id="first" symbol="BTC-USD"></ticker-widget>
    </data-feed>`);
    const { first } = byId(before);
    await until(() => first.values.ticks > 0, 'ticks');
    const page = await fixture(html`<data-feed id="feed" src=${gateway.url} history=${template}>
      <ticker-widget id="one" symbol="BTC-USD" interval="1s" indicators="sma(300)"></ticker-widget>
      <ticker-widget id="two" symbol="BTC-USD / ETH-USD" interval="1s"></ticker-widget>
    </data-feed>`);
    const { one, two, feed } = byId(page);
    await until(() => one.bars(1000).length > 400 && one.values.ticks > 0, 'history');
    const joined = one.bars(1000);
    // what closed live goes on where history ended
    const last = joined.at(-1)?.time as number;
    await until(() => (one.bars(1)[0]?.time as number) >= last + 3000, 'three more bars');
    const bars = one.bars(1000);
    for (let index = 1; index < bars.length; index++) {
      expect((bars[index]?.time as number) - (bars[index - 1]?.time as number), `bar ${index}`).to.equal(1000);
    }
    const server = (await (
      await fetch(`${origin}/history?symbol=BTC-USD&interval=1s&limit=300`)
    ).json()) as typeof bars;
    const closed = new Map(server.slice(0, -2).map((bar) => [bar.time, bar]));
    const compared = bars.filter(({ time }) => closed.has(time)).slice(0, -2);
    expect(compared.length).to.be.above(200);
    for (const bar of compared) {
      const { volume, ...prices } = bar;
      const { volume: theirs, ...expected } = closed.get(bar.time) as (typeof bars)[number];
      expect(prices).to.deep.equal(expected);
      expect(volume).to.be.closeTo(theirs, 1e-6 * theirs);
    }
    expect(one.values.indicators['sma(300)']).to.be.closeTo(mean(one.bars(300).map(({ close }) => close)), 100);
    expect(two.bars(1000).length).to.be.below(60);
    expect(feed.error).to.equal(null);
    expect(console_.lines).to.deep.equal([]);
    before.remove();
    page.remove();
    await nothingLeft();
    await gateway.stop();
  }).timeout(40_000);

  it('goes on without history where there is none, and the feed tells once', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=200" history="/no/such/place?{symbol}">
      <ticker-widget id="one" symbol="BTC-USD" interval="1s"></ticker-widget>
    </data-feed>`);
    const errors: string[] = [];
    page.addEventListener('feederror', (event) => errors.push(Reflect.get(event, 'message')));
    const { one } = byId(page);
    await until(() => errors.length > 0 && one.values.ticks > 10, 'the error');
    expect(errors).to.have.length(1);
    expect(errors[0]).to.contain('history of "BTC-USD"').and.to.contain('/no/such/place');
    one.indicators = 'sma(2)';
    await until(() => one.values.indicators['sma(2)'] > 0, 'another plan');
    await until(() => one.bars(5).length > 2, 'bars');
    expect(errors).to.have.length(1);
    expect(isIn(one, 'error')).to.equal(false);
    page.remove();
    await nothingLeft();
  });
});
