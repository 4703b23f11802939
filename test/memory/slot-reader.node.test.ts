import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileTicker, instantiateTicker } from '../../src/kernels/ticker.js';
import { createTickerLane } from '../../src/memory/lane.js';
import { SLOT } from '../../src/memory/layout.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { SlotReader } from '../../src/memory/slot-reader.js';

/** Memories with each way to read a slot. */
const WAYS = {
  'by a kernel': async () => {
    const memory = new PageMemory();
    memory.readSlot = (await instantiateTicker(await compileTicker({ shared: true }), memory.memory)).read;
    return memory;
  },
  'in JavaScript': async () => new PageMemory(),
  'of a memory that is not shared': async () => new PageMemory({ shared: false }),
};

describe('a slot reader', () => {
  for (const [way, createMemory] of Object.entries(WAYS)) {
    it(`reads every bit of a number ${way}`, async () => {
      const memory = await createMemory();
      const lane = createTickerLane(memory, { host: 0 });
      const reader = new SlotReader(memory, lane);
      const at = (lane.slot + SLOT.LAST) >> 3;
      let version = 0;
      for (const value of [1 / 3, -1e-300, 2 ** 52 + 1, Number.MAX_VALUE, -0, Number.NEGATIVE_INFINITY]) {
        memory.f64[at] = value;
        version -= 2;
        memory.i32[(lane.slot + SLOT.VERSION) >> 2] = version;
        assert.equal(reader.changed, true);
        assert.equal(reader.read(), true);
        assert.equal(reader.changed, false);
        assert.equal(reader.version, 2 ** 32 + version);
        assert.equal(Object.is(reader.values[(SLOT.LAST - SLOT.VALUES) >> 3], value), true, `${value}`);
      }
    });
  }

  it('reads nothing while a publication is in progress', async () => {
    for (const way of ['by a kernel', 'in JavaScript'] as const) {
      const memory = await WAYS[way]();
      const lane = createTickerLane(memory, { host: 0 });
      const reader = new SlotReader(memory, lane);
      memory.i32[(lane.slot + SLOT.VERSION) >> 2] = 3;
      assert.equal(reader.read(), false, way);
    }
  });
});
