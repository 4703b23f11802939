import { expect } from '@open-wc/testing';
import { createTickerLane } from '../../src/memory/lane.js';
import { HOST, LANE } from '../../src/memory/layout.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import type { PooledHost } from '../../src/runtime/pooled-host.js';
import stuck from '../../wat/ticker.wat?mutant=stuck';
import traps from '../../wat/ticker.wat?mutant=traps';
import { meansPlan } from '../kernels/plans.ts';
import {
  createRuntime,
  endLane,
  type HostedLane,
  hostLane,
  published,
  sendTicks,
  TestOwner,
  trade,
  until,
  untilTicks,
  writerOf,
} from '../stress/stress.js';
import { replaceWorkers } from './replace-workers.js';

type Runtime = ReturnType<typeof createRuntime>;

const poolHosts = (runtime: Runtime) => runtime.pool.hosts as PooledHost[];
const many = (runtime: Runtime, owner: TestOwner, count: number) =>
  Promise.all(Array.from({ length: count }, () => hostLane(runtime, owner)));
const endAll = (runtime: Runtime, lanes: readonly HostedLane[]) =>
  Promise.all(lanes.map((lane) => endLane(runtime, lane)));
function expectNothingLeft(runtime: Runtime): void {
  expect([runtime.workers, runtime.memory.used, runtime.dedicated]).to.deep.equal([0, 0, 0]);
}

