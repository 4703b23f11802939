import { expect } from '@open-wc/testing';
import { createTickerLane } from '../../src/memory/lane.js';
import { HOST } from '../../src/memory/layout.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { Views } from '../../src/memory/views.js';
import { DedicatedHost } from '../../src/runtime/dedicated-host.js';
import { untilDead } from '../../src/runtime/quarantine.js';
import stuck from '../../wat/ticker.wat?mutant=stuck';
import { meansPlan } from '../kernels/plans.ts';
import { createRuntime, endLane, published, runLane, trade, until, untilTicks, writerOf } from '../stress/stress.js';
import { replaceWorkers } from './replace-workers.js';

describe('a dedicated host', function () {
  this.timeout(60_000);

  it('sleeps until its bell rings, and stops by handshake', async () => {
    const runtime = createRuntime();
    const running = await runLane(runtime, {});
    expect(runtime.workers).to.equal(1);
    const asleep = () => Atomics.load(runtime.memory.i32, (running.host.block.address + HOST.SLEEPING) >> 2) === 1;
    await until(asleep, 'sleep');
    trade(writerOf(runtime, running), 42);
    await untilTicks(running, 1);
    expect(published(running, 'LAST')).to.equal(42);
    await until(asleep, 'sleep again');
    await endLane(runtime, running);
    expect([runtime.workers, runtime.memory.used, runtime.replaced]).to.deep.equal([0, 0, 0]);
  });

  it('changes lanes while ticks come, and keeps figures where it is asked to', async () => {
    const runtime = createRuntime();
    const running = await runLane(runtime, { plan: meansPlan([2]) });
    const old = writerOf(runtime, running);
    for (const price of [10, 20, 30]) trade(old, price);
    const lane = createTickerLane(runtime.memory, { host: running.host.block.address, plan: meansPlan([3]) });
    const next = { ...running, lane };
    const writer = writerOf(runtime, next);
    trade(writer, 40);
    await running.host.change(running.lane, lane, true);
    const { SlotReader } = await import('../../src/memory/slot-reader.js');
    const changed = { ...next, reader: new SlotReader(runtime.memory, lane) };
    await untilTicks(changed, 4);
    expect(published(changed, 'VOLUME')).to.equal(4);
    expect(changed.reader.values.at(-1)).to.equal(30);
    runtime.memory.free(running.lane.address);
    await endLane(runtime, changed);
    expect(runtime.memory.used).to.equal(0);
  });

  it('that hangs is found, replaced again and again, and can still be stopped', async function () {
    // WebKit does not end a loop in wasm when it terminates a worker, so its lane stays in quarantine, as it must
    if (!('chrome' in globalThis || navigator.userAgent.includes('Firefox'))) this.skip();
    const runtime = createRuntime(stuck);
    const running = await runLane(runtime, {});
    trade(writerOf(runtime, running), 1);
    await until(() => running.host.replaced >= 1 && running.host.running, 'its replacement');
    await endLane(runtime, running);
    expect([runtime.workers, runtime.memory.used]).to.deep.equal([0, 0]);
  });

  it('that does not start is given up after four seconds, and another one starts', async () => {
    const runtime = createRuntime();
    const restore = replaceWorkers(1, '// never answers');
    const running = await runLane(runtime, {});
    restore();
    expect(running.host.replaced).to.equal(1);
    trade(writerOf(runtime, running), 7);
    await untilTicks(running, 1);
    await endLane(runtime, running);
  });

  it('that cannot start says why, after three tries, and leaves nothing behind', async () => {
    const runtime = createRuntime();
    const restore = replaceWorkers(3, 'throw new Error("no such luck")');
    const host = new DedicatedHost(runtime);
    const lane = createTickerLane(runtime.memory, { host: host.block.address });
    const error = await host.take(lane).then(
      () => undefined,
      (reason: Error) => reason,
    );
    restore();
    expect(error?.message).to.match(/did not start in 3 tries.*no such luck/);
    const refusal = await host.change(lane, lane, true).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(refusal?.message, 'nobody takes the figures over').to.equal(error?.message);
    await host.stop();
    host.free();
    runtime.memory.free(lane.address);
    expect([runtime.workers, runtime.memory.used]).to.deep.equal([0, 0]);
  });

  it('that hangs and cannot be replaced says why to whoever owns it', async () => {
    const runtime = createRuntime(stuck);
    let reason = '';
    const host = new DedicatedHost(runtime, {
      gaveUp({ message }) {
        reason = message;
      },
    });
    const lane = createTickerLane(runtime.memory, { host: host.block.address });
    await host.take(lane);
    const restore = replaceWorkers(3, 'throw new Error("no such luck")');
    const writer = new RingWriter(new Views(runtime.memory.memory), lane.address, runtime.memory.byteLength);
    trade(writer, 1);
    await until(() => reason !== '', 'the reason');
    restore();
    expect(reason).to.match(/did not start in 3 tries.*no such luck/);
    await host.stop();
    host.free();
    runtime.memory.free(lane.address);
    expect([runtime.workers, runtime.memory.used]).to.deep.equal([0, 0]);
  });

  it('may be stopped before it has started', async () => {
    const runtime = createRuntime();
    const host = new DedicatedHost(runtime);
    const lane = createTickerLane(runtime.memory, { host: host.block.address });
    const taken = host.take(lane);
    await Promise.all([host.stop(), taken]);
    host.free();
    runtime.memory.free(lane.address);
    expect([runtime.workers, runtime.memory.used, runtime.replaced]).to.deep.equal([0, 0, 0]);
  });
});

describe('the quarantine of a terminated worker', () => {
  it('lasts five seconds where locks are refused', async () => {
    const { locks } = navigator;
    const { request } = locks;
    Object.defineProperty(locks, 'request', {
      value: () => Promise.reject(new DOMException('no locks here', 'SecurityError')),
      configurable: true,
    });
    const from = performance.now();
    const dead = untilDead(crypto.randomUUID(), undefined);
    Object.defineProperty(locks, 'request', { value: request, configurable: true });
    await dead;
    expect(performance.now() - from).to.be.above(4900);
  }).timeout(10_000);

  it('ends when the page is granted the lock that the worker held', async () => {
    let release = () => {};
    const name = crypto.randomUUID();
    await new Promise<void>((held) => {
      void navigator.locks.request(name, () => {
        held();
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      });
    });
    let dead = false;
    const death = untilDead(name, true).then(() => {
      dead = true;
    });
    expect((await navigator.locks.query()).pending?.some((lock) => lock.name === name)).to.equal(true);
    expect(dead).to.equal(false);
    release();
    await death;
  });
});
