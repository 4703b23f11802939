/** The best prices of a symbol of Bybit, merged from messages that bring parts of them. */
import type { EpochMs, SymbolId } from '../../market/tick.js';
import type { TickSink } from '../codec.js';
import { toNumber } from './numbers.js';

/** The best of both sides; NaN where a side is empty. */
export interface Top {
  bid: number;
  bidSize: number;
  ask: number;
  askSize: number;
  /** The source's number of the last update. */
  update: number;
}

export function noTop(): Top {
  const none = Number.NaN;
  return { bid: none, bidSize: none, ask: none, askSize: none, update: none };
}

/**
 * Brings one side up to date from levels `[price, size]`; false where it is no list of them. `whole`: they are all there is. In a change, what
 * has a size is the best now; a removal alone leaves the side empty.
 */
export function mergeSide(
  top: Top,
  list: unknown,
  whole: boolean,
  price: 'bid' | 'ask',
  size: 'bidSize' | 'askSize',
): boolean {
  if (!Array.isArray(list)) return false;
  if (whole) top[price] = top[size] = Number.NaN;
  let isSet = false;
  for (let index = 0; index < list.length; index++) {
    const level: unknown = list[index];
    if (!Array.isArray(level)) return false;
    const at = toNumber(level[0]);
    const amount = toNumber(level[1]);
    if (!Number.isFinite(at) || !(amount >= 0)) return false;
    if (amount !== 0 && !isSet) {
      top[price] = at;
      top[size] = amount;
      isSet = true;
    } else if (amount === 0 && top[price] === at && !isSet) top[price] = top[size] = Number.NaN;
  }
  return true;
}

/** Tells the sink of the quote; one side alone is none. */
export function tellTop(symbol: SymbolId, top: Top, time: EpochMs, sequence: number, sink: TickSink): void {
  if (Number.isNaN(top.bid) || Number.isNaN(top.ask)) sink.ignored();
  else sink.quote(symbol, time, top.bid, top.bidSize, top.ask, top.askSize, sequence);
}
