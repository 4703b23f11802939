import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTickerLane } from '../../src/memory/lane.js';
import { LANE } from '../../src/memory/layout.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { queueDepth } from '../../src/memory/queue-depth.js';

test('the depth of a queue is what was written and not read, also where cursors wrap', () => {
  const memory = new PageMemory();
  const { address } = createTickerLane(memory, { host: 0 });
  const at = (write: number, read: number) => {
    memory.i32[(address + LANE.WRITE) >> 2] = write;
    memory.i32[(address + LANE.READ) >> 2] = read;
    return queueDepth(memory, address);
  };
  assert.equal(queueDepth(memory, address), 0);
  assert.equal(at(7, 2), 5);
  assert.equal(at(2 ** 31 + 3, 2 ** 31 - 3), 6);
  assert.equal(at(2, 2 ** 32 - 4), 6);
});
