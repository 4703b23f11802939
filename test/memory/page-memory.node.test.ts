import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PAGE } from '../../src/memory/layout.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { Views } from '../../src/memory/views.js';
import { property } from '../tools/property.js';

describe("the page's memory", () => {
  it('hands out zeroed, aligned blocks that never overlap, and is whole again once all are freed', () => {
    property(
      fc.array(
        fc.oneof(
          fc.integer({ min: 1, max: 200_000 }),
          fc.nat(30).map((index) => -index - 1),
        ),
        { maxLength: 80 },
      ),
      (orders) => {
        const memory = new PageMemory();
        const held: { address: number; bytes: number }[] = [];
        for (const order of orders) {
          if (order > 0) {
            const address = memory.allocate(order);
            assert.equal(address % 64, 0);
            assert.ok(address >= PAGE.HEAP && address + order <= memory.byteLength);
            for (const other of held) {
              assert.ok(address + order <= other.address || other.address + other.bytes <= address, 'overlap');
            }
            assert.ok(memory.i32.subarray(address >> 2, (address + order) >> 2).every((word) => word === 0));
            memory.i32.fill(-1, address >> 2, (address + order) >> 2);
            held.push({ address, bytes: order });
          } else if (held.length) {
            memory.free((held.splice(-order % held.length, 1)[0] as { address: number }).address);
          }
        }
        for (const { address } of held) memory.free(address);
        assert.deepEqual([memory.used, memory.pieces], [0, 1]);
      },
    );
  });

  it('does not grow over a thousand cycles of the same blocks', () => {
    const memory = new PageMemory();
    let grown = 0;
    for (let cycle = 0; cycle < 1000; cycle++) {
      const blocks = [30_000, 64, 5000, 128].map((bytes) => memory.allocate(bytes));
      for (const index of [2, 0, 3, 1]) memory.free(blocks[index] as number);
      if (cycle === 0) grown = memory.byteLength;
    }
    assert.equal(memory.byteLength, grown);
    assert.equal(memory.pieces, 1);
  });

  it('refuses to free what it did not hand out, and what was freed before', () => {
    const memory = new PageMemory();
    const address = memory.allocate(100);
    assert.throws(() => memory.free(address + 64), /no block at \d+/);
    memory.free(address);
    assert.throws(() => memory.free(address), RangeError);
  });

  it('says so when it cannot grow any further', () => {
    const memory = new PageMemory({ shared: false });
    assert.throws(() => memory.allocate(2 ** 33), /cannot grow by 8589934592 bytes/);
    assert.equal(memory.used, 0);
  });

  it('ends where addresses would no longer be signed 32-bit numbers', () => {
    const { memory } = new PageMemory();
    memory.grow(2 ** 31 / 65_536 - memory.buffer.byteLength / 65_536);
    assert.throws(() => memory.grow(1), RangeError);
  });

  it('starts with less where the device refuses a large maximum', (context) => {
    const Original = WebAssembly.Memory;
    const maxima: number[] = [];
    context.after(() => {
      WebAssembly.Memory = Original;
    });
    WebAssembly.Memory = class extends Original {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        maxima.push(descriptor.maximum as number);
        if ((descriptor.maximum as number) > 8192) throw new RangeError('could not allocate memory');
        super(descriptor);
      }
    };
    assert.ok(new PageMemory().byteLength > 0);
    assert.deepEqual(maxima, [32_768, 16_384, 8192]);
    WebAssembly.Memory = class {
      constructor() {
        throw new RangeError('no memory at all');
      }
    } as unknown as typeof WebAssembly.Memory;
    assert.throws(() => new PageMemory(), /no memory at all/);
  });
});

describe("a thread's views", () => {
  it('cover what was handed over, after growth elsewhere too', () => {
    const memory = new PageMemory();
    const views = new Views(memory.memory);
    const before = views.i32;
    const address = memory.allocate(5_000_000);
    assert.equal(views.i32, before, 'growth leaves them behind');
    assert.equal(views.renew(memory.byteLength), true);
    views.i32[address >> 2] = 7;
    assert.equal(memory.i32[address >> 2], 7);
    assert.equal(views.renew(memory.byteLength), false);
    assert.throws(() => views.renew(memory.byteLength + 1), /bytes of memory are needed/);
  });
});
