import { BANK, LANE, LANE_KIND, OPERATION, OVERFLOW, SLOT, SMA, STEP, TICK } from './layout.js';
import type { LaneAddress, PageMemory } from './page-memory.js';

/** Points of a sparkline that a lane keeps at least. */
export const TRAIL_POINTS = 64;
/** Ticks a ring holds by default: 4 ms of one symbol's burst at 60,000 ticks a second. */
export const RING_CAPACITY = 256;
/** The longest period of a step: two series of its length live in the lane. */
export const PERIOD_LIMIT = 100_000;

/** What a ticker lane is made for. */
export interface TickerLaneOptions {
  /** Address of the host block whose bell the tick writer rings. */
  readonly host: number;
  /** Periods of the plan's moving averages, in the order of the outputs, each 1 to PERIOD_LIMIT. */
  readonly periods?: readonly number[];
  /** Cells of the ring, a power of two. */
  readonly capacity?: number;
  /** Milliseconds per point of the trail; 0: one point per step. */
  readonly bucket?: number;
  /** What `change` is against; NaN: the session's open. */
  readonly previousClose?: number;
  /** Address of the session's zone table; 0: UTC. */
  readonly zone?: number;
  /** Symbols whose ticks the lane takes. */
  readonly legs?: number;
}

/** A lane that was handed out. */
export interface Lane {
  readonly address: LaneAddress;
  readonly bytes: number;
  /** Address of its slot, and how many indicator outputs follow the slot's values. */
  readonly slot: number;
  readonly outputs: number;
}

const align64 = (bytes: number) => Math.ceil(bytes / 64) * 64;
const powerOfTwo = (atLeast: number) => 2 ** Math.ceil(Math.log2(atLeast));

/**
 * Hands out a ticker lane, empty and published once with nothing known. Its layout never changes: another plan is another
 * lane. Main thread; hand `memory.byteLength` over with the address.
 */
export function createTickerLane(memory: PageMemory, options: TickerLaneOptions): Lane {
  const { periods = [], capacity = RING_CAPACITY, bucket = 0, legs = 1 } = options;
  for (const period of periods) {
    if (!Number.isInteger(period) || period < 1 || period > PERIOD_LIMIT) {
      throw new RangeError(`a period is a whole number from 1 to ${PERIOD_LIMIT}, not ${period}`);
    }
  }
  const longest = Math.max(TRAIL_POINTS, ...periods);
  const outputs = periods.length;
  const states = BANK.OUTPUTS + outputs * 8;
  const bankSize = align64(states + outputs * SMA.BYTES);
  const slotSize = align64(SLOT.OUTPUTS + outputs * 8);
  const overflows = 4 * legs;
  const window = powerOfTwo(longest + capacity + 1);
  const trail = bucket > 0 ? powerOfTwo(TRAIL_POINTS + capacity) : 0;
  const suffixes = periods.map((period) => powerOfTwo(2 * period + capacity + 1));

  let end: number = LANE.BYTES;
  const place = (bytes: number) => {
    const from = end;
    end += align64(bytes);
    return from;
  };
  const ringAt = place(capacity * TICK.BYTES);
  const overflowAt = place(overflows * OVERFLOW.BYTES);
  const banksAt = place(2 * bankSize);
  const slotAt = place(slotSize);
  const planAt = place(outputs * STEP.BYTES);
  const windowAt = place(window * 8);
  const trailAt = trail ? place(trail * 8) : windowAt;
  const suffixesAt = suffixes.map((length) => place(length * 8));

  const address = memory.allocate(end);
  const { i32, f64 } = memory;
  const word = (offset: number, value: number) => {
    i32[(address + offset) >> 2] = value;
  };
  const real = (offset: number, value: number) => {
    f64[(address + offset) >> 3] = value;
  };
  word(LANE.KIND, LANE_KIND.TICKER);
  word(LANE.SIZE, end);
  word(LANE.HOST, options.host);
  word(LANE.RING, address + ringAt);
  word(LANE.CAPACITY, capacity);
  word(LANE.OVERFLOW, address + overflowAt);
  word(LANE.OVERFLOWS, overflows);
  word(LANE.BANKS, address + banksAt);
  word(LANE.BANK_SIZE, bankSize);
  word(LANE.SLOT, address + slotAt);
  word(LANE.VALUES_SIZE, SLOT.OUTPUTS - SLOT.VALUES + outputs * 8);
  word(LANE.PLAN, address + planAt);
  word(LANE.STEPS, outputs);
  word(LANE.WINDOW, address + windowAt);
  word(LANE.WINDOW_MASK, window - 1);
  word(LANE.TRAIL, address + trailAt);
  word(LANE.TRAIL_MASK, (trail || window) - 1);
  word(LANE.ZONE, options.zone ?? 0);
  real(LANE.BUCKET, bucket);
  real(LANE.PREVIOUS_CLOSE, options.previousClose ?? Number.NaN);
  periods.forEach((period, index) => {
    const step = planAt + index * STEP.BYTES;
    word(step + STEP.OPERATION, OPERATION.SMA);
    word(step + STEP.PERIOD, period);
    word(step + STEP.SUFFIX, address + (suffixesAt[index] as number));
    word(step + STEP.SUFFIX_MASK, (suffixes[index] as number) - 1);
    word(step + STEP.OUTPUT, BANK.OUTPUTS + index * 8);
    word(step + STEP.STATE, states + index * SMA.BYTES);
  });

  // nothing is known yet: NaN wherever a price, a time or an output goes, in bank 0 and in the slot
  const unknown = (offset: number) => {
    real(banksAt + offset, Number.NaN);
    real(slotAt + SLOT.VALUES + offset - BANK.LAST, Number.NaN);
  };
  for (let offset: number = BANK.LAST; offset < BANK.TICKS; offset += 8) if (offset !== BANK.VOLUME) unknown(offset);
  for (let offset: number = BANK.OUTPUTS; offset < states; offset += 8) unknown(offset);
  for (const offset of [BANK.SESSION_START, BANK.SESSION_END, BANK.TRAIL_BUCKET]) real(banksAt + offset, Number.NaN);
  return { address, bytes: end, slot: address + slotAt, outputs };
}

/** Changes what a lane's `change` is against; NaN: the session's open. Takes effect with the next tick. Main thread. */
export function setPreviousClose(memory: PageMemory, lane: Lane, price: number): void {
  // one 64-bit store: the kernel never sees half a price
  const bits = new BigInt64Array(new Float64Array([price]).buffer)[0] as bigint;
  Atomics.store(new BigInt64Array(memory.memory.buffer), (lane.address + LANE.PREVIOUS_CLOSE) >> 3, bits);
}
