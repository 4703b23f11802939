/** A page of elements, as people write it, made when the suite says so. */
import { DataFeed, TickerWidget } from '../../src/classes.js';
import { takeOrders } from './orders.ts';

customElements.define('data-feed', DataFeed);
customElements.define('ticker-widget', TickerWidget);

let feed: DataFeed | undefined;

/** Puts a feed and so many widgets into the page. */
function openElements(src: string, widgets: number): void {
  feed = new DataFeed();
  feed.src = src;
  for (let index = 0; index < widgets; index++) {
    const widget = new TickerWidget();
    widget.symbol = `SYM-${index}`;
    widget.indicators = 'sma(20)';
    feed.append(widget);
  }
  document.body.append(feed);
}

/** Ticks that the feed has taken so far. */
function ticksTaken(): number {
  return feed?.stats.ticks ?? 0;
}

const elements = { openElements, ticksTaken };
export type Elements = typeof elements;

await takeOrders(elements);
