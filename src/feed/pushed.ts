import { TICK_FLAG } from '../market/tick.js';
import type { PushedTick } from './protocol.js';
import type { TickWriter } from './tick-writer.js';

/** Longest name of a symbol, as for the rest of what a page can say. */
const SYMBOL_LIMIT = 256;

/** Writes ticks that a page made itself; what is none is rejected, counted and reported. Feed worker. */
export function writePushed(ticks: readonly PushedTick[], writer: TickWriter): void {
  writer.message(0, performance.timeOrigin + performance.now());
  // any script may call it with anything
  for (const tick of ticks as readonly Partial<PushedTick>[]) {
    const { symbol, price, bid, ask, size = 0, bidSize = 0, askSize = 0, sequence = Number.NaN, side } = tick ?? {};
    if (typeof symbol !== 'string' || symbol === '' || symbol.length > SYMBOL_LIMIT) {
      writer.rejected('push: a tick without a symbol');
      continue;
    }
    if (price === undefined && (bid === undefined || ask === undefined)) {
      writer.rejected(`push: a tick of "${symbol}" without a price, and without bid and ask`);
      continue;
    }
    const id = writer.symbol(symbol);
    const time = tick.time ?? writer.received;
    if (bid !== undefined && ask !== undefined) {
      writer.quote(id, time, bid, bidSize, ask, askSize, sequence);
    }
    if (price !== undefined) {
      const flags = side === 'buy' ? TICK_FLAG.BUY : side === 'sell' ? TICK_FLAG.SELL : 0;
      writer.trade(id, time, price, size, sequence, flags);
    }
  }
  writer.flush();
}
