import {
  BANK,
  BAR,
  INPUT,
  LANE,
  LANE_KIND,
  LEG,
  OVERFLOW,
  PLAN,
  PROGRAM,
  SERIES,
  SIGNAL,
  SLOT,
  STATE_SLOTS,
  TICK,
} from './layout.js';
import type { LaneAddress, PageMemory } from './page-memory.js';
import { EMPTY_PLAN, type Plan, PlanPlace, type PlanStep } from './plan.js';

/** Points of a sparkline that a lane keeps at least. */
export const TRAIL_POINTS = 64;
/** Ticks a ring holds by default: 4 ms of one symbol's burst at 60,000 ticks a second. */
export const RING_CAPACITY = 256;
/** Ticks that one pass of a drain takes at most: every series of the plan keeps so many more than its readers look back. */
const CHUNK = 512;
/** Closed bars that a lane keeps at least. */
export const BARS_KEPT = 500;
/** Signals that wait for the main thread at most; further ones are lost, and counted. */
export const SIGNALS_KEPT = 4096;

/** One instruction of a PROGRAM. */
export interface Instruction {
  /** PROGRAM_CODE. */
  readonly code: number;
  /** Which leg's price. */
  readonly leg?: number;
  /** The constant. */
  readonly value?: number;
}

/** What a ticker lane is made for. */
export interface TickerLaneOptions {
  /** Address of the host block whose bell the tick writer rings. */
  readonly host: number;
  /** What is computed on each step. */
  readonly plan?: Plan;
  /** Milliseconds of a bar; 0: the plan steps on ticks. */
  readonly interval?: number;
  /** Positions of history that are kept beyond what the plan's steps read: for bars, and for the plan that comes after. */
  readonly keep?: number;
  /** Cells of the ring, a power of two. */
  readonly capacity?: number;
  /** Milliseconds per point of the trail; 0: one point per tick. */
  readonly bucket?: number;
  /** What `change` is against; NaN: the session's open. */
  readonly previousClose?: number;
  /** Address of the session's zone table; 0: UTC. */
  readonly zone?: number;
  /** Symbols whose ticks the lane takes. */
  readonly legs?: number;
  /** Makes the price of the legs' prices; without it there is one leg, whose price it is. */
  readonly program?: readonly Instruction[];
}

/** A lane that was handed out. */
export interface Lane {
  readonly address: LaneAddress;
  readonly bytes: number;
  /** Address of its slot, and how many indicator outputs follow the slot's values. */
  readonly slot: number;
  readonly outputs: number;
  /** Milliseconds of a bar; 0: there are none. */
  readonly interval: number;
}

const align64 = (bytes: number) => Math.ceil(bytes / 64) * 64;
const powerOfTwo = (atLeast: number) => 2 ** Math.ceil(Math.log2(atLeast));

/** A tick's open, high and low are its price. */
const TICK_INPUTS = new Map([
  [INPUT.OPEN, INPUT.CLOSE],
  [INPUT.HIGH, INPUT.CLOSE],
  [INPUT.LOW, INPUT.CLOSE],
]);
const BAR_INPUTS = [INPUT.OPEN, INPUT.HIGH, INPUT.LOW, INPUT.CLOSE, INPUT.VOLUME, INPUT.TIME, INPUT.SESSION];
/** What a signal tells of its tick. */
const SIGNAL_INPUTS = [INPUT.TIME, INPUT.RECEIVED, INPUT.BID, INPUT.ASK];

/** How far back a step reads the lane's inputs. */
const inputReach = ({ inputs, reach }: PlanStep) =>
  Math.max(0, ...inputs.map((source, index) => ('input' in source ? (reach[index] ?? 0) : 0)));

/**
 * Hands out a ticker lane, empty and published once with nothing known. Its layout never changes: another plan is another
 * lane. Main thread; hand `memory.byteLength` over with the address.
 */
