import { expect, fixture, html } from '@open-wc/testing';
import {
  type TickerOptions,
  type TickerValues,
  type TickerWatch,
  watchFeed,
  watchTicker,
} from '../../src/bindings/watch.js';
import type { DataFeed } from '../../src/index.js';
import '../../src/index.js';
import { pageRuntime } from '../../src/runtime/page.js';
import { listenToConsole, nothingLeft, until } from '../elements/page.js';

const BUSY = 10_000;

/** A watch that is stopped after the test, with what it heard. */
class Heard {
  readonly news: TickerValues[] = [];
  readonly problems: string[] = [];
  readonly watch: TickerWatch;
  readonly since = performance.now();

  constructor(symbol: string, options: TickerOptions = {}) {
    const onProblem = (message: string, about: string) => void this.problems.push(`${about}: ${message}`);
    this.watch = watchTicker(symbol, { onProblem, ...options }, (values) => this.news.push(values));
    watches.push(this.watch);
  }

  get seconds(): number {
    return (performance.now() - this.since) / 1000;
  }
}

const watches: TickerWatch[] = [];

const feedWith = (src: string, id = '') => fixture<DataFeed>(html`<data-feed id=${id} src=${src}></data-feed>`);

describe('watchTicker', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
  });
  afterEach(async () => {
    console_.restore();
    for (const watch of watches.splice(0)) watch.stop();
  });

  it(`hears at most maxRate times a second while ${BUSY} ticks a second come, of the kernel's values`, async () => {
    const feed = await feedWith(`sim:rate=${BUSY}&seed=7`);
    const slow = new Heard('BTC-USD', { maxRate: 5, indicators: 'fast: sma(3); rsi(14)' });
    const quick = new Heard('BTC-USD', { maxRate: 20, indicators: 'fast: sma(3); rsi(14)' });
    expect(slow.watch.values.last).to.deep.equal(Number.NaN);
    expect(slow.watch.values.indicators).to.deep.equal({ fast: Number.NaN, 'rsi(14)': Number.NaN });
    await until(() => feed.stats.ticks > 2 * BUSY && slow.news.length > 2, 'two seconds of ticks');
    for (const [{ news, seconds }, rate] of [
      [slow, 5],
      [quick, 20],
    ] as const)
      expect(news.length, `${rate} a second`).to.be.within(2, seconds * rate + 1);
    const values = slow.watch.values;
    expect(values).to.equal(slow.news.at(-1));
    expect(Object.isFrozen(values)).to.equal(true);
    expect(values.ticks).to.be.above(slow.news[0].ticks);
    expect(values.indicators.fast).to.be.within(values.low, values.high);
    expect(console_.lines).to.deep.equal([]);
  });

  it('shares one lane with whoever asks for the same, and gives it back with the last of them', async () => {
    await feedWith('sim:rate=100');
    const one = new Heard('BTC-USD', { indicators: 'sma(5)' });
    const two = new Heard(' BTC-USD ', { indicators: 'sma(5)', maxRate: 60 });
    await until(() => one.news.length > 0 && two.news.length > 0, 'values');
    expect(pageRuntime().lanes).to.equal(1);
    const three = new Heard('BTC-USD', { indicators: 'sma(6)' });
    await until(() => three.news.length > 0, 'values of another');
    expect(pageRuntime().lanes).to.equal(2);
    one.watch.stop();
    three.watch.stop();
    await until(() => pageRuntime().lanes === 1, 'the other is given back');
    const before = two.news.length;
    await until(() => two.news.length > before + 1, 'more values');
    two.watch.stop();
    await nothingLeft();
  });

  it('keeps the lane where one ends and another begins in the same task', async () => {
    await feedWith('sim:rate=100');
    const one = new Heard('BTC-USD', { maxRate: 60 });
    await until(() => one.news.length > 0, 'values');
    one.watch.stop();
    const two = new Heard('BTC-USD', { maxRate: 60 });
    expect(two.watch.values.last).to.be.above(0);
    await until(() => two.news.length > 0, 'values');
    expect(two.watch.values.ticks).to.be.at.least(one.watch.values.ticks);
    const count = one.news.length;
    await until(() => two.news.length > 5, 'more');
    expect(one.news.length).to.equal(count);
  });

  it('finds a feed that comes late, and the next one when that leaves', async () => {
    const one = new Heard('BTC-USD', { maxRate: 60 });
    const named = new Heard('BTC-USD', { maxRate: 60, feed: 'second' });
    const statuses: string[] = [];
    const status = watchFeed(undefined, (now) => statuses.push(now));
    expect(status.status).to.equal('idle');
    const first = await feedWith('sim:rate=100');
    await until(() => one.news.length > 0 && status.status === 'live', 'values');
    expect(Number.isNaN(named.watch.values.last)).to.equal(true);
    const second = await fixture<DataFeed>(html`<data-feed id="second" transport="push"></data-feed>`);
    const given = new Heard('ETH-USD', { maxRate: 60, feed: second });
    const pushed = ({ watch }: Heard) => {
      second.push(['BTC-USD', 'ETH-USD'].map((symbol) => ({ symbol, price: 7.5 })));
      return watch.values.last === 7.5;
    };
    await until(() => pushed(named) && pushed(given), 'values of the second');
    expect(one.watch.values.last).to.be.above(7.5);
    first.remove();
    await until(() => pushed(one), 'values of the second for whoever had the first');
    second.remove();
    await until(() => status.status === 'idle', 'no feed');
    await until(() => Number.isNaN(one.watch.values.last), 'nothing known');
    await nothingLeft();
    status.stop();
    expect(statuses.slice(0, 2)).to.deep.equal(['connecting', 'live']);
  });

  it('rests while the page is hidden, but where it is told not to', async () => {
    await feedWith('sim:rate=200');
    const resting = new Heard('BTC-USD', { maxRate: 60 });
    const going = new Heard('BTC-USD', { maxRate: 60, whileHidden: true });
    await until(() => resting.news.length > 0, 'values');
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    try {
      const [before, other] = [resting.news.length, going.news.length];
      await until(() => going.news.length > other + 5, 'news on the hidden page');
      expect(resting.news.length).to.equal(before);
      going.watch.stop();
      Reflect.deleteProperty(document, 'hidden');
      document.dispatchEvent(new Event('visibilitychange'));
      await until(() => resting.news.length > before, 'news on the page that is shown again');
    } finally {
      Reflect.deleteProperty(document, 'hidden');
    }
  });

  it('tells what is wrong, and goes on with the rest', async () => {
    const lost = new Heard('BTC-USD', { feed: 'nowhere' });
    await feedWith('sim:rate=100');
    const wrong = new Heard('BTC-USD', { indicators: 'sma(20', maxRate: 60 });
    await until(() => wrong.news.length > 0 && lost.problems.length > 0, 'values, and no feed');
    expect(wrong.problems).to.deep.equal(['indicators: indicators, column 7: expected ")"']);
    expect(lost.problems).to.deep.equal(['feed: there is no <data-feed id="nowhere">']);
    expect(console_.lines).to.deep.equal([]);
    const symbol = 'BTC-USD / ';
    for (const _ of [1, 2]) watches.push(watchTicker(symbol, {}, () => {}));
    await until(() => console_.lines.length > 0, 'the console hears of it');
    expect(console_.lines.length).to.equal(1);
    expect(console_.lines[0]).to.match(/^ticker "BTC-USD \/ ": symbol/);
  });

  it('takes no rate out of its range, and asks for nothing without a symbol', async () => {
    await feedWith('sim:rate=100');
    for (const maxRate of [0, -1, 61, Number.NaN])
      expect(() => watchTicker('BTC-USD', { maxRate }, () => {}), String(maxRate)).to.throw(RangeError, /^maxRate: /);
    new Heard('  ');
    const other = new Heard('BTC-USD');
    await until(() => other.news.length > 0, 'values');
    expect(pageRuntime().lanes).to.equal(1);
  });
});
