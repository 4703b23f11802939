import { expect } from '@open-wc/testing';
import '../../../src/index.js';
import { simulatedNames } from '../../../src/feed/simulated-names.js';
import type { BoardLayout } from '../../../src/index.js';
import { pageRuntime } from '../../../src/runtime/page.js';
import { startScript } from '../../tools/servers.js';
import { isIn, listenToConsole, nothingLeft, tradesAt, until } from '../page.js';
import { announced, boardOn, head, inside, moves, rows, symbols, T0 } from './board.js';

describe('<ticker-board>', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
  });
  afterEach(() => console_.restore());

  it('shows the values of each symbol, and is accessible', async () => {
    const server = await startScript({ frames: moves({ A: 5, B: -2.5, C: 0 }), after: 'symbols' });
    const { page, board } = await boardOn(server.url, {
      symbols: 'A, B C',
      indicators: 'sma(2)',
      columns: 'symbol last change changePercent volume high trend',
    });
    expect(isIn(board, 'waiting')).to.equal(true);
    await until(() => rows(board)[2]?.startsWith('C 100.00') ?? false, 'the last row');
    await until(
      () =>
        rows(board).join('; ') ===
        'A 105.00 +5.00 +5.00% 3 105.00 102.50; B 97.50 -2.50 -2.50% 3 100.00 98.75; C 100.00 0.00 0.00% 3 100.00 100.00',
      'all values',
    );
    expect(inside(board, '.changePercent').map(({ className }) => className)).to.deep.equal([
      'cell changePercent up',
      'cell changePercent down',
      'cell changePercent',
    ]);
    expect(board.values('A')).to.deep.include({ last: 105, change: 5, ticks: 2, indicators: { 'sma(2)': 102.5 } });
    expect(Object.isFrozen(board.values('A'))).to.equal(true);
    expect(board.values('X')).to.equal(undefined);
    expect(isIn(board, 'live')).to.equal(true);
    const grid = inside(board, '[role="grid"]')[0] as HTMLElement;
    expect([grid.ariaRowCount, grid.ariaColCount, grid.ariaLabel]).to.deep.equal(['4', '8', 'Tickers']);
    expect(inside(board, '.row').map(({ ariaRowIndex }) => ariaRowIndex)).to.deep.equal(['2', '3', '4']);
    await expect(board).to.be.accessible();
    expect(console_.lines).to.deep.equal([]);
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('cuts off with a sign what has no room, and nothing else', async () => {
    const server = await startScript({
      frames: [...tradesAt('A', [{ time: T0, price: 1234567890123 }]), ...tradesAt('B', [{ time: T0, price: 5 }])],
      after: 'symbols',
    });
    const { page, board } = await boardOn(server.url, { symbols: 'A B', variant: 'tiles', density: 'compact' });
    const cut = () => inside(board, '.last').filter((each) => getComputedStyle(each).textOverflow === 'ellipsis');
    await until(() => cut().length === 1, 'one is too long');
    expect(cut()[0]?.textContent).to.equal('1,234,567,890,123.00');
    expect(cut()[0]?.scrollWidth).to.be.above(cut()[0]?.clientWidth ?? 0);
    await server.send(...tradesAt('A', [{ time: T0 + 1, price: 9 }]));
    await until(() => cut().length === 0, 'it fits again');
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('draws all sparklines on one canvas, over the rows', async () => {
    const { page, board } = await boardOn('sim:rate=500', { symbols: 'A B C D' });
    await until(() => inside(board, 'canvas').length > 0, 'a canvas');
    const canvas = inside(board, 'canvas') as unknown as HTMLCanvasElement[];
    expect(canvas).to.have.length(1);
    const [layer] = canvas as [HTMLCanvasElement];
    await until(() => !layer.style.visibility && layer.width > 0, 'a canvas that shows');
    const inked = () => {
      const { width, height } = layer;
      const bytes = layer.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      const line = height / 4;
      return [0, 1, 2, 3].filter((at) => {
        for (let pixel = Math.ceil(at * line) * width; pixel < Math.floor((at + 1) * line) * width; pixel++) {
          if (bytes[pixel * 4 + 3]) return true;
        }
        return false;
      });
    };
    await until(() => inked().length === 4, 'four sparklines');
    expect(layer.closest('[aria-hidden="true"]')).not.to.equal(null);
    page.remove();
    await nothingLeft();
  });

  it('takes its symbols as a list too, and keeps the lanes of those that stay', async () => {
    const { page, board } = await boardOn('sim:rate=500', { symbols: 'A B' });
    await until(() => (board.values('B')?.ticks ?? 0) > 2, 'ticks');
    const { open } = board.values('B') ?? {};
    board.symbols = ['C', 'B', 'C', 'A / B'];
    await until(() => (board.values('A / B')?.last ?? 0) > 0 && (board.values('C')?.last ?? 0) > 0, 'the others');
    expect(inside(board, '.row').map(({ dataset }) => dataset.symbol)).to.deep.equal(['C', 'B', 'A / B']);
    expect(board.values('B')?.open).to.equal(open);
    expect(board.values('A')).to.equal(undefined);
    await until(() => pageRuntime().lanes === 3, 'three lanes');
    Reflect.set(board, 'symbols', null);
    await until(() => pageRuntime().lanes === 0 && inside(board, '.row').length === 0, 'none');
    await expect(board).to.be.accessible();
    page.remove();
    await nothingLeft();
  });

  it('sorts by a column, numbers by value, and again while they move', async () => {
    const server = await startScript({ frames: moves({ 'T-10': 5, 'T-9': -20, 'T-2': 12 }), after: 'symbols' });
    const { page, board } = await boardOn(server.url, { symbols: 'T-10 T-9 T-2 T-30' });
    await until(() => rows(board)[2]?.includes('+12.00%') ?? false, 'values');
    const layouts: BoardLayout[] = [];
    board.addEventListener('layoutchange', ({ layout }) => layouts.push(layout));
    const sortBy = async (name: string) => {
      head(board, name).click();
      await board.updateComplete;
      return symbols(board);
    };
    // what is not known is last, either way
    expect(await sortBy('change')).to.deep.equal(['T-2', 'T-10', 'T-9', 'T-30']);
    expect(head(board, 'change').ariaSort).to.equal('descending');
    await until(() => announced() === 'sorted by Change, descending', 'it is said');
    expect(await sortBy('change')).to.deep.equal(['T-9', 'T-10', 'T-2', 'T-30']);
    expect(head(board, 'change').ariaSort).to.equal('ascending');
    expect(await sortBy('change')).to.deep.equal(['T-10', 'T-9', 'T-2', 'T-30']);
    expect(head(board, 'change').ariaSort).to.equal('none');
    expect(await sortBy('symbol')).to.deep.equal(['T-2', 'T-9', 'T-10', 'T-30']);
    expect(layouts.map(({ sort }) => sort)).to.deep.equal(['change descending', 'change', '', 'symbol']);
    board.sort = 'last descending';
    await board.updateComplete;
    expect(symbols(board)[0]).to.equal('T-2');
    await server.send(...tradesAt('T-30', [{ time: T0 + 9, price: 500 }]));
    await until(() => symbols(board)[0] === 'T-30', 'the new first');
    // as they are read aloud
    expect(inside(board, '.row').map(({ dataset }) => dataset.symbol)).to.deep.equal(['T-30', 'T-2', 'T-10', 'T-9']);
    await expect(board).to.be.accessible();
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('shows only what the filter lets through, and says how many', async () => {
    const { page, board } = await boardOn('sim:rate=100', { symbols: 'BTC-USD ETH-USD AAPL ETH-BTC' });
    board.filter = 'eth';
    await board.updateComplete;
    await until(() => inside(board, '.row').length === 2, 'two');
    expect(symbols(board)).to.deep.equal(['ETH-USD', 'ETH-BTC']);
    await until(() => announced() === '2 of 4 tickers', 'it is said');
    board.filter = 'btc eth';
    await until(() => symbols(board).join() === 'ETH-BTC', 'one');
    board.append('Nothing like it');
    board.filter = 'zzz';
    await until(() => inside(board, '.row').length === 0, 'none');
    await until(() => inside(board, 'slot').length === 1, 'the slot');
    await expect(board).to.be.accessible();
    page.remove();
    await nothingLeft();
  });

  it('gives its layout to be kept, and takes it again', async () => {
    const { page, board } = await boardOn('sim:rate=100', { symbols: 'A B C' });
    board.layout = { columns: ['symbol', 'bid', 'last'], sort: 'symbol descending', filter: '' };
    await board.updateComplete;
    expect(symbols(board)).to.deep.equal(['C', 'B', 'A']);
    expect(inside(board, '.head').map(({ dataset }) => dataset.column)).to.deep.equal(['symbol', 'bid', 'last']);
    const kept = JSON.parse(JSON.stringify(board.layout));
    expect(kept).to.deep.equal({ columns: ['symbol', 'bid', 'last'], sort: 'symbol descending', filter: '' });
    board.layout = { filter: 'a' };
    await board.updateComplete;
    expect(board.layout).to.deep.equal({ columns: [], sort: '', filter: 'a' });
    board.layout = kept;
    await board.updateComplete;
    expect(board.layout).to.deep.equal(kept);
    page.remove();
    await nothingLeft();
  });

  it('has nodes for what is in sight, and lanes for all', async () => {
    const names = simulatedNames(40);
    const { page, board } = await boardOn('sim:rate=2000', { sort: 'symbol' });
    board.style.height = '200px';
    board.symbols = names;
    await until(() => inside(board, '.row').length > 0, 'rows');
    expect(inside(board, '.row').length).to.be.below(20);
    await until(() => pageRuntime().lanes === 40, 'lanes');
    await until(() => names.every((name) => (board.values(name)?.last ?? 0) > 0), 'all values');
    const scroller = inside(board, '.scroller')[0] as HTMLElement;
    scroller.scrollTop = scroller.scrollHeight;
    const last = [...names].sort(new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare).at(-1);
    await until(() => symbols(board).at(-1) === last, 'the end');
    expect(inside(board, '.row').length).to.be.below(20);
    await until(() => /\d/.test(rows(board).at(-1)?.split(' ')[1] ?? ''), 'its price');
    page.remove();
    await nothingLeft();
  });

  it('has no more lanes than it may, and those in sight first', async () => {
    const names = simulatedNames(30);
    const { page, board } = await boardOn('sim:rate=2000', { 'max-lanes': '20' });
    board.style.height = '200px';
    board.symbols = names;
    await until(() => (board.values(names[0] as string)?.last ?? 0) > 0, 'the first');
    await until(() => pageRuntime().lanes === 20, 'twenty');
    const scroller = inside(board, '.scroller')[0] as HTMLElement;
    scroller.scrollTop = scroller.scrollHeight;
    await until(() => (board.values(names[29] as string)?.last ?? 0) > 0, 'the last');
    await until(() => pageRuntime().lanes === 20, 'still twenty');
    // what has no lane is not known any more
    expect(names.filter((name) => !Number.isNaN(board.values(name)?.last))).to.have.length.at.most(20);
    page.remove();
    await nothingLeft();
  });

  it('goes on when it is moved, and leaves nothing behind when it is removed', async () => {
    const { page, board } = await boardOn('sim:rate=500', { symbols: 'A B' });
    await until(() => (board.values('A')?.ticks ?? 0) > 2, 'ticks');
    const { lanes, workers } = pageRuntime();
    const before = board.values('A')?.ticks ?? 0;
    const box = document.createElement('div');
    page.append(box);
    box.append(board);
    await until(() => (board.values('A')?.ticks ?? 0) > before + 5, 'more ticks');
    expect(pageRuntime()).to.deep.include({ lanes, workers });
    const shown = rows(board)[0];
    await until(() => rows(board)[0] !== shown, 'painted');
    board.remove();
    await nothingLeft();
    page.append(board);
    await until(() => (board.values('A')?.last ?? 0) > 0, 'back');
    page.remove();
    await nothingLeft();
    expect(console_.lines).to.deep.equal([]);
  });

  it('is stale while its feed is', async () => {
    const { page, board } = await boardOn('sim:rate=500', { symbols: 'A B' });
    await until(() => isIn(board, 'live'), 'live');
    (page as HTMLElementTagNameMap['data-feed']).disconnect();
    expect(isIn(board, 'stale')).to.equal(true);
    expect(inside(board, '.row.stale')).to.have.length(2);
    await until(
      () => inside(board, '.row').every((each) => each.getAnimations({ subtree: true }).length === 0),
      'no flash',
    );
    await expect(board).to.be.accessible();
    page.remove();
    await nothingLeft();
  });

  const mistakes: [attribute: string, value: string, message: string][] = [
    ['indicators', 'sma(20', 'indicators, column 7: expected ")"'],
    ['columns', 'symbol lst', 'columns: there is no "lst": known are symbol, trend, last'],
    ['sort', 'weight', 'sort "weight": there is no such column'],
    ['locale', 'not a locale', 'locale "not a locale": expected a language tag such as de-CH'],
  ];
  for (const [attribute, value, message] of mistakes) {
    it(`says what is wrong with ${attribute}="${value}", and the prices go on`, async () => {
      const { page, board } = await boardOn('sim:rate=500', { symbols: 'A B', [attribute]: value });
      const said = () => inside(board, '.message')[0]?.textContent ?? '';
      await until(() => isIn(board, 'live') && said().startsWith(message), 'live');
      expect(isIn(board, 'error')).to.equal(true);
      expect(console_.lines).to.have.length(1);
      board.removeAttribute(attribute);
      await until(() => said() === '' && !isIn(board, 'error'), 'no message');
      page.remove();
      await nothingLeft();
    });
  }
});
