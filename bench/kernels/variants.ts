/**
 * Four ways to the same figures (last, high, low, volume, VWAP, SMA(20) of a batch of trades). Each takes ticks in batches
 * and must end on the same numbers; the suite compares them before it measures.
 */
import { compilePlan } from '../../src/indicators/compiled-plan.js';
import type { TickerKernel } from '../../src/kernels/ticker.js';
import { HostBlock } from '../../src/memory/host-block.js';
import { createTickerLane, type Lane, RING_CAPACITY } from '../../src/memory/lane.js';
import { DRAINED, KIND, LANE, SLOT, TICK } from '../../src/memory/layout.js';
import type { PageMemory } from '../../src/memory/page-memory.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { Views } from '../../src/memory/views.js';
import { TIME, type TickColumns } from './ticks.ts';

/** What all variants publish. */
export interface Outcome {
  last: number;
  high: number;
  low: number;
  volume: number;
  vwap: number;
  sma: number;
}

export interface Variant {
  readonly name: string;
  /** Takes `batches` batches of `size` ticks each, cycling through the ticks. */
  run(batches: number, size: number): void;
  readonly outcome: Outcome;
}

const PERIOD = 20;

/** Most moving averages of other libraries: `update` or `add` a price, then ask for the result. */
export interface StreamingAverage {
  update(price: number, replace: boolean): number | null;
}

/** A lane whose ring holds a batch. */
export function createLane(memory: PageMemory, batch: number, indicators = `sma(${PERIOD})`): Lane {
  return createTickerLane(memory, {
    host: new HostBlock(memory).address,
    plan: compilePlan(indicators).plan,
    capacity: Math.max(RING_CAPACITY, 2 ** Math.ceil(Math.log2(batch))),
  });
}

function outcomeOf(reader: SlotReader): Outcome {
  reader.read();
  const at = (offset: number) => reader.values[(offset - SLOT.VALUES) >> 3] ?? Number.NaN;
  const [last, high, low] = [at(SLOT.LAST), at(SLOT.HIGH), at(SLOT.LOW)];
  return { last, high, low, volume: at(SLOT.VOLUME), vwap: at(SLOT.VWAP), sma: at(SLOT.OUTPUTS) };
}

/** The kernel alone: the ring is full of ticks before, and a batch is handed over by moving the write cursor. */
export function kernelAlone(memory: PageMemory, kernel: TickerKernel, ticks: TickColumns, batch: number): Variant {
  const lane = createLane(memory, batch);
  const reader = new SlotReader(memory, lane);
  return {
    name: 'kernel',
    run: drainBatches(memory, kernel, lane, ticks),
    get outcome() {
      return outcomeOf(reader);
    },
  };
}

/** Fills a lane's ring with trades, as if a writer had; what it returns hands over so many batches of a size, and drains each. */
export function drainBatches(
  memory: PageMemory,
  kernel: TickerKernel,
  lane: Lane,
  ticks: TickColumns,
): (batches: number, size: number) => void {
  const { i32, f64 } = memory;
  const capacity = i32[(lane.address + LANE.CAPACITY) >> 2] as number;
  const ring = i32[(lane.address + LANE.RING) >> 2] as number;
  for (let index = 0; index < capacity; index++) {
    const cell = ring + index * TICK.BYTES;
    f64[(cell + TICK.TIME) >> 3] = TIME;
    f64[(cell + TICK.RECEIVED) >> 3] = TIME;
    f64[(cell + TICK.PRICE) >> 3] = ticks.price[index % ticks.price.length] as number;
    f64[(cell + TICK.SIZE) >> 3] = ticks.size[index % ticks.size.length] as number;
    f64[(cell + TICK.SEQUENCE) >> 3] = index;
    i32[(cell + TICK.KIND) >> 2] = KIND.TRADE;
    i32[(cell + TICK.SYMBOL) >> 2] = 1;
  }
  const write = (lane.address + LANE.WRITE) >> 2;
  return (batches, size) => {
    for (let index = 0; index < batches; index++) {
      Atomics.add(i32, write, size);
      while (kernel.drain(lane.address) & DRAINED.MORE);
    }
  };
}

