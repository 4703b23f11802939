import { expect } from '@open-wc/testing';
import { compileTicker } from '../../src/kernels/ticker.js';
import { BatchOutlet, BatchPort } from '../../src/memory/batch-port.js';
import { createTickerLane, type Lane } from '../../src/memory/lane.js';
import { KIND } from '../../src/memory/layout.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { BatchedLane } from '../../src/runtime/batched-lane.js';
import { PageRuntime } from '../../src/runtime/page.js';
import type { HostMode, HostOwner, WorkersSetting } from '../../src/runtime/seat.js';
import stuck from '../../wat/ticker.wat?mutant=stuck';
import traps from '../../wat/ticker.wat?mutant=traps';
import { meansPlan } from '../kernels/plans.ts';
import { published, until, untilTicks } from '../stress/stress.js';
import { replaceWorkers } from './replace-workers.js';

class Owner implements HostOwner {
  readonly mode: HostMode;
  readonly workers: WorkersSetting;
  readonly told: string[] = [];

  constructor(workers: WorkersSetting = 'pool', mode: HostMode = 'batched') {
    this.workers = workers;
    this.mode = mode;
  }

  replaced(reason: string, lanes: number): void {
    this.told.push(`replaced: ${reason}: ${lanes}`);
  }

  displaced(reason: string, lanes: number): void {
    this.told.push(`displaced: ${reason}: ${lanes}`);
  }
}

function createRuntime(kernel?: KernelBinary): PageRuntime {
  const runtime = new PageRuntime();
  const module = kernel ? WebAssembly.compile(kernel.unshared) : compileTicker({ shared: false });
  Object.defineProperty(runtime, 'apartModule', { value: module });
  return runtime;
}

/** A lane that this thread sends ticks to, as a feed's worker does. */
async function openLane(runtime: PageRuntime, owner: Owner) {
  const heard = { lost: 0, failures: [] as string[] };
  const host = new BatchedLane(runtime, {
    owner,
    signalled: () => {},
    lost: () => heard.lost++,
    failed: ({ message }) => heard.failures.push(message),
  });
  const lane = createTickerLane(runtime.memory, { host: host.block.address, plan: meansPlan([3]) });
  await host.take(lane);
  const reader = new SlotReader(runtime.memory, lane);
  return { host, lane, reader, heard };
}

function sender({ host, lane }: { host: BatchedLane; lane: Lane }) {
  const { inlet } = host;
  if (!inlet) throw new Error('no way in');
  const { number, port } = inlet.connect();
  const way = new BatchPort(number, port, inlet.single, () => {});
  const outlet = new BatchOutlet(way, lane.address);
  const tick = new Float64Array(7);
  return {
    way,
    send(...prices: number[]) {
      for (const price of prices) {
        tick.set([1e12, 1e12, price, 1, 0, 0, Number.NaN]);
        outlet.write(tick, KIND.TRADE, 0, 1);
      }
      return way.settle();
    },
    /** Prices from 1 on, so many; how many of them were merged. */
    flood(count: number) {
      for (let price = 1; price <= count; price++) {
        tick.set([1e12, 1e12, price, 1, 0, 0, Number.NaN]);
        outlet.write(tick, KIND.TRADE, 0, 1);
      }
      return { merged: outlet.takeConflated() };
    },
  };
}

function expectNothingLeft(runtime: PageRuntime): void {
  expect([runtime.workers, runtime.memory.used]).to.deep.equal([0, 0]);
}

