/** Kraken's symbols, and what the parts of its codec share. */
import type { Asked } from './asked.js';
import type { Seen } from './seen.js';

/** What the parts of this codec share. */
export interface KrakenState {
  readonly asked: Asked;
  readonly seen: Seen;
}

/** `PI_XBTUSD`, `FF_ETHUSD_260626`: perpetual or fixed, inverse or not. */
export function isFuture(symbol: string): boolean {
  return /^[PF][FIV]_/.test(symbol);
}

/** Names of v1 and of the exchange itself, and how v2 writes them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['XBT', 'BTC'],
  ['XDG', 'DOGE'],
]);

/** A pair as v2 writes it. Some names have small letters (`AAPLx/USD`), so that only those that are small throughout are raised. */
export function pairOf(symbol: string): string {
  const raised = symbol === symbol.toLowerCase() ? symbol.toUpperCase() : symbol;
  if (isFuture(raised)) return raised;
  return raised
    .split(/[-/]/)
    .map((name) => NAMES.get(name) ?? name)
    .join('/');
}
