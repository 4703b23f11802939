import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KIND, LANE, OVERFLOW, OVERFLOW_STATE } from '../../src/memory/layout.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { Views } from '../../src/memory/views.js';
import { createKernel, TestLane } from '../kernels/bench-lane.js';
import type { TestTick } from '../kernels/ticker-oracle.js';

const trades = (...prices: number[]): TestTick[] =>
  prices.map((price) => ({ kind: KIND.TRADE, time: 1e12, price, size: 1, ask: 0, askSize: 0, flags: 0 }));

async function createLane(capacity: number): Promise<TestLane> {
  const { memory, kernel } = await createKernel(true);
  return new TestLane(memory, kernel, { capacity });
}

/** The state word of the n-th overflow cell. */
const stateAt = ({ memory, lane }: TestLane, cell: number) =>
  ((memory.i32[(lane.address + LANE.OVERFLOW) >> 2] as number) + cell * OVERFLOW.BYTES + OVERFLOW.STATE) >> 2;
const claimAt = (lane: TestLane, cell: number) => stateAt(lane, cell) + ((OVERFLOW.CLAIM - OVERFLOW.STATE) >> 2);

describe('a ring', () => {
  it('shows nothing to the kernel before the batch is flushed, unless half the ring is waiting', async () => {
    const lane = await createLane(8);
    lane.writer.trade(1e12, 1e12, 1, 1, 0, 0, 0, 1);
    assert.equal(lane.drain(), 0);
    for (const price of [2, 3, 4]) lane.writer.trade(1e12, 1e12, price, 1, 0, 0, 0, 1);
    assert.equal(lane.drain(), 1);
    assert.equal(lane.value('LAST'), 4);
    assert.equal(lane.writer.touched, true);
    lane.writer.flush();
    assert.equal(lane.writer.touched, false);
  });

  it('goes on through cursors that wrap around 32 bits', async () => {
    const lane = await createLane(8);
    const { i32 } = lane.memory;
    const near = -5; // five cells before 2^32
    i32[(lane.lane.address + LANE.WRITE) >> 2] = near;
    i32[(lane.lane.address + LANE.READ) >> 2] = near;
    i32[(i32[(lane.lane.address + LANE.BANKS) >> 2] as number) >> 2] = near;
    const writer = new RingWriter(new Views(lane.memory.memory), lane.lane.address, lane.memory.byteLength);
    for (let price = 1; price <= 40; price++) {
      writer.trade(1e12, 1e12, price, 1, 0, 0, 0, 1);
      writer.flush();
      if (price % 7 === 0) lane.drain();
    }
    lane.drain();
    assert.deepEqual([lane.value('TRADES'), lane.value('LAST'), writer.takeConflated()], [40, 40, 0]);
  });

  it('lets nothing overtake a merged tick', async () => {
    const lane = await createLane(4);
    lane.write(trades(1, 2, 3, 4, 5, 6));
    assert.equal(lane.memory.i32[stateAt(lane, 0)], OVERFLOW_STATE.FULL);
    assert.equal(lane.writer.takeConflated(), 1);
    lane.drain();
    assert.deepEqual([lane.value('LAST'), lane.value('TRADES'), lane.value('CONFLATED')], [6, 6, 1]);
    lane.write(trades(7));
    lane.drain();
    assert.deepEqual([lane.value('LAST'), lane.word('TAKES'), lane.word('READ')], [7, 1, 5]);
  });

  it('goes on writing while a dead host holds an overflow cell, and takes that cell once afterwards', async () => {
    for (const committed of [false, true]) {
      const lane = await createLane(4);
      lane.write(trades(1, 2, 3, 4, 5, 6));
      const takes = lane.word('TAKES');
      // a host drained the ring, took the cell, and died: before its commit, or right after it
      if (committed) {
        lane.drain();
        lane.memory.i32[stateAt(lane, 0)] = OVERFLOW_STATE.READER;
        lane.memory.i32[claimAt(lane, 0)] = takes + 1;
      } else {
        const tag = stateAt(lane, 0) + ((OVERFLOW.TAG - OVERFLOW.STATE) >> 2);
        const real = lane.memory.i32[tag] as number;
        lane.memory.i32[tag] = real + 1000; // not its turn: only the ring is drained
        lane.drain();
        lane.memory.i32[tag] = real;
        lane.memory.i32[stateAt(lane, 0)] = OVERFLOW_STATE.READER;
      }
      lane.write(trades(7, 8, 9, 10, 11, 12));
      lane.kernel.recover(lane.lane.address);
      while (lane.drain());
      assert.deepEqual(
        [lane.value('TRADES'), lane.value('VOLUME'), lane.value('LAST')],
        [12, 12, 12],
        `committed: ${committed}`,
      );
      assert.equal(lane.memory.i32[stateAt(lane, 0)], OVERFLOW_STATE.EMPTY);
    }
  });

  it('lets nothing overtake what came while a dead host held an overflow cell, once that cell is full again', async () => {
    const lane = await createLane(4);
    lane.write(trades(1, 2, 3, 4, 5, 6));
    const tag = stateAt(lane, 0) + ((OVERFLOW.TAG - OVERFLOW.STATE) >> 2);
    const real = lane.memory.i32[tag] as number;
    lane.memory.i32[tag] = real + 1000; // not its turn: only the ring is drained
    lane.drain();
    lane.memory.i32[tag] = real;
    lane.memory.i32[stateAt(lane, 0)] = OVERFLOW_STATE.READER;
    lane.write(trades(7, 8));
    lane.kernel.recover(lane.lane.address);
    lane.write(trades(9));
    while (lane.drain());
    assert.deepEqual([lane.value('LAST'), lane.value('TRADES'), lane.value('VOLUME')], [9, 9, 9]);
  });

  it('takes an overflow cell that two hosts in turn died over, though another was taken in between', async () => {
    const lane = await createLane(2);
    const { i32 } = lane.memory;
    const quote = { kind: KIND.QUOTE, time: 1e12, price: 1, size: 1, ask: 3, askSize: 1, flags: 0 };
    lane.write([...trades(1, 2, 3), quote]);
    // the first host drained the ring, claimed the trades and died before its commit
    for (const cell of [0, 2]) (i32[stateAt(lane, cell) + 1] as number) += 1000;
    lane.drain();
    for (const cell of [0, 2]) (i32[stateAt(lane, cell) + 1] as number) -= 1000;
    i32[stateAt(lane, 0)] = OVERFLOW_STATE.READER;
    i32[claimAt(lane, 0)] = 1;
    lane.kernel.recover(lane.lane.address);
    // the second one found the writer in that cell, took the quotes, took hold of the trades and died before its claim
    i32[stateAt(lane, 0)] = OVERFLOW_STATE.WRITER;
    lane.drain();
    assert.equal(lane.word('TAKES'), 1);
    i32[stateAt(lane, 0)] = OVERFLOW_STATE.READER;
    lane.kernel.recover(lane.lane.address);
    lane.drain();
    assert.deepEqual([lane.value('TRADES'), lane.value('LAST'), lane.value('TICKS')], [3, 3, 4]);
  });

  it('makes a slot whole whose host died while publishing', async () => {
    const lane = await createLane(4);
    lane.write(trades(1));
    lane.drain();
    const version = lane.lane.slot >> 2;
    (lane.memory.i32[version] as number)++;
    lane.memory.i32[version + 2] = 12345;
    assert.equal(lane.reader.read(), false, 'a reader keeps its last copy meanwhile');
    lane.kernel.recover(lane.lane.address);
    assert.equal(lane.value('LAST'), 1);
    assert.equal((lane.memory.i32[version] as number) & 1, 0);
  });

  it('refuses a lane beyond the memory that it was told of', async () => {
    const lane = await createLane(4);
    assert.throws(() => new RingWriter(new Views(lane.memory.memory), lane.lane.address, 2 ** 32), RangeError);
  });

  it('keeps the order of two legs and merges each by itself', async () => {
    const { memory, kernel } = await createKernel(true);
    const lane = new TestLane(memory, kernel, { capacity: 2, legs: 2 });
    for (const leg of [0, 1, 0, 1, 0, 1]) lane.writer.trade(1e12, 1e12, 10 + leg, 1, 0, 0, leg, leg + 1);
    lane.writer.flush();
    const full = [0, 4].map((cell) => memory.i32[stateAt(lane, cell)]);
    assert.deepEqual(full, [OVERFLOW_STATE.FULL, OVERFLOW_STATE.FULL]);
    lane.drain();
    assert.equal(lane.value('TRADES'), 6);
  });
});
