/** A market table with a reader on the calling thread, and what it should hold, computed naively. */
import { compileTable } from '../../src/kernels/table.js';
import { TICK_FLAG } from '../../src/market/tick.js';
import { MarketTable } from '../../src/table/market-table.js';
import { MarketTableWriter } from '../../src/table/market-table-writer.js';
import type { TableQuote } from '../../src/table/table-quote.js';

const modules = new Map<boolean, Promise<WebAssembly.Module>>();

export interface TestTable {
  readonly writer: MarketTableWriter;
  readonly table: MarketTable;
  readonly reports: string[];
}

export async function createTable({ shared = true, limit = 2 ** 25 } = {}): Promise<TestTable> {
  if (!modules.has(shared)) modules.set(shared, compileTable({ shared }));
  const module = (await modules.get(shared)) as WebAssembly.Module;
  const reports: string[] = [];
  const writer = new MarketTableWriter({ module, shared, limit, report: (message) => reports.push(message) });
  return { writer, table: MarketTable.open(writer.handle), reports };
}

/** A tick as the tests write it: a trade has a price, a quote a bid and an ask. */
export interface TableTick {
  readonly symbol: string;
  readonly time: number;
  readonly price?: number;
  readonly bid?: number;
  readonly ask?: number;
  readonly size: number;
  readonly askSize?: number;
  readonly sequence?: number;
  readonly reference?: boolean;
}

export function write(writer: MarketTableWriter, tick: TableTick): void {
  const { symbol, time, price, bid = 0, ask = 0, size, askSize = 0, sequence = Number.NaN, reference } = tick;
  const id = writer.symbol(symbol);
  if (price === undefined) writer.quote(id, time, time + 5, bid, size, ask, askSize, sequence);
  else writer.trade(id, time, time + 5, price, size, sequence, reference ? TICK_FLAG.REFERENCE : TICK_FLAG.BUY);
}

const DAY = 86_400_000;

/** What a table holds of a symbol after these ticks of it. */
export function expectedQuote(ticks: readonly TableTick[]): TableQuote {
  const trades = ticks.filter(({ price }) => price !== undefined);
  const trade = trades.at(-1);
  const quote = ticks.findLast(({ price }) => price === undefined);
  const newest = ticks.at(-1) as TableTick;
  const today = Math.max(...ticks.map(({ time }) => Math.floor(time / DAY)));
  const counted = trades.filter(({ time, reference }) => !reference && Math.floor(time / DAY) === today);
  const { NaN: none } = Number;
  return {
    last: trade?.price ?? 0.5 * ((quote?.bid ?? none) + (quote?.ask ?? none)),
    size: trade?.size ?? none,
    bid: quote?.bid ?? none,
    bidSize: quote?.size ?? none,
    ask: quote?.ask ?? none,
    askSize: quote?.askSize ?? none,
    time: newest.time,
    received: newest.time + 5,
    sequence: newest.sequence ?? none,
    volume: trade ? counted.reduce((sum, { size }) => sum + size, 0) : none,
  };
}
