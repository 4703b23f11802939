import { expect, fixture, html } from '@open-wc/testing';
import { type DataFeed, type PerformanceMonitor, registerStrings, type TickerBoard } from '../../../src/index.js';
import '../../../src/index.js';
import '../../../src/locales/ar.js';
import '../../../src/locales/de.js';
import '../../../src/locales/ja.js';
import { byId, isIn, nothingLeft, part, said, until } from '../page.js';

const text = (element: Element, selector: string) =>
  element.shadowRoot?.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim();
const heads = (board: TickerBoard) =>
  [...board.renderRoot.querySelectorAll('[part~="head"]')].map((head) => head.textContent?.trim());

/** A page with a trade of X at 1231.25. */
async function tickers(lang: string) {
  const page = await fixture<HTMLElement>(html`<div lang=${lang}>
    <data-feed id="feed" transport="push">
      <ticker-widget id="one" symbol="X" stale-after="0" previous-close="1233"></ticker-widget>
      <ticker-widget id="two" symbol="NONE" lang="ja"></ticker-widget>
      <ticker-board id="board" symbols="X" columns="symbol last bid ask" variant="grid"></ticker-board>
      <performance-monitor id="monitor"></performance-monitor>
    </data-feed>
  </div>`);
  const { feed, one, two, board, monitor } = byId(page) as never as {
    feed: DataFeed;
    one: HTMLElementTagNameMap['ticker-widget'];
    two: HTMLElementTagNameMap['ticker-widget'];
    board: TickerBoard;
    monitor: PerformanceMonitor;
  };
  await until(() => one.lane !== null && board.lanes.length === 1, 'lanes');
  await until(() => {
    // what comes before the worker listens is nobody's
    if (!(one.values.last === 1231.25)) feed.push({ symbol: 'X', price: 1231.25, time: Date.now() });
    return isIn(one, 'live');
  }, 'a price');
  return { page, feed, one, two, board, monitor };
}

describe('the language of elements', () => {
  afterEach(nothingLeft);

  it('is that of the closest lang, as numbers are; locale goes before it, and a change is shown at once', async () => {
    const { page, one, two, board, monitor } = await tickers('de');
    await until(() => part(one, 'price') === '1.231,25', 'German numbers');
    expect(text(two, 'slot')).to.equal('待機中');
    await until(() => said(one).startsWith('X: 1.231,25, gefallen, -1,75'), 'German words');
    expect(heads(board)).to.deep.equal(['Symbol', 'Letzter', 'Geld', 'Brief']);
    expect(board.renderRoot.querySelector('[role="grid"]')?.ariaLabel).to.equal('Kurse');
    expect(text(monitor, '[part="title"]')).to.equal('Leistung');

    page.lang = 'ar-EG';
    await until(() => part(one, 'price') === '١٬٢٣١٫٢٥', 'Arabic digits');
    await until(() => heads(board).join() === 'الرمز,آخر سعر,الطلب,العرض', 'Arabic heads');
    expect(text(monitor, '[part="title"]')).to.equal('الأداء');
    expect(said(one)).to.match(/^X: .*، انخفاض، /);
    expect(text(two, 'slot'), 'a lang of its own').to.equal('待機中');

    board.locale = 'ja';
    await until(() => heads(board).join() === '銘柄,現在値,買気配,売気配', 'Japanese heads');
    page.removeAttribute('lang');
    two.removeAttribute('lang');
    await until(() => text(two, 'slot') === 'waiting' && part(one, 'price') === '1,231.25', 'as the browser has it');
    page.remove();
  });

  it('may come late, and is English word by word where it has none', async () => {
    const { page, one, two, board } = await tickers('sv-SE');
    two.removeAttribute('lang');
    await until(() => text(two, 'slot') === 'waiting', 'English');
    registerStrings('sv', { ticker: { waiting: 'väntar' }, board: { bid: 'Köp', ask: 'Sälj' } });
    await until(() => text(two, 'slot') === 'väntar', 'Swedish');
    await until(() => heads(board).join() === 'Symbol,Last,Köp,Sälj', 'Swedish heads');
    expect(part(one, 'price').replace(/\s/g, ' ')).to.equal('1 231,25');
    page.remove();
  });

  it('crosses shadow boundaries, and follows whoever is moved', async () => {
    const page = await fixture(html`<div lang="de"><p lang="ja"></p><section></section></div>`);
    const root = (page.querySelector('section') as Element).attachShadow({ mode: 'open' });
    const widget = document.createElement('ticker-widget');
    root.append(widget);
    await until(() => text(widget, 'slot') === 'wartet', 'German, from outside of the root');
    page.querySelector('p')?.append(widget);
    await until(() => text(widget, 'slot') === '待機中', 'Japanese');
    page.remove();
  });

  it('has a page from right to left show signs where the locale has them', async () => {
    const { page, one } = await tickers('ar');
    page.dir = 'rtl';
    await until(() => part(one, 'change').includes('-'), 'a change');
    for (const name of ['.by', '.percent']) {
      const node = one.renderRoot.querySelector(name)?.firstChild as Text;
      const at = (character: string) => {
        const range = document.createRange();
        const index = node.data.indexOf(character);
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        return range.getBoundingClientRect().left;
      };
      expect(at('-'), `${name}: ${node.data}`).to.be.below(at('1'));
    }
    one.tickSize = '1/64';
    await until(() => part(one, 'price').replace(/\u200e/g, '') === '1,231-08', 'fractions');
    page.remove();
  });

  it('leaves what is wrong with settings as engineers are told it, and says so', async () => {
    const { page, one } = await tickers('de');
    one.locale = 'not a locale';
    await until(() => isIn(one, 'error'), 'an error');
    const message = one.renderRoot.querySelector('[part="message"]') as HTMLElement;
    expect([message.lang, message.textContent]).to.deep.equal([
      'en',
      'locale "not a locale": expected a language tag such as de-CH',
    ]);
    expect(part(one, 'price'), 'as the page has it').to.equal('1.231,25');
    expect(said(one)).to.match(/, Fehler$/);
    page.remove();
  });
});
