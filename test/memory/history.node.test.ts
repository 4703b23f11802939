import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHistory, type HistoryBar, writeHistory } from '../../src/memory/history.js';
import { HISTORY, HISTORY_BAR } from '../../src/memory/layout.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { Views } from '../../src/memory/views.js';

const bar = (time: number): HistoryBar => ({ time, open: 1.5, high: 2.5, low: -0.5, close: 1e-9, volume: time / 2 });
const bars = (count: number) => Array.from({ length: count }, (_, index) => bar(1000 * index));

describe('a history block', () => {
  it('is empty at first, and holds what another thread wrote, bit by bit', () => {
    const memory = new PageMemory();
    const block = createHistory(memory, 100);
    assert.equal(block.count, 0);
    assert.deepEqual(block.read(), []);
    assert.equal(writeHistory(new Views(memory.memory), block.address, memory.byteLength, bars(7)), 7);
    assert.equal(block.count, 7);
    assert.deepEqual(block.read(), bars(7));
  });

  it('lies in memory as the layout says, for kernels', () => {
    const memory = new PageMemory();
    const block = createHistory(memory, 3);
    writeHistory(new Views(memory.memory), block.address, memory.byteLength, bars(3));
    assert.equal(memory.i32[(block.address + HISTORY.LIMIT) >> 2], 3);
    assert.equal(memory.i32[(block.address + HISTORY.COUNT) >> 2], 3);
    assert.equal(HISTORY_BAR.BYTES, 48);
    const second = block.address + HISTORY.BARS + HISTORY_BAR.BYTES;
    const names = ['TIME', 'OPEN', 'HIGH', 'LOW', 'CLOSE', 'VOLUME'] as const;
    assert.deepEqual(
      names.map((name) => memory.f64[(second + HISTORY_BAR[name]) >> 3]),
      Object.values(bar(1000)),
    );
  });

  it('takes the newest where there are more than it has room for, and writes nothing outside', () => {
    const memory = new PageMemory();
    const before = memory.allocate(64);
    const block = createHistory(memory, 4);
    const after = memory.allocate(64);
    assert.equal(writeHistory(new Views(memory.memory), block.address, memory.byteLength, bars(10)), 4);
    assert.deepEqual(block.read(), bars(10).slice(6));
    for (const address of [before, after]) {
      assert.ok(memory.i32.subarray(address >> 2, (address + 64) >> 2).every((word) => word === 0));
    }
  });

  it('is reached by a thread whose views are older than it', () => {
    const memory = new PageMemory();
    const views = new Views(memory.memory);
    const block = createHistory(memory, 100_000);
    assert.ok(views.f64.byteLength < block.address + 100_000 * HISTORY_BAR.BYTES, 'the memory has not grown');
    assert.equal(writeHistory(views, block.address, memory.byteLength, bars(100_000)), 100_000);
    assert.deepEqual(block.read().at(-1), bar(99_999_000));
    assert.throws(() => writeHistory(views, block.address, 2 ** 31, []), RangeError);
  });

  it('gives its memory back', () => {
    const memory = new PageMemory();
    createHistory(memory, 500).free();
    assert.equal(memory.used, 0);
  });

  it('has a limit that makes sense', () => {
    const memory = new PageMemory();
    for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1_000_001]) {
      assert.throws(() => createHistory(memory, limit), /expected a whole number from 1 to 1000000/);
    }
    assert.equal(memory.used, 0);
  });
});
