/** `ticklane/vue`: tickers as refs, from Vue 3.4 on; and the types of the tags in templates. */
import { type MaybeRefOrGetter, type ShallowRef, shallowReadonly, shallowRef, toValue, watchEffect } from 'vue';
import { type TickerOptions, valuesBefore } from './ticker-watch.js';
import { type DataFeed, type FeedStatus, type TickerValues, watchFeed, watchTicker } from './watch.js';

export type { TicklaneTags } from './vue-tags.js';
export type * from './watch.js';

/** What a ticker is asked for, and what of it the ref holds. */
export interface SelectingOptions<Selected> extends TickerOptions {
  readonly select: (values: TickerValues) => Selected;
}

/** All values of a ticker: another object at most `maxRate` times a second, 4 without it. */
export function useTicker(
  symbol: MaybeRefOrGetter<string>,
  options?: MaybeRefOrGetter<TickerOptions & { readonly select?: undefined }>,
): Readonly<ShallowRef<TickerValues>>;
/**
 * What `select` makes of a ticker's values, as a shallow ref: `useTicker(() => props.symbol, { select: ({ last }) => last })`. Follows refs and
 * getters. Ends with the component, or the effect scope. On servers, and before the first tick, numbers are NaN.
 */
export function useTicker<Selected>(
  symbol: MaybeRefOrGetter<string>,
  options: MaybeRefOrGetter<SelectingOptions<Selected>>,
): Readonly<ShallowRef<Selected>>;
export function useTicker(
  symbol: MaybeRefOrGetter<string>,
  options: MaybeRefOrGetter<TickerOptions & { readonly select?: ((values: TickerValues) => unknown) | undefined }> = {},
): Readonly<ShallowRef<unknown>> {
  const pick = (values: TickerValues) => {
    const { select } = toValue(options);
    return select ? select(values) : values;
  };
  const picked = shallowRef<unknown>(pick(valuesBefore(toValue(symbol), toValue(options))));
  watchEffect((ended) => {
    const watch = watchTicker(toValue(symbol), { ...toValue(options) }, (values) => {
      picked.value = pick(values);
    });
    ended(() => watch.stop());
    picked.value = pick(watch.values);
  });
  return shallowReadonly(picked);
}

/** How a feed's connection is, as a ref: of the one with this id, of this element, or of the document's first. `idle` where there is none, and on servers. */
export function useFeedStatus(
  feed?: MaybeRefOrGetter<string | DataFeed | null | undefined>,
): Readonly<ShallowRef<FeedStatus>> {
  const status = shallowRef<FeedStatus>('idle');
  watchEffect((ended) => {
    const watch = watchFeed(toValue(feed), (now) => {
      status.value = now;
    });
    ended(() => watch.stop());
    status.value = watch.status;
  });
  return shallowReadonly(status);
}
