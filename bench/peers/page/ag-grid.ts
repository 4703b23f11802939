/** AG Grid's community edition by its own advice for fast data: row ids and asynchronous transactions. Its sparklines are not free: a cell draws one. */
import {
  AllCommunityModule,
  createGrid,
  type GridApi,
  type ICellRendererComp,
  type ICellRendererParams,
  ModuleRegistry,
} from 'ag-grid-community';
import { type Contender, serveContender } from '../../page/live/contender.ts';
import { subscribe } from '../../page/live/socket.ts';
import { addStyle, priceText, Ticker, trendPoints } from '../../page/live/ticker.ts';

interface Row {
  readonly symbol: string;
  readonly price: number;
  readonly sma: number;
  readonly trend: readonly number[];
}

ModuleRegistry.registerModules([AllCommunityModule]);

const SVG = 'http://www.w3.org/2000/svg';

class TrendCell implements ICellRendererComp<Row> {
  readonly #svg = document.createElementNS(SVG, 'svg');
  readonly #line = document.createElementNS(SVG, 'polyline');

  init(params: ICellRendererParams<Row, readonly number[]>): void {
    this.#svg.setAttribute('class', 'trend');
    this.#svg.append(this.#line);
    this.refresh(params);
  }

  getGui(): HTMLElement {
    return this.#svg as unknown as HTMLElement;
  }

  refresh({ value }: ICellRendererParams<Row, readonly number[]>): boolean {
    this.#line.setAttribute('points', trendPoints(value ?? [], 200, 20));
    return true;
  }
}

const rowOf = ({ symbol, price, sma, trend }: Ticker): Row => ({ symbol, price, sma, trend: [...trend] });
let ticks = 0;

const contender: Contender = {
  get ticks() {
    return ticks;
  },
  open(stage, { url, symbols }) {
    addStyle('.trend { width: 200px; height: 20px } .trend polyline { fill: none; stroke: #0a7d33 }');
    const tickers = new Map(symbols.map((symbol) => [symbol, new Ticker(symbol)]));
    const grid: GridApi<Row> = createGrid<Row>(stage, {
      rowHeight: 26,
      getRowId: ({ data }) => data.symbol,
      columnDefs: [
        { field: 'symbol' },
        { field: 'price', valueFormatter: ({ value }) => priceText(value) },
        { field: 'sma', valueFormatter: ({ value }) => priceText(value) },
        { field: 'trend', cellRenderer: TrendCell, flex: 1 },
      ],
      rowData: Array.from(tickers.values(), rowOf),
    });
    return new Promise((resolve) => {
      subscribe(url, symbols, (message) => {
        const changed = new Set<Ticker>();
        for (const { type, symbol, price } of message) {
          const ticker = tickers.get(symbol);
          if (type !== 'trade' || !ticker) continue;
          ticker.trade(price);
          changed.add(ticker);
        }
        grid.applyTransactionAsync({ update: Array.from(changed, rowOf) }, () => {
          ticks += message.length;
          resolve();
        });
      });
    });
  },
};

await serveContender(contender);
