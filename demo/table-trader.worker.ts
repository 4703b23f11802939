/**
 * A worker of one's own that trades, on paper, on what a feed's market table shows: it sleeps until something changes, looks at what
 * changed, and sleeps again. No message reaches it after the first, and the main thread has no part in it.
 *
 *   const worker = new Worker(new URL('./table-trader.worker.ts', import.meta.url), { type: 'module' });
 *   worker.onmessage = ({ data }) => console.log(data);
 *   worker.postMessage({ table: feed.marketTable(), fast: 20, slow: 60 });
 *
 * It ends with `worker.terminate()`: readers hold nothing of a table.
 */
import { MarketTable, type MarketTableHandle, type TableQuote } from '../src/reader.js';

/** What starts it. */
export interface TraderOrder {
  readonly table: MarketTableHandle;
  /** Updates that the fast and the slow average look back, about. */
  readonly fast: number;
  readonly slow: number;
}

/** What it tells: one unit bought at the ask or sold at the bid, and what came of all that were sold, in the price's currency. */
export interface PaperTrade {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  /** Source time of the tick that made it, epoch ms. */
  readonly time: number;
  readonly profit: number;
}

interface Position {
  fast: number;
  slow: number;
  updates: number;
  /** Price paid for the unit that is held; NaN while none is. */
  paid: number;
}

addEventListener('message', ({ data }: MessageEvent<TraderOrder>) => {
  const table = MarketTable.open(data.table);
  const positions = new Map<string, Position>();
  // one object for all quotes: nothing is allocated for a look
  const quote = {} as TableQuote;
  let profit = 0;

  const look = (symbol: string) => {
    if (!table.quoteInto(symbol, quote) || Number.isNaN(quote.bid)) return;
    const mid = 0.5 * (quote.bid + quote.ask);
    const position = positions.get(symbol) ?? { fast: mid, slow: mid, updates: 0, paid: Number.NaN };
    positions.set(symbol, position);
    position.fast += (2 / (data.fast + 1)) * (mid - position.fast);
    position.slow += (2 / (data.slow + 1)) * (mid - position.slow);
    if (++position.updates < data.slow) return;
    // a lead of less than the spread would be paid to the market
    const lead = position.fast - position.slow;
    const spread = quote.ask - quote.bid;
    const { time } = quote;
    if (Number.isNaN(position.paid) && lead > spread) {
      position.paid = quote.ask;
      postMessage({ symbol, side: 'buy', price: quote.ask, time, profit } satisfies PaperTrade);
    } else if (lead < 0 && !Number.isNaN(position.paid)) {
      profit += quote.bid - position.paid;
      position.paid = Number.NaN;
      postMessage({ symbol, side: 'sell', price: quote.bid, time, profit } satisfies PaperTrade);
    }
  };

  for (;;) for (const symbol of table.waitForUpdate()) look(symbol);
});
