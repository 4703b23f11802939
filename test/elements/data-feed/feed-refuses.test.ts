import { expect, fixture, html } from '@open-wc/testing';
import type { FeedErrorEvent } from '../../../src/index.js';
import '../../../src/index.js';
import { startScript } from '../../tools/servers.js';
import { listenToConsole, nothingLeft, trades, until } from '../page.js';

describe('<data-feed> with odd settings', () => {
  let console_: ReturnType<typeof listenToConsole>;
  let page: HTMLElement;
  const rejections: unknown[] = [];
  const rejected = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    rejections.push(event.reason);
  };
  beforeEach(async () => {
    console_ = listenToConsole();
    rejections.length = 0;
    addEventListener('unhandledrejection', rejected);
    page = await fixture<HTMLElement>(html`<div></div>`);
  });
  afterEach(async () => {
    console_.restore();
    page.remove();
    await nothingLeft();
    removeEventListener('unhandledrejection', rejected);
    expect(rejections).to.deep.equal([]);
  });

  function feedWith(attributes: Record<string, string>) {
    const feed = document.createElement('data-feed');
    const errors: FeedErrorEvent[] = [];
    feed.addEventListener('feederror', (event) => errors.push(event));
    for (const [name, value] of Object.entries(attributes)) feed.setAttribute(name, value);
    page.append(feed);
    return { feed, errors };
  }

  it('takes a URL object and nothing else from beforeconnect', async () => {
    const server = await startScript({ frames: trades('X', 5) });
    const { feed } = feedWith({ src: 'ws://nowhere.invalid/' });
    feed.beforeconnect = () =>
      ({ url: new URL(server.url), headers: null, protocols: undefined, messages: null }) as never;
    await until(() => feed.status === 'live', 'live');
    await server.stop();
  });

  it('closes the connection where its source is taken away', async () => {
    const server = await startScript({ frames: trades('X', 5) });
    const { feed } = feedWith({ src: server.url });
    await until(() => feed.status === 'live', 'live');
    feed.removeAttribute('src');
    await until(() => feed.status === 'closed', 'closed');
    feed.src = server.url;
    await until(() => feed.status === 'live', 'live again');
    await server.stop();
  });

  it('says what of a push cannot go to the worker, and takes the next one', async () => {
    const { feed, errors } = feedWith({ transport: 'push' });
    await until(() => feed.status === 'connecting', 'connected');
    feed.push({ symbol: 'X', price: 5, show() {} } as never);
    await until(() => errors.length > 0, 'an error');
    expect(errors[0]?.message).to.contain('push');
    feed.push({ symbol: 'X', price: 5 });
    await until(() => feed.status === 'live', 'live');
  });

  it('fails again with other settings where there is no worker', async () => {
    const { Worker } = window;
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        if (options?.name?.startsWith('ticklane-feed')) throw new DOMException('no workers here', 'SecurityError');
        super(url, options);
      }
    };
    try {
      const { feed, errors } = feedWith({ src: 'sim:rate=1' });
      await until(() => feed.status === 'failed', 'failed');
      const before = errors.length;
      feed.src = 'sim:rate=2';
      await until(() => errors.length > before, 'another error');
      await until(() => feed.status === 'failed', 'failed again');
      expect(feed.error?.message).to.contain('worker');
    } finally {
      window.Worker = Worker;
    }
  });
});
