/** One lane with a writer, a kernel and a reader on the calling thread: what kernel and ring tests work on. */
import { compileTicker, instantiateTicker, type TickerKernel } from '../../src/kernels/ticker.js';
import { HostBlock } from '../../src/memory/host-block.js';
import { createTickerLane, type Lane, type TickerLaneOptions } from '../../src/memory/lane.js';
import { BANK, KIND, SLOT } from '../../src/memory/layout.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { Views } from '../../src/memory/views.js';
import { meansPlan } from './plans.js';
import type { TestTick } from './ticker-oracle.js';

/** Names of the slot's 64-bit values. */
export type ValueName = Exclude<
  keyof typeof SLOT,
  'VERSION' | 'VALUES' | 'OUTPUTS' | 'SIGNALS' | 'BARS_FROM' | 'BARS_TO' | 'OPENED' | 'TRAIL_FROM' | 'TRAIL_TO'
>;

export interface TestLaneOptions extends Omit<TickerLaneOptions, 'host'> {
  /** Moving averages in the plan. */
  readonly periods?: readonly number[];
}

const modules = new Map<boolean, Promise<WebAssembly.Module>>();

/** A fresh memory with its kernel. */
export async function createKernel(shared: boolean): Promise<{ memory: PageMemory; kernel: TickerKernel }> {
  if (!modules.has(shared)) modules.set(shared, compileTicker({ shared }));
  const memory = new PageMemory({ shared });
  const kernel = await instantiateTicker((await modules.get(shared)) as WebAssembly.Module, memory.memory);
  return { memory, kernel };
}

export class TestLane {
  readonly memory: PageMemory;
  readonly kernel: TickerKernel;
  readonly block: HostBlock;
  readonly lane: Lane;
  readonly writer: RingWriter;
  readonly reader: SlotReader;

  constructor(memory: PageMemory, kernel: TickerKernel, options: TestLaneOptions = {}) {
    this.memory = memory;
    this.kernel = kernel;
    this.block = new HostBlock(memory);
    const { periods, ...rest } = options;
    this.lane = createTickerLane(memory, {
      ...(periods && { plan: meansPlan(periods) }),
      ...rest,
      host: this.block.address,
    });
    this.writer = new RingWriter(new Views(memory.memory), this.lane.address, memory.byteLength);
    this.reader = new SlotReader(memory, this.lane);
  }

  /** Writes ticks as one batch. */
  write(ticks: readonly TestTick[]): void {
    for (const tick of ticks) {
      if (tick.kind === KIND.TRADE) {
        this.writer.trade(tick.time, tick.time + 5, tick.price, tick.size, Number.NaN, tick.flags, 0, 1);
      } else {
        this.writer.quote(tick.time, tick.time + 5, tick.price, tick.size, tick.ask, tick.askSize, Number.NaN, 0, 1);
      }
    }
    this.writer.flush();
  }

  /** Drains until nothing is left; all that the passes answered. */
  drain(): number {
    let answers = 0;
    for (;;) {
      const answer = this.kernel.drain(this.lane.address);
      if (answer === 0) return answers;
      answers |= answer;
    }
  }

  /** A published value by name. */
  value(name: ValueName): number {
    this.reader.read();
    return this.reader.values[(SLOT[name] - SLOT.VALUES) >> 3] as number;
  }

  output(index: number): number {
    this.reader.read();
    return this.reader.values[((SLOT.OUTPUTS - SLOT.VALUES) >> 3) + index] as number;
  }

  /** A 32-bit word of the committed bank. */
  word(name: 'READ' | 'TAKES' | 'STEPPING' | 'POSITION'): number {
    const { i32 } = this.memory;
    const at = (offset: number) => i32[(this.lane.address + offset) >> 2] as number;
    const bank = at(28) + (at(196) & 1) * at(32);
    return i32[(bank + BANK[name]) >> 2] as number;
  }
}
