import { expect } from '@open-wc/testing';
import guide from '../../docs/internationalization.md?raw';
import type { DataFeed, TickerBoard, TickerWidget } from '../../src/index.js';
import '../../src/index.js';
import '../../src/locales/ar.js';
import '../../src/locales/de.js';
import '../../src/locales/ja.js';
import { isIn, nothingLeft, part, until } from '../elements/page.js';

/** A page with what stands behind a mark, and a trade of ACME at 1231.25. HTML of the guide, which is trusted, is parsed as a browser does. */
async function pageOf(mark: string): Promise<DataFeed> {
  const [, code = ''] = new RegExp(`<!-- ${mark} -->\\s+\`\`\`\\w+\\n(.*?)\n\`\`\``, 's').exec(guide) ?? [];
  expect(code, mark).not.to.equal('');
  const feed = document.createElement('data-feed');
  feed.transport = 'push';
  feed.append(...new DOMParser().parseFromString(code, 'text/html').body.childNodes);
  document.body.append(feed);
  const tickers = [...feed.querySelectorAll<TickerWidget>('ticker-widget')];
  await until(() => tickers.every(({ lane }) => lane), 'lanes');
  await until(() => {
    // what comes before the worker listens is nobody's
    feed.push({ symbol: 'ACME', price: 1231.25, time: Date.now() });
    return tickers.every((each) => isIn(each, 'live'));
  }, 'prices');
  return feed;
}

describe('docs/internationalization.md', () => {
  afterEach(nothingLeft);

  it('shows each part of a page in its language', async () => {
    const page = await pageOf('languages');
    const tickers = [...page.querySelectorAll<TickerWidget>('ticker-widget')];
    await until(() => tickers.map((each) => part(each, 'price')).join(' ') === '1.231,25 ١٬٢٣١٫٢٥ 1,231.25', 'prices');
    const board = page.querySelector('ticker-board') as TickerBoard;
    const heads = () =>
      [...board.renderRoot.querySelectorAll('[part~="head"]')].map((head) => head.textContent?.trim()).join(' ');
    await until(() => heads() === 'Symbol Letzter Geld Brief', 'heads of columns');
    page.remove();
  });

  it('has its examples of speech without a mistake', async () => {
    const page = await pageOf('spoken');
    const [ticker, alert] = ['ticker-widget', 'price-alert'].map((tag) => page.querySelector(tag) as HTMLElement);
    await until(() => isIn(alert as HTMLElement, 'active'), 'an alert');
    expect(isIn(ticker as HTMLElement, 'error')).to.equal(false);
    page.remove();
  });

  it('has instruments that are written in fractions', async () => {
    const page = await pageOf('languages');
    const [, code = ''] = /<!-- instruments -->\s+```js\n.*?instruments = (.*?);\n```/s.exec(guide) ?? [];
    // as it stands there, but for its one sum
    const records = JSON.parse(
      code
        .replace('1 / 64', '0.015625')
        .replace(/(\w+):/g, '"$1":')
        .replace(/'/g, '"')
        .replace(/,(\s*[\]}])/g, '$1'),
    );
    page.instruments = records;
    const widget = document.createElement('ticker-widget');
    Object.assign(widget, { symbol: 'ZN', locale: 'en-US' });
    page.append(widget);
    await until(() => {
      page.push({ symbol: 'ZN', price: 110.515625, time: Date.now() });
      return part(widget, 'price') === '110-16+';
    }, 'a price');
    page.remove();
  });
});
