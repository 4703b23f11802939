import { LANE, PLAN, SERIES, SLOT } from './layout.js';
import type { LaneAddress } from './page-memory.js';
import type { PatchWriter } from './patches.js';

/** What bars are read of. */
const COLUMNS = [PLAN.TIME, PLAN.OPEN, PLAN.HIGH, PLAN.LOW, PLAN.CLOSE, PLAN.VOLUME];

/** One ring of values by position. */
interface Series {
  readonly address: number;
  readonly mask: number;
}

/**
 * Finds out what of a lane the main thread has to be sent: its slot, and the points, closed bars and signals that came since the last time.
 * The host's thread, where its memory is its own.
 */
export class LaneMirror {
  readonly #slot: number;
  readonly #slotBytes: number;
  readonly #trail: Series;
  readonly #bars: readonly Series[];
  readonly #signals: number;
  readonly #signalsMask: number;
  readonly #signalBytes: number;
  readonly #lane: number;
  #version: number;
  #points: number;
  #closed: number;
  #signalled: number;

  /** What stands there now is known already. */
  constructor(i32: Int32Array, lane: LaneAddress) {
    const header = (field: number) => i32[(lane + field) >> 2] as number;
    this.#lane = lane;
    this.#slot = header(LANE.SLOT);
    this.#slotBytes = SLOT.VALUES + header(LANE.VALUES_SIZE);
    this.#trail = { address: header(LANE.TRAIL), mask: header(LANE.TRAIL_MASK) };
    const plan = header(LANE.PLAN);
    const seriesOf = (column: number): Series => ({
      address: i32[(plan + column + SERIES.ADDRESS) >> 2] as number,
      mask: i32[(plan + column + SERIES.MASK) >> 2] as number,
    });
    // the interval is a double: 0 where there are no bars
    const hasBars = header(LANE.INTERVAL) !== 0 || header(LANE.INTERVAL + 4) !== 0;
    this.#bars = hasBars ? COLUMNS.map(seriesOf) : [];
    this.#signals = header(LANE.SIGNALS);
    this.#signalsMask = header(LANE.SIGNALS_MASK);
    this.#signalBytes = header(LANE.SIGNAL_SIZE);
    this.#version = this.#word(i32, SLOT.VERSION);
    this.#points = this.#word(i32, SLOT.TRAIL_TO);
    this.#closed = this.#word(i32, SLOT.BARS_TO);
    this.#signalled = this.#word(i32, SLOT.SIGNALS);
  }

  /** Adds what has changed since; whether there are signals among it. */
  write(i32: Int32Array, patches: PatchWriter): boolean {
    const version = this.#word(i32, SLOT.VERSION);
    if (version === this.#version) return false;
    this.#version = version;
    const points = this.#word(i32, SLOT.TRAIL_TO);
    // the last point may have changed in its place
    addSeries(i32, patches, this.#trail, this.#points - 1, points);
    this.#points = points;
    const closed = this.#word(i32, SLOT.BARS_TO);
    if (closed !== this.#closed)
      for (const series of this.#bars) addSeries(i32, patches, series, this.#closed - 1, closed);
    this.#closed = closed;
    const signalled = this.#word(i32, SLOT.SIGNALS);
    const fired = signalled !== this.#signalled;
    for (; this.#signalled !== signalled; this.#signalled = (this.#signalled + 1) | 0) {
      patches.add(i32, this.#signals + (this.#signalled & this.#signalsMask) * this.#signalBytes, this.#signalBytes);
    }
    if (fired) {
      // what is on its way is as good as taken
      i32[(this.#lane + LANE.TAKEN) >> 2] = signalled;
      i32[(this.#lane + LANE.TOLD) >> 2] = 0;
    }
    patches.add(i32, this.#slot, this.#slotBytes);
    return fired;
  }

  #word(i32: Int32Array, field: number): number {
    return i32[(this.#slot + field) >> 2] as number;
  }
}

/** Values of the positions `from` to `to`, the last one left out; all of the ring where there are more. */
function addSeries(i32: Int32Array, patches: PatchWriter, { address, mask }: Series, from: number, to: number): void {
  if (!address || !mask) return;
  const places = (mask + 1) >> 3;
  const count = (to - from) >>> 0;
  if (count >= places) return patches.add(i32, address, mask + 1);
  const first = (from << 3) & mask;
  const bytes = count << 3;
  const straight = Math.min(bytes, mask + 1 - first);
  patches.add(i32, address + first, straight);
  patches.add(i32, address, bytes - straight);
}
