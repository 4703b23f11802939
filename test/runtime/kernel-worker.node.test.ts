import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { type Endpoint, wrap } from 'comlink';
import { compileTicker } from '../../src/kernels/ticker.js';
import { createTickerLane, type Lane } from '../../src/memory/lane.js';
import { HOST, LANE, OVERFLOW, OVERFLOW_STATE, PAGE, PARKING, REASON } from '../../src/memory/layout.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { Views } from '../../src/memory/views.js';
import type { KernelMessage, KernelService } from '../../src/runtime/kernel-service.js';
import { createKernel, TestLane } from '../kernels/bench-lane.js';
import { meansPlan } from '../kernels/plans.js';
import { until } from '../tools/until.ts';

/** The worker of a dedicated host, on a thread of Node. */
async function startWorker(locks: boolean) {
  const url = new URL('../../src/runtime/kernel.worker.ts', import.meta.url).href;
  const worker = new Worker(new URL('../tools/worker-in-node.mjs', import.meta.url), {
    workerData: { url, locks },
    execArgv: [],
  });
  const heard: unknown[] = [];
  worker.on('message', (message) => heard.push(message));
  await once(worker, 'message');
  const endpoint: Endpoint = {
    postMessage: (message) => worker.postMessage(message),
    addEventListener: (type, listener) =>
      worker.on(type, (data) => (listener as EventListener)({ data } as MessageEvent)),
    removeEventListener: () => {},
  };
  return { worker, heard, service: wrap<KernelService>(endpoint) };
}

describe("a dedicated host's worker", () => {
  for (const locks of [true, false]) {
    it(`runs its lane, nudges, changes lanes and stops when it is told (${locks ? 'with' : 'without'} locks)`, async () => {
      const { memory, kernel } = await createKernel(true);
      const first = new TestLane(memory, kernel, { periods: [2] });
      const { block } = first;
      const { worker, heard, service } = await startWorker(locks);
      const module = await compileTicker({ shared: true });
      const start = { module, memory: memory.memory, byteLength: memory.byteLength, lock: 'a lock' };
      const begun = service.begin({ ...start, host: block.address, lanes: [first.lane.address], many: false });
      assert.deepEqual(await begun, { locked: locks });
      assert.equal(block.running, true);
      const told = (what: string) => heard.some((message) => (message as KernelMessage).ticklane === what);
      const change = { old: first.lane.address, carry: true, history: 0 };

      const trade = (writer: RingWriter, price: number) => {
        writer.trade(1e12, 1e12, price, 1, 0, 0, 0, 1);
        writer.flush();
      };
      Atomics.store(memory.i32, PAGE.PARKING >> 2, PARKING.MESSAGE);
      trade(first.writer, 10);
      await until(() => told('nudge'), 'the nudge');
      assert.equal(first.value('LAST'), 10);

      const lane: Lane = createTickerLane(memory, { host: block.address, plan: meansPlan([3]) });
      const writer = new RingWriter(new Views(memory.memory), lane.address, memory.byteLength);
      trade(first.writer, 20);
      trade(writer, 30);
      block.announceCall();
      assert.deepEqual(await service.change([{ ...change, lane: lane.address }], memory.byteLength), ['']);
      const reader = new SlotReader(memory, lane);
      await until(() => reader.read() && reader.values.at(-1) === 20, 'the average of three');
      // once more, as for a replacement that does not know how far its predecessor came
      block.announceCall();
      assert.deepEqual(await service.change([{ ...change, lane: lane.address }], memory.byteLength), ['']);
      trade(writer, 60);
      await until(() => reader.read() && Math.round(reader.values.at(-1) as number) === 37, 'the next average');

      const exited = once(worker, 'exit');
      block.recall(REASON.STOP);
      await until(() => told('stopped'), 'its last word');
      await exited;
      assert.equal(Atomics.load(memory.i32, (block.address + HOST.STATE) >> 2), 2);
    });
  }

  it('makes whole the lane that its predecessor changed to and died in', async () => {
    const { memory, kernel } = await createKernel(true);
    const old = new TestLane(memory, kernel);
    const next = new TestLane(memory, kernel, { capacity: 4 });
    const { i32 } = memory;
    // the predecessor has made the change, holds a merged cell that it did not commit, and was publishing
    const trade = (price: number) => next.writer.trade(1e12, 1e12, price, 1, 0, 0, 0, 1);
    kernel.adopt(next.lane.address, old.lane.address, 0);
    for (const price of [1, 2, 3, 4, 5, 6]) trade(price);
    next.writer.flush();
    const overflow = i32[(next.lane.address + LANE.OVERFLOW) >> 2] as number;
    Atomics.store(i32, (overflow + OVERFLOW.STATE) >> 2, OVERFLOW_STATE.READER);
    Atomics.add(i32, next.lane.slot >> 2, 1);

    const { worker, service } = await startWorker(true);
    const module = await compileTicker({ shared: true });
    const host = old.block.address;
    const start = { module, memory: memory.memory, byteLength: memory.byteLength, host, lock: 'a lock' };
    await service.begin({ ...start, lanes: [old.lane.address], many: false });
    old.block.announceCall();
    const change = { old: old.lane.address, lane: next.lane.address, carry: true, history: 0 };
    await service.change([change], memory.byteLength);
    await until(() => next.reader.read() && next.value('LAST') === 6, 'the merged tick');
    assert.equal(next.value('TRADES'), 6);

    const exited = once(worker, 'exit');
    old.block.recall(REASON.STOP);
    await exited;
  });
});
