import { expect, fixture, html } from '@open-wc/testing';
import type { DataFeed, FeedErrorEvent, StatusChangeEvent } from '../../../src/index.js';
import '../../../src/index.js';
import { pageRuntime } from '../../../src/runtime/page.js';
import { startScript } from '../../tools/servers.js';
import { byId, isIn, listenToConsole, nothingLeft, part, trades, until } from '../page.js';

const STATUSES = ['idle', 'connecting', 'live', 'stale', 'reconnecting', 'closed', 'failed'];

/** A Worker that a feed does not get: its script is another one, or there is none at all. */
function badWorker(script?: string): typeof Worker {
  return class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      const forFeed = options?.name?.startsWith('ticklane-feed');
      if (forFeed && !script) throw new DOMException('no workers here', 'SecurityError');
      super(forFeed && script ? script : url, options);
    }
  };
}

describe('<data-feed>', () => {
  let console_: ReturnType<typeof listenToConsole>;
  let page: HTMLElement;
  beforeEach(async () => {
    console_ = listenToConsole();
    page = await fixture<HTMLElement>(html`<div></div>`);
  });
  afterEach(async () => {
    console_.restore();
    page.remove();
    await nothingLeft();
  });

  /** A feed in the page, with what it told from the first moment on. */
  function feedWith(attributes: Record<string, string>) {
    const feed = document.createElement('data-feed');
    const statuses: string[] = [];
    const errors: FeedErrorEvent[] = [];
    feed.addEventListener('statuschange', ({ status }: StatusChangeEvent) => {
      statuses.push(status);
      expect(STATUSES.filter((each) => isIn(feed, each))).to.deep.equal([status]);
    });
    feed.addEventListener('feederror', (event) => errors.push(event));
    for (const [name, value] of Object.entries(attributes)) feed.setAttribute(name, value);
    page.append(feed);
    return { feed, statuses, errors };
  }
  const withTicker = (feed: DataFeed, symbol = 'X') => {
    const widget = document.createElement('ticker-widget');
    widget.symbol = symbol;
    feed.append(widget);
    return widget;
  };

  it('takes no room of its own and is accessible', async () => {
    const { feed } = feedWith({ src: 'sim:rate=0' });
    feed.append('text');
    await feed.updateComplete;
    expect(getComputedStyle(feed).display).to.equal('contents');
    feed.hidden = true;
    expect(getComputedStyle(feed).display).to.equal('none');
    await expect(page).to.be.accessible();
  });

  it('tells its status by property, event and state', async () => {
    const server = await startScript({ frames: trades('X', 5), after: 'message' });
    const { feed, statuses } = feedWith({ src: server.url, 'stale-after': '300' });
    expect(feed.status).to.equal('idle');
    withTicker(feed);
    await until(() => feed.status === 'live', 'live');
    expect(statuses).to.deep.equal(['connecting', 'live']);
    expect(feed.effectiveMode).to.equal(crossOriginIsolated ? 'shared' : 'batched');
    expect(isIn(feed, crossOriginIsolated ? 'shared' : 'batched')).to.equal(true);
    await until(() => feed.status === 'stale', 'stale');
    await server.send(...trades('X', 6));
    await until(() => feed.status === 'live', 'live again');
    feed.disconnect();
    expect(feed.status).to.equal('closed');
    await until(() => statuses.at(-1) === 'closed', 'closed');
    feed.connect();
    await until(() => feed.status === 'live', 'live after connect()');
    feed.remove();
    await until(() => feed.status === 'idle', 'idle');
    expect(isIn(feed, 'shared')).to.equal(false);
    await server.stop();
  });

  it('counts what it takes, and how old ticks are when they are painted', async () => {
    const server = await startScript({
      frames: [...trades('X', 5, 6), ...trades('Y', 1), 'no json'],
      after: 'message',
    });
    const { feed } = feedWith({ src: server.url });
    const before = feed.stats;
    expect([before.messages, before.ticks, before.tickAgeP50]).to.deep.equal([0, 0, Number.NaN]);
    const widget = withTicker(feed);
    await until(() => part(widget, 'price') === '6.0000' && feed.stats.messages === 4, 'painted');
    const { ticks, rejected, unrouted, conflated, reconnects, tickAgeP50, tickAgeP99 } = feed.stats;
    expect({ ticks, rejected, unrouted, conflated, reconnects }).to.deep.equal({
      ticks: 2,
      rejected: 1,
      unrouted: 1,
      conflated: 0,
      reconnects: 0,
    });
    expect(tickAgeP50).to.be.within(0.001, 10_000);
    expect(tickAgeP99).to.be.at.least(tickAgeP50);
    expect(Object.isFrozen(feed.stats)).to.equal(true);
    await server.stop();
  });

  it('connects once for all attributes that change in one task', async () => {
    const server = await startScript({});
    const { feed } = feedWith({ src: server.url });
    await until(() => feed.status === 'connecting', 'connecting');
    await server.seen();
    const other = await startScript({ frames: trades('X', 5) });
    feed.src = other.url;
    feed.format = 'json';
    feed.map = 'symbol:symbol price:price';
    feed.staleAfter = 5000;
    await until(() => feed.status === 'live', 'live');
    expect((await other.seen()).connections).to.equal(1);
    expect((await server.seen()).connections).to.be.at.most(1);
    await server.stop();
    await other.stop();
  });

  it('does nothing until it is told where from', async () => {
    const { feed, statuses, errors } = feedWith({});
    await feed.updateComplete;
    expect([feed.status, statuses.length, errors.length]).to.deep.equal(['idle', 0, 0]);
    feed.setAttribute('src', 'sim:rate=100&symbols=A');
    await until(() => feed.status === 'live', 'live');
  });

  it('takes no messages while it is paused', async () => {
    const { feed } = feedWith({ src: 'sim:rate=200', paused: '' });
    const widget = withTicker(feed);
    await until(() => widget.lane !== null && feed.status === 'connecting', 'connected');
    expect(widget.values.ticks).to.equal(0);
    feed.paused = false;
    await until(() => widget.values.ticks > 0, 'ticks');
    feed.paused = true;
  });

  it('offers sub-protocols, and finds a path on the own host of the page', async () => {
    const server = await startScript({ frames: trades('X', 5) });
    const { feed } = feedWith({ src: server.url, protocols: 'ticks.v2, ticks' });
    await until(() => feed.status === 'live', 'live');
    expect((await server.seen()).protocols).to.deep.equal(['ticks.v2, ticks']);
    const base = document.createElement('base');
    base.href = server.url.replace(/^ws/, 'http');
    document.head.append(base);
    const { feed: other } = feedWith({ src: '/', transport: 'websocket' });
    await until(() => other.status === 'live', 'live');
    base.remove();
    await server.stop();
  });

  const mistakes: [attributes: Record<string, string>, message: RegExp, failed: boolean][] = [
    [{ src: 'nats://example.test' }, /no transport for nats:/, true],
    [{ src: 'somewhere' }, /src "somewhere" is no URL/, true],
    [{ src: 'sim:rate=lots' }, /option "rate" must be a number/, true],
    [{ src: 'sim:', transport: 'websockets' }, /unknown transport "websockets" \(did you mean "websocket"\?\)/, true],
    [{ src: 'sim:', format: 'jsn' }, /unknown format "jsn" \(did you mean "json"\?\)/, true],
    [{ format: 'binary' }, /src is missing/, true],
    [
      { src: 'sim:', mode: 'sharded' },
      /mode "sharded" is none of auto, shared, batched, individual: it stays auto/,
      false,
    ],
    [
      { src: 'sim:', workers: 'many' },
      /workers "many" is none of auto, dedicated, pool, a number from 1 to 64: it stays auto/,
      false,
    ],
    [{ src: 'sim:', workers: '0' }, /workers "0" is none of auto/, false],
    [{ src: 'sim:', workers: '1.5' }, /workers "1.5" is none of auto/, false],
    [{ src: 'http://[', transport: 'websocket' }, /cannot open a WebSocket to "http:\/\/\["/, true],
    [{ src: 'sim:', 'stale-after': '0' }, /stale-after: expected a number above 0/, false],
  ];
  for (const [attributes, message, failed] of mistakes) {
    it(`says what is wrong with ${JSON.stringify(attributes)}`, async () => {
      const { feed, errors } = feedWith(attributes);
      const widget = withTicker(feed, 'BTC-USD');
      await until(() => errors.length > 0, 'an error');
      expect(errors[0]?.message).to.match(message);
      expect(errors[0]?.code).to.equal('settings');
      expect(feed.error?.message ?? errors[0]?.message).to.equal(errors[0]?.message);
      expect(console_.lines).to.deep.equal([`<data-feed>: ${errors[0]?.message}`]);
      if (failed) {
        await until(() => feed.status === 'failed' && isIn(widget, 'error'), 'failed');
        await until(() => message.test(part(widget, 'message')), 'a message in the widget');
        // right again, it works again
        for (const name of Object.keys(attributes)) feed.removeAttribute(name);
        feed.src = 'sim:rate=100';
      }
      await until(() => isIn(widget, 'live'), 'live');
      expect(isIn(widget, 'error')).to.equal(false);
    });
  }

  it('writes a problem to the console once, and tells it each time', async () => {
    const { feed, errors } = feedWith({ src: 'nats://example.test' });
    await until(() => errors.length === 1, 'an error');
    feed.connect();
    await until(() => errors.length === 2, 'the same again');
    expect(console_.lines.length).to.equal(1);
  });

  it('frees its worker when it is removed, with its widgets or before them', async () => {
    const { feed } = feedWith({ src: 'sim:rate=100' });
    const [inside, outside] = [withTicker(feed), document.createElement('ticker-widget')];
    outside.symbol = 'X';
    page.append(outside);
    await until(() => isIn(inside, 'live') && isIn(outside, 'live'), 'live');
    feed.remove();
    await nothingLeft();
    expect(outside.lane).to.equal(null);
    expect(isIn(outside, 'waiting')).to.equal(true);
    page.append(feed);
    await until(() => isIn(inside, 'live') && isIn(outside, 'live'), 'live again');
  });

  it('stays idle outside a document, whatever its worker still had to say', async () => {
    const { feed, statuses } = feedWith({ src: 'sim:rate=1000' });
    withTicker(feed);
    await until(() => feed.status === 'connecting', 'connecting');
    feed.remove();
    await nothingLeft();
    expect([statuses.at(-1), feed.status]).to.deep.equal(['idle', 'idle']);
  });

  it('tells of each attempt that fails, one like the other', async () => {
    const { feed, statuses } = feedWith({ src: 'sim:', format: 'jsun' });
    await until(() => feed.status === 'failed', 'failed');
    feed.format = 'jsan';
    await until(() => statuses.join() === 'connecting,failed,connecting,failed', 'failed again');
  });

  for (const [name, FeedWorker] of [
    ['does not load', badWorker(URL.createObjectURL(new Blob(['throw new Error("not today")'])))],
    ['cannot be made', badWorker()],
  ] as const) {
    it(`says so where its worker ${name}, and leaves nothing behind`, async () => {
      const { Worker: Original } = globalThis;
      const { memory } = pageRuntime();
      await until(() => memory.used === 0, 'what was before is gone');
      globalThis.Worker = FeedWorker;
      const { feed, errors } = feedWith({ src: 'sim:rate=100' });
      const widget = withTicker(feed);
      await until(() => feed.status === 'failed', 'failed');
      globalThis.Worker = Original;
      expect(errors[0]?.code).to.equal('environment');
      await until(() => isIn(widget, 'error'), 'a message in the widget');
      widget.indicators = 'sma(3)';
      await widget.updateComplete;
      page.replaceChildren();
      await nothingLeft();
      await until(() => memory.used === 0, 'every byte is free');
    });
  }

  it('has typed, composed events that a page can hear in one place', async () => {
    const heard: string[] = [];
    const listen = (event: Event) => heard.push(event.type);
    document.addEventListener('feederror', listen);
    document.addEventListener('statuschange', listen);
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    root.innerHTML = '<data-feed id="deep" src="nowhere"></data-feed>';
    page.append(host);
    await until(() => heard.includes('feederror') && heard.includes('statuschange'), 'events');
    expect(byId(root.firstElementChild as Element).deep?.status).to.be.oneOf(['connecting', 'failed']);
    document.removeEventListener('feederror', listen);
    document.removeEventListener('statuschange', listen);
  });
});
