import { HISTORY, HISTORY_BAR } from './layout.js';
import type { PageMemory } from './page-memory.js';
import type { Views } from './views.js';

/** The numbers of a bar, as they lie in memory. */
export interface HistoryBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** The address of a history block, a multiple of 64. */
export type HistoryAddress = number & { readonly history?: never };

/** The most bars of one block: 48 MB of them. */
const MOST_BARS = 1_000_000;
const BAR_DOUBLES = HISTORY_BAR.BYTES >> 3;

/**
 * A block for the bars of one symbol before its live ones. The page allocates and frees it; the feed worker writes it once;
 * only then others read it. Nothing in it is atomic: the answer that the worker sends after writing (a message, by comlink)
 * orders its stores before whatever the receiver reads or hands on. Main thread.
 */
export class HistoryBlock {
  readonly address: HistoryAddress;
  /** How many bars there is room for. */
  readonly limit: number;
  readonly #memory: PageMemory;

  constructor(memory: PageMemory, limit: number) {
    this.#memory = memory;
    this.limit = limit;
    this.address = memory.allocate(HISTORY.BARS + limit * HISTORY_BAR.BYTES);
    memory.i32[(this.address + HISTORY.LIMIT) >> 2] = limit;
  }

  /** Bars written so far. */
  get count(): number {
    return this.#memory.i32[(this.address + HISTORY.COUNT) >> 2] as number;
  }

  /** Start of the newest bar, epoch ms; NaN while there is none. */
  get newest(): number {
    const at = this.address + HISTORY.BARS + (this.count - 1) * HISTORY_BAR.BYTES + HISTORY_BAR.TIME;
    return this.count > 0 ? (this.#memory.f64[at >> 3] as number) : Number.NaN;
  }

  /** A copy of the bars, oldest first. */
  read(): HistoryBar[] {
    const { f64 } = this.#memory;
    return Array.from({ length: this.count }, (_, index) => {
      const at = (this.address + HISTORY.BARS + index * HISTORY_BAR.BYTES) >> 3;
      const [time = 0, open = 0, high = 0, low = 0, close = 0, volume = 0] = f64.subarray(at, at + BAR_DOUBLES);
      return { time, open, high, low, close, volume };
    });
  }

  /** Only after whoever was to write the block has answered. */
  free(): void {
    this.#memory.free(this.address);
  }
}

/** An empty block for up to `limit` bars. Throws a RangeError for a limit other than 1 to 1,000,000, or without memory. */
export function createHistory(memory: PageMemory, limit: number): HistoryBlock {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_BARS) return new HistoryBlock(memory, limit);
  throw new RangeError(`history of ${limit} bars: expected a whole number from 1 to ${MOST_BARS}`);
}

/**
 * Writes a history block: the newest of `bars` (oldest first) that there is room for; how many. `byteLength`: bytes of the
 * memory when the block was handed over. Throws a RangeError where the memory is smaller. Any thread, one writer per block.
 */
export function writeHistory(
  views: Views,
  address: HistoryAddress,
  byteLength: number,
  bars: readonly HistoryBar[],
): number {
  views.renew(byteLength);
  const { i32, f64 } = views;
  const limit = i32[(address + HISTORY.LIMIT) >> 2] as number;
  let at = (address + HISTORY.BARS) >> 3;
  const written = bars.slice(-limit);
  for (const { time, open, high, low, close, volume } of written) {
    f64.set([time, open, high, low, close, volume], at);
    at += BAR_DOUBLES;
  }
  i32[(address + HISTORY.COUNT) >> 2] = written.length;
  return written.length;
}
