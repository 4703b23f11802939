import type { TickSink } from './codec.js';

/** A sink that hears nothing: for those who take only a part of what a codec finds, and spread their own methods over it. */
export const deafSink: TickSink = {
  received: Number.NaN,
  symbol: () => 0,
  trade: () => {},
  quote: () => {},
  ignored: () => {},
  rejected: () => {},
  failed: () => {},
  book: () => {},
  bar: () => {},
  option: () => {},
  instrument: () => {},
  send: () => {},
  ready: () => {},
  gap: () => {},
  lost: () => {},
  stale: () => {},
  end: () => {},
};
