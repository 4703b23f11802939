import type { DataFeed, PerformanceMonitor, TickerBoard } from '../../src/index.js';
import { element } from '../element.js';
import type { Market } from './market.js';
import type { StressSettings } from './stress-settings.js';

/** The half of the page that is ticklane's: a feed, a board, and the monitor that measures them. */
export class Ours {
  readonly feed = element<DataFeed>('feed');
  readonly monitor = element<PerformanceMonitor>('monitor');
  readonly #board = element<TickerBoard>('board');

  start(market: Market, symbols: readonly string[], { mode, workers }: StressSettings): void {
    const { feed } = this;
    feed.mode = mode;
    feed.workers = workers;
    feed.format = market.format;
    feed.src = market.src;
    this.#board.symbols = symbols;
    feed.connect();
  }

  /** Brings the board into the window: it paints nothing elsewhere. */
  reveal(): void {
    this.#board.scrollIntoView({ block: 'end' });
  }

  /** Ends the feed and takes the rows away. */
  stop(): void {
    this.feed.disconnect();
    this.#board.symbols = [];
  }
}
