/**
 * Prices in a program's own state, beside the tags: `watchTicker` and `watchFeed` know no framework, and each framework's binding wraps them. They
 * find feeds as elements do, and register none: whoever uses them has `<data-feed>` registered by `ticklane` or its own entry.
 */

export type { DataFeed } from '../elements/data-feed/data-feed.js';
export type { TickerValues } from '../elements/ticker-widget/ticker-values.js';
export type { FeedStatus } from '../feed/protocol.js';
export { type FeedWatch, watchFeed } from './feed-watch.js';
export { type TickerOptions, type TickerWatch, watchTicker } from './ticker-watch.js';
