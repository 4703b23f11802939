import { expect } from '@open-wc/testing';
import { createTickerLane } from '../../src/memory/lane.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import type { PooledHost } from '../../src/runtime/pooled-host.js';
import { meansPlan } from '../kernels/plans.ts';
import {
  createRuntime,
  endLane,
  type HostedLane,
  hostLane,
  TestOwner,
  trade,
  untilTicks,
  writerOf,
} from '../stress/stress.js';
import { replaceWorkers } from './replace-workers.js';

/** Ends a host's worker where no other one starts. */
async function exhaust(host: PooledHost): Promise<void> {
  const restore = replaceWorkers(3, 'throw new Error("no such luck")');
  await host.replace().catch(() => {});
  restore();
  expect(host.gone).to.equal(true);
}

/** Lanes of a pool that have had three trades each, and the host that the first of them is on. */
async function pooled(workers: number) {
  const runtime = createRuntime();
  const owner = new TestOwner(workers);
  const lanes: HostedLane[] = [];
  for (let index = 0; index < workers; index++) lanes.push(await hostLane(runtime, owner, { plan: meansPlan([2]) }));
  for (const lane of lanes) for (const price of [10, 20, 30]) trade(writerOf(runtime, lane), price);
  for (const lane of lanes) await untilTicks(lane, 3);
  const [first] = lanes as [HostedLane];
  return { runtime, lanes, first, host: runtime.pool.hosts[0] as PooledHost };
}

describe('a host of many lanes that has given up', function () {
  this.timeout(30_000);

  it('does not count as having changed lanes: another one takes the figures over', async () => {
    const { runtime, first, host } = await pooled(1);
    await exhaust(host);
    const lane = createTickerLane(runtime.memory, { host: first.host.block.address, plan: meansPlan([3]) });
    await first.host.change(first.lane, lane, true);
    const changed = { ...first, lane, reader: new SlotReader(runtime.memory, lane) };
    await untilTicks(changed, 3);
    expect(changed.reader.values.at(-1)).to.equal(20);
    trade(writerOf(runtime, changed), 40);
    await untilTicks(changed, 4);
    expect(changed.reader.values.at(-1)).to.equal(30);
    runtime.memory.free(first.lane.address);
    await endLane(runtime, changed);
    expect([runtime.workers, runtime.memory.used]).to.deep.equal([0, 0]);
  });

  it('lets its lanes move to another one', async () => {
    const { runtime, lanes, first, host } = await pooled(2);
    const [, other] = runtime.pool.hosts as [PooledHost, PooledHost];
    const [seat] = host.seats;
    await exhaust(host);
    trade(writerOf(runtime, first), 40);
    await seat?.move(other);
    await untilTicks(first, 4);
    expect(first.host.name).to.equal(other.name);
    for (const lane of lanes) await endLane(runtime, lane);
    expect([runtime.workers, runtime.memory.used]).to.deep.equal([0, 0]);
  });

  it('lets its lanes move while it gives up', async () => {
    const { runtime, lanes, first, host } = await pooled(2);
    const [, other] = runtime.pool.hosts as [PooledHost, PooledHost];
    const [seat] = host.seats;
    const exhausted = exhaust(host);
    const moved = seat?.move(other);
    trade(writerOf(runtime, first), 40);
    await Promise.all([exhausted, moved]);
    await untilTicks(first, 4);
    for (const lane of lanes) await endLane(runtime, lane);
    expect([runtime.workers, runtime.memory.used]).to.deep.equal([0, 0]);
  });
});
