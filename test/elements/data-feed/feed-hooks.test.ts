import { expect, fixture, html } from '@open-wc/testing';
import { DataFeed, FeedGapEvent } from '../../../src/index.js';
import { startScript } from '../../tools/servers.js';
import { byId, isIn, nothingLeft, part, until } from '../page.js';

const subscribed = JSON.stringify({ type: 'subscribed', protocol: 1, symbols: { X: 1 } });
const trade = (price: number, sequence: number) =>
  JSON.stringify([{ type: 'trade', symbol: 'X', price, size: 1, time: Date.now(), sequence }]);

describe('<data-feed> and the page', () => {
  let page: HTMLElement;
  afterEach(async () => {
    page.remove();
    await nothingLeft();
  });

  it('takes ticks that the page pushes, one or many, and says what is none', async () => {
    page = await fixture(
      html`<data-feed id="feed" transport="push"><ticker-widget id="one" symbol="X"></ticker-widget></data-feed>`,
    );
    const { feed, one } = byId(page);
    const errors: string[] = [];
    (feed as DataFeed).addEventListener('feederror', ({ message }) => errors.push(message));
    await until(() => one.lane !== null, 'a lane');
    feed.push({ symbol: 'X', price: 5, size: 2 });
    feed.push([{ symbol: 'X', price: 6 }, { symbol: 'X' }]);
    await until(() => one.values.last === 6, 'the last push');
    expect(one.values.ticks).to.equal(2);
    expect(feed.status).to.equal('live');
    await until(() => errors.length === 1, 'an error');
    expect(errors[0]).to.contain('without a price');
    expect(() => new DataFeed().push({ symbol: 'X', price: 1 })).to.throw('not connected');
  });

  it('tells of holes in the numbers of a source by an event that bubbles', async () => {
    const server = await startScript({ frames: [subscribed, trade(5, 1), trade(6, 9)], after: 'message' });
    page = await fixture(html`<div></div>`);
    const gaps: FeedGapEvent[] = [];
    page.addEventListener('feedgap', (event) => gaps.push(event as FeedGapEvent));
    page.innerHTML = `<data-feed id="feed" src="${server.url}"><ticker-widget id="one" symbol="X"></ticker-widget></data-feed>`;
    const { one, feed } = byId(page);
    await until(() => one.values.last === 6, 'the second trade');
    await until(() => gaps.length === 1, 'a gap');
    expect(gaps[0]).to.be.instanceOf(FeedGapEvent);
    expect(gaps[0]).to.include({ symbol: 'X', from: 2, missing: 7 });
    expect(feed.stats.gaps).to.equal(1);
    await server.stop();
  });

  it('asks the page before every attempt', async () => {
    const server = await startScript({ frames: [trade(5, 1)], after: 'message' });
    page = await fixture(html`<div></div>`);
    const feed = document.createElement('data-feed');
    const attempts: number[] = [];
    feed.src = 'ws://nowhere.invalid/';
    feed.beforeconnect = async ({ url, attempt }) => {
      attempts.push(attempt);
      expect(url).to.equal('ws://nowhere.invalid/');
      return { url: server.url, messages: ['hello'], protocols: ['ticks'] };
    };
    page.append(feed);
    await until(() => feed.status === 'live', 'live');
    await server.drop();
    await until(() => attempts.length === 2, 'another attempt');
    const seen = await server.seen();
    expect(seen.messages[0]).to.equal('hello');
    expect(seen.protocols[0]).to.equal('ticks');
    await server.stop();
  });

  it('gives widgets what is known of their symbols, where their attributes say nothing', async () => {
    page = await fixture(html`<data-feed id="feed" transport="push">
      <ticker-widget id="one" symbol="X" locale="en-US"></ticker-widget>
      <ticker-widget id="two" symbol="X" locale="en-US" currency="EUR" tick-size="1" previous-close="40"></ticker-widget>
    </data-feed>`);
    const { feed, one, two } = byId(page);
    await until(() => one.lane !== null && two.lane !== null, 'lanes');
    feed.instruments = [{ symbol: 'X', currency: 'USD', tickSize: 0.125, previousClose: 50 }];
    await until(() => one.lane !== null, 'a lane');
    feed.push({ symbol: 'X', price: 60.5 });
    await until(() => part(one, 'price') === '$60.500' && part(two, 'price') === '€61', 'prices as each is told');
    await until(() => one.values.change === 10.5 && two.values.change === 20.5, 'changes against each close');
    expect(feed.instrument('X')).to.deep.equal({ symbol: 'X', currency: 'USD', tickSize: 0.125, previousClose: 50 });
    expect(feed.instrument('Y')).to.equal(undefined);
    expect(isIn(one, 'error')).to.equal(false);
    expect(() => {
      feed.instruments = [{}] as never;
    }).to.throw(TypeError, 'instruments');
  });
});
