import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html, render, type TemplateResult } from 'lit';
import type { PerformanceMonitor, TickerBoard, TickerWidget } from '../../../src/index.js';
import '../../../src/index.js';
import { showOn } from '../../tools/media.js';
import { startScript } from '../../tools/servers.js';
import { isIn, listenToConsole, nothingLeft, trades, until } from '../page.js';

const press = (key: string) => sendKeys({ press: key });

/** A page with a feed that has sent two prices of X and Y, and nothing of Z. */
async function pageWith(content: TemplateResult): Promise<{ page: HTMLElement; leave(): Promise<void> }> {
  const server = await startScript({ frames: [...trades('X', 10, 12), ...trades('Y', 10, 8)], after: 'symbols' });
  const page = document.createElement('div');
  page.style.background = 'Canvas';
  document.body.append(page);
  render(html`<data-feed src=${server.url}>${content}</data-feed>`, page);
  const leave = async () => {
    page.remove();
    await nothingLeft();
    await server.stop();
  };
  return { page, leave };
}

/** Runs axe in both schemes, and where more contrast is asked for. */
async function expectAccessible(page: HTMLElement): Promise<void> {
  for (const scheme of ['light', 'dark']) {
    page.style.colorScheme = scheme;
    await expect(page).to.be.accessible();
  }
  if (await showOn({ 'prefers-contrast': 'more' })) await expect(page).to.be.accessible();
  await showOn({});
}

/** Where the tab key leads to inside of these elements, from the first. */
async function tabs(elements: readonly Element[]): Promise<string[]> {
  const stops: string[] = [];
  (document.activeElement as HTMLElement | null)?.blur();
  for (let step = 0; step < 40; step++) {
    await press('Tab');
    const { activeElement } = document;
    const inside = activeElement?.shadowRoot?.activeElement;
    if (!activeElement || !elements.includes(activeElement) || !inside) {
      if (stops.length > 0) break;
      continue;
    }
    const { outlineStyle, outlineWidth } = getComputedStyle(
      inside.matches('input') ? (inside.nextElementSibling as Element) : inside,
    );
    expect([outlineStyle, outlineWidth], `the focus is seen on ${inside.className}`).to.deep.equal(['solid', '2px']);
    stops.push(inside.getAttribute('part')?.split(' ')[0] || inside.getAttribute('value') || inside.className);
  }
  return stops;
}

