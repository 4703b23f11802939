import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTickerLane } from '../../src/memory/lane.ts';
import { SLOT } from '../../src/memory/layout.ts';
import { PageMemory } from '../../src/memory/page-memory.ts';
import { SlotReader } from '../../src/memory/slot-reader.ts';

describe('a slot reader', () => {
  it('reads every bit of a number', () => {
    const memory = new PageMemory();
    const lane = createTickerLane(memory, { host: 0 });
    const reader = new SlotReader(memory, lane);
    const at = (lane.slot + SLOT.LAST) >> 3;
    for (const value of [1 / 3, -1e-300, 2 ** 52 + 1, Number.MAX_VALUE, -0, Number.NEGATIVE_INFINITY]) {
      memory.f64[at] = value;
      assert.equal(reader.read(), true);
      assert.equal(Object.is(reader.values[(SLOT.LAST - SLOT.VALUES) >> 3], value), true, `${value}`);
    }
  });
});
