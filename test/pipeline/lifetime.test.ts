import { expect, fixture, html } from '@open-wc/testing';
import type { DataFeed, TickerWidget } from '../../src/index.js';
import { pageRuntime } from '../../src/runtime/page.js';
import { nothingLeft } from '../elements/page.js';
import { until } from '../stress/stress.js';
import '../../src/index.js';

/** Symbols that the simulator makes tick. */
const symbols = (count: number) => Array.from({ length: count }, (_, index) => `SYM-${index}`);

/** Counts the listeners on the page's long-lived targets while it runs. */
function countListeners(): { readonly added: () => number; restore(): void } {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  let count = 0;
  const lasting = (target: EventTarget | undefined) => !target || target === window || target === document;
  EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, ...args: unknown[]) {
    if (lasting(this)) count++;
    return Reflect.apply(addEventListener, this ?? window, args);
  };
  EventTarget.prototype.removeEventListener = function (this: EventTarget | undefined, ...args: unknown[]) {
    if (lasting(this)) count--;
    return Reflect.apply(removeEventListener, this ?? window, args);
  };
  return {
    added: () => count,
    restore() {
      EventTarget.prototype.addEventListener = addEventListener;
      EventTarget.prototype.removeEventListener = removeEventListener;
    },
  };
}

describe('widgets that come and go', function () {
  this.timeout(90_000);

  it('have a worker and a lane each in one memory, a hundred of them, and leave nothing behind', async () => {
    const runtime = pageRuntime();
    const before = runtime.memory.used;
    const { memory } = runtime.memory;
    const page = await fixture<HTMLElement>(html`
      <section>
        <data-feed src="sim:rate=2000&seed=3" workers="dedicated"></data-feed>
        ${symbols(100).map((symbol) => html`<ticker-widget symbol=${symbol} indicators="sma(5)"></ticker-widget>`)}
      </section>
    `);
    const widgets = [...page.querySelectorAll<TickerWidget>('ticker-widget')];
    await until(() => widgets.every(({ values }) => values.ticks > 0), 'a tick of each');
    expect([runtime.workers, runtime.lanes]).to.deep.equal([100, 100]);
    expect(new Set(widgets.map(({ lane }) => lane?.worker)).size).to.equal(100);
    expect(new Set(widgets.map(({ lane }) => lane?.address)).size).to.equal(100);
    expect(widgets.every(({ lane }) => lane?.host === 'dedicated')).to.equal(true);
    expect(pageRuntime().memory.memory, 'one memory').to.equal(memory);
    page.remove();
    await nothingLeft();
    await until(() => runtime.memory.used === before, 'every byte is free');
    expect(runtime.memory.pieces).to.equal(1);
    expect(runtime.replaced, 'every host stopped by handshake').to.equal(0);
  });

  it('do not grow workers, lanes, listeners or heap over three hundred cycles', async () => {
    const runtime = pageRuntime();
    const page = await fixture<HTMLElement>(
      html`<section><data-feed src="sim:rate=1000&seed=3"></data-feed></section>`,
    );
    const feed = page.querySelector('data-feed') as DataFeed;
    const cycle = async () => {
      const widget = document.createElement('ticker-widget');
      widget.symbol = 'CYCLE';
      widget.indicators = 'sma(3)';
      page.append(widget);
      await until(() => widget.values.ticks > 0, 'a tick');
      widget.remove();
      await until(() => runtime.lanes === 0 && runtime.workers === 0, 'nothing left');
    };
    const heap = () => {
      (globalThis as { gc?: () => void }).gc?.();
      return (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0;
    };
    for (let warm = 0; warm < 50; warm++) await cycle();
    const used = runtime.memory.used;
    const bytes = runtime.memory.byteLength;
    const heapBefore = heap();
    const listeners = countListeners();
    for (let turn = 0; turn < 300; turn++) await cycle();
    listeners.restore();
    expect([runtime.memory.used, runtime.memory.byteLength]).to.deep.equal([used, bytes]);
    expect(listeners.added()).to.equal(0);
    expect(feed.guests.size).to.equal(0);
    // one kilobyte a cycle would be a leak; engines that cannot be told to collect are not asked
    if ('gc' in globalThis) await until(() => heap() - heapBefore < 300_000, 'a heap as before');
    expect(runtime.replaced).to.equal(0);
    page.remove();
    await nothingLeft();
    await until(() => runtime.memory.used === 0, 'every byte is free');
  });

  it('keep lane and values when they are moved in the document', async () => {
    const page = await fixture<HTMLElement>(html`
      <section>
        <data-feed src="sim:rate=500&seed=3&count=200"></data-feed>
        <p></p>
        <ticker-widget symbol="MOVED"></ticker-widget>
      </section>
    `);
    const widget = page.querySelector('ticker-widget') as TickerWidget;
    await until(() => widget.values.ticks === 200, 'all ticks');
    const { lane, values } = widget;
    page.querySelector('p')?.append(widget);
    await widget.updateComplete;
    expect(widget.lane).to.deep.equal(lane);
    expect(widget.values).to.deep.equal(values);
    expect(pageRuntime().workers).to.equal(1);
    page.remove();
    await nothingLeft();
  });

  it('keep figures and history when the plan changes, and begin afresh with another symbol', async () => {
    const page = await fixture<HTMLElement>(html`
      <section>
        <data-feed src="sim:rate=1000&seed=3&count=300"></data-feed>
        <ticker-widget symbol="ONE" indicators="sma(3)"></ticker-widget>
      </section>
    `);
    const widget = page.querySelector('ticker-widget') as TickerWidget;
    await until(() => widget.values.ticks === 300, 'all ticks');
    const { lane, values } = widget;
    widget.indicators = 'sma(3); slow: sma(20)';
    await until(() => Number.isFinite(widget.values.indicators.slow), 'the new plan');
    expect(widget.lane?.address).not.to.equal(lane?.address);
    expect(widget.lane?.worker).to.equal(lane?.worker);
    expect(widget.values.indicators['sma(3)']).to.be.closeTo(values.indicators['sma(3)'] as number, 1e-9);
    expect(widget.values.indicators.slow).to.be.finite;
    expect({ ...widget.values, indicators: 0 }).to.deep.equal({ ...values, indicators: 0 });
    widget.symbol = 'TWO';
    await until(() => widget.matches(':state(waiting)') && Number.isNaN(widget.values.last), 'the other symbol');
    page.remove();
    await nothingLeft();
  });
});
