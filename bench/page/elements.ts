/** A page of elements, as people write it: `elements.html?src=sim:rate=0&widgets=100`. */
import { DataFeed, TickerWidget } from '../../src/classes.js';

customElements.define('data-feed', DataFeed);
customElements.define('ticker-widget', TickerWidget);

const wanted = new URLSearchParams(location.search);
const feed = new DataFeed();
feed.src = wanted.get('src') ?? 'sim:rate=0';
for (let index = 0; index < Number(wanted.get('widgets') ?? 100); index++) {
  const widget = new TickerWidget();
  widget.symbol = `SYM-${index}`;
  widget.indicators = 'sma(20)';
  feed.append(widget);
}
document.body.append(feed);
