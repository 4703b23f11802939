import { expect, nextFrame } from '@open-wc/testing';
import { html, render } from 'lit';
import '../../../src/index.js';
import type { TickerWidget } from '../../../src/index.js';
import { showOn } from '../../tools/media.js';
import { startScript } from '../../tools/servers.js';
import { isIn, nothingLeft, trades, until } from '../page.js';

const WIDTHS = [80, 120, 200, 400, 800];
const VARIANTS = ['tile', 'row', 'compact'] as const;
/** Letters that are smaller nobody reads. */
const LEAST_FONT = 10;

/** Whether anybody sees it. */
const seen = (node: Element) => node.getClientRects().length > 0 && getComputedStyle(node).clipPath === 'none';

/** What of a widget lies beyond its box. */
function beyond(widget: TickerWidget): string[] {
  const box = widget.getBoundingClientRect();
  // what is cut off with a sign by what it is in counts as that
  const nodes = [...widget.renderRoot.querySelectorAll('*')].filter(
    (node) => seen(node) && !node.closest('.change > *'),
  );
  return nodes.flatMap((node) => {
    const { left, right } = node.getBoundingClientRect();
    return left < box.left - 0.5 || right > box.right + 0.5 ? `${node.getAttribute('class')} ${left} ${right}` : [];
  });
}

function expectReadable(widget: TickerWidget, where: string): void {
  expect(beyond(widget).join(), where).to.equal('');
  for (const name of ['label', 'price']) {
    const node = widget.renderRoot.querySelector(`.${name}`) as HTMLElement;
    expect(node.scrollWidth, `${where}: ${name} is there in full`).to.be.at.most(node.clientWidth);
    expect(Number.parseFloat(getComputedStyle(node).fontSize), `${where}: ${name}`).to.be.at.least(LEAST_FONT);
  }
}

describe('<ticker-widget> in boxes of all sizes', () => {
  let page: HTMLElement;
  let widgets: TickerWidget[];
  let stop: () => Promise<void>;

  before(async () => {
    const server = await startScript({ frames: trades('BTC-USD', 60_000, 64_238.12), after: 'message' });
    stop = () => server.stop();
    page = document.createElement('div');
    document.body.append(page);
    const row = (variant: string) =>
      WIDTHS.map(
        (width) => html`<div data-width=${width}>
          <ticker-widget symbol="BTC-USD" locale="en-US" stale-after="0" variant=${variant}
            sparkline="ticks" indicators="sma(2)"></ticker-widget>
        </div>`,
      );
    render(html`<data-feed src=${server.url}>${VARIANTS.map(row)}</data-feed>`, page);
    for (const each of page.querySelectorAll<HTMLElement>('[data-width]')) each.style.width = `${each.dataset.width}px`;
    widgets = [...page.querySelectorAll('ticker-widget')];
    await until(
      () => widgets.every(({ values }) => values.last === 64_238.12) && widgets.every((widget) => isIn(widget, 'up')),
      'prices',
    );
    await nextFrame();
  });

  after(async () => {
    page.remove();
    await nothingLeft();
    await stop();
  });

  const nameOf = (widget: TickerWidget) => `${widget.variant}, ${widget.parentElement?.dataset.width} px`;

  afterEach(async () => {
    document.documentElement.style.fontSize = '';
    page.removeAttribute('style');
    page.dir = '';
    await showOn({});
  });

  it('shows symbol and price in full from 80 pixels on, and nothing beyond its box', () => {
    for (const widget of widgets) expectReadable(widget, nameOf(widget));
  });

  it('the same from right to left', () => {
    page.dir = 'rtl';
    for (const widget of widgets) expectReadable(widget, `${nameOf(widget)}, from right to left`);
  });

  it('the same with texts of twice the size in boxes of twice the size, and nothing beyond its box in the old ones', () => {
    const root = document.documentElement;
    root.style.fontSize = '32px';
    for (const widget of widgets) expect(beyond(widget).join(), nameOf(widget)).to.equal('');
    for (const widget of widgets) {
      const box = widget.parentElement as HTMLElement;
      box.style.width = `${2 * Number(box.dataset.width)}px`;
      expectReadable(widget, `${nameOf(widget)}, texts of twice the size`);
      box.style.width = `${box.dataset.width}px`;
    }
  });

  it('uses the room: a wide tile writes its price larger and draws beside it', () => {
    const [, , small, , wide] = widgets as [TickerWidget, TickerWidget, TickerWidget, TickerWidget, TickerWidget];
    const of = (widget: TickerWidget, name: string) =>
      widget.renderRoot.querySelector(`.${name}`)?.getBoundingClientRect() as DOMRect;
    expect(of(wide, 'price').height).to.be.above(1.3 * of(small, 'price').height);
    expect(of(wide, 'trend').top).to.be.below(of(wide, 'price').top);
    expect(of(wide, 'trend').left).to.be.above(of(wide, 'price').right);
    expect(of(small, 'trend').top).to.be.above(of(small, 'change').top);
  });

  it('is black on white on paper, without what moves or is pressed, whatever the page asks for', async function () {
    page.style.setProperty('--ticklane-color', 'rgb(200, 200, 200)');
    page.style.setProperty('--ticklane-background', 'rgb(30, 30, 30)');
    if (!(await showOn({ media: 'print', 'prefers-color-scheme': 'dark' }))) this.skip();
    for (const widget of widgets) {
      const { color, backgroundColor, borderBottomWidth } = getComputedStyle(widget);
      expect([color, backgroundColor], nameOf(widget)).to.deep.equal(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
      expect(Number.parseFloat(borderBottomWidth)).to.be.above(0);
      const change = widget.renderRoot.querySelector('.change') as Element;
      expect(getComputedStyle(change).color).to.equal('rgb(0, 0, 0)');
      expectReadable(widget, `${nameOf(widget)}, on paper`);
    }
  });

  it("has the system's colours where those are forced, and the drawing too", async function () {
    if (!(await showOn({ 'forced-colors': 'active' }))) this.skip();
    expect(matchMedia('print').matches, 'no longer on paper').to.equal(false);
    const text = getComputedStyle(document.body).color;
    for (const widget of widgets.filter(({ variant }) => variant === 'tile')) {
      for (const selector of ['.change', '.price']) {
        const node = widget.renderRoot.querySelector(selector) as Element;
        expect(getComputedStyle(node).color, selector).to.equal(text);
      }
      const line = widget.renderRoot.querySelector('.line') as Element;
      expect(getComputedStyle(line).stroke).to.equal(text);
    }
  });
});
