import * as angular from '@angular/core';
import { expect, fixture, html } from '@open-wc/testing';
import { LitElement, html as litHtml } from 'lit';
import { createElement, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { mount, unmount } from 'svelte';
import { createApp, h, shallowRef as vueRef } from 'vue';
import { injectFeedStatus, injectTicker } from '../../src/bindings/angular.js';
import { FeedStatusController, TickerController } from '../../src/bindings/lit.js';
import { useFeedStatus, useTicker } from '../../src/bindings/react.js';
import { feedStatus } from '../../src/bindings/svelte.js';
import { useFeedStatus as vueFeedStatus, useTicker as vueTicker } from '../../src/bindings/vue.js';
import type { DataFeed } from '../../src/index.js';
import '../../src/index.js';
import { pageRuntime } from '../../src/runtime/page.js';
import { listenToConsole, nothingLeft, until } from '../elements/page.js';
import Price from './price.svelte';

const BUSY = 10_000;
const RATE = 10;

/** A program of some framework that shows `SYMBOL price`. */
interface Program {
  /** What it rendered, one after another. */
  readonly rendered: string[];
  show(symbol: string): void;
  end(): void;
}

type Start = (into: Element, symbol: string) => Program;

const react: Start = (into, first) => {
  const rendered: string[] = [];
  let show: (symbol: string) => void = () => {};
  function App() {
    const [symbol, setSymbol] = useState(first);
    show = setSymbol;
    const price = useTicker(symbol, ({ last }) => last, { maxRate: RATE });
    rendered.push(`${symbol} ${price}`);
    return createElement('output', null, `${symbol} ${price}`);
  }
  const root = createRoot(into);
  root.render(createElement(App));
  return { rendered, show: (symbol) => show(symbol), end: () => root.unmount() };
};

const vue: Start = (into, first) => {
  const rendered: string[] = [];
  const symbol = vueRef(first);
  const app = createApp({
    setup() {
      const price = vueTicker(symbol, { select: ({ last }) => last, maxRate: RATE });
      return () => {
        rendered.push(`${symbol.value} ${price.value}`);
        return h('output', `${symbol.value} ${price.value}`);
      };
    },
  });
  app.mount(into);
  const show = (next: string) => {
    symbol.value = next;
  };
  return { rendered, show, end: () => app.unmount() };
};

const svelte: Start = (into, first) => {
  const rendered: string[] = [];
  const props = { symbol: first, rendered: (text: string) => void rendered.push(text) };
  let component = mount(Price, { target: into, props });
  const show = (symbol: string) => {
    void unmount(component);
    component = mount(Price, { target: into, props: { ...props, symbol } });
  };
  return { rendered, show, end: () => void unmount(component) };
};

class LitPrice extends LitElement {
  readonly ticker = new TickerController(this, '', { maxRate: RATE });
  readonly feed = new FeedStatusController(this);
  readonly rendered: string[] = [];

  override render() {
    const text = `${this.ticker.symbol} ${this.ticker.values.last}`;
    this.rendered.push(text);
    return litHtml`<output>${text}</output>${this.feed.status}`;
  }
}
customElements.define('lit-price', LitPrice);

const lit: Start = (into, first) => {
  const element = document.createElement('lit-price') as LitPrice;
  element.ticker.symbol = first;
  into.append(element);
  const show = (symbol: string) => {
    element.ticker.symbol = symbol;
  };
  return { rendered: element.rendered, show, end: () => element.remove() };
};

const programs: Readonly<Record<string, Start>> = { react, vue, svelte, lit };

const priceOf = (text = '') => Number(text.split(' ')[1]);

async function page(src: string): Promise<{ feed: DataFeed; into: HTMLElement }> {
  const root = await fixture(html`<div><data-feed src=${src}></data-feed><main></main></div>`);
  return { feed: root.querySelector('data-feed') as DataFeed, into: root.querySelector('main') as HTMLElement };
}

describe('bindings', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
  });
  afterEach(() => {
    console_.restore();
    // what Vue says of a page that no bundler made
    expect(console_.lines.filter((line) => !line.startsWith('Feature flags __VUE')).join()).to.equal('');
  });

  for (const [name, start] of Object.entries(programs)) {
    it(`${name}: renders at most maxRate times a second while ${BUSY} ticks a second come, follows its symbol, and leaves nothing behind`, async () => {
      const { feed, into } = await page(`sim:rate=${BUSY}&seed=7&symbols=BTC-USD`);
      const began = performance.now();
      const program = start(into, 'BTC-USD');
      await until(() => feed.stats.ticks > BUSY && priceOf(program.rendered.at(-1)) > 0, 'a second of ticks');
      const seconds = (performance.now() - began) / 1000;
      // the first has no price, and is no news of the ticker
      expect(program.rendered.length - 1).to.be.within(1, seconds * RATE + 1);
      program.show('ETH-USD');
      await until(() => (program.rendered.at(-1) ?? '').startsWith('ETH-USD'), 'another symbol');
      const first = program.rendered.find((text) => text.startsWith('ETH-USD'));
      expect(first, "never another symbol's price").to.equal('ETH-USD NaN');
      await until(() => priceOf(program.rendered.at(-1)) > 0, 'its price');
      await until(() => pageRuntime().lanes === 1, 'the lane of the first is given back');
      program.end();
      await until(() => pageRuntime().lanes === 0, 'no lane');
      feed.remove();
      await nothingLeft();
    });
  }

  it('react: renders nothing while ticks reach the tags', async () => {
    const { feed, into } = await page(`sim:rate=${BUSY}&seed=7`);
    let renders = 0;
    const heard: number[] = [];
    function App() {
      renders++;
      const onvaluechange = (event: Event) => void heard.push(Reflect.get(event, 'values').ticks);
      return createElement('ticker-widget', { symbol: 'BTC-USD', indicators: 'sma(5)', maxRate: 20, onvaluechange });
    }
    const root = createRoot(into);
    root.render(createElement(App));
    await until(() => feed.stats.ticks > BUSY && (heard.at(-1) ?? 0) > 100, 'a second of ticks');
    expect(renders).to.equal(1);
    root.unmount();
  });

  it('react: hooks that ask for the same share a lane, in strict mode too, and one that selects what stays renders no more', async () => {
    const { feed, into } = await page(`sim:rate=1000&seed=7`);
    const renders = { whole: 0, still: 0 };
    let status = '';
    function Whole() {
      renders.whole++;
      status = useFeedStatus();
      const values = useTicker('BTC-USD', null, { indicators: 'sma(5)', maxRate: 20 });
      return createElement('output', null, String(values.indicators['sma(5)']));
    }
    function Still() {
      renders.still++;
      return createElement(
        'output',
        null,
        String(useTicker('BTC-USD', ({ last }) => last > 0, { indicators: 'sma(5)' })),
      );
    }
    const root = createRoot(into);
    root.render(createElement(StrictMode, null, createElement(Whole), createElement(Still), createElement(Still)));
    await until(() => renders.whole > 12 && into.textContent?.endsWith('truetrue') === true, 'values');
    expect([pageRuntime().lanes, status, feed.status]).to.deep.equal([1, 'live', 'live']);
    const { still } = renders;
    // two of each, both rendered twice by strict mode, before and after the first tick
    expect(still).to.be.at.most(8);
    const { whole } = renders;
    await until(() => renders.whole > whole + 6, 'more');
    expect(renders.still).to.equal(still);
    root.unmount();
    await until(() => pageRuntime().lanes === 0, 'no lane');
  });

  it('vue and svelte: the status of the feed', async () => {
    const heard: string[] = [];
    const end = feedStatus('late').subscribe((status) => heard.push(status));
    const texts: string[] = [];
    const into = await fixture<HTMLElement>(html`<main></main>`);
    const app = createApp({
      setup() {
        const status = vueFeedStatus('late');
        return () => {
          texts.push(status.value);
          return h('output', status.value);
        };
      },
    });
    app.mount(into);
    await fixture(html`<data-feed id="late" src="sim:rate=100&symbols=BTC-USD"></data-feed>`);
    await until(() => heard.at(-1) === 'live' && into.textContent === 'live', 'live');
    expect(heard[0]).to.equal('idle');
    expect(texts[0]).to.equal('idle');
    end();
    app.unmount();
  });

  it('angular: signals follow a ticker and a feed, and end with their injection context', async () => {
    await page('sim:rate=1000&seed=7');
    const injector = angular.Injector.create({ providers: [] });
    const [price, status] = angular.runInInjectionContext(injector, () => [
      injectTicker('BTC-USD', { select: ({ last }) => last, maxRate: RATE }),
      injectFeedStatus(),
    ]);
    expect(price()).to.deep.equal(Number.NaN);
    await until(() => price() > 0 && status() === 'live', 'values');
    expect(pageRuntime().lanes).to.equal(1);
    injector.destroy();
    await until(() => pageRuntime().lanes === 0, 'no lane');
  });
});
