import { expect } from '@open-wc/testing';
import { createTickerLane } from '../../src/memory/lane.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { meansPlan } from '../kernels/plans.ts';
import { createRuntime, endLane, hostLane, TestOwner, trade, until, untilTicks, writerOf } from '../stress/stress.js';

/** Keeps the next change of lanes that this page tells a worker from coming there, as if the worker had died with it unread. */
function loseNextChange(): { readonly lost: () => boolean; restore(): void } {
  const { postMessage } = Worker.prototype;
  let lost = false;
  Worker.prototype.postMessage = function (this: Worker, message: { path?: string[] }, ...rest: unknown[]) {
    if (!lost && message.path?.[0] === 'change') lost = true;
    else Reflect.apply(postMessage, this, [message, ...rest]);
  };
  return {
    lost: () => lost,
    restore() {
      Worker.prototype.postMessage = postMessage;
    },
  };
}

describe('a worker that answers its bell and then never makes the change that it was rung for', function () {
  this.timeout(30_000);

  for (const workers of ['dedicated', 'pool'] as const) {
    it(`is replaced, though no tick comes any more, and the change is made (${workers})`, async () => {
      const runtime = createRuntime();
      const owner = new TestOwner(workers);
      const running = await hostLane(runtime, owner, { plan: meansPlan([2]) });
      const writer = writerOf(runtime, running);
      for (const price of [10, 20, 30]) trade(writer, price);
      await untilTicks(running, 3);
      const lane = createTickerLane(runtime.memory, { host: running.host.block.address, plan: meansPlan([3]) });
      const loss = loseNextChange();
      await running.host.change(running.lane, lane, true);
      loss.restore();
      expect(loss.lost()).to.equal(true);
      expect(owner.told).to.deep.equal(['replaced: left a call unanswered: 1']);
      const changed = { ...running, lane, reader: new SlotReader(runtime.memory, lane) };
      await untilTicks(changed, 3);
      expect(changed.reader.values.at(-1)).to.equal(20);
      runtime.memory.free(running.lane.address);
      await endLane(runtime, changed);
      await until(() => runtime.workers === 0, 'no worker');
      expect(runtime.memory.used).to.equal(0);
    });
  }
});
