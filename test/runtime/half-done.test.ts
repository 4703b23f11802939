import { expect } from '@open-wc/testing';
import { LANE, SLOT } from '../../src/memory/layout.js';
import type { PooledHost } from '../../src/runtime/pooled-host.js';
import { PLANS } from '../stress/kill-stress.js';
import {
  createRuntime,
  endLane,
  type HostedLane,
  hostLane,
  runLane,
  TestOwner,
  trade,
  until,
  untilTicks,
  writerOf,
} from '../stress/stress.js';
import { replaceWorkers } from './replace-workers.js';

type Runtime = ReturnType<typeof createRuntime>;

/** As a worker leaves a lane that dies while it publishes. */
function publishHalf({ memory }: Runtime, { lane }: Pick<HostedLane, 'lane'>): void {
  Atomics.or(memory.i32, (lane.slot + SLOT.VERSION) >> 2, 1);
}

/** As a worker leaves a lane that dies after it has published a signal and before it has told the page. */
function tellHalf({ memory }: Runtime, { lane }: Pick<HostedLane, 'lane'>): void {
  Atomics.store(memory.i32, (lane.address + LANE.TOLD) >> 2, 1);
}

describe('what a dead worker left half done', function () {
  this.timeout(30_000);

  it('is made good by its successor before the next tick: one lane', async () => {
    const runtime = createRuntime();
    const running = await runLane(runtime, {});
    trade(writerOf(runtime, running), 7);
    await untilTicks(running, 1);
    publishHalf(runtime, running);
    expect(running.reader.read()).to.equal(false);
    await running.host.replace();
    expect(running.reader.read()).to.equal(true);
    await endLane(runtime, running);
  });

  it('is made good by its successor before the next tick: many lanes', async () => {
    const runtime = createRuntime();
    const owner = new TestOwner(1);
    const lanes = await Promise.all([hostLane(runtime, owner), hostLane(runtime, owner)]);
    for (const lane of lanes) trade(writerOf(runtime, lane), 7);
    for (const lane of lanes) await untilTicks(lane, 1);
    for (const lane of lanes) publishHalf(runtime, lane);
    await (runtime.pool.hosts[0] as PooledHost).replace();
    expect(lanes.map(({ reader }) => reader.read())).to.deep.equal([true, true]);
    await Promise.all(lanes.map((lane) => endLane(runtime, lane)));
  });

  it('is made good where the lane goes to another worker', async () => {
    const runtime = createRuntime();
    const owner = new TestOwner(2);
    const lanes = await Promise.all([hostLane(runtime, owner), hostLane(runtime, owner)]);
    const [first] = lanes;
    const [from, to] = runtime.pool.hosts as [PooledHost, PooledHost];
    trade(writerOf(runtime, first), 7);
    await untilTicks(first, 1);
    publishHalf(runtime, first);
    const [seat] = from.seats;
    await seat?.move(to);
    expect(first.reader.read()).to.equal(true);
    await Promise.all(lanes.map((lane) => endLane(runtime, lane)));
  });

  it('is told to the page: signals that it published and had no time to tell of', async () => {
    const runtime = createRuntime();
    const owner = new TestOwner(2);
    let told = 0;
    const signalled = () => void told++;
    const lanes = [await hostLane(runtime, owner, PLANS[0], signalled), await hostLane(runtime, owner)] as const;
    const [first] = lanes;
    const [host] = runtime.pool.hosts as [PooledHost];
    // it believes that the page has been told, so that it says nothing
    tellHalf(runtime, first);
    trade(writerOf(runtime, first), 999_999);
    await untilTicks(first, 1);
    expect(first.reader.words[(SLOT.SIGNALS - SLOT.VALUES) >> 2], 'an alert fired').to.be.above(0);
    const before = told;
    const restore = replaceWorkers(3, 'throw new Error("no such luck")');
    host.replace().catch(() => {});
    await until(() => host.gone, 'its end');
    restore();
    const [seat] = host.seats;
    await seat?.resume();
    await until(() => told > before, 'the page to be told', 3000);
    await Promise.all(lanes.map((lane) => endLane(runtime, lane)));
    expect([runtime.workers, runtime.memory.used]).to.deep.equal([0, 0]);
  });
});
