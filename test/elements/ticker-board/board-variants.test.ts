import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import '../../../src/index.js';
import { nothingLeft, until } from '../page.js';
import { boardOn, focused, inside, row, rows, symbols } from './board.js';

describe('variants of <ticker-board>', () => {
  it('tiles are a list box that the arrows go through in both directions', async () => {
    const { page, board } = await boardOn('sim:rate=500', {
      variant: 'tiles',
      indicators: 'sma(2)',
      symbols: 'A B C D E F G',
    });
    board.style.width = '560px';
    await until(
      () => /^A [▲▼■]?\s*\S+ \S+% \S* *\d/.test(rows(board)[0] ?? '') || /\d/.test(rows(board)[0] ?? ''),
      'values',
    );
    const across = new Set(inside(board, '.row').map(({ style }) => style.insetInlineStart)).size;
    expect(across).to.equal(3);
    board.shadowRoot?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await sendKeys({ press: 'ArrowDown' });
    expect(focused(board).startsWith('D')).to.equal(true);
    await sendKeys({ press: 'ArrowRight' });
    expect(focused(board).startsWith('E')).to.equal(true);
    await sendKeys({ press: 'Space' });
    expect(board.selected).to.deep.equal(['E']);
    expect([row(board, 'E').ariaPosInSet, row(board, 'E').ariaSetSize]).to.deep.equal(['5', '7']);
    await sendKeys({ press: 'End' });
    expect(focused(board).startsWith('G')).to.equal(true);
    await expect(board).to.be.accessible();
    page.remove();
    await nothingLeft();
  });

  it('a tape moves, stands still under the pointer and by its button', async () => {
    const { page, board } = await boardOn('sim:rate=500', { variant: 'tape', symbols: 'A B C' });
    const body = inside(board, '.body')[0] as HTMLElement;
    await until(() => rows(board).some((each) => /\d/.test(each)), 'values');
    // it goes round: the first follows upon the last
    await until(() => symbols(board).length > 3, 'more places than symbols');
    const [motion] = body.getAnimations();
    expect(motion?.playState).to.equal('running');
    board.dispatchEvent(new PointerEvent('pointerenter'));
    expect(motion?.playState).to.equal('paused');
    board.dispatchEvent(new PointerEvent('pointerleave'));
    expect(motion?.playState).to.equal('running');
    const button = inside(board, 'button')[0] as HTMLButtonElement;
    button.click();
    await board.updateComplete;
    expect([motion?.playState, button.ariaPressed]).to.deep.equal(['paused', 'true']);
    button.click();
    expect(motion?.playState).to.equal('running');
    await expect(board).to.be.accessible();
    page.remove();
    await nothingLeft();
    expect(body.getAnimations()).to.deep.equal([]);
  });

  it('a tape is scrolled instead where less motion is asked for', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const { page, board } = await boardOn('sim:rate=500', { variant: 'tape', symbols: 'A B C D E F G H I J' });
    board.style.width = '400px';
    await until(() => board.matches(':state(still)'), 'still');
    const body = inside(board, '.body')[0] as HTMLElement;
    expect(body.getAnimations()).to.deep.equal([]);
    const scroller = inside(board, '.scroller')[0] as HTMLElement;
    expect(scroller.tabIndex).to.equal(0);
    scroller.scrollLeft = scroller.scrollWidth;
    await until(() => inside(board, '.row').some(({ dataset }) => dataset.symbol === 'J'), 'the end');
    await expect(board).to.be.accessible();
    await emulateMedia({ reducedMotion: 'no-preference' });
    await until(() => body.getAnimations().length === 1, 'it moves');
    page.remove();
    await nothingLeft();
  });

  it('goes from one variant to another', async () => {
    const { page, board } = await boardOn('sim:rate=500', { symbols: 'A B C' });
    await until(() => rows(board).every((each) => /\d/.test(each)), 'values');
    for (const variant of ['tiles', 'tape', 'grid'] as const) {
      board.variant = variant;
      await board.updateComplete;
      await until(() => rows(board).length >= 3 && rows(board).every((each) => /\d/.test(each)), variant);
    }
    expect(inside(board, '[role="columnheader"]').length).to.be.above(2);
    page.remove();
    await nothingLeft();
  });

  it('columns go where there is no room, the least important first', async () => {
    const { page, board } = await boardOn('sim:rate=500', { symbols: 'A B' });
    const names = () => inside(board, '.head').map(({ dataset }) => dataset.column);
    board.style.width = '1200px';
    await until(() => names().length === 8, 'all');
    board.style.width = '320px';
    await until(() => names().join() === 'symbol,last,changePercent', 'three');
    const scroller = inside(board, '.scroller')[0] as HTMLElement;
    expect(scroller.scrollWidth).to.equal(scroller.clientWidth);
    expect(inside(board, '[role="grid"]')[0]?.ariaColCount).to.equal('8');
    board.style.width = '600px';
    await until(() => names().join() === 'symbol,last,change,changePercent,bid,trend', 'six');
    page.remove();
    await nothingLeft();
  });
});
