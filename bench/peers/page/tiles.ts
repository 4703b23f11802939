/** Tiles whose texts are written by hand, once a frame, and whose sparkline is somebody's chart. */
import type { Contender } from '../../page/live/contender.ts';
import { subscribe } from '../../page/live/socket.ts';
import { addStyle, priceText, TILES, Ticker } from '../../page/live/ticker.ts';

/** A sparkline of one tile. */
export interface Sparkline {
  /** A trade happened. */
  add?(price: number): void;
  /** There were trades since the last frame. */
  paint?(trend: readonly number[]): void;
}

interface Tile {
  readonly ticker: Ticker;
  readonly price: Text;
  readonly sma: Text;
  readonly sparkline: Sparkline;
  dirty: boolean;
}

const WIDTH = 130;
const HEIGHT = 16;

function makeTile(symbol: string, make: (place: HTMLElement) => Sparkline): { element: HTMLElement; tile: Tile } {
  const element = document.createElement('div');
  element.className = 'tile';
  const part = (name: string) => {
    const span = document.createElement('span');
    span.className = name;
    const text = document.createTextNode('–');
    span.append(text);
    element.append(span);
    return text;
  };
  part('symbol').data = symbol;
  const [price, sma] = [part('price'), part('sma')];
  const place = document.createElement('div');
  place.className = 'trend';
  element.append(place);
  return { element, tile: { ticker: new Ticker(symbol), price, sma, sparkline: make(place), dirty: false } };
}

/** Tiles with such sparklines; only those that had trades are painted in a frame. */
export function tilesWith(make: (place: HTMLElement, width: number, height: number) => Sparkline): Contender {
  let ticks = 0;
  return {
    get ticks() {
      return ticks;
    },
    open(stage, { url, symbols }) {
      addStyle(TILES);
      const list = document.createElement('div');
      list.className = 'tiles';
      stage.append(list);
      const made = symbols.map((symbol) => makeTile(symbol, (place) => make(place, WIDTH, HEIGHT)));
      list.append(...made.map(({ element }) => element));
      const tiles = new Map(made.map(({ tile }) => [tile.ticker.symbol, tile]));
      let dirty: Tile[] = [];
      const paint = () => {
        const changed = dirty;
        dirty = [];
        for (const { ticker, price, sma, sparkline } of changed) {
          price.data = priceText(ticker.price);
          sma.data = priceText(ticker.sma);
          sparkline.paint?.(ticker.trend);
        }
        for (const tile of changed) tile.dirty = false;
      };
      return new Promise((resolve) => {
        subscribe(url, symbols, (message) => {
          if (dirty.length === 0) requestAnimationFrame(paint);
          for (const { type, symbol, price } of message) {
            const tile = tiles.get(symbol);
            if (type !== 'trade' || !tile) continue;
            tile.ticker.trade(price);
            tile.sparkline.add?.(price);
            if (!tile.dirty) dirty.push(tile);
            tile.dirty = true;
          }
          ticks += message.length;
          resolve();
        });
      });
    },
  };
}
