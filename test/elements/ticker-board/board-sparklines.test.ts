import { expect } from '@open-wc/testing';
import '../../../src/index.js';
import { simulatedNames } from '../../../src/feed/simulated-names.js';
import type { TickerBoard } from '../../../src/index.js';
import { listenToConsole, nothingLeft, until } from '../page.js';
import { boardOn, inside } from './board.js';

/** Workers that the page started while this was in place. */
function watchWorkers(): { readonly all: Worker[]; restore(): void } {
  const { Worker: Real } = globalThis;
  const all: Worker[] = [];
  globalThis.Worker = class extends Real {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name === 'ticklane-painter') all.push(this);
    }
  };
  return {
    all,
    restore() {
      globalThis.Worker = Real;
    },
  };
}

const canvases = (board: TickerBoard) =>
  (inside(board, 'canvas') as unknown as HTMLCanvasElement[]).filter(({ style }) => !style.visibility);

/** The symbols of rows in sight, over whose sparkline nothing is drawn. */
function blank(board: TickerBoard): string[] {
  const port = inside(board, '.scroller')[0]?.getBoundingClientRect() as DOMRect;
  const drawn = canvases(board).map((canvas) => {
    const copy = document.createElement('canvas');
    copy.width = Math.max(1, canvas.width);
    copy.height = Math.max(1, canvas.height);
    const context = copy.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
    context.drawImage(canvas, 0, 0);
    const { left, top, width } = canvas.getBoundingClientRect();
    return { context, left, top, scale: canvas.width / width, bottom: top + canvas.getBoundingClientRect().height };
  });
  return inside(board, '.row .trend').flatMap((cell) => {
    const { left, top, bottom, width, height } = cell.getBoundingClientRect();
    if (top < port.top || bottom > port.bottom) return [];
    const inked = drawn.some((on) => {
      if (top < on.top - 1 || bottom > on.bottom + 1) return false;
      const [x, y, w, h] = [left - on.left, top - on.top, width, height].map((length) => length * on.scale) as number[];
      return on.context.getImageData(x as number, y as number, w as number, h as number).data.some((byte) => byte > 0);
    });
    return inked ? [] : [(cell.closest('.row') as HTMLElement).dataset.symbol as string];
  });
}

async function manyOn(count = 200): Promise<{ page: HTMLElement; board: TickerBoard }> {
  const { page, board } = await boardOn('sim:rate=20000', { variant: 'tiles', density: 'compact' });
  board.style.cssText = 'block-size: 300px; inline-size: 900px';
  board.symbols = simulatedNames(count);
  await until(() => inside(board, '.row').length > 30, 'rows');
  return { page, board };
}

describe('sparklines of <ticker-board>', () => {
  let workers: ReturnType<typeof watchWorkers>;
  beforeEach(() => {
    workers = watchWorkers();
  });
  afterEach(() => workers.restore());

  it('are drawn by one worker for all boards, which ends with the last', async () => {
    const { page, board } = await manyOn();
    const other = document.createElement('ticker-board');
    other.style.cssText = board.style.cssText;
    other.variant = 'tiles';
    other.symbols = simulatedNames(60);
    page.append(other);
    await until(() => [board, other].every((each) => canvases(each).length > 2), 'canvases');
    await until(() => [board, other].every((each) => blank(each).length === 0), 'all are drawn');
    expect(workers.all).to.have.length(1);
    page.remove();
    await nothingLeft();
    expect(inside(board, 'canvas')).to.have.length(0);
    // it is back with its sparklines, by another worker
    document.body.append(page);
    await until(() => canvases(board).length > 2 && blank(board).length === 0, 'drawn again');
    expect(workers.all).to.have.length(2);
    page.remove();
    await nothingLeft();
  });

  it('keep their place while the board is scrolled: no canvas that shows is moved', async () => {
    const { page, board } = await manyOn(400);
    await until(() => canvases(board).length > 2 && blank(board).length === 0, 'all are drawn');
    const scroller = inside(board, '.scroller')[0] as HTMLElement;
    const moved: string[] = [];
    const places = new Map<Node, string>();
    const watcher = new MutationObserver((records) => {
      for (const { target } of records) {
        const { top, visibility } = (target as HTMLElement).style;
        if (places.has(target) && places.get(target) !== top && !visibility) moved.push(top);
        if (!visibility) places.set(target, top);
      }
    });
    for (const canvas of canvases(board)) {
      places.set(canvas, canvas.style.top);
      watcher.observe(canvas, { attributes: true, attributeFilter: ['style'] });
    }
    for (let top = 0; top < 900; top += 60) {
      scroller.scrollTop = top;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      // one that shows elsewhere has been hidden in between
      for (const canvas of inside(board, 'canvas')) if (canvas.style.visibility) places.delete(canvas);
    }
    await until(() => blank(board).length === 0, 'what came into sight is drawn');
    expect(moved).to.deep.equal([]);
    expect(inside(board, 'canvas').length).to.be.at.most(6);
    scroller.scrollTop = scroller.scrollHeight;
    await until(() => blank(board).length === 0, 'the end is drawn');
    watcher.disconnect();
    page.remove();
    await nothingLeft();
  });

  it('are drawn anew at another size, and in other colours', async () => {
    const { page, board } = await manyOn();
    await until(() => canvases(board).length > 2 && blank(board).length === 0, 'all are drawn');
    board.style.inlineSize = '500px';
    await until(() => canvases(board).every(({ style }) => Number.parseFloat(style.width) < 501), 'narrower');
    await until(() => canvases(board).length > 2 && blank(board).length === 0, 'drawn at the new size');
    board.variant = 'grid';
    await until(() => canvases(board).length > 0 && blank(board).length === 0, 'drawn in rows');
    page.remove();
    await nothingLeft();
  });

  it('lie over their rows in a page from right to left, and in a shadow root', async () => {
    const { page, board } = await manyOn();
    const box = document.createElement('div');
    box.dir = 'rtl';
    page.append(box);
    box.attachShadow({ mode: 'open' }).append(board);
    await until(() => canvases(board).length > 2 && blank(board).length === 0, 'all are drawn');
    board.variant = 'grid';
    await until(() => canvases(board).length > 0 && blank(board).length === 0, 'drawn in rows');
    page.remove();
    await nothingLeft();
  });

  it('go on without the worker when it dies, and nobody hears of it', async () => {
    const console_ = listenToConsole();
    const { page, board } = await manyOn();
    await until(() => canvases(board).length > 2 && blank(board).length === 0, 'all are drawn');
    const before = new Set(canvases(board));
    const died = new ErrorEvent('error', { cancelable: true });
    workers.all[0]?.dispatchEvent(died);
    expect(died.defaultPrevented).to.equal(true);
    await until(() => canvases(board).length > 2 && canvases(board).every((each) => !before.has(each)), 'others');
    await until(() => blank(board).length === 0, 'drawn on this thread');
    expect(canvases(board)[0]?.getContext('2d')).not.to.equal(null);
    expect(workers.all).to.have.length(1);
    expect(console_.lines).to.deep.equal([]);
    console_.restore();
    page.remove();
    await nothingLeft();
  });
});
