/** `ticklane/angular`: tickers as signals, from Angular 18 on. */
import { DestroyRef, effect, inject, type Signal, signal, untracked } from '@angular/core';
import { type TickerOptions, valuesBefore } from './ticker-watch.js';
import { type DataFeed, type FeedStatus, type TickerValues, watchFeed, watchTicker } from './watch.js';

export type * from './watch.js';

/** What a ticker is asked for, and what of it the signal holds. */
export interface SelectingOptions<Selected> extends TickerOptions {
  readonly select: (values: TickerValues) => Selected;
}

/** Follows a signal, or takes a value as it is: `begin` returns what ends it. Ends with the injection context. */
function follow<Value>(value: Value | Signal<Value>, begin: (value: Value) => () => void): void {
  if (typeof value === 'function') {
    effect((ended) => {
      const now = (value as Signal<Value>)();
      ended(untracked(() => begin(now)));
    });
  } else inject(DestroyRef).onDestroy(begin(value));
}

/** All values of a ticker: others at most `maxRate` times a second, 4 without it. */
export function injectTicker(
  symbol: string | Signal<string>,
  options?: TickerOptions & { readonly select?: undefined },
): Signal<TickerValues>;
/**
 * What `select` makes of a ticker's values, as a signal: `price = injectTicker(this.symbol, { select: ({ last }) => last })`. In an injection context;
 * ends with it. On servers, and before the first tick, numbers are NaN.
 */
export function injectTicker<Selected>(
  symbol: string | Signal<string>,
  options: SelectingOptions<Selected>,
): Signal<Selected>;
export function injectTicker(
  symbol: string | Signal<string>,
  options: TickerOptions & { readonly select?: ((values: TickerValues) => unknown) | undefined } = {},
): Signal<unknown> {
  const { select = (values: TickerValues) => values } = options;
  const picked = signal<unknown>(select(valuesBefore('', options)));
  follow(symbol, (now) => {
    const watch = watchTicker(now, options, (values) => picked.set(select(values)));
    picked.set(select(watch.values));
    return () => watch.stop();
  });
  return picked.asReadonly();
}

/** How a feed's connection is, as a signal: of the one with this id, of this element, or of the document's first. `idle` where there is none, and on servers. */
export function injectFeedStatus(
  feed: string | DataFeed | null | undefined | Signal<string | DataFeed | null | undefined> = '',
): Signal<FeedStatus> {
  const status = signal<FeedStatus>('idle');
  follow(feed, (now) => {
    const watch = watchFeed(now, (next) => status.set(next));
    status.set(watch.status);
    return () => watch.stop();
  });
  return status.asReadonly();
}
