/**
 * What the documentation's pictures show: the template that the address names, `pictures.html#ticker-board`. The body says `data-ready` once
 * the made-up market has ended, or has run for a while, and what came of it is painted.
 */
import '../src/index.js';
import type { DataFeed, SignalEvent } from '../src/index.js';

/** Seconds of a market without an end, and of what is computed once a second. */
const LASTING_MS = 8000;
const LOOK_MS = 100;
const MOST_SIGNALS = 6;

const template = document.getElementById(location.hash.slice(1));
if (!(template instanceof HTMLTemplateElement)) throw new RangeError(`there is no picture ${location.hash}`);
const main = document.querySelector('main') as HTMLElement;

addEventListener('signal', (event) => {
  const { name, price } = event as SignalEvent;
  const list = document.getElementById('signals');
  if (!list || list.childElementCount === MOST_SIGNALS) return;
  const item = document.createElement('li');
  item.textContent = `${name}, at ${price.toFixed(2)}`;
  list.append(item);
});

main.append(template.content);
const feed = main.querySelector<DataFeed>('data-feed') as DataFeed;
const count = Number(new URLSearchParams(feed.src.slice(feed.src.indexOf(':') + 1)).get('count') ?? Number.NaN);
const from = performance.now();
const look = setInterval(() => {
  const over = Number.isNaN(count)
    ? performance.now() - from > LASTING_MS
    : feed.stats.ticks + feed.stats.unrouted >= count;
  if (!over) return;
  clearInterval(look);
  // what came last is painted by now, and so are the colours of what moved
  setTimeout(() => {
    document.body.dataset.ready = 'yes';
  }, 1500);
}, LOOK_MS);
