import { expect } from '@open-wc/testing';
import { PLANS } from '../stress/kill-stress.js';
import {
  createRuntime,
  endLane,
  hostLane,
  published,
  sendTicks,
  TestOwner,
  until,
  untilTicks,
} from '../stress/stress.js';

describe('a shared worker with more to do than it can', function () {
  this.timeout(60_000);

  it('is not taken for one that hangs, though one lane always has more and nobody rings', async () => {
    const runtime = createRuntime();
    const owner = new TestOwner(1);
    const running = await hostLane(runtime, owner, PLANS[0]);
    const stop = runtime.memory.allocate(4);
    const load = sendTicks(runtime, {
      lanes: [running.lane.address],
      ticks: Number.POSITIVE_INFINITY,
      stop,
      seed: 5,
      batch: 400,
      patient: false,
      inPlace: false,
    });
    const from = performance.now();
    await until(() => performance.now() - from > 6000 || runtime.replaced > 0, 'the end of the load');
    Atomics.store(runtime.memory.i32, stop >> 2, 1);
    const { trades, quotes, last } = await load;
    await untilTicks(running, trades + quotes);
    expect(published(running, 'LAST')).to.equal(last);
    expect(owner.told).to.deep.equal([]);
    await endLane(runtime, running);
    runtime.memory.free(stop);
    expect([runtime.workers, runtime.memory.used]).to.deep.equal([0, 0]);
  });
});