describe('a lane whose ticks come by message', function () {
  this.timeout(60_000);

  it('is on a worker that others share, and gives everything back', async () => {
    const runtime = createRuntime();
    const owner = new Owner(2);
    const lanes = await Promise.all(Array.from({ length: 50 }, () => openLane(runtime, owner)));
    expect(runtime.workers).to.equal(2);
    expect(new Set(lanes.map(({ host }) => host.name)).size).to.equal(2);
    lanes.forEach((lane, index) => {
      sender(lane).send(1, 2, index + 10);
    });
    for (const lane of lanes) await untilTicks(lane, 3);
    expect(lanes.map((lane) => published(lane, 'LAST'))).to.deep.equal(lanes.map((_, index) => index + 10));
    for (const { host, lane } of lanes) {
      await host.stop();
      runtime.memory.free(lane.address);
    }
    expect(owner.told).to.deep.equal([]);
    expectNothingLeft(runtime);
  });

  it('takes more ticks at once than its ring holds, and merges none', async () => {
    const runtime = createRuntime();
    const lane = await openLane(runtime, new Owner());
    sender(lane).send(...Array.from({ length: 50_000 }, (_, index) => index + 1));
    await untilTicks(lane, 50_000);
    expect([published(lane, 'LAST'), published(lane, 'CONFLATED')]).to.deep.equal([50_000, 0]);
    await lane.host.stop();
    runtime.memory.free(lane.lane.address);
    expectNothingLeft(runtime);
  });

  it('goes on where its host needs a longer memory for others', async () => {
    const runtime = createRuntime();
    const owner = new Owner(1);
    const first = await openLane(runtime, owner);
    const way = sender(first);
    way.send(1);
    await untilTicks(first, 1);
    const { byteLength } = runtime.memory;
    const reserved: number[] = [];
    while (runtime.memory.byteLength === byteLength) reserved.push(runtime.memory.allocate(1 << 20));
    const second = await openLane(runtime, owner);
    way.send(2, 3);
    await untilTicks(first, 3);
    sender(second).send(9);
    await untilTicks(second, 1);
    expect([published(first, 'LAST'), published(second, 'LAST')]).to.deep.equal([3, 9]);
    for (const { host, lane } of [first, second]) {
      await host.stop();
      runtime.memory.free(lane.address);
    }
    for (const address of reserved) runtime.memory.free(address);
    expect(owner.told).to.deep.equal([]);
    expectNothingLeft(runtime);
  });

  it('comes back into the page’s memory as it is, with everything that was sent', async () => {
    const runtime = createRuntime();
    const owner = new Owner();
    const first = await openLane(runtime, owner);
    const sent = sender(first).send(1, 2, 3, 4);
    await first.host.stop(true, sent);
    const second = new BatchedLane(runtime, { owner, signalled: () => {}, lost: () => {}, failed: () => {} });
    await second.take(first.lane);
    sender({ host: second, lane: first.lane }).send(5);
    await untilTicks(first, 5);
    expect(published(first, 'VOLUME')).to.equal(5);
    // the mean of the last three, two of which came before the move
    expect(first.reader.values.at(-1)).to.equal(4);
    await second.stop();
    runtime.memory.free(first.lane.address);
    expectNothingLeft(runtime);
  });

  it('hears that it is lost when its worker hangs, and its owner is told once', async function () {
    if (!('chrome' in globalThis)) this.skip();
    const runtime = createRuntime(stuck);
    const owner = new Owner(1);
    const lanes = await Promise.all([openLane(runtime, owner), openLane(runtime, owner)]);
    const [lane] = lanes;
    sender(lane).send(1);
    await until(() => lanes.every(({ heard }) => heard.lost > 0), 'the report');
    expect(owner.told.length).to.equal(1);
    expect(owner.told[0]).to.match(/^replaced: left a call unanswered; what its lanes knew is gone.*: 2$/);
    for (const { host, lane: each } of lanes) {
      await host.stop();
      runtime.memory.free(each.address);
    }
    expectNothingLeft(runtime);
  });

  it('begins anew once when its kernel traps, and fails when that does so again', async () => {
    const runtime = createRuntime(traps);
    const owner = new Owner(1);
    const lane = await openLane(runtime, owner);
    sender(lane).send(666);
    await until(() => lane.heard.lost === 1, 'the loss');
    await lane.host.take(lane.lane);
    sender(lane).send(666);
    await until(() => lane.heard.failures.length > 0, 'the reason');
    expect(lane.heard.failures[0]).to.match(/the lane's kernel traps: RuntimeError/);
    expect(owner.told.length).to.equal(1);
    await lane.host.stop();
    runtime.memory.free(lane.lane.address);
    expectNothingLeft(runtime);
  });

  it('runs on the page’s own thread where no worker starts', async () => {
    const runtime = createRuntime();
    const owner = new Owner(1);
    const restore = replaceWorkers(99, 'throw new Error("not on this page")');
    try {
      const lane = await openLane(runtime, owner);
      expect(lane.host.kind).to.equal('inline');
      sender(lane).send(1, 2, 3);
      await untilTicks(lane, 3);
      expect(owner.told.some((line) => line.startsWith('displaced: no worker starts on this page'))).to.equal(true);
      await lane.host.stop();
      runtime.memory.free(lane.lane.address);
      expectNothingLeft(runtime);
    } finally {
      restore();
    }
  });

  it('is not flooded with messages of one tick: those that it does not take in time are merged, and counted', async () => {
    const runtime = createRuntime();
    const lane = await openLane(runtime, new Owner('pool', 'individual'));
    const total = 100_000;
    const { merged } = sender(lane).flood(total);
    expect(merged).to.be.above(0);
    await until(() => lane.reader.read() && published(lane, 'VOLUME') === total, 'the size of all');
    expect([published(lane, 'LAST'), published(lane, 'TICKS')]).to.deep.equal([total, total - merged]);
    await lane.host.stop();
    runtime.memory.free(lane.lane.address);
    expectNothingLeft(runtime);
  });

  it('merges what a host that does not keep up is sent, and counts it', async () => {
    const { port1, port2 } = new MessageChannel();
    const way = new BatchPort(1, port1, false, () => {});
    const outlet = new BatchOutlet(way, 64);
    const tick = new Float64Array([1e12, 1e12, 0, 1, 0, 0, Number.NaN]);
    const total = 600_000;
    for (let index = 1; index <= total; index++) {
      tick[2] = index;
      outlet.write(tick, KIND.TRADE, 0, 1);
    }
    const merged = outlet.takeConflated();
    expect(merged).to.be.above(100_000);
    // it catches up: every buffer goes back, and the merged tick comes last, with the size of all
    let ticks = 0;
    let size = 0;
    let last = 0;
    port2.onmessage = ({ data }) => {
      const i32 = new Int32Array(data);
      const f64 = new Float64Array(data);
      for (let index = 0; index < (i32[0] as number); index++) {
        ticks++;
        last = f64[1 + index * 9 + 2] as number;
        size += f64[1 + index * 9 + 3] as number;
      }
      port2.postMessage(data, [data]);
    };
    await until(() => size === total, 'the size of all');
    expect([ticks, last]).to.deep.equal([total - merged, total]);
    way.close();
  });
});
