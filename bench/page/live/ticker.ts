/** What every page but ours computes in JavaScript, alike: the last price, its average over 20 trades, and a course of 60. */
const PERIOD = 20;
export const TREND = 60;

/** A ticker's state; grows with trades. */
export class Ticker {
  readonly symbol: string;
  price = Number.NaN;
  /** NaN before there are 20 trades. */
  sma = Number.NaN;
  readonly trend: number[] = [];
  readonly #window = new Float64Array(PERIOD);
  #sum = 0;
  #trades = 0;

  constructor(symbol: string) {
    this.symbol = symbol;
  }

  trade(price: number): void {
    const place = this.#trades++ % PERIOD;
    this.#sum += price - (this.#window[place] as number);
    this.#window[place] = price;
    this.price = price;
    if (this.#trades >= PERIOD) this.sma = this.#sum / PERIOD;
    this.trend.push(price);
    if (this.trend.length > TREND) this.trend.shift();
  }
}

/** As many digits as a price of its size has. */
export function priceText(price: number): string {
  return Number.isNaN(price) ? '–' : price.toFixed(price < 1 ? 5 : price < 100 ? 3 : 2);
}

/** Of a polyline in a box, for SVG. */
export function trendPoints(trend: readonly number[], width: number, height: number): string {
  const low = Math.min(...trend);
  const span = Math.max(...trend) - low || 1;
  const step = width / (TREND - 1);
  return trend
    .map((value, index) => `${(index * step).toFixed(1)},${(height - ((value - low) / span) * height).toFixed(1)}`)
    .join(' ');
}

/** The tile that all pages of tiles have: as large as a compact one of `<ticker-board>` with an average. */
export const TILES = `
  .tiles { height: 100%; overflow: auto; display: grid; gap: 4px; align-content: start;
    grid-template-columns: repeat(auto-fill, minmax(144px, 1fr)); grid-auto-rows: 58px;
    font: 12px / 1.35 system-ui; font-variant-numeric: tabular-nums }
  .tile { box-sizing: border-box; height: 58px; padding: 2px 6px; border: 1px solid #dfe3e8; border-radius: 4px; overflow: hidden;
    display: grid; grid-template-columns: 1fr auto; grid-template-rows: 17px 17px 18px; contain: strict }
  .price { font-weight: 600; text-align: end }
  .sma { grid-column: 1 / -1 }
  .trend { grid-column: 1 / -1; width: 130px; height: 16px }
  .trend polyline { fill: none; stroke: #0a7d33 }`;

/** Adds a style sheet to the page. */
export function addStyle(text: string): void {
  const style = document.createElement('style');
  style.textContent = text;
  document.head.append(style);
}
