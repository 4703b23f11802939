import { expect } from '@open-wc/testing';
import '../../../src/index.js';
import { listenToConsole, nothingLeft, until } from '../page.js';
import { boardOn, inside } from './board.js';

describe('a board whose symbols come later', () => {
  // the first text in the language of indicators that this page reads, with nobody to ask for it before
  it('has the columns of its indicators then, and no mistake before', async () => {
    const console_ = listenToConsole();
    const { page, board } = await boardOn('sim:rate=500', { indicators: 'mean: sma(3)' });
    await board.updateComplete;
    board.symbols = 'A B';
    await until(() => Number.isFinite(board.values('B')?.indicators.mean as number), 'an indicator');
    await until(() => inside(board, '[data-column="mean"]').length === 1, 'its column');
    expect(console_.lines).to.deep.equal([]);
    console_.restore();
    page.remove();
    await nothingLeft();
  });
});
