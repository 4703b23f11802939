import { expect } from '@open-wc/testing';
import { createRuntime, endLane, hostLane, TestOwner, trade, untilTicks, writerOf } from '../stress/stress.js';

/** As in Firefox, which stalls workers beyond 512 of a site without an error: so many of them start, others when there is room. */
function limitWorkers(most: number): { readonly alive: () => number; restore(): void } {
  const Original = globalThis.Worker;
  const silent = URL.createObjectURL(new Blob(['// never answers'], { type: 'text/javascript' }));
  let alive = 0;
  globalThis.Worker = class extends Original {
    #counted: boolean;

    constructor(url: string | URL, options?: WorkerOptions) {
      const starts = alive < most;
      super(starts ? url : silent, options);
      this.#counted = starts;
      if (starts) alive++;
    }

    override terminate(): void {
      if (this.#counted) alive--;
      this.#counted = false;
      super.terminate();
    }
  };
  return {
    alive: () => alive,
    restore() {
      globalThis.Worker = Original;
      URL.revokeObjectURL(silent);
    },
  };
}

/** The browser's limit, and how many lanes want a worker of their own: the one is beyond what a page gives away without being asked. */
const LIMIT = 140;
const LANES = 170;

describe('a page with more dedicated widgets than its browser bears workers', function () {
  this.timeout(120_000);

  it('gives workers to as many as there are, and the others share one that was kept for them', async () => {
    const limit = limitWorkers(LIMIT);
    const runtime = createRuntime();
    const owner = new TestOwner('dedicated');
    const lanes = await Promise.all(Array.from({ length: LANES }, () => hostLane(runtime, owner)));
    const of = (kind: string) => lanes.filter(({ host }) => host.kind === kind).length;
    expect([of('dedicated') + of('pooled'), of('inline')]).to.deep.equal([LANES, 0]);
    expect(of('dedicated')).to.equal(LIMIT - 1);
    expect(owner.told.filter((each) => each.startsWith('displaced')).length).to.equal(of('pooled'));
    lanes.forEach((lane, index) => {
      trade(writerOf(runtime, lane), index + 1);
    });
    for (const lane of lanes) await untilTicks(lane, 1);
    expect(lanes.flatMap(({ failures }) => failures)).to.deep.equal([]);
    // whoever leaves makes room for the next one that wants a worker of its own
    const [gone, ...others] = lanes;
    if (gone) await endLane(runtime, gone);
    const next = await hostLane(runtime, owner);
    expect(next.host.kind).to.equal('dedicated');
    await Promise.all([...others, next].map((lane) => endLane(runtime, lane)));
    expect([runtime.workers, runtime.memory.used, limit.alive()]).to.deep.equal([0, 0, 0]);
    limit.restore();
  });
});
