import { expect } from '@open-wc/testing';
import { html, render } from 'lit';
import type { TickerBoard } from '../../../src/index.js';
import '../../../src/index.js';
import { showOn } from '../../tools/media.js';
import { startScript } from '../../tools/servers.js';
import { nothingLeft, trades, until } from '../page.js';

const WIDTHS = [80, 160, 320, 800];
const VARIANTS = ['grid', 'tiles'] as const;

describe('<ticker-board> in boxes of all sizes', () => {
  let page: HTMLElement;
  let boards: TickerBoard[];
  let stop: () => Promise<void>;
  const cells = (board: TickerBoard, name: string) => [
    ...board.renderRoot.querySelectorAll<HTMLElement>(`.row .${name}`),
  ];
  const nameOf = (board: TickerBoard) => `${board.variant} ${board.density} ${board.style.inlineSize}`;

  before(async () => {
    const frames = [...trades('BTC-USD', 60_000, 64_238.12), ...trades('EUR-USD', 1.09, 1.0848)];
    const server = await startScript({ frames, after: 'symbols' });
    stop = () => server.stop();
    page = document.createElement('div');
    document.body.append(page);
    const one = (variant: string, density: string, width: number) => html`<ticker-board
      symbols="BTC-USD EUR-USD" locale="en-US" stale-after="0" variant=${variant} density=${density}
      data-width=${width}
    ></ticker-board>`;
    const all = VARIANTS.flatMap((variant) =>
      ['normal', 'compact'].flatMap((density) => WIDTHS.map((width) => one(variant, density, width))),
    );
    render(html`<data-feed src=${server.url} workers="pool">${all}</data-feed>`, page);
    boards = [...page.querySelectorAll('ticker-board')];
    // one upon the other: those out of sight have no rows
    for (const { style, dataset } of boards)
      Object.assign(style, { position: 'fixed', top: '0', left: '0', inlineSize: `${dataset.width}px` });
    const painted = (board: TickerBoard) =>
      cells(board, 'last')
        .map(({ textContent }) => textContent)
        .join(' ');
    await until(() => boards.every((board) => painted(board) === '64,238.12 1.0848'), 'prices');
  });

  after(async () => {
    await showOn({});
    page.remove();
    await nothingLeft();
    await stop();
  });

  it('show symbols and prices in full from 80 pixels on, and nothing beyond their box', () => {
    for (const board of boards) {
      const box = board.getBoundingClientRect();
      for (const cell of [...cells(board, 'symbol'), ...cells(board, 'last')]) {
        const where = `${nameOf(board)}: ${cell.textContent}`;
        const range = document.createRange();
        range.selectNodeContents(cell);
        const text = range.getBoundingClientRect();
        expect(text.left, where).to.be.at.least(box.left);
        expect(text.right, where).to.be.at.most(box.right);
        expect(cell.scrollWidth, where).to.be.at.most(cell.clientWidth);
        expect(Number.parseFloat(getComputedStyle(cell).fontSize), where).to.be.at.least(10);
      }
      const [symbol, last] = [cells(board, 'symbol')[0], cells(board, 'last')[0]].map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell as Node);
        return range.getBoundingClientRect();
      }) as [DOMRect, DOMRect];
      const apart = symbol.right <= last.left || symbol.bottom <= last.top + 1;
      expect(apart, `${nameOf(board)}: the price is beside the symbol or below`).to.equal(true);
    }
  });

  it('are black on white on paper, as long as they are, with nothing to press', async function () {
    if (!(await showOn({ media: 'print', 'prefers-color-scheme': 'dark' }))) this.skip();
    for (const board of boards) {
      const [row] = board.renderRoot.querySelectorAll<HTMLElement>('.row');
      const change = cells(board, 'changePercent')[0];
      expect(getComputedStyle(board).maxBlockSize).to.equal('none');
      for (const node of change ? [row as HTMLElement, change] : [row as HTMLElement]) {
        // on a busy machine the row may be stale by now, which is grey
        expect(getComputedStyle(node).color, nameOf(board)).to.be.oneOf(['rgb(0, 0, 0)', 'rgb(51, 51, 51)']);
      }
    }
  });
});
