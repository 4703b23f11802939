import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.js';
import type { TickerBoard, TickerWidget } from '../../../src/index.js';
import { pageRuntime } from '../../../src/runtime/page.js';
import { startScript } from '../../tools/servers.js';
import { isIn, listenToConsole, nothingLeft, tradesAt, until } from '../page.js';
import { inside, moves, rows, symbols, T0 } from './board.js';

/** A page with a feed and a board with these children. */
async function boardWith(src: string, children: string, attributes: Readonly<Record<string, string>> = {}) {
  const page = await fixture<HTMLElement>(html`<data-feed src=${src}></data-feed>`);
  const board = document.createElement('ticker-board');
  for (const [name, value] of Object.entries({ locale: 'en-US', 'stale-after': '0', ...attributes })) {
    board.setAttribute(name, value);
  }
  const parsed = new DOMParser().parseFromString(children, 'text/html');
  board.append(...parsed.body.childNodes);
  page.append(board);
  await board.updateComplete;
  return { page, board };
}

const child = (board: TickerBoard, symbol: string) =>
  board.querySelector<TickerWidget>(`ticker-widget[symbol="${symbol}"]`) as TickerWidget;

function ticker(symbol: string): TickerWidget {
  const widget = document.createElement('ticker-widget');
  widget.setAttribute('symbol', symbol);
  return widget;
}

