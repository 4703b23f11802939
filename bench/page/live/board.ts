/** Pages of ours: a board, or as many plain widgets. */
import { DataFeed, TickerBoard, TickerWidget } from '../../../src/classes.js';
import { type Contender, type Load, serveContender } from './contender.ts';
import { paintedValues } from './painted.ts';

customElements.define('data-feed', DataFeed);
customElements.define('ticker-board', TickerBoard);
customElements.define('ticker-widget', TickerWidget);

/** How a page looks out for values. */
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** A page that shows nothing by then shows nothing. */
const LONGEST_MS = 60_000;

const feed = new DataFeed();
let board: TickerBoard | undefined;
let widgets: TickerWidget[] = [];
let symbols: readonly string[] = [];

/** When the first hundred and all tickers had values, ms after the first element was made. */
export interface Start {
  readonly hundred: number;
  readonly all: number;
  /** Longest task meanwhile, ms; 0 where none took 50. */
  readonly longestTask: number;
}

function place(stage: HTMLElement, load: Load): void {
  const { element = 'board', variant = 'tiles', mode = 'auto', workers = 'auto', trend = true } = load.options;
  symbols = load.symbols;
  feed.mode = mode as string;
  feed.workers = workers as string;
  feed.format = load.format;
  feed.src = load.url;
  if (element === 'board') {
    board = new TickerBoard();
    board.symbols = symbols;
    board.variant = variant as TickerBoard['variant'];
    board.density = 'compact';
    board.indicators = 'average: sma(20)';
    board.columns = ['symbol', 'last', 'average', ...(trend ? ['trend'] : [])];
    board.locale = 'en-US';
    board.style.height = '100%';
    feed.append(board);
  } else {
    const list = document.createElement('div');
    // as the demo has them
    list.style.cssText =
      'height: 100%; overflow: auto; display: grid; gap: 8px; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr))';
    widgets = symbols.map((symbol) => {
      const widget = new TickerWidget();
      widget.symbol = symbol;
      widget.indicators = 'sma(20)';
      widget.locale = 'en-US';
      if (element === 'widgets with sparklines') widget.sparkline = 'ticks';
      return widget;
    });
    list.append(...widgets);
    feed.append(list);
  }
  stage.append(feed);
}

/** Whether the ticker of this place has had a value. */
function isLive(index: number): boolean {
  const values = board ? board.values(symbols[index] as string) : widgets[index]?.values;
  return values !== undefined && !Number.isNaN(values.last);
}

/** Looks, in the order of the symbols, who is live; resolves when so many are. */
async function untilLive(count: number): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  const waiting = new Set(symbols.keys());
  for (;;) {
    for (const index of waiting) if (isLive(index)) waiting.delete(index);
    const live = symbols.length - waiting.size;
    if (live >= count) return;
    if (performance.now() > until) throw new Error(`${live} of ${count} tickers had values in ${LONGEST_MS} ms`);
    await after(20);
  }
}

/** Throws where the page does not run in the mode that was asked for. */
function checkMode({ mode }: Load['options']): void {
  if (mode === undefined || mode === 'auto' || feed.effectiveMode === mode) return;
  throw new Error(`not available: the feed runs in ${feed.effectiveMode ?? 'no'} mode instead of ${mode}`);
}

const contender: Contender = {
  async open(stage, load) {
    place(stage, load);
    const failed = new Promise<never>((_, reject) => {
      feed.addEventListener('statuschange', ({ status }) => {
        if (status === 'failed') reject(new Error(`not available: ${feed.error?.message}`));
      });
    });
    await Promise.race([untilLive(Math.ceil(symbols.length / 2)), failed]);
    checkMode(load.options);
  },
  get ticks() {
    return feed.stats.ticks;
  },
  begin() {
    feed.tickAge.clear();
    ({ conflated, reconnects } = feed.stats);
  },
  end() {
    const { tickAgeP50: p50, tickAgeP99: p99, ...now } = feed.stats;
    return { p50, p99, conflated: now.conflated - conflated, reconnects: now.reconnects - reconnects };
  },
};
let conflated = 0;
let reconnects = 0;

/** Places the tickers and tells how long it took until they were live. */
async function start(load: Load): Promise<Start> {
  let longestTask = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  observer.observe({ type: 'longtask' });
  const from = performance.now();
  place(document.getElementById('stage') as HTMLElement, load);
  await untilLive(Math.min(100, symbols.length));
  const hundred = performance.now() - from;
  await untilLive(symbols.length);
  const all = performance.now() - from;
  // the observer hears of a task a little later
  await after(200);
  observer.disconnect();
  return { hundred, all, longestTask };
}

const paintedNow = (seconds: number, url: string) => paintedValues(board as TickerBoard, url, seconds);

await serveContender(contender, { start, paintedValues: paintedNow });
