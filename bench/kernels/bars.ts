/** One tick through five indicators on 1-minute bars, by how many bars there are already. Runs in Node and in a browser's worker alike. */
import { compilePlan } from '../../src/indicators/compiled-plan.js';
import { compileTicker, instantiateTicker } from '../../src/kernels/ticker.js';
import { HostBlock } from '../../src/memory/host-block.js';
import { createTickerLane, RING_CAPACITY } from '../../src/memory/lane.js';
import { DRAINED, LANE, SLOT } from '../../src/memory/layout.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { Views } from '../../src/memory/views.js';
import { makeBars } from '../history/bars.ts';
import { quickest, type Timed } from '../rounds.ts';
import { SET_TEXT } from './stream.ts';

export interface BarSettings {
  /** Bars of history. */
  readonly histories: readonly number[];
  readonly ticks: number;
  readonly rounds: number;
}

export const BAR_SETTINGS: BarSettings = { histories: [100, 10_000, 100_000], ticks: 20_000, rounds: 60 };

export interface BarTiming {
  readonly history: number;
  /** For each tick, a drain of its own. */
  readonly nanoseconds: number;
}

const MINUTE = 60_000;
const BEGIN = Date.UTC(2026, 0, 5);

/** Nanoseconds a tick that changes the forming bar. */
export async function measureBars(settings = BAR_SETTINGS): Promise<BarTiming[]> {
  const memory = new PageMemory({ shared: true });
  const kernel = await instantiateTicker(await compileTicker({ shared: true }), memory.memory);
  const { close } = makeBars(Math.max(...settings.histories) + RING_CAPACITY);
  const { plan } = compilePlan(SET_TEXT);
  const timed = settings.histories.map((history): Timed => {
    const options = { host: new HostBlock(memory).address, plan, interval: MINUTE, keep: history };
    const lane = createTickerLane(memory, options);
    const writer = new RingWriter(new Views(memory.memory), lane.address, memory.byteLength);
    // each bar a trade, up to the one that goes on forming
    for (let bar = 0; bar <= history; bar++) {
      const time = BEGIN + bar * MINUTE;
      writer.trade(time, time, close[bar] as number, 1, bar, 0, 0, 1);
      if (bar % RING_CAPACITY === RING_CAPACITY - 1 || bar === history) {
        writer.flush();
        while (kernel.drain(lane.address) & DRAINED.MORE);
      }
    }
    const time = BEGIN + history * MINUTE + 1;
    // then ticks all over the ring, each handed over by itself
    for (let tick = 0; tick < RING_CAPACITY; tick++) {
      writer.trade(time, time, close[history + tick] as number, 1, history + tick, 0, 0, 1);
    }
    writer.flush();
    while (kernel.drain(lane.address) & DRAINED.MORE);
    const reader = new SlotReader(memory, lane);
    reader.read();
    const word = (offset: number) => reader.words[(offset - SLOT.VALUES) >> 2] as number;
    const bars = word(SLOT.BARS_TO) - word(SLOT.BARS_FROM);
    if (bars !== history) throw new Error(`the lane has ${bars} bars before the forming one, not ${history}`);
    const { i32 } = memory;
    const write = (lane.address + LANE.WRITE) >> 2;
    return {
      count: settings.ticks,
      run() {
        for (let tick = 0; tick < settings.ticks; tick++) {
          Atomics.add(i32, write, 1);
          while (kernel.drain(lane.address) & DRAINED.MORE);
        }
      },
    };
  });
  const nanoseconds = quickest(timed, settings.rounds, 3);
  return settings.histories.map((history, index) => ({ history, nanoseconds: nanoseconds[index] as number }));
}
