'use client';

/** `ticklane/react`: tickers in the state of React components, from React 18 on; and the types of the tags in JSX. */
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { type TickerOptions, valuesBefore } from './ticker-watch.js';
import { waitingValues } from './waiting-values.js';
import type { DataFeed } from './watch.js';
import {
  type FeedStatus,
  type FeedWatch,
  type TickerValues,
  type TickerWatch,
  watchFeed,
  watchTicker,
} from './watch.js';

export type { TicklaneTags } from './react-tags.js';
export type * from './watch.js';

const whole = (values: TickerValues): TickerValues => values;

/** A ticker as React subscribes to it. */
function tickerStore(symbol: string, options: TickerOptions) {
  let watch: TickerWatch | undefined;
  let before: TickerValues | undefined;
  const unknown = waitingValues(options.indicators ?? '');
  return {
    unknown,
    now() {
      before ??= valuesBefore(symbol, options);
      return watch?.values ?? before;
    },
    subscribe(changed: () => void) {
      const own = watchTicker(symbol, options, changed);
      watch = own;
      return () => own.stop();
    },
  };
}

/** Makes the same of the same values, so that React finds it unchanged. */
function once<Selected>(select: (values: TickerValues) => Selected): (values: TickerValues) => Selected {
  let made: { readonly of: TickerValues; readonly selected: Selected } | undefined;
  return (values) => {
    if (made?.of !== values) made = { of: values, selected: select(values) };
    return made.selected;
  };
}

/** All values of a ticker: renders at most `maxRate` times a second, 4 without it. */
export function useTicker(symbol: string, select?: null, options?: TickerOptions): TickerValues;
/**
 * What `select` makes of a ticker's values: `useTicker('BTC-USD', ({ last }) => last)`. Renders where that is another by `Object.is`, and at most
 * `maxRate` times a second, 4 without it. On servers, and before the first tick, numbers are NaN. An empty symbol asks for nothing. Components that
 * ask for the same share one lane. Throws a RangeError for a `maxRate` that is not above 0 and up to 60.
 */
export function useTicker<Selected>(
  symbol: string,
  select: (values: TickerValues) => Selected,
  options?: TickerOptions,
): Selected;
export function useTicker(
  symbol: string,
  select?: ((values: TickerValues) => unknown) | null,
  options: TickerOptions = {},
): unknown {
  const { feed, indicators, interval, timeZone, previousClose, maxRate, whileHidden, onProblem } = options;
  const latest = useRef(onProblem);
  useEffect(() => {
    latest.current = onProblem;
  }, [onProblem]);
  const hears = onProblem !== undefined;
  const store = useMemo(() => {
    const rest = { feed, indicators, interval, timeZone, previousClose, maxRate, whileHidden };
    const problem = hears && { onProblem: (message: string, about: string) => latest.current?.(message, about) };
    return tickerStore(symbol, { ...rest, ...problem });
  }, [symbol, feed, indicators, interval, timeZone, previousClose, maxRate, whileHidden, hears]);
  const read = useMemo(() => {
    const pick = once<unknown>(select ?? whole);
    return { now: () => pick(store.now()), server: () => pick(store.unknown) };
  }, [store, select]);
  return useSyncExternalStore(store.subscribe, read.now, read.server);
}

/** How a feed's connection is: of the one with this id, of this element, or of the document's first. `idle` where there is none, and on servers. */
export function useFeedStatus(feed?: string | DataFeed | null): FeedStatus {
  const store = useMemo(() => {
    let watch: FeedWatch | undefined;
    return {
      now: (): FeedStatus => watch?.status ?? 'idle',
      subscribe(changed: () => void) {
        const own = watchFeed(feed, changed);
        watch = own;
        return () => own.stop();
      },
    };
  }, [feed]);
  return useSyncExternalStore(store.subscribe, store.now, () => 'idle' as const);
}
