import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compile } from '../../src/indicators/compile.js';
import { BarReader } from '../../src/memory/bar-reader.js';
import { LaneMirror } from '../../src/memory/lane-mirror.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { applyPatches, PatchWriter } from '../../src/memory/patches.js';
import { SignalReader } from '../../src/memory/signal-reader.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { createKernel, TestLane } from '../kernels/bench-lane.js';
import { trade } from '../kernels/ticker-oracle.js';
import { property } from '../tools/property.js';

const T0 = Date.UTC(2025, 5, 2, 9);
const ALL = 4096;

const walk = fc
  .array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 0, max: 900 })), { minLength: 1, maxLength: 600 })
  .map((steps) => {
    let price = 100;
    let time = T0;
    return steps.map(([change, step]) => {
      price += change;
      time += step;
      return trade(time, price);
    });
  });
const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });

/** All that a page reads of a lane. */
class Readings {
  readonly #slot: SlotReader;
  readonly #bars: BarReader;
  readonly #signals: SignalReader;
  readonly #trail = new Float64Array(ALL);

  constructor(memory: PageMemory, lane: TestLane['lane']) {
    this.#slot = new SlotReader(memory, lane);
    this.#bars = new BarReader(memory, lane, this.#slot);
    this.#signals = new SignalReader(memory, lane);
  }

  take() {
    this.#slot.read();
    const points = this.#slot.readTrail(this.#trail);
    return {
      values: [...this.#slot.values],
      trail: [...this.#trail.subarray(0, points)],
      bars: this.#bars.read(ALL),
      signals: this.#signals.take(),
    };
  }
}

describe('a mirror', () => {
  for (const interval of [0, 1000]) {
    it(`has the page read of its own memory what the host has in its own, ${interval ? 'on bars' : 'on ticks'}`, async () => {
      const { plan } = compile({
        indicators: 'sma(3); rsi(5)',
        alerts: [{ id: 7, when: 'close > 102', once: false, hysteresis: 1 }],
      });
      const { memory, kernel } = await createKernel(false);
      property(walk, cuts, (ticks, sizes) => {
        const host = new TestLane(memory, kernel, { interval, capacity: 64, keep: 40, plan });
        const page = new PageMemory({ shared: false });
        // as long as the host's, with what stands there when the lane comes
        page.free(page.allocate(memory.byteLength));
        new Uint8Array(page.memory.buffer).set(new Uint8Array(memory.memory.buffer));
        const mirror = new LaneMirror(memory.i32, host.lane.address);
        const [there, here] = [new Readings(memory, host.lane), new Readings(page, host.lane)];
        for (let from = 0, turn = 0; from < ticks.length; turn++) {
          const to = from + (sizes[turn % sizes.length] as number);
          for (; from < Math.min(to, ticks.length); from += 50) {
            host.write(ticks.slice(from, Math.min(from + 50, to)));
            host.drain();
          }
          from = to;
          const patches = new PatchWriter();
          mirror.write(memory.i32, patches);
          applyPatches(page.i32, patches.buffer, patches.used);
          assert.deepEqual(here.take(), there.take());
        }
        memory.free(host.lane.address);
        memory.free(host.block.address);
      });
    });
  }

  it('has nothing to tell while nothing was published', async () => {
    const { memory, kernel } = await createKernel(false);
    const host = new TestLane(memory, kernel);
    host.write([trade(T0, 5)]);
    host.drain();
    const mirror = new LaneMirror(memory.i32, host.lane.address);
    const patches = new PatchWriter();
    assert.deepEqual([mirror.write(memory.i32, patches), patches.used], [false, 0]);
  });
});
