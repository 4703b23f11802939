/** Lit as people write it: a property for each ticker, set by the message that brings its ticks, in the light DOM. */
import { html, LitElement } from 'lit';
import { type Contender, serveContender } from '../../page/live/contender.ts';
import { subscribe } from '../../page/live/socket.ts';
import { addStyle, priceText, TILES, Ticker, trendPoints } from '../../page/live/ticker.ts';

interface Shown {
  readonly price: number;
  readonly sma: number;
  readonly trend: readonly number[];
}

class LitTile extends LitElement {
  static override properties = { symbol: { type: String }, shown: { attribute: false } };
  declare symbol: string;
  declare shown: Shown;

  constructor() {
    super();
    this.symbol = '';
    this.shown = { price: Number.NaN, sma: Number.NaN, trend: [] };
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
    const { price, sma, trend } = this.shown;
    return html`<span>${this.symbol}</span>
      <span class="price">${priceText(price)}</span>
      <span class="sma">${priceText(sma)}</span>
      <svg class="trend" aria-hidden="true"><polyline points=${trendPoints(trend, 130, 16)}></polyline></svg>`;
  }
}
customElements.define('lit-tile', LitTile);

let ticks = 0;

const contender: Contender = {
  get ticks() {
    return ticks;
  },
  open(stage, { url, symbols }) {
    addStyle(TILES);
    const list = document.createElement('div');
    list.className = 'tiles';
    const tiles = new Map(
      symbols.map((symbol) => {
        const tile = new LitTile();
        tile.symbol = symbol;
        tile.className = 'tile';
        return [symbol, { tile, ticker: new Ticker(symbol) }];
      }),
    );
    list.append(...Array.from(tiles.values(), ({ tile }) => tile));
    stage.append(list);
    return new Promise((resolve) => {
      subscribe(url, symbols, (message) => {
        for (const { type, symbol, price } of message) {
          const one = tiles.get(symbol);
          if (type !== 'trade' || !one) continue;
          one.ticker.trade(price);
          const { price: last, sma, trend } = one.ticker;
          one.tile.shown = { price: last, sma, trend: [...trend] };
        }
        ticks += message.length;
        resolve();
      });
    });
  },
};

await serveContender(contender);
