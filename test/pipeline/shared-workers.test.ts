import { expect, fixture, html } from '@open-wc/testing';
import type { DataFeed, TickerWidget } from '../../src/index.js';
import { pageRuntime } from '../../src/runtime/page.js';
import { nothingLeft } from '../elements/page.js';
import { until } from '../stress/stress.js';
import '../../src/index.js';

const symbols = (count: number) => Array.from({ length: count }, (_, index) => `SYM-${index}`);

/** A page of one feed and so many widgets. */
async function pageOf(count: number, workers: string, src: string) {
  const page = await fixture<HTMLElement>(html`
    <section>
      <data-feed src=${src} workers=${workers}></data-feed>
      ${symbols(count).map((symbol) => html`<ticker-widget symbol=${symbol} indicators="sma(5)"></ticker-widget>`)}
    </section>
  `);
  const widgets = [...page.querySelectorAll<TickerWidget>('ticker-widget')];
  return { page, widgets, feed: page.querySelector('data-feed') as DataFeed };
}

const hosts = (widgets: readonly TickerWidget[], kind: string) => widgets.filter(({ lane }) => lane?.host === kind);
const workersOf = (widgets: readonly TickerWidget[]) => new Set(widgets.map(({ lane }) => lane?.worker)).size;

async function leave(page: HTMLElement): Promise<void> {
  page.remove();
  await nothingLeft();
  await until(() => pageRuntime().memory.used === 0, 'every byte is free');
}

describe('widgets that share workers', function () {
  this.timeout(90_000);

  it('are all live, two hundred of them on a pool', async () => {
    const { page, widgets, feed } = await pageOf(200, 'pool', 'sim:rate=4000&seed=5');
    await until(() => widgets.every(({ values }) => values.ticks > 0), 'a tick of each');
    expect(hosts(widgets, 'pooled').length).to.equal(200);
    expect(workersOf(widgets)).to.be.within(1, 4);
    expect(pageRuntime().workers).to.equal(workersOf(widgets));
    expect(feed.stats.hostsReplaced).to.equal(0);
    await leave(page);
  });

  it('have the values that workers of their own would give', async () => {
    // the simulator gives every page of as many symbols the same ticks for a seed
    const figures = async (workers: string) => {
      const { page, widgets } = await pageOf(40, workers, 'sim:rate=4000&seed=5&count=8000');
      await until(() => widgets.reduce((sum, { values }) => sum + values.ticks, 0) === 8000, 'all ticks');
      const values = widgets.map(({ values: { last, ticks, volume, high, low, indicators } }) => {
        return { ticks, volume, last, high, low, ...indicators };
      });
      await leave(page);
      return values;
    };
    const pooled = await figures('pool');
    expect(pooled).to.deep.equal(await figures('dedicated'));
    expect(pooled.every(({ last }) => Number.isFinite(last))).to.equal(true);
  });

  it('have 128 workers of their own in a page, and share beyond that', async () => {
    const { page, widgets } = await pageOf(140, 'auto', 'sim:rate=4000&seed=5');
    await until(() => widgets.every(({ values }) => values.ticks > 0), 'a tick of each');
    expect([hosts(widgets, 'dedicated').length, hosts(widgets, 'pooled').length]).to.deep.equal([128, 12]);
    // one that leaves makes room for the next one
    widgets[0]?.remove();
    await until(() => pageRuntime().dedicated === 127, 'room');
    const next = document.createElement('ticker-widget');
    next.symbol = 'SYM-0';
    page.append(next);
    await until(() => next.values.ticks > 0, 'a tick');
    expect(next.lane?.host).to.equal('dedicated');
    await leave(page);
  });

  it('share as many workers as a number says, and stay where they are when it changes', async () => {
    const { page, widgets, feed } = await pageOf(9, '3', 'sim:rate=1000&seed=5');
    await until(() => widgets.every(({ values }) => values.ticks > 0), 'a tick of each');
    expect(workersOf(widgets)).to.equal(3);
    const before = widgets.map(({ lane }) => lane);
    feed.workers = 'dedicated';
    await feed.updateComplete;
    const later = document.createElement('ticker-widget');
    later.symbol = 'LATER';
    page.append(later);
    await until(() => later.values.ticks > 0, 'a tick');
    expect(later.lane?.host).to.equal('dedicated');
    expect(widgets.map(({ lane }) => lane)).to.deep.equal(before);
    await leave(page);
  });

  it('change plan and symbol on a pool', async () => {
    const { page, widgets } = await pageOf(3, 'pool', 'sim:rate=1000&seed=3&count=300');
    const [widget] = widgets as [TickerWidget];
    await until(() => widgets.reduce((sum, { values }) => sum + values.ticks, 0) === 300, 'all ticks');
    const { values, lane } = widget;
    widget.indicators = 'sma(5); slow: sma(20)';
    await until(() => Number.isFinite(widget.values.indicators.slow), 'the new plan');
    expect({ ...widget.values, indicators: 0 }).to.deep.equal({ ...values, indicators: 0 });
    expect(widget.lane?.worker).to.equal(lane?.worker);
    await leave(page);
  });

  it('come and go two hundred times and leave nothing behind', async () => {
    const page = await fixture<HTMLElement>(
      html`<section><data-feed src="sim:rate=4000&seed=3" workers="pool"></data-feed></section>`,
    );
    const runtime = pageRuntime();
    const heap = () => {
      (globalThis as { gc?: () => void }).gc?.();
      return (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0;
    };
    const cycle = async () => {
      const board = document.createElement('div');
      for (const symbol of symbols(20))
        board.append(Object.assign(document.createElement('ticker-widget'), { symbol }));
      page.append(board);
      const [first] = board.children as unknown as [TickerWidget];
      await until(() => first.values.ticks > 0, 'a tick');
      board.remove();
      await until(() => runtime.lanes === 0 && runtime.workers === 0, 'nothing left');
    };
    for (let warm = 0; warm < 40; warm++) await cycle();
    const [used, bytes, before] = [runtime.memory.used, runtime.memory.byteLength, heap()];
    for (let turn = 0; turn < 160; turn++) await cycle();
    expect([runtime.memory.used, runtime.memory.byteLength]).to.deep.equal([used, bytes]);
    if ('gc' in globalThis) expect(heap() - before).to.be.below(1_500_000);
    await leave(page);
  });
});
