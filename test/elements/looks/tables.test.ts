import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html, render } from 'lit';
import type { PerformanceMonitor, TickerBoard, TickerWidget } from '../../../src/index.js';
import '../../../src/index.js';
import { startScript } from '../../tools/servers.js';
import { nothingLeft, trades, until } from '../page.js';

type Drawn = TickerWidget | TickerBoard | PerformanceMonitor;

const press = (key: string) => sendKeys({ press: key });
const rootOf = (element: Drawn) => element.renderRoot as ShadowRoot;
const dialogOf = (element: Drawn) => rootOf(element).querySelector('dialog');

/** What the open table says: its sentence, and its lines. */
function said(element: Drawn): readonly [summary: string, ...lines: string[]] {
  const dialog = dialogOf(element) as HTMLDialogElement;
  const texts = (nodes: ParentNode, selector: string) =>
    [...nodes.querySelectorAll(selector)].map((node) => node.textContent?.trim());
  return [
    texts(dialog, 'p').join(),
    ...[...dialog.querySelectorAll('tr')].map((row) => texts(row, 'th, td').join(' ')),
  ];
}

async function onPage(content: unknown): Promise<HTMLElement> {
  const page = document.createElement('div');
  document.body.append(page);
  render(content, page);
  return page;
}

describe('what is drawn, as a table', () => {
  it('is there for a ticker by keys alone: opened, read, closed, with the focus where it was', async () => {
    const server = await startScript({ frames: trades('X', 10, 12, 9, 11), after: 'symbols' });
    const page = await onPage(html`<data-feed src=${server.url}>
      <ticker-widget symbol="X" locale="en-US" sparkline="ticks" stale-after="0"></ticker-widget>
    </data-feed>`);
    const widget = page.querySelector('ticker-widget') as TickerWidget;
    await until(() => widget.values.last === 11, 'prices');
    const button = rootOf(widget).querySelector('[part="table-button"]') as HTMLElement;
    for (let tabs = 0; rootOf(widget).activeElement !== button && tabs < 4; tabs++) await press('Tab');
    expect(rootOf(widget).activeElement, 'the tab key leads to it').to.equal(button);
    expect(getComputedStyle(button).clipPath, 'it is seen now').to.equal('none');
    const { width, height } = button.getBoundingClientRect();
    expect(Math.min(width, height), 'large enough to be hit').to.be.at.least(24);
    await press('Enter');
    await until(() => dialogOf(widget)?.open === true, 'the table');
    expect(said(widget)).to.deep.equal([
      '4 points, from 10.00 to 11.00; lowest 9.00, highest 12.00',
      'ticks ago price',
      '0 11.00',
      '1 9.00',
      '2 12.00',
      '3 10.00',
    ]);
    await expect(widget).to.be.accessible();
    await press('Escape');
    await until(() => dialogOf(widget) === null, 'closed, and gone');
    expect(rootOf(widget).activeElement).to.equal(button);
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('is there for a row of a board by a key, and the sparkline has a text', async () => {
    const server = await startScript({ frames: [...trades('A', 10, 12), ...trades('B', 5, 4)], after: 'symbols' });
    const page = await onPage(html`<data-feed src=${server.url}>
      <ticker-board symbols="A B" columns="symbol last trend" locale="en-US" stale-after="0"></ticker-board>
    </data-feed>`);
    const board = page.querySelector('ticker-board') as TickerBoard;
    await until(() => board.values('A')?.last === 12 && board.values('B')?.last === 4, 'prices');
    rootOf(board).querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await press('ArrowDown');
    await press('End');
    const cell = rootOf(board).activeElement;
    expect(cell?.ariaLabel).to.match(/^2 points, from 5\.\d+ to 4\.\d+; lowest 4\.\d+, highest 5\.\d+$/);
    for (const key of ['Enter', 't']) {
      await press(key);
      await until(() => dialogOf(board)?.open === true, `the table, by ${key}`);
      expect(dialogOf(board)?.ariaLabel).to.equal('B: trend');
      expect(said(board).length).to.equal(4);
      await expect(board).to.be.accessible();
      await press('Escape');
      await until(() => dialogOf(board) === null, 'closed');
      expect(rootOf(board).activeElement, 'the focus is back').to.equal(cell);
    }
    expect(board.selected, 'nothing was selected by that').to.deep.equal([]);
    await board.showTable('A');
    expect(dialogOf(board)?.ariaLabel).to.equal('A: trend');
    dialogOf(board)?.close();
    await board.showTable('C');
    expect(dialogOf(board)?.open ?? false, 'there is no such ticker').to.equal(false);
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('is there for the plots of the monitor: a line for each second', async () => {
    const page = await onPage(html`<performance-monitor locale="en-US"></performance-monitor>`);
    const monitor = page.querySelector('performance-monitor') as PerformanceMonitor;
    await until(() => monitor.report() !== null, 'a second');
    rootOf(monitor).querySelector<HTMLElement>('[part="table-button"]')?.focus();
    await press('Enter');
    await until(() => dialogOf(monitor)?.open === true, 'the table');
    const [, heads, newest] = said(monitor);
    expect(heads).to.equal('seconds ago frames/s ticks/s tick to paint p99');
    expect(newest).to.match(/^0 (\d+|–) 0 –$/);
    await expect(monitor).to.be.accessible();
    await press('Enter');
    await until(() => dialogOf(monitor) === null, 'closed by its button, which has the focus');
    page.remove();
  });
});
