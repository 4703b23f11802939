import { expect, fixture, html } from '@open-wc/testing';
import { randomStream } from '../../src/feed/random.js';
import type { DataFeed, ModeChangeEvent, TickerWidget } from '../../src/index.js';
import { pageRuntime } from '../../src/runtime/page.js';
import { isIn, nothingLeft } from '../elements/page.js';
import { until } from '../stress/stress.js';
import '../../src/index.js';

const MODES = ['shared', 'batched', 'individual'] as const;
const SYMBOLS = Array.from({ length: 12 }, (_, index) => `SYM-${index}`);
const INDICATORS = 'sma(5); fast: ema(12); rsi(14); macd(12, 26, 9)';

/** A page of one feed and a dozen widgets, half of them with bars. */
async function pageOf({ mode, src = '' }: { mode: string; src?: string }) {
  const page = await fixture<HTMLElement>(html`
    <section>
      <data-feed src=${src} transport=${src ? 'auto' : 'push'} mode=${mode}></data-feed>
      ${SYMBOLS.map(
        (
          symbol,
          index,
        ) => html`<ticker-widget symbol=${symbol} indicators=${INDICATORS} interval=${index % 2 ? '1s' : 'tick'}
          sparkline="ticks"></ticker-widget>`,
      )}
    </section>
  `);
  const widgets = [...page.querySelectorAll<TickerWidget>('ticker-widget')];
  return { page, widgets, feed: page.querySelector('data-feed') as DataFeed };
}

const sum = (widgets: readonly TickerWidget[]) => widgets.reduce((all, { values }) => all + values.ticks, 0);

/** All that does not depend on when a tick was received. */
const figures = (widgets: readonly TickerWidget[]) =>
  widgets.map((widget) => {
    const { last, ticks, trades, volume, high, low, open, vwap, indicators } = widget.values;
    const bars = widget.bars(500).map(({ open: o, high: h, low: l, close, volume: v }) => [o, h, l, close, v]);
    return { last, ticks, trades, volume, high, low, open, vwap, indicators, bars };
  });

/** The same ticks for everybody: trades and quotes of all symbols in turn, seven seconds of them in a second. */
async function push(
  { feed, widgets }: Awaited<ReturnType<typeof pageOf>>,
  count: number,
  between: (pushed: number) => void = () => {},
): Promise<void> {
  const random = randomStream(11);
  const prices = SYMBOLS.map((_, index) => 100 + index);
  const counts = SYMBOLS.map(() => 0);
  for (let from = 0; from < count; from += 100) {
    const ticks = Array.from({ length: 100 }, (_, index) => {
      const number = from + index;
      const at = Math.floor(random() * SYMBOLS.length);
      const price = (prices[at] as number) + random() - 0.5;
      prices[at] = price;
      (counts[at] as number)++;
      const tick = { symbol: SYMBOLS[at] as string, time: 1.7e12 + number * 2, sequence: number };
      return number % 3
        ? { ...tick, price, size: 1 + Math.floor(random() * 9) }
        : { ...tick, bid: price, ask: price + 0.1 };
    });
    feed.push(ticks);
    between(from + 100);
    // a ring holds 256: nothing is to be merged, also while workers start
    const behind = () => Math.max(...widgets.map(({ values }, index) => (counts[index] as number) - values.ticks));
    await until(() => behind() < 150, `the ticks before ${from}`);
  }
}

async function leave(page: HTMLElement): Promise<void> {
  page.remove();
  await nothingLeft();
  await until(() => pageRuntime().memory.used === 0, 'every byte is free');
}

