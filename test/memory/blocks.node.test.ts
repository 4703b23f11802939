import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TICK_FLAG, TICK_KIND } from '../../src/market/tick.js';
import { FEED_COUNTERS, FeedBlockReader, FeedBlockWriter } from '../../src/memory/feed-block.js';
import { HostBlock } from '../../src/memory/host-block.js';
import { BANK, FEED, FLAG, HOST, HOST_STATE, KIND, PAGE, PARKING, REASON, SLOT } from '../../src/memory/layout.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { canWaitAsync, Parking } from '../../src/memory/parking.js';
import { Views } from '../../src/memory/views.js';

describe('the layout', () => {
  it('numbers kinds and flags of ticks as the market types do', () => {
    assert.deepEqual(KIND, TICK_KIND);
    assert.equal(FLAG.REFERENCE, TICK_FLAG.REFERENCE);
  });

  it('has the values in a bank and in a slot in the same order, so that publishing is one copy', () => {
    const values = Object.entries(SLOT).filter(([name]) => !['VERSION', 'VALUES', 'OUTPUTS'].includes(name));
    for (const [name, offset] of values) {
      assert.equal(BANK[name as keyof typeof BANK] - BANK.LAST, offset - SLOT.VALUES, name);
    }
  });

  it('has the counters of a feed in the order of their names', () => {
    const offsets = Object.entries(FEED).filter(([name]) => !['VERSION', 'VALUES', 'BYTES'].includes(name));
    const camel = (name: string) =>
      name
        .toLowerCase()
        .replace(/_received$/, '')
        .replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    const names = offsets.sort(([, a], [, b]) => a - b).map(([name]) => camel(name));
    assert.deepEqual(names, [...FEED_COUNTERS]);
    assert.ok(FEED.VALUES + FEED_COUNTERS.length * 8 <= FEED.BYTES);
  });
});

describe("a feed's block", () => {
  it('shows the counters as last published', () => {
    const memory = new PageMemory();
    const reader = new FeedBlockReader(memory);
    const writer = new FeedBlockWriter(new Views(memory.memory), reader.address, memory.byteLength);
    writer.counters.forEach((_, index) => {
      writer.counters[index] = 2 ** 40 + index;
    });
    assert.equal(reader.read().messages, 0);
    writer.publish();
    FEED_COUNTERS.forEach((name, index) => {
      assert.equal(reader.read()[name], 2 ** 40 + index);
    });
    // a writer caught in the middle: the last counters that were read stay
    Atomics.add(memory.i32, reader.address >> 2, 1);
    assert.equal(reader.read().messages, 2 ** 40);
    reader.free();
    assert.equal(memory.used, 0);
  });
});

describe("a host's block", () => {
  it('says why the host is called back, and forgets it for a successor; unanswered rings stay', () => {
    const memory = new PageMemory();
    const block = new HostBlock(memory);
    const word = (field: number) => memory.i32[(block.address + field) >> 2];
    block.announceCall();
    block.recall(REASON.STOP);
    assert.deepEqual(
      [word(HOST.CALLS), word(HOST.REASON), block.bell, block.answered],
      [1, REASON.CALL | REASON.STOP, 2, 0],
    );
    memory.i32[(block.address + HOST.STATE) >> 2] = HOST_STATE.STOPPED;
    assert.equal(block.running, false);
    block.reset();
    assert.deepEqual(
      [word(HOST.CALLS), word(HOST.REASON), block.bell, word(HOST.STATE)],
      [0, 0, 2, HOST_STATE.STARTING],
    );
    block.free();
    assert.equal(memory.used, 0);
  });
});

describe('parking', () => {
  it('ends when a kernel clears the word and notifies', {
    skip: !canWaitAsync && 'no Atomics.waitAsync here',
  }, async () => {
    const memory = new PageMemory();
    const parking = new Parking(memory);
    const parked = parking.park();
    assert.equal(memory.i32[PAGE.PARKING >> 2], PARKING.NOTIFY);
    Atomics.store(memory.i32, PAGE.PARKING >> 2, PARKING.AWAKE);
    Atomics.notify(memory.i32, PAGE.PARKING >> 2);
    await parked;
  });

  it('ends when the main thread says so', async () => {
    const memory = new PageMemory();
    const parking = new Parking(memory);
    const parked = parking.park();
    parking.wake();
    await parked;
    assert.equal(memory.i32[PAGE.PARKING >> 2], PARKING.AWAKE);
  });
});