export function createTickerLane(memory: PageMemory, options: TickerLaneOptions): Lane {
  const { plan = EMPTY_PLAN, interval = 0, capacity = RING_CAPACITY, bucket = 0, legs = 1, program = [] } = options;
  const chunk = Math.min(capacity, CHUNK);
  const keep = new Map<number, number>();
  // a bar is kept whole: as long as any part of it is
  const kept = Math.max(BARS_KEPT, options.keep ?? 0, ...plan.steps.map(inputReach));
  if (interval) for (const input of BAR_INPUTS) keep.set(input, kept);
  else keep.set(INPUT.CLOSE, Math.max(TRAIL_POINTS, options.keep ?? 0));
  if (plan.alerts.length) for (const input of SIGNAL_INPUTS) keep.set(input, Math.max(1, keep.get(input) ?? 0));
  const place = new PlanPlace(plan, {
    chunk,
    slots: STATE_SLOTS.COUNT,
    keep,
    ...(!interval && { same: TICK_INPUTS }),
  });

  const outputs = plan.outputs.length;
  const alerts = plan.alerts.length;
  const legCount = program.length ? legs : 0;
  const bars = BANK.OUTPUTS + outputs * 8;
  const legsFrom = bars + (interval ? 2 * BAR.BYTES : 0);
  const alertStates = legsFrom + legCount * LEG.BYTES;
  const bankSize = align64(alertStates + alerts * 4);
  const valuesSize = legsFrom - BANK.LAST;
  const overflows = 4 * legs;
  const signalSize = SIGNAL.OUTPUTS + outputs * 8;
  const ownTrail = interval > 0 || bucket > 0;
  const trailBytes = ownTrail ? 8 * powerOfTwo(TRAIL_POINTS + chunk) : 0;

  let end: number = LANE.BYTES;
  const room = (bytes: number) => {
    const from = end;
    end += align64(bytes);
    return from;
  };
  const ringAt = room(capacity * TICK.BYTES);
  const overflowAt = room(overflows * OVERFLOW.BYTES);
  const banksAt = room(2 * bankSize);
  const slotAt = room(SLOT.VALUES + valuesSize);
  const programAt = room(program.length ? PROGRAM.INSTRUCTIONS + program.length * PROGRAM.INSTRUCTION_BYTES : 0);
  const signalsAt = room(alerts ? SIGNALS_KEPT * signalSize : 0);
  const trailAt = room(trailBytes);
  const planAt = room(place.bytes);

  const address = memory.allocate(end);
  place.write(memory.memory.buffer, address + planAt);
  const { i32, f64 } = memory;
  const word = (offset: number, value: number) => {
    i32[(address + offset) >> 2] = value;
  };
  const header = (offset: number) => i32[(address + offset) >> 2] as number;
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
  word(LANE.VALUES_SIZE, valuesSize);
  word(LANE.PLAN, address + planAt);
  const close = planAt + PLAN.CLOSE;
  word(LANE.TRAIL, ownTrail ? address + trailAt : header(close + SERIES.ADDRESS));
  word(LANE.TRAIL_MASK, ownTrail ? trailBytes - 1 : header(close + SERIES.MASK));
  word(LANE.ZONE, options.zone ?? 0);
  word(LANE.BARS, bars);
  word(LANE.LEGS, legsFrom);
  word(LANE.LEG_COUNT, legCount);
  word(LANE.PROGRAM, program.length ? address + programAt : 0);
  word(LANE.ALERT_STATES, alertStates);
  word(LANE.SIGNALS, address + signalsAt);
  word(LANE.SIGNALS_MASK, SIGNALS_KEPT - 1);
  word(LANE.SIGNAL_SIZE, signalSize);
  real(LANE.BUCKET, bucket);
  real(LANE.PREVIOUS_CLOSE, options.previousClose ?? Number.NaN);
  real(LANE.INTERVAL, interval);
  if (program.length) word(programAt + PROGRAM.COUNT, program.length);
  program.forEach(({ code, leg = 0, value = 0 }, index) => {
    const at = programAt + PROGRAM.INSTRUCTIONS + index * PROGRAM.INSTRUCTION_BYTES;
    word(at + PROGRAM.CODE, code);
    word(at + PROGRAM.LEG, leg);
    real(at + PROGRAM.VALUE, value);
  });

  // nothing is known yet: NaN wherever a price, a time or an output goes, in bank 0 and in the slot
  for (let offset: number = BANK.LAST; offset < alertStates; offset += 8) {
    if (KNOWN.has(offset)) continue;
    real(banksAt + offset, Number.NaN);
    if (offset < legsFrom) real(slotAt + SLOT.VALUES + offset - BANK.LAST, Number.NaN);
  }
  for (let leg = 0; leg < legCount; leg++) word(banksAt + legsFrom + leg * LEG.BYTES + LEG.STEPPING, 0);
  for (const offset of [BANK.SESSION_START, BANK.SESSION_END, BANK.TRAIL_BUCKET]) real(banksAt + offset, Number.NaN);
  return { address, bytes: end, slot: address + slotAt, outputs, interval };
}

/** Values that are counts, or two of them in one place: 0 from the beginning. */
const KNOWN: ReadonlySet<number> = new Set([
  BANK.VOLUME,
  BANK.TICKS,
  BANK.TRADES,
  BANK.CONFLATED,
  BANK.LATE,
  BANK.DROPPED,
  BANK.LOST,
  BANK.SIGNALS,
  BANK.BARS_TO,
  BANK.TRAIL_FROM,
]);

/** Changes what a lane's `change` is against; NaN: the session's open. Takes effect with the next tick. Main thread. */
export function setPreviousClose(memory: PageMemory, lane: Lane, price: number): void {
  // one 64-bit store: the kernel never sees half a price
  const bits = new BigInt64Array(new Float64Array([price]).buffer)[0] as bigint;
  Atomics.store(new BigInt64Array(memory.memory.buffer), (lane.address + LANE.PREVIOUS_CLOSE) >> 3, bits);
}
