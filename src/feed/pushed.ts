import { TICK_FLAG } from '../market/tick.js';
import type { PushedTick } from './protocol.js';
import type { TickWriter } from './tick-writer.js';

/** Longest name of a symbol, as for the rest of what a page can say. */
const SYMBOL_LIMIT = 256;

/** Writes ticks that a page made itself; what is none is rejected, counted and reported. Feed worker. */
export function writePushed(ticks: readonly PushedTick[], writer: TickWriter): void {
  writer.message(0, performance.timeOrigin + performance.now());
  writer.begin();
  // any script may call it with anything
  for (const tick of ticks as readonly Partial<PushedTick>[]) {
    const { symbol, side } = tick ?? {};
    if (typeof symbol !== 'string' || symbol === '' || symbol.length > SYMBOL_LIMIT) {
      writer.rejected('push: a tick without a symbol');
      continue;
    }
    const { price, bid, ask } = tick;
    const quoted = isThere(bid) && isThere(ask);
    if (!isThere(price) && !quoted) {
      writer.rejected(`push: a tick of "${symbol}" without a price, and without bid and ask`);
      continue;
    }
    const id = writer.symbol(symbol);
    const time = numberOf(tick.time, writer.received);
    const sequence = numberOf(tick.sequence, Number.NaN);
    if (quoted) {
      writer.quote(id, time, numberOf(bid), numberOf(tick.bidSize), numberOf(ask), numberOf(tick.askSize), sequence);
    }
    if (isThere(price)) {
      const flags = side === 'buy' ? TICK_FLAG.BUY : side === 'sell' ? TICK_FLAG.SELL : 0;
      writer.trade(id, time, numberOf(price), numberOf(tick.size), sequence, flags);
    }
  }
  writer.flush();
}

const isThere = (value: unknown) => value !== undefined && value !== null;

/** A number, or a text that is one; NaN for anything else, which JavaScript would often call 0. */
function numberOf(value: unknown, otherwise = 0): number {
  if (!isThere(value)) return otherwise;
  if (typeof value === 'number') return value;
  const counts = typeof value === 'bigint' || value instanceof Date || (typeof value === 'string' && value.trim());
  return counts ? Number(value) : Number.NaN;
}