describe('modes', function () {
  this.timeout(60_000);

  it('give identical final values', async () => {
    const results = [];
    for (const mode of MODES) {
      const { page, widgets, feed } = await pageOf({ mode });
      await until(() => widgets.every(({ lane }) => lane), 'lanes');
      await push({ page, feed, widgets }, 12_000);
      await until(() => sum(widgets) === 12_000, `all ticks in ${mode} mode, and not ${sum(widgets)}`);
      expect(feed.effectiveMode).to.equal(mode);
      expect(isIn(feed, mode)).to.equal(true);
      expect(feed.stats.conflated).to.equal(0);
      expect(feed.stats.batches > 0).to.equal(mode !== 'shared');
      results.push(figures(widgets));
      await leave(page);
    }
    expect(results[1]).to.deep.equal(results[0]);
    expect(results[2]).to.deep.equal(results[0]);
    expect(results[0]?.every(({ last }) => Number.isFinite(last))).to.equal(true);
  });

  it('are switched while ticks come, without one lost and no indicator begun anew', async () => {
    const still = await pageOf({ mode: 'shared' });
    await until(() => still.widgets.every(({ lane }) => lane), 'lanes');
    await push(still, 20_000);
    await until(() => sum(still.widgets) === 20_000, 'all ticks');
    const expected = figures(still.widgets);
    await leave(still.page);

    const { page, widgets, feed } = await pageOf({ mode: 'shared' });
    await until(() => widgets.every(({ lane }) => lane), 'lanes');
    const heard: string[] = [];
    feed.addEventListener('modechange', ({ mode }: ModeChangeEvent) => heard.push(mode));
    const order = ['batched', 'shared', 'individual', 'batched', 'shared', 'batched'] as const;
    await push({ page, feed, widgets }, 20_000, (pushed) => {
      if (pushed % 3_000 === 0) feed.mode = order[pushed / 3_000 - 1] as string;
    });
    await until(() => sum(widgets) >= 20_000, `all ticks, and not ${sum(widgets)}`);
    expect(heard).to.deep.equal(order);
    expect(feed.stats.conflated).to.equal(0);
    expect(figures(widgets)).to.deep.equal(expected);
    await leave(page);
  });

  it('answer plan changes, alerts and quotes alike', async () => {
    for (const mode of MODES) {
      const { page, widgets, feed } = await pageOf({ mode, src: 'sim:rate=2000&seed=5' });
      const [widget] = widgets as [TickerWidget];
      await until(() => widget.values.ticks > 20, `ticks in ${mode} mode`);
      const alert = document.createElement('price-alert');
      alert.when = 'price > 0';
      let fired = 0;
      widget.addEventListener('signal', () => fired++);
      widget.append(alert);
      const { ticks } = widget.values;
      widget.indicators = 'mean: sma(3)';
      await until(() => Number.isFinite(widget.values.indicators.mean as number), `another plan in ${mode} mode`);
      expect(widget.values.ticks).to.be.at.least(ticks);
      await until(() => fired > 0, `a signal in ${mode} mode`);
      widget.previousClose = 50;
      const isAgainst50 = () => Math.abs(widget.values.last - 50 - widget.values.change) < 1e-9;
      await until(isAgainst50, `another previous close in ${mode} mode`);
      await until(() => feed.quote('SYM-0') !== undefined, 'a quote');
      expect(feed.quote('SYM-0')?.last).to.be.above(0);
      if (mode !== 'shared') {
        expect(feed.marketTable()).to.equal(null);
        expect(feed.error?.message).to.contain(`the feed is in ${mode} mode`);
      }
      await leave(page);
    }
  });

  it('have days of other time zones, and history before the first tick', async () => {
    const HOUR = 3_600_000;
    for (const mode of MODES) {
      const page = await fixture<HTMLElement>(html`
        <data-feed src="sim:rate=500&seed=6" history="sim:" mode=${mode}>
          <ticker-widget symbol="SYM-0" interval="4h" time-zone="Asia/Kolkata" indicators="sma(50)"></ticker-widget>
        </data-feed>
      `);
      const widget = page.querySelector('ticker-widget') as TickerWidget;
      const isReady = () => widget.values.ticks > 10 && Number.isFinite(widget.values.indicators['sma(50)']);
      await until(isReady, `history in ${mode} mode`);
      const times = widget.bars(100).map(({ time }) => time);
      expect(times.length).to.be.above(50);
      // five hours and a half before the days of UTC
      expect(new Set(times.map((time) => (time + 5.5 * HOUR) % (4 * HOUR)))).to.deep.equal(new Set([0]));
      await leave(page);
    }
  });
});