describe('a pooled host', function () {
  this.timeout(60_000);

  it('serves many lanes with one worker, sleeps until its bell rings, and stops with the last lane', async () => {
    const runtime = createRuntime();
    const lanes = await many(runtime, new TestOwner(1), 300);
    expect(runtime.workers).to.equal(1);
    const [host] = poolHosts(runtime);
    expect(lanes.every((lane) => lane.host.kind === 'pooled' && lane.host.name === host?.name)).to.equal(true);
    const asleep = () => Atomics.load(runtime.memory.i32, ((host?.block.address ?? 0) + HOST.SLEEPING) >> 2) === 1;
    for (let round = 1; round <= 3; round++) {
      if ('waitAsync' in Atomics) await until(asleep, 'sleep');
      lanes.forEach((lane, index) => {
        trade(writerOf(runtime, lane), index + round);
      });
      for (const lane of lanes) await untilTicks(lane, round);
      expect(lanes.map((lane) => published(lane, 'LAST'))).to.deep.equal(lanes.map((_, index) => index + round));
    }
    await until(() => host?.block.bell === host?.block.answered, 'an answered bell');
    await endAll(runtime, lanes.slice(1));
    expect(runtime.workers).to.equal(1);
    await endAll(runtime, lanes.slice(0, 1));
    expect(runtime.replaced).to.equal(0);
    expectNothingLeft(runtime);
  });

  it('takes lanes while the others tick, also from memory that has grown since', async () => {
    const runtime = createRuntime();
    const owner = new TestOwner(1);
    const first = await hostLane(runtime, owner);
    const bytes = runtime.memory.byteLength;
    const stop = runtime.memory.allocate(4);
    const load = sendTicks(runtime, {
      lanes: [first.lane.address],
      ticks: Number.POSITIVE_INFINITY,
      stop,
      seed: 7,
      batch: 200,
      patient: true,
      inPlace: false,
    });
    const later = await many(runtime, owner, 300);
    expect(runtime.memory.byteLength).to.be.above(bytes);
    for (const lane of later) trade(writerOf(runtime, lane), 5);
    for (const lane of later) await untilTicks(lane, 1);
    Atomics.store(runtime.memory.i32, stop >> 2, 1);
    const { trades, quotes, last } = await load;
    await untilTicks(first, trades + quotes);
    expect([published(first, 'LAST'), published(first, 'CONFLATED')]).to.deep.equal([last, 0]);
    await endAll(runtime, [first, ...later]);
    runtime.memory.free(stop);
    expectNothingLeft(runtime);
  });

  it('changes lanes and keeps figures where it is asked to', async () => {
    const runtime = createRuntime();
    const running = await hostLane(runtime, new TestOwner('pool'), { plan: meansPlan([2]) });
    const old = writerOf(runtime, running);
    for (const price of [10, 20, 30]) trade(old, price);
    const lane = createTickerLane(runtime.memory, { host: running.host.block.address, plan: meansPlan([3]) });
    const changed = { ...running, lane, reader: new SlotReader(runtime.memory, lane) };
    trade(writerOf(runtime, changed), 40);
    await running.host.change(running.lane, lane, true);
    await untilTicks(changed, 4);
    expect(changed.reader.values.at(-1)).to.equal(30);
    runtime.memory.free(running.lane.address);
    await endLane(runtime, changed);
    expectNothingLeft(runtime);
  });

  it('that hangs is replaced with all of its lanes, and its owner is told once', async function () {
    if (!('chrome' in globalThis || navigator.userAgent.includes('Firefox'))) this.skip();
    const runtime = createRuntime(stuck);
    const owner = new TestOwner(1);
    const lanes = await many(runtime, owner, 5);
    trade(writerOf(runtime, lanes[2] as HostedLane), 1);
    await until(() => owner.told.length > 0, 'the report');
    expect(owner.told).to.deep.equal(['replaced: left its bell unanswered: 5']);
    await endAll(runtime, lanes);
    expectNothingLeft(runtime);
  });

  it('goes on without a lane whose kernel traps, which begins again once, and says so', async () => {
    const runtime = createRuntime(traps);
    const owner = new TestOwner(1);
    const lanes = await many(runtime, owner, 3);
    const [bad, good] = lanes as [HostedLane, HostedLane];
    trade(writerOf(runtime, bad), 666);
    await until(() => owner.told.length > 0, 'the report');
    await untilTicks(bad, 1);
    trade(writerOf(runtime, bad), 666);
    await until(() => bad.failures.length > 0, 'the reason');
    expect(bad.failures[0]).to.match(/^ticklane-pool-\d+: the lane's kernel traps: RuntimeError/);
    expect(owner.told.length).to.equal(1);
    trade(writerOf(runtime, good), 5);
    await untilTicks(good, 1);
    expect(poolHosts(runtime)[0]?.replaced).to.equal(0);
    await endAll(runtime, lanes);
    expectNothingLeft(runtime);
  });

  it('that does not start in time is replaced', async () => {
    const runtime = createRuntime();
    const restore = replaceWorkers(1, '// never answers');
    const lanes = await many(runtime, new TestOwner(1), 3);
    restore();
    expect(runtime.replaced).to.equal(1);
    trade(writerOf(runtime, lanes[1] as HostedLane), 7);
    await untilTicks(lanes[1] as HostedLane, 1);
    await endAll(runtime, lanes);
    expectNothingLeft(runtime);
  });
});

describe('the pool', function () {
  this.timeout(60_000);

  it('starts as many workers as it is told to, and spreads lanes over them', async () => {
    const runtime = createRuntime();
    const lanes = await many(runtime, new TestOwner(3), 9);
    expect(runtime.workers).to.equal(3);
    expect(poolHosts(runtime).map(({ seats }) => seats.size)).to.deep.equal([3, 3, 3]);
    await endAll(runtime, lanes);
    expectNothingLeft(runtime);
  });

  it('moves lanes from a host with much to do to another one, under load, and loses nothing', async () => {
    const runtime = createRuntime();
    const lanes = await many(runtime, new TestOwner(2), 8);
    const [first] = poolHosts(runtime);
    const busy = lanes.filter((lane) => lane.host.name === first?.name);
    expect(busy.length).to.equal(4);
    const stop = runtime.memory.allocate(4);
    const load = sendTicks(runtime, {
      lanes: busy.map(({ lane }) => lane.address),
      ticks: Number.POSITIVE_INFINITY,
      stop,
      seed: 11,
      batch: 100,
      patient: true,
      inPlace: false,
    });
    await untilTicks(busy[0] as HostedLane, 20_000);
    await runtime.pool.balance(0.001);
    const moved = busy.filter((lane) => lane.host.name !== first?.name);
    expect(moved.length).to.be.within(1, 2);
    const host = (moved[0] as HostedLane).host.block.address;
    expect(runtime.memory.i32[((moved[0] as HostedLane).lane.address + LANE.HOST) >> 2]).to.equal(host);
    await untilTicks(moved[0] as HostedLane, 40_000);
    Atomics.store(runtime.memory.i32, stop >> 2, 1);
    const { trades, quotes, last, volume } = await load;
    for (const lane of busy) {
      await untilTicks(lane, trades + quotes);
      expect([published(lane, 'LAST'), published(lane, 'VOLUME'), published(lane, 'CONFLATED')]).to.deep.equal([
        last,
        volume,
        0,
      ]);
    }
    await endAll(runtime, lanes);
    runtime.memory.free(stop);
    expectNothingLeft(runtime);
  });

  it('takes lanes whose own workers do not start, and says so', async () => {
    const runtime = createRuntime();
    const owner = new TestOwner('dedicated');
    const first = await hostLane(runtime, owner);
    expect(first.host.kind).to.equal('dedicated');
    const restore = replaceWorkers(Number.POSITIVE_INFINITY, '// never answers', /kernel/);
    const others = await many(runtime, owner, 3);
    restore();
    expect(others.map(({ host }) => host.kind)).to.deep.equal(['pooled', 'pooled', 'pooled']);
    expect(owner.told.filter((each) => each.startsWith('displaced')).length).to.equal(3);
    for (const lane of [first, ...others]) trade(writerOf(runtime, lane), 3);
    for (const lane of [first, ...others]) await untilTicks(lane, 1);
    expect(first.host.kind, 'a worker of its own that runs stays').to.equal('dedicated');
    await endAll(runtime, [first, ...others]);
    expectNothingLeft(runtime);
  });

  it('runs kernels on the main thread where no worker starts, and says so', async () => {
    const runtime = createRuntime();
    const owner = new TestOwner('auto');
    const restore = replaceWorkers(Number.POSITIVE_INFINITY, 'throw new Error("no such luck")');
    const lanes = await many(runtime, owner, 4);
    expect(lanes.map(({ host }) => [host.kind, host.name])).to.deep.equal(lanes.map(() => ['inline', '']));
    expect(owner.told.some((each) => /no worker starts on this page/.test(each))).to.equal(true);
    for (let round = 1; round <= 2; round++) {
      for (const lane of lanes) trade(writerOf(runtime, lane), round);
      for (const lane of lanes) await untilTicks(lane, round);
    }
    await endAll(runtime, lanes);
    restore();
    expectNothingLeft(runtime);
  });
});