describe('<ticker-widget> inside of <ticker-board>', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
  });
  afterEach(() => console_.restore());

  it('is a row, and has neither a lane nor a look of its own', async () => {
    const server = await startScript({ frames: moves({ A: 5, B: -2, C: 1 }), after: 'symbols' });
    const { page, board } = await boardWith(
      server.url,
      `<ticker-widget symbol="A" previous-close="100"></ticker-widget>
       <div><ticker-widget symbol="B" tick-size="0.5" interval="1m"></ticker-widget></div>`,
      { symbols: 'C', columns: 'symbol last change' },
    );
    await until(() => rows(board).join('; ') === 'C 101.00 +1.00; A 105.00 +5.00; B 98.0 -2.0', 'all rows');
    expect(pageRuntime().lanes).to.equal(3);
    for (const symbol of ['A', 'B']) {
      expect(child(board, symbol).getBoundingClientRect().height).to.equal(0);
      expect(isIn(child(board, symbol), 'listed')).to.equal(true);
    }
    expect(child(board, 'A').values).to.equal(board.values('A'));
    expect(child(board, 'A').lane).to.deep.include({ host: 'pooled' });
    expect(child(board, 'B').bars(5)).to.have.length(1);
    await expect(board).to.be.accessible();
    expect(console_.lines).to.deep.equal([]);
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('follows what is added, removed, moved and changed', async () => {
    const { page, board } = await boardWith('sim:rate=500', '<ticker-widget symbol="A"></ticker-widget>');
    await until(() => symbols(board).join() === 'A', 'one');
    board.append(ticker('B'), ticker('C'));
    await until(() => symbols(board).join() === 'A,B,C', 'three');
    board.prepend(child(board, 'C'));
    await until(() => symbols(board).join() === 'C,A,B', 'another order');
    child(board, 'A').remove();
    await until(() => symbols(board).join() === 'C,B', 'one less');
    await until(() => pageRuntime().lanes === 2, 'its lane is given back');
    child(board, 'B').setAttribute('symbol', 'D');
    await until(() => symbols(board).join() === 'C,D', 'another symbol');
    board.replaceChildren();
    await until(() => inside(board, '.row').length === 0 && pageRuntime().lanes === 0, 'none');
    expect(inside(board, '.none')[0]?.textContent).to.equal('no tickers');
    page.remove();
    await nothingLeft();
    expect(console_.lines).to.deep.equal([]);
  });

  it('goes out of a board and becomes a widget of its own, and back again', async () => {
    const { page, board } = await boardWith('sim:rate=500', '<ticker-widget symbol="A"></ticker-widget>');
    const widget = child(board, 'A');
    await until(() => (widget.values.last ?? 0) > 0, 'a price');
    page.append(widget);
    await until(() => widget.lane?.host === 'dedicated' && isIn(widget, 'live'), 'on its own');
    expect(isIn(widget, 'listed')).to.equal(false);
    expect(widget.getBoundingClientRect().height).to.be.above(20);
    await until(() => inside(board, '.row').length === 0, 'no row');
    board.append(widget);
    await until(() => symbols(board).join() === 'A' && widget.lane?.host === 'pooled', 'a row');
    expect(isIn(widget, 'live')).to.equal(false);
    await until(() => pageRuntime().lanes === 1, 'one lane');
    page.remove();
    await nothingLeft();
    expect(console_.lines).to.deep.equal([]);
  });

  it('shows indicators of its own beside those of the board', async () => {
    const server = await startScript({ frames: moves({ A: 5, B: -2 }), after: 'symbols' });
    const { page, board } = await boardWith(
      server.url,
      '<ticker-widget symbol="A" indicators="own: sma(2)"></ticker-widget><ticker-widget symbol="B"></ticker-widget>',
      { indicators: 'all: sma(1)', columns: 'symbol last own all' },
    );
    await until(() => rows(board).join('; ') === 'A 105.00 102.50 –; B 98.00 – 98.00', 'both');
    expect(child(board, 'A').values.indicators).to.deep.equal({ own: 102.5 });
    child(board, 'A').indicators = '';
    // nobody has it any more, and there is no such column
    await until(() => rows(board)[0] === 'A 105.00 105.00', 'the board’s');
    expect(inside(board, '.message')[0]?.textContent).to.contain('columns: there is no "own"');
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('tells of new values where it is listened to, in sight or not, and its alerts fire', async () => {
    const server = await startScript({ frames: moves({ A: 1, Z: 1 }), after: 'message' });
    const { page, board } = await boardWith(
      server.url,
      `<ticker-widget symbol="A"></ticker-widget>
       <ticker-widget symbol="Z"><price-alert name="high" when="price > 200"></price-alert></ticker-widget>`,
      { filter: 'a' },
    );
    const last = child(board, 'Z');
    const heard: number[] = [];
    const signals: string[] = [];
    last.addEventListener('valuechange', ({ values }) => heard.push(values.last));
    board.addEventListener('signal', (event) => signals.push((event as Event & { name: string }).name));
    await until(() => heard.at(-1) === 101, 'its values');
    expect(symbols(board)).to.deep.equal(['A']);
    await server.send(...tradesAt('Z', [{ time: T0 + 9, price: 300 }]));
    await until(() => signals.length > 0 && heard.at(-1) === 300, 'the alert');
    expect(signals).to.deep.equal(['high']);
    expect(last.querySelector('price-alert')?.count).to.equal(1);
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('says what is wrong with it, once, and the board shows it', async () => {
    const { page, board } = await boardWith(
      'sim:rate=500',
      '<ticker-widget symbol="A" indicators="sma(20"></ticker-widget><ticker-widget symbol="B"></ticker-widget>',
    );
    const said = () => inside(board, '.message')[0]?.textContent ?? '';
    await until(() => said() === 'indicators, column 7: expected ")"', 'the message');
    await until(() => rows(board).every((row) => /\d/.test(row)), 'prices go on');
    expect(console_.lines).to.deep.equal(['<ticker-widget symbol="A">: indicators, column 7: expected ")"']);
    child(board, 'A').indicators = '';
    await until(() => said() === '' && !isIn(board, 'error'), 'no message');
    page.remove();
    await nothingLeft();
  });

  it('finds its board whichever comes first, in slots and shadow roots too', async () => {
    const page = await fixture<HTMLElement>(html`<data-feed src="sim:rate=500"></data-feed>`);
    const outer = document.createElement('div');
    outer.append(ticker('A'));
    const board = document.createElement('ticker-board');
    board.append(document.createElement('slot'));
    outer.attachShadow({ mode: 'open' }).append(board);
    page.append(outer);
    await until(() => symbols(board).join() === 'A', 'the row');
    expect(pageRuntime().lanes).to.equal(1);
    page.remove();
    await nothingLeft();
  });
});
