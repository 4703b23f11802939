/** A stress test's reader: a thread that looks at a table as fast as it can and counts what no tick ever was. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MarketTableHandle } from '../../src/table/handle.js';
import { MarketTable } from '../../src/table/market-table.js';
import type { TableQuote } from '../../src/table/table-quote.js';

export interface ReadingOrder {
  readonly handle: MarketTableHandle;
  /** Word 0: 0 until the writer has finished; then a word for each reader: what it has seen enough of counts up. */
  readonly words: Int32Array;
  /** Which reader this is, from 1. */
  readonly reader: number;
  /** Look no second time at the version: the bug that records are protected from. */
  readonly blind: boolean;
}

export interface ReadingAccount {
  readonly reads: number;
  readonly torn: number;
  /** Rows of bars that were read, and those that no trade made. */
  readonly rows: number;
  readonly tornRows: number;
  /** Symbols told of as changed. */
  readonly changes: number;
  readonly symbols: number;
  /** Last prices at the end, by symbol. */
  readonly last: Readonly<Record<string, number>>;
}

const { handle, words, reader, blind } = workerData as ReadingOrder;
if (blind) {
  // every look at a word with an odd or moving version is answered as if the version stood still
  const { load } = Atomics;
  Atomics.load = ((words: Int32Array, at: number) => {
    const value = load(words, at);
    const isVersion =
      words.buffer === handle.memory.buffer && at >= 10_240 && (((at - 10_240) * 4) % 70_400) % 320 === 0;
    return isVersion && at < 10_240 + 17_600 ? 2 : value;
  }) as typeof Atomics.load;
}

const table = MarketTable.open(handle);
const quote = {} as TableQuote;
const account = { reads: 0, torn: 0, rows: 0, tornRows: 0, changes: 0, symbols: 0 };

/** The writer derives every number of a tick from its count. */
function isWhole(): boolean {
  const { sequence } = quote;
  const value = sequence * 1024.000_001;
  return (
    quote.bid === value &&
    quote.ask === value + 1 &&
    quote.bidSize === sequence &&
    quote.askSize === sequence &&
    quote.time === sequence * 100 &&
    quote.received === sequence
  );
}

function readBars(symbol: string): void {
  const { time, open, high, low, close, volume } = table.bars(symbol, '1s');
  for (let bar = 0; bar < time.length; bar++) {
    account.rows++;
    // ten ticks to a bar, priced by their time
    const start = time[bar] as number;
    const last = bar === time.length - 1;
    // a series may begin in the middle of one
    const first = bar === 0 && time.length < 1440;
    const whole =
      open[bar] === low[bar] &&
      close[bar] === high[bar] &&
      (first || open[bar] === start) &&
      (last || high[bar] === start + 900) &&
      volume[bar] === ((close[bar] as number) - (open[bar] as number)) / 100 + 1 &&
      (bar === 0 || start - (time[bar - 1] as number) === 1000);
    if (!whole) account.tornRows++;
  }
}

for (;;) {
  const finished = Atomics.load(words, 0) !== 0;
  const changed = finished || blind ? table.changes() : table.waitForUpdate(1000);
  account.changes += changed.length;
  for (const name of blind ? ['Q0'] : changed) {
    if (name.startsWith('Q')) {
      for (let turn = 0; turn < 20; turn++) {
        if (!table.quoteInto(name, quote)) continue;
        account.reads++;
        if (!isWhole()) account.torn++;
      }
    } else readBars(name);
  }
  Atomics.store(words, reader, blind ? account.torn : Math.min(account.reads, account.rows));
  if (finished) break;
}
const names = table.symbols();
account.symbols = names.length;
const last = Object.fromEntries(names.map((name) => [name, table.quote(name)?.last]));
parentPort?.postMessage({ ...account, last });
