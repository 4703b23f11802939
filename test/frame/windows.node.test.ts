import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { LifePage } from '../stress/life-page.js';

/** A page with a feed and one widget, whose price is read as it is painted. */
const BEGIN = `
  const feed = Object.assign(document.createElement('data-feed'), { src: 'sim:rate=200&seed=3' });
  globalThis.widget = Object.assign(document.createElement('ticker-widget'), { symbol: 'SYM-0' });
  document.body.append(feed, widget);
  globalThis.shown = () => widget.renderRoot.querySelector('[part="price"]')?.textContent ?? '';
  globalThis.changes = async (what, ms) => {
    const before = shown();
    await until(() => shown() !== before, what, ms);
  };
  /** It stays as it is while the source goes on; a frame or two may still be on their way. */
  globalThis.stands = async (where) => {
    for (let tries = 0; tries < 8; tries++) {
      const before = shown();
      const { ticks } = feed.stats;
      await until(() => feed.stats.ticks > ticks + 100, 'ticks');
      if (shown() === before) return;
    }
    throw new Error('painted ' + where);
  };
  await changes('the first price');`;

describe('what is in sight is painted, and nothing else:', () => {
  let life: LifePage;
  before(async () => {
    life = await LifePage.open();
  });
  beforeEach(async () => {
    await life.load();
    await life.run(BEGIN);
  });
  after(() => life?.close());

  it('nothing while the page is hidden, and everything when it is shown again', async () => {
    const show = await life.hide();
    await life.run(`await stands('while hidden')`);
    await show();
    await life.run(`await changes('a price', 1000)`);
  });

  it('a widget that goes into a frame and comes back', async () => {
    await life.run(`
      const frame = document.createElement('iframe');
      document.body.append(frame);
      frame.contentDocument.body.append(widget);
      await changes('a price in the frame');
      frame.style.cssText = 'position: absolute; top: 100000px';
      await stands('out of sight');
      frame.style.cssText = '';
      await changes('a price in the frame that came back');
      document.body.append(widget);
      frame.remove();
      await changes('a price in the page');`);
  });

  it('widgets in shadow roots, open and closed, in each other', async () => {
    await life.run(`
      const outer = document.createElement('div');
      const inner = document.createElement('div');
      outer.attachShadow({ mode: 'closed' }).append(inner);
      inner.attachShadow({ mode: 'open' }).append(widget);
      document.body.append(outer);
      await changes('a price in the shadows');
      outer.style.display = 'none';
      await stands('out of sight');
      outer.style.display = '';
      await changes('a price again');`);
  });

  it('a widget that is scrolled and zoomed out of sight and back', async () => {
    await life.run(`
      document.body.style.height = '20000px';
      scrollTo(0, 10000);
      await stands('out of sight');
      scrollTo(0, 0);
      await changes('a price at the top');
      widget.style.cssText = 'position: absolute; top: 1500px';
      await stands('below the window');
      document.documentElement.style.zoom = '0.4';
      await changes('a price of the zoomed page');
      document.documentElement.style.zoom = '';`);
  });

  it('a widget whose page was left and is restored from the back/forward cache', async () => {
    await life.page.goto(new URL('elsewhere', life.url).href);
    await life.page.goBack();
    assert.equal(await life.page.evaluate('persisted.at(-1)'), true, 'it came from the cache');
    await life.run(`await changes('a price', 10_000)`);
  });

  it('a widget in a window of its own, which is seen while the page is not', async () => {
    const opened = new Promise<void>((resolve) => life.browser.once('targetcreated', () => resolve()));
    await life.page.evaluate(`globalThis.other = open('about:blank', 'other', 'popup,width=500,height=400'); 0`);
    await opened;
    await life.run(`
      if (!other) throw new Error('no window');
      other.document.body.append(widget);`);
    const show = await life.hide();
    assert.equal(await life.page.evaluate('other.document.hidden'), false);
    await life.run(`await changes('a price in the other window'); await changes('another one');`);
    // its window closes: the page takes the widget back, as pages do
    await life.run(`
      other.addEventListener('pagehide', () => document.body.append(widget));
      other.close();`);
    await show();
    await life.run(`await changes('a price in the page')`);
  });
});
