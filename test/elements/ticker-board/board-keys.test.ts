import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../src/index.js';
import { simulatedNames } from '../../../src/feed/simulated-names.js';
import { startScript } from '../../tools/servers.js';
import { nothingLeft, tradesAt, until } from '../page.js';
import { announced, boardOn, focused, head, inside, moves, row, symbols, T0 } from './board.js';

const press = (key: string) => sendKeys({ press: key });

async function held(modifier: string, ...keys: readonly string[]): Promise<void> {
  await sendKeys({ down: modifier });
  for (const key of keys) await press(key);
  await sendKeys({ up: modifier });
}

/** Has the keyboard enter a board as the tab key does. */
function enter(board: HTMLElement): void {
  board.shadowRoot?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
}

describe('keyboard and selection of <ticker-board>', () => {
  it('go from cell to cell, and one of all is in the order of tabs', async () => {
    const { page, board } = await boardOn('sim:rate=200', { columns: 'symbol last volume', symbols: 'A B C' });
    await until(() => inside(board, '.row').length === 3, 'rows');
    expect(inside(board, '[tabindex="0"]')).to.have.length(1);
    enter(board);
    expect(focused(board)).to.equal('A');
    await press('ArrowDown');
    expect(focused(board)).to.equal('B');
    await press('ArrowRight');
    const cell = (board.renderRoot as ShadowRoot).activeElement;
    expect([cell?.role, cell?.ariaColIndex]).to.deep.equal(['gridcell', '2']);
    await press('Home');
    expect(focused(board)).to.equal('B');
    await held('Control', 'End');
    expect((board.renderRoot as ShadowRoot).activeElement?.closest('.row')).to.equal(row(board, 'C'));
    await held('Control', 'Home');
    expect(focused(board)).to.equal('A');
    await press('ArrowUp');
    expect(focused(board)).to.equal('Symbol');
    await press('Enter');
    await until(() => head(board, 'symbol').ariaSort === 'ascending', 'sorted');
    await press('Enter');
    await until(() => symbols(board).join() === 'C,B,A', 'the other way');
    expect(focused(board)).to.equal('Symbol');
    await press('ArrowDown');
    expect(focused(board)).to.equal('C');
    expect(inside(board, '[tabindex="0"]')).to.have.length(1);
    page.remove();
    await nothingLeft();
  });

  it('keep the focus on a ticker that goes elsewhere, out of sight too', async () => {
    const server = await startScript({ frames: moves({ A: 1, B: 2, C: 3 }), after: 'symbols' });
    const { page, board } = await boardOn(server.url, { symbols: 'A B C', sort: 'last descending' });
    await until(() => symbols(board).join() === 'C,B,A', 'values');
    enter(board);
    expect(focused(board)).to.equal('C');
    await server.send(...tradesAt('A', [{ time: T0 + 9, price: 500 }]), ...tradesAt('C', [{ time: T0 + 9, price: 5 }]));
    await until(() => symbols(board).join() === 'A,B,C', 'another order');
    expect(focused(board)).to.equal('C');
    expect(inside(board, '.row').map(({ dataset }) => dataset.symbol)).to.deep.equal(['A', 'B', 'C']);
    board.filter = 'a';
    await until(() => symbols(board).join() === 'A', 'one');
    // whatever takes its place has the focus then
    await until(() => focused(board) === 'A', 'the focus');
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('go by pages, and the row with the focus stays while the board is scrolled away from it', async () => {
    const { page, board } = await boardOn('sim:rate=200', { 'max-lanes': '8' });
    board.style.height = '240px';
    const names = simulatedNames(100);
    board.symbols = names;
    await until(() => inside(board, '.row').length > 5, 'rows');
    enter(board);
    await press('PageDown');
    const second = names.indexOf(focused(board));
    expect(second).to.be.within(2, 8);
    await press('PageDown');
    expect(names.indexOf(focused(board))).to.equal(2 * second);
    await held('Control', 'End');
    await press('Home');
    expect(focused(board)).to.equal(names[99]);
    const scroller = inside(board, '.scroller')[0] as HTMLElement;
    const port = scroller.getBoundingClientRect();
    const box = row(board, names[99] as string).getBoundingClientRect();
    expect(box.bottom).to.be.at.most(port.bottom + 1);
    scroller.scrollTop = 0;
    await until(() => symbols(board)[0] === names[0], 'the beginning');
    expect(focused(board)).to.equal(names[99]);
    await press('ArrowUp');
    expect(focused(board)).to.equal(names[98]);
    expect(scroller.scrollTop).to.be.above(1000);
    page.remove();
    await nothingLeft();
  });

  it('select one, some, a stretch or all', async () => {
    const { page, board } = await boardOn('sim:rate=200', { symbols: 'A B C D E' });
    await until(() => inside(board, '.row').length === 5, 'rows');
    const heard: string[] = [];
    let outside = 0;
    board.addEventListener('selectionchange', ({ selected }) => heard.push(selected.join('')));
    page.addEventListener('selectionchange', () => outside++);
    const click = (symbol: string, modifiers: MouseEventInit = {}) =>
      row(board, symbol).firstElementChild?.dispatchEvent(new MouseEvent('click', { bubbles: true, ...modifiers }));
    click('B');
    await until(() => announced() === 'B selected', 'it is said');
    expect(row(board, 'B').ariaSelected).to.equal('true');
    click('D', { shiftKey: true });
    click('C', { ctrlKey: true });
    click('E', { metaKey: true });
    click('A');
    click('A');
    expect(heard).to.deep.equal(['B', 'BCD', 'BD', 'BDE', 'A']);
    expect(outside).to.equal(0);
    expect(board.selected).to.deep.equal(['A']);
    await expect(board).to.be.accessible();
    heard.length = 0;
    enter(board);
    await press('Space');
    await press('ArrowDown');
    await press('Space');
    await held('Shift', 'ArrowDown', 'ArrowDown');
    await held('Control', 'a');
    expect(heard).to.deep.equal(['', 'B', 'BC', 'BCD', 'ABCDE']);
    await until(() => announced() === '5 selected', 'it is said');
    board.selected = ['C'];
    expect(inside(board, '[aria-selected="true"]')).to.deep.equal([row(board, 'C')]);
    expect(heard).to.have.length(5);
    page.remove();
    await nothingLeft();
  });
});
