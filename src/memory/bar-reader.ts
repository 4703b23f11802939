import type { Lane } from './lane.js';
import { BAR, LANE, PLAN, SERIES, SLOT } from './layout.js';
import type { PageMemory } from './page-memory.js';
import type { SlotReader } from './slot-reader.js';

/** Columns of bars, oldest first, the forming one last. Prices in the instrument's currency, `time` the start in epoch ms. */
export interface BarColumns {
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
/** Where each column stands: in the plan's inputs, and in a BAR. */
const PLACES = {
  time: [PLAN.TIME, BAR.START],
  open: [PLAN.OPEN, BAR.OPEN],
  high: [PLAN.HIGH, BAR.HIGH],
  low: [PLAN.LOW, BAR.LOW],
  close: [PLAN.CLOSE, BAR.CLOSE],
  volume: [PLAN.VOLUME, BAR.VOLUME],
} as const;
type Columns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
/** A kernel that runs ahead of a reader for so often is not waited for. */
const TRIES = 8;

/**
 * Reads a lane's bars. Main thread. Closed bars stay in their series for a chunk of further bars at least; the two newest,
 * which still change, come from the slot, under its version.
 */
export class BarReader {
  readonly #memory: PageMemory;
  readonly #slot: SlotReader;
  readonly #to: number;
  readonly #bars: number;
  readonly #series: readonly { readonly at: number; readonly mask: number }[];
  readonly #kept: number;

  constructor(memory: PageMemory, lane: Lane, slot: SlotReader) {
    this.#memory = memory;
    this.#slot = slot;
    this.#to = (lane.slot + SLOT.BARS_TO) >> 2;
    this.#bars = (SLOT.OUTPUTS - SLOT.VALUES) / 8 + lane.outputs;
    const { i32 } = memory;
    const plan = i32[(lane.address + LANE.PLAN) >> 2] as number;
    this.#series = COLUMNS.map((name) => ({
      at: i32[(plan + PLACES[name][0] + SERIES.ADDRESS) >> 2] as number,
      mask: i32[(plan + PLACES[name][0] + SERIES.MASK) >> 2] as number,
    }));
    const chunk = i32[(plan + PLAN.CHUNK) >> 2] as number;
    this.#kept = (((this.#series[0]?.mask ?? 0) + 1) >> 3) - chunk - 1;
  }

  /** The newest `count` bars as of the last publication, fewer where there are not so many; none before the first. */
  read(count: number): BarColumns {
    for (let tries = 0; tries < TRIES; tries++) {
      // while a publication is in progress what was read before will do, if there was any
      if (!this.#slot.read() && this.#slot.version === 0) continue;
      const { words, values } = this.#slot;
      const to = words[(SLOT.BARS_TO - SLOT.VALUES) >> 2] as number;
      const from = words[(SLOT.BARS_FROM - SLOT.VALUES) >> 2] as number;
      // without a forming bar there is none
      if (Number.isNaN(values[this.#bars + BAR.END / 8])) break;
      const length = Math.min(Math.floor(count), ((to - from) >>> 0) + 1, this.#kept);
      if (!(length > 0)) break;
      const columns = COLUMNS.map((name, index) => {
        const { at, mask } = this.#series[index] as { at: number; mask: number };
        const column = new Float64Array(length);
        const start = to - length + 1;
        for (let bar = 0; bar < length - 2; bar++) {
          column[bar] = this.#memory.f64[(at + (((start + bar) << 3) & mask)) >> 3] as number;
        }
        const field = PLACES[name][1] / 8;
        if (length > 1) column[length - 2] = values[this.#bars + BAR.BYTES / 8 + field] as number;
        column[length - 1] = values[this.#bars + field] as number;
        return column;
      });
      // while the same bar forms, those before the last closed one stand as they are
      if (Atomics.load(this.#memory.i32, this.#to) >>> 0 === to) {
        const [time, open, high, low, close, volume] = columns as Columns;
        return { time, open, high, low, close, volume };
      }
    }
    const none = new Float64Array();
    return { time: none, open: none, high: none, low: none, close: none, volume: none };
  }
}
