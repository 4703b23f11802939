/**
 * The same board as it is written by hand, without workers: JSON is parsed where the DOM is, each ticker has its state, and each tick shows
 * itself at once. Nothing here is slow on purpose; it is what one writes first, and it works as long as ticks are few.
 */

/** What a message of the gateway holds. */
interface Tick {
  readonly type: 'trade' | 'quote';
  readonly symbol: string;
  readonly time: number;
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
}

interface Ticker {
  last: number;
  open: number;
  prices: number[];
  trend: number[];
  readonly cells: Readonly<Record<'last' | 'change' | 'bid' | 'ask' | 'average', HTMLElement>>;
  readonly line: SVGPolylineElement;
}

/** Trades of the average and points of the sparkline. */
const AVERAGE = 20;
const POINTS = 60;
const WIDTH = 60;
const HEIGHT = 16;
const SVG = 'http://www.w3.org/2000/svg';

export class NaiveBoard {
  /** Ticks shown so far. */
  ticks = 0;
  /** Source times of the newest tick of each message since they were last taken away. */
  times: number[] = [];
  readonly #body: HTMLElement;
  readonly #tickers = new Map<string, Ticker>();
  readonly #price = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 4 });
  readonly #percent = new Intl.NumberFormat(undefined, {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  });

  /** `body`: of the table that gets a row for each symbol. */
  constructor(body: HTMLElement) {
    this.#body = body;
  }

  show(symbols: readonly string[]): void {
    this.#tickers.clear();
    this.#body.replaceChildren(...symbols.map((symbol) => this.#row(symbol)));
  }

  /** A message as it came. */
  take(text: string): void {
    const ticks: unknown = JSON.parse(text);
    // what is no list is a control message
    if (!Array.isArray(ticks)) return;
    for (const tick of ticks as Tick[]) this.#show(tick);
    const newest = ticks.at(-1) as Tick | undefined;
    if (newest) this.times.push(newest.time);
  }

  #show({ type, symbol, price, bid, ask }: Tick): void {
    const ticker = this.#tickers.get(symbol);
    if (!ticker) return;
    this.ticks++;
    const { cells } = ticker;
    if (type === 'quote') {
      cells.bid.textContent = this.#price.format(bid);
      cells.ask.textContent = this.#price.format(ask);
      return;
    }
    if (Number.isNaN(ticker.open)) ticker.open = price;
    const change = price / ticker.open - 1;
    ticker.last = price;
    ticker.prices = [...ticker.prices, price].slice(-AVERAGE);
    ticker.trend = [...ticker.trend, price].slice(-POINTS);
    cells.last.textContent = this.#price.format(price);
    cells.change.textContent = this.#percent.format(change);
    cells.change.className = change > 0 ? 'up' : change < 0 ? 'down' : '';
    if (ticker.prices.length === AVERAGE)
      cells.average.textContent = this.#price.format(ticker.prices.reduce((sum, each) => sum + each, 0) / AVERAGE);
    const low = Math.min(...ticker.trend);
    const range = Math.max(...ticker.trend) - low || 1;
    const step = WIDTH / (POINTS - 1);
    const points = ticker.trend.map((each, index) => `${index * step},${HEIGHT - ((each - low) / range) * HEIGHT}`);
    ticker.line.setAttribute('points', points.join(' '));
  }

  #row(symbol: string): HTMLElement {
    const row = document.createElement('tr');
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = symbol;
    row.append(head);
    const cell = () => {
      const made = document.createElement('td');
      row.append(made);
      return made;
    };
    const cells = { last: cell(), change: cell(), bid: cell(), ask: cell(), average: cell() };
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute('aria-hidden', 'true');
    const line = document.createElementNS(SVG, 'polyline');
    svg.append(line);
    cell().append(svg);
    this.#tickers.set(symbol, { last: Number.NaN, open: Number.NaN, prices: [], trend: [], cells, line });
    return row;
  }
}
