/**
 * What the pages of all hosts have in common: what there is to choose, where the ticks come from, and what the end-to-end test
 * reads. Plain JavaScript with types in comments, so that the page without a bundler can have it too.
 */

/** What the list shows; the first one is also what the page begins with. */
export const SYMBOLS = ['BTC-USD', 'ETH-USD', 'AAPL', 'MSFT'];

/** What the large ticker may compute; the first one is what the page begins with. */
export const INDICATORS = ['sma(20)', 'rsi(14)', 'fast: ema(5); slow: ema(20)'];

/** Renders a second, at most, of what shows a price through the framework's state. */
export const MAX_RATE = 4;

/** Where the ticks come from: `?feed=ws://...` of the page's address, or a market that is simulated in the page. */
export const source = () => new URLSearchParams(location.search).get('feed') ?? 'sim:rate=200&seed=7';

/** What the page is at: the part of its address after `#`, `/` where there is none. */
export const route = () => location.hash.slice(1) || '/';

/** A price for people. @param {number} price */
export const written = (price) => (Number.isNaN(price) ? '–' : price.toFixed(2));

/**
 * What the framework did, for the end-to-end test. It is counted here and shown nowhere, as showing it would be a render of its own.
 *
 * @type {{ renders: number, readings: number, passes: number }}
 */
export const report = {
  /** Renders of all components, except of those that show what a binding reads. */
  renders: 0,
  /** Renders of those that do. */
  readings: 0,
  /** Times that a framework which looks for changes has looked for them, whether there were any or not. */
  passes: 0,
};

Object.assign(globalThis, { report });