/** Writer and kernel on one thread, one after the other. */
export function writerAndKernel(memory: PageMemory, kernel: TickerKernel, ticks: TickColumns, batch: number): Variant {
  const lane = createLane(memory, batch);
  const writer = new RingWriter(new Views(memory.memory), lane.address, memory.byteLength);
  const reader = new SlotReader(memory, lane);
  return {
    name: 'writer and kernel',
    run: writeAndDrainBatches(writer, kernel, lane, ticks),
    get outcome() {
      return outcomeOf(reader);
    },
  };
}

/** The same, tick by tick by the writer. */
export function writeAndDrainBatches(
  writer: RingWriter,
  kernel: TickerKernel,
  lane: Lane,
  { price, size: sizes }: TickColumns,
): (batches: number, size: number) => void {
  let at = 0;
  return (batches, size) => {
    for (let index = 0; index < batches; index++) {
      for (let tick = 0; tick < size; tick++) {
        writer.trade(TIME, TIME, price[at] as number, sizes[at] as number, at, 0, 0, 1);
        if (++at === price.length) at = 0;
      }
      writer.flush();
      while (kernel.drain(lane.address) & DRAINED.MORE);
    }
  };
}

/** Careful JavaScript: typed columns in, a running-sum average over a ring of prices, state in locals, nothing allocated. */
export function plainJavaScript(ticks: TickColumns): Variant {
  const { price, size: sizes } = ticks;
  const window = new Float64Array(PERIOD);
  const outcome: Outcome = { last: 0, high: -Infinity, low: Infinity, volume: 0, vwap: 0, sma: Number.NaN };
  const state = { at: 0, notional: 0, sum: 0, place: 0, count: 0 };
  return {
    name: 'JavaScript',
    outcome,
    run(batches, size) {
      for (let index = 0; index < batches; index++) {
        let { last, high, low, volume } = outcome;
        let { at, notional, sum, place, count } = state;
        for (let tick = 0; tick < size; tick++) {
          last = price[at] as number;
          const amount = sizes[at] as number;
          if (++at === price.length) at = 0;
          if (last > high) high = last;
          if (last < low) low = last;
          volume += amount;
          notional += last * amount;
          sum += last - (window[place] as number);
          window[place] = last;
          if (++place === PERIOD) place = 0;
          count++;
        }
        state.at = at;
        state.notional = notional;
        state.sum = sum;
        state.place = place;
        state.count = count;
        outcome.last = last;
        outcome.high = high;
        outcome.low = low;
        outcome.volume = volume;
        outcome.vwap = notional / volume;
        outcome.sma = count < PERIOD ? Number.NaN : sum / PERIOD;
      }
    },
  };
}

/** A library's streaming average, and the rest in the same careful JavaScript as above. */
export function libraryAverage(name: string, average: StreamingAverage, ticks: TickColumns): Variant {
  const { price, size: sizes } = ticks;
  const outcome: Outcome = { last: 0, high: -Infinity, low: Infinity, volume: 0, vwap: 0, sma: Number.NaN };
  const state = { at: 0, notional: 0 };
  return {
    name,
    outcome,
    run(batches, size) {
      for (let index = 0; index < batches; index++) {
        let { last, high, low, volume, sma } = outcome;
        let { at, notional } = state;
        for (let tick = 0; tick < size; tick++) {
          last = price[at] as number;
          const amount = sizes[at] as number;
          if (++at === price.length) at = 0;
          if (last > high) high = last;
          if (last < low) low = last;
          volume += amount;
          notional += last * amount;
          sma = average.update(last, false) ?? Number.NaN;
        }
        state.at = at;
        state.notional = notional;
        outcome.last = last;
        outcome.high = high;
        outcome.low = low;
        outcome.volume = volume;
        outcome.vwap = notional / volume;
        outcome.sma = sma;
      }
    },
  };
}
