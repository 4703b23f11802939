import { expect, fixture, html } from '@open-wc/testing';
import type { TickerWidget } from '../../src/index.js';

describe('where the main thread cannot wait on a word', () => {
  it('a parked frame loop is woken by one message, and paints what was published', async () => {
    // before the kit is loaded: it looks once
    Object.defineProperty(Atomics, 'waitAsync', { value: undefined, configurable: true });
    await import('../../src/index.js');
    const { pageRuntime } = await import('../../src/runtime/page.js');
    const { PAGE, PARKING } = await import('../../src/memory/layout.js');
    const { startScript } = await import('../tools/servers.js');
    const { nothingLeft, part, trades, until } = await import('../elements/page.js');
    const server = await startScript({ frames: trades('A', 1), after: 'message' });
    const page = await fixture<HTMLElement>(html`
      <section>
        <data-feed src=${server.url}></data-feed>
        <ticker-widget symbol="A" locale="en"></ticker-widget>
      </section>
    `);
    const widget = page.querySelector('ticker-widget') as TickerWidget;
    const runtime = pageRuntime();
    const parked = () => Atomics.load(runtime.memory.i32, PAGE.PARKING >> 2) === PARKING.MESSAGE;
    await until(() => part(widget, 'price').startsWith('1') && parked(), 'the first trade, and then rest');
    await server.send(...trades('A', 2));
    await until(() => part(widget, 'price').startsWith('2'), 'the second trade');
    await until(parked, 'rest again');
    // another plan publishes too, from the worker's event loop
    widget.indicators = 'sma(1)';
    await until(() => part(widget, 'indicator').includes(' 2'), 'the average, painted');
    await until(parked, 'rest again');
    await server.send(...trades('A', 3));
    await until(() => part(widget, 'price').startsWith('3'), 'the third trade');
    expect(runtime.replaced).to.equal(0);
    page.remove();
    await nothingLeft();
    await server.stop();
  });
});
