import { expect, fixture, html } from '@open-wc/testing';
import { DataFeed, TickerWidget } from '../../../src/classes.js';
import '../../../src/index.js';
import { byId, isIn, listenToConsole, nothingLeft, part, until } from '../page.js';

/** The feed that a widget is on. */
const feedOf = (widget: TickerWidget) =>
  [...document.querySelectorAll('*')]
    .flatMap((each) => [each, ...(each.shadowRoot?.querySelectorAll('*') ?? [])])
    .find((each) => (each as Partial<DataFeed>).guests?.has(widget))?.id;

const silent = (id: string) => {
  const feed = document.createElement('data-feed');
  feed.id = id;
  feed.src = 'sim:rate=0';
  return feed;
};
const widget = (feed = '') => {
  const made = document.createElement('ticker-widget');
  made.symbol = 'BTC-USD';
  made.feed = feed;
  return made;
};

describe('a widget and its feed', () => {
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
  const isOn = (one: TickerWidget, id: string | undefined) =>
    until(() => feedOf(one) === id, `the widget is on ${feedOf(one)}, not on ${id}`);

  it('takes the closest feed that encloses it', async () => {
    const outer = silent('outer');
    const inner = silent('inner');
    const one = widget();
    outer.append(inner);
    inner.append(document.createElement('p'));
    inner.firstElementChild?.append(one);
    page.append(silent('first'), outer);
    await isOn(one, 'inner');
  });

  it('finds an enclosing feed across shadow boundaries', async () => {
    const host = document.createElement('div');
    const one = widget();
    host.attachShadow({ mode: 'closed' }).append(one);
    const around = silent('around');
    around.append(host);
    page.append(silent('first'), around);
    await isOn(one, 'around');
  });

  it("takes the document's first feed where none encloses it", async () => {
    const one = widget();
    page.append(one, silent('first'), silent('second'));
    await isOn(one, 'first');
  });

  it('takes the feed with the id asked for, in its own root first, then outward', async () => {
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    const [own, outer] = [widget('a'), widget('b')];
    const inRoot = silent('a');
    root.append(own, outer, inRoot);
    page.append(silent('a'), silent('b'), host);
    await until(() => inRoot.guests.has(own), 'the own root');
    await isOn(outer, 'b');
  });

  it('waits for a feed that comes later, in whatever order', async () => {
    const [one, two] = [widget(), widget('late')];
    page.append(one, two);
    await one.updateComplete;
    page.prepend(silent('early'));
    await isOn(one, 'early');
    expect(feedOf(two)).to.equal(undefined);
    const late = silent('');
    page.append(late);
    await late.updateComplete;
    late.id = 'late';
    await isOn(two, 'late');
  });

  it('stays with its feed when a nearer one comes, and takes another when it leaves', async () => {
    const [first, second] = [silent('first'), silent('second')];
    const one = widget();
    page.append(one, second);
    await isOn(one, 'second');
    page.prepend(first);
    await first.updateComplete;
    await isOn(one, 'second');
    second.remove();
    await isOn(one, 'first');
    first.remove();
    await isOn(one, undefined);
    page.append(second);
    await isOn(one, 'second');
  });

  it('goes to another feed when another is asked for', async () => {
    const one = widget('a');
    page.append(silent('a'), silent('b'), one);
    await isOn(one, 'a');
    one.feed = 'b';
    await isOn(one, 'b');
  });

  it('keeps its feed and everything where both are moved', async () => {
    const feed = silent('a');
    const one = widget();
    feed.append(one);
    page.append(feed);
    await until(() => one.lane !== null, 'a lane');
    const { lane } = one;
    const stats = feed.stats;
    page.append(document.createElement('section'));
    page.lastElementChild?.append(feed);
    await one.updateComplete;
    await isOn(one, 'a');
    expect(one.lane).to.deep.equal(lane);
    expect(feed.stats).to.deep.equal(stats);
  });

  it('says that there is none, and recovers when one comes', async () => {
    const [any, named] = [widget(), widget('prices')];
    page.append(any, named);
    await until(() => isIn(any, 'error') && isIn(named, 'error'), 'messages');
    expect(part(any, 'message')).to.equal('there is no <data-feed>');
    expect(part(named, 'message')).to.equal('there is no <data-feed id="prices">');
    expect(console_.lines).to.deep.equal([
      '<ticker-widget symbol="BTC-USD">: there is no <data-feed>',
      '<ticker-widget symbol="BTC-USD">: there is no <data-feed id="prices">',
    ]);
    await expect(any).to.be.accessible();
    const feed = silent('prices');
    feed.src = 'sim:rate=100';
    page.append(feed);
    await until(() => isIn(any, 'live') && isIn(named, 'live'), 'live');
    expect(isIn(any, 'error') || isIn(named, 'error')).to.equal(false);
    expect(part(any, 'message')).to.equal('');
  });

  it('reports two feeds with one id, and takes the first', async () => {
    const [first, second] = [silent('twin'), silent('twin')];
    const messages: string[] = [];
    page.addEventListener('feederror', (event) => messages.push(Reflect.get(event, 'message')));
    const one = widget('twin');
    page.append(first, second, one);
    await until(() => messages.length > 0, 'a message');
    expect(messages).to.deep.equal(['another <data-feed> has the id "twin": widgets use the first']);
    expect(second.error?.code).to.equal('settings');
    await until(() => first.guests.has(one), 'the first');
  });

  it('works under names of your own', async () => {
    customElements.define('my-feed', class extends DataFeed {});
    customElements.define('my-ticker', class extends TickerWidget {});
    page.innerHTML = '<my-feed src="sim:rate=100"><my-ticker id="mine" symbol="A"></my-ticker></my-feed>';
    await until(() => isIn(byId(page).mine as TickerWidget, 'live'), 'live');
  });
});
