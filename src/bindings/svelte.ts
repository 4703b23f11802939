/** `ticklane/svelte`: tickers as stores, which Svelte 4 and 5 read as `$price`, and runes by `fromStore`; and the types of the tags in templates. */
import { type TickerOptions, valuesBefore } from './ticker-watch.js';
import { type DataFeed, type FeedStatus, type TickerValues, watchFeed, watchTicker } from './watch.js';

export type { TicklaneTags } from './svelte-tags.js';
export type * from './watch.js';

/** Svelte's store contract. */
export interface Store<Value> {
  /** Calls `run` at once, and with every other value; returns what ends that. */
  subscribe(run: (value: Value) => void): () => void;
}

/** What a ticker is asked for, and what of it the store holds. */
export interface SelectingOptions<Selected> extends TickerOptions {
  readonly select: (values: TickerValues) => Selected;
}

/** All values of a ticker: others at most `maxRate` times a second, 4 without it. */
export function ticker(symbol: string, options?: TickerOptions & { readonly select?: undefined }): Store<TickerValues>;
/**
 * What `select` makes of a ticker's values, as a store: `ticker('BTC-USD', { select: ({ last }) => last })`. It costs nothing until somebody subscribes.
 * On servers, and before the first tick, numbers are NaN.
 */
export function ticker<Selected>(symbol: string, options: SelectingOptions<Selected>): Store<Selected>;
export function ticker(
  symbol: string,
  options: TickerOptions & { readonly select?: ((values: TickerValues) => unknown) | undefined } = {},
): Store<unknown> {
  const { select = (values: TickerValues) => values } = options;
  return {
    subscribe(run) {
      let picked = select(valuesBefore(symbol, options));
      run(picked);
      const tell = (values: TickerValues) => {
        const next = select(values);
        if (Object.is(next, picked)) return;
        picked = next;
        run(next);
      };
      const watch = watchTicker(symbol, options, tell);
      return () => watch.stop();
    },
  };
}

/** How a feed's connection is, as a store: of the one with this id, of this element, or of the document's first. `idle` where there is none, and on servers. */
export function feedStatus(feed?: string | DataFeed | null): Store<FeedStatus> {
  return {
    subscribe(run) {
      const watch = watchFeed(feed, run);
      run(watch.status);
      return () => watch.stop();
    },
  };
}