describe('accessibility', () => {
  let heard: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    heard = listenToConsole();
  });
  afterEach(() => heard.restore());

  it('of <ticker-widget> in each variant and state', async () => {
    const { page, leave } = await pageWith(
      html`${['tile', 'row', 'compact'].map(
        (variant) => html`
        <ticker-widget class="waiting" variant=${variant} symbol="Z"></ticker-widget>
        <ticker-widget class="live" variant=${variant} symbol="X" sparkline="ticks" indicators="sma(2)" stale-after="0">
          <price-alert when="last > 1000">an alert</price-alert>
        </ticker-widget>
        <ticker-widget class="stale" variant=${variant} symbol="Y" sparkline="ticks" stale-after="50"></ticker-widget>
        <ticker-widget class="error" variant=${variant} symbol="Y" indicators="sma(" stale-after="0"></ticker-widget>
      `,
      )}`,
    );
    const widgets = [...page.querySelectorAll('ticker-widget')];
    const names = () => widgets.filter((widget) => !isIn(widget, widget.className)).map(({ className }) => className);
    await until(() => names().length === 0, 'states');
    await expectAccessible(page);
    expect(
      widgets.map((widget) => widget.shadowRoot?.querySelectorAll('[aria-hidden] :is(button, [tabindex])').length),
    ).to.deep.equal(widgets.map(() => 0));
    await leave();
  });

  it('of <ticker-board> in each variant, density and state', async () => {
    const { page, leave } = await pageWith(html`${['grid', 'tiles', 'tape'].flatMap((variant) =>
      ['normal', 'compact'].map(
        (density) => html`<ticker-board
          symbols="X Y Z" variant=${variant} density=${density} indicators="sma(2)" stale-after=${density === 'normal' ? 0 : 50}
          label="${variant} ${density}"
        ></ticker-board>`,
      ),
    )}
    <ticker-board label="none" symbols=""></ticker-board>
    <ticker-board label="wrong" symbols="X" sort="nothing" stale-after="0"></ticker-board>`);
    const boards = [...page.querySelectorAll('ticker-board')] as TickerBoard[];
    for (const board of boards) board.selected = ['X'];
    await until(
      () =>
        boards.every((board) => !board.symbols || board.values('X')?.last === 12) &&
        isIn(boards.at(-1) as TickerBoard, 'error'),
      'prices',
    );
    // a frame shows what is known
    await until(
      () => boards[0]?.renderRoot.querySelector('.row[data-symbol="X"]')?.textContent?.includes('12') === true,
      'painted',
    );
    await expectAccessible(page);
    await leave();
  });

  it('of <performance-monitor>, and its controls by keys alone', async () => {
    const { page, leave } = await pageWith(html`
      <ticker-widget symbol="X" stale-after="0"></ticker-widget>
      <performance-monitor></performance-monitor>
      <performance-monitor variant="compact"></performance-monitor>`);
    const monitors = [...page.querySelectorAll('performance-monitor')] as PerformanceMonitor[];
    const [panel] = monitors as [PerformanceMonitor];
    await until(() => panel.report()?.lanes === 1, 'a report');
    await expectAccessible(page);
    const stops = await tabs([panel]);
    expect(stops.filter((stop) => stop !== 'dismiss')).to.deep.equal(['table-button', 'auto', 'compare']);
    const input = panel.renderRoot.querySelector('input') as HTMLInputElement;
    input.focus();
    await press('ArrowRight');
    const chosen = () => panel.renderRoot.querySelector<HTMLInputElement>('input:checked')?.value;
    expect(chosen()).to.equal('shared');
    await press('ArrowLeft');
    expect(chosen()).to.equal('auto');
    await leave();
  });

  it('keeps the focus of a ticker and of a board while prices come and rows go elsewhere', async () => {
    const server = await startScript({ frames: [...trades('X', 10, 12), ...trades('Y', 10, 8)], after: 'symbols' });
    const page = document.createElement('div');
    document.body.append(page);
    render(
      html`<data-feed src=${server.url}>
        <ticker-widget symbol="X" sparkline="ticks" stale-after="0"></ticker-widget>
        <ticker-board symbols="X Y" sort="last descending" stale-after="0"></ticker-board>
      </data-feed>`,
      page,
    );
    const widget = page.querySelector('ticker-widget') as TickerWidget;
    const board = page.querySelector('ticker-board') as TickerBoard;
    await until(() => widget.values.last === 12 && board.values('Y')?.last === 8, 'prices');
    expect(await tabs([widget])).to.include('table-button');
    const button = widget.shadowRoot?.querySelector<HTMLElement>('[part="table-button"]') as HTMLElement;
    button.focus();
    await server.send(...trades('X', 13));
    await until(() => widget.values.last === 13, 'another price');
    expect(widget.shadowRoot?.activeElement).to.equal(button);
    expect(await tabs([board])).to.have.lengthOf(1);
    board.shadowRoot?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    const cell = board.shadowRoot?.activeElement as HTMLElement;
    const symbol = cell.closest<HTMLElement>('.row')?.dataset.symbol as string;
    expect(symbol).to.equal('X');
    await server.send(...trades('Y', 99));
    const first = () => board.shadowRoot?.querySelector<HTMLElement>('.row[aria-rowindex="2"]')?.dataset.symbol;
    await until(() => first() === 'Y', 'sorted anew');
    expect(board.shadowRoot?.activeElement?.closest<HTMLElement>('.row')?.dataset.symbol).to.equal('X');
    page.remove();
    await nothingLeft();
    await server.stop();
  });
});
