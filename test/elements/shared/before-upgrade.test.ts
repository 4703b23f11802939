import { expect } from '@open-wc/testing';
import type { DataFeed, TickerBoard, TickerWidget } from '../../../src/index.js';
import { listenToConsole, nothingLeft, until } from '../page.js';
import { inside } from '../ticker-board/board.js';

describe('elements of which properties are set before their code is there', () => {
  // the first texts in the language of indicators that this page reads, with nobody to ask for it before
  it('have their indicators and prices of several symbols, and told of no mistake', async () => {
    const console_ = listenToConsole();
    const page = document.createElement('section');
    const feed = document.createElement('data-feed') as DataFeed;
    const board = document.createElement('ticker-board') as TickerBoard;
    const widget = document.createElement('ticker-widget') as TickerWidget;
    Object.assign(feed, { src: 'sim:rate=500' });
    Object.assign(board, { indicators: 'mean: sma(3)', symbols: 'A B' });
    Object.assign(widget, { symbol: 'A / B' });
    page.append(feed, board, widget);
    document.body.append(page);
    await import('../../../src/index.js');
    await until(() => Number.isFinite(board.values('B')?.indicators.mean as number), 'an indicator');
    await until(() => inside(board, '[data-column="mean"]').length === 1, 'its column');
    await until(() => widget.values.ticks > 0, 'a price made of two');
    expect(console_.lines).to.deep.equal([]);
    console_.restore();
    page.remove();
    await nothingLeft();
  });
});
