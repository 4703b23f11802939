import type { Texts } from '../shared/strings.js';

/** Every word that a ticker shows or says, in English. `{symbol}` and so on stand for what is put in. */
export const TICKER_ENGLISH = {
  waiting: 'waiting',
  /** Shown where the last tick is old; `{time}`: of that tick. */
  stale: 'stale {time}',
  /** Said of such a price. */
  isStale: 'stale',
  error: 'error',
  /** Said before a change, which has its sign. */
  up: 'up',
  down: 'down',
  /** All that is said of a ticker, and what stands between its values. */
  said: '{symbol}: {values}',
  separator: ', ',
  /** Said of an alert that fired; `{name}`: what it is called, or its condition. */
  signal: '{name}: {symbol} at {price}',
  /** The button that has a ticker say its values. */
  say: 'Say {symbol}',
  /** Said where more changed than can be said. */
  more: { one: 'and {count} more', other: 'and {count} more' },
} as const satisfies Texts;
