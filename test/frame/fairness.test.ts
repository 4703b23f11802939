import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { FrameLoop, type Paintable } from '../../src/frame/frame-loop.js';
import { property } from '../tools/property.js';
import { DrivenFrames } from './driven-frames.js';

/** Milliseconds of a frame that paints may take together. */
const BUDGET = 8;
/** Milliseconds that frames may come early. */
const JITTER = 1;
const bed = { park: () => new Promise<void>(() => {}), wake: () => {} };

/** Something whose paints take time on the driven clock. */
class CostlyPaintable implements Paintable {
  visible = true;
  readonly interval: number;
  readonly element = document.createElement('i');
  readonly paints: number[] = [];
  /** Frames that it has been dirty, in sight and due for. */
  waited = 0;
  dirty = false;
  readonly #frames: DrivenFrames;
  readonly #cost: number;

  constructor(frames: DrivenFrames, cost: number, interval = 0) {
    this.#frames = frames;
    this.#cost = cost;
    this.interval = interval;
  }

  changed(): boolean {
    return this.dirty;
  }

  paint(now: number): void {
    expect(this.dirty && this.visible, 'only what has changed and is in sight is painted').to.equal(true);
    this.dirty = false;
    this.waited = 0;
    this.paints.push(now);
    this.#frames.now += this.#cost;
  }
}

/** Runs a loop of such things on driven frames. */
function drive(
  costs: readonly { readonly cost: number; readonly interval?: number }[],
  run: (frames: DrivenFrames, all: CostlyPaintable[], loop: FrameLoop) => void,
): void {
  const frames = new DrivenFrames();
  try {
    const loop = new FrameLoop(bed);
    const all = costs.map(({ cost, interval }) => new CostlyPaintable(frames, cost, interval));
    for (const each of all) loop.add(each, each.element);
    run(frames, all, loop);
  } finally {
    frames.restore();
  }
}

const costs = fc.array(fc.record({ cost: fc.double({ min: 0, max: 12, noNaN: true }) }), {
  minLength: 1,
  maxLength: 40,
});
/** Which of them changes, and which comes into sight or leaves it, from one frame to the next. */
const events = fc.array(fc.record({ changes: fc.array(fc.nat(39)), turns: fc.array(fc.nat(39), { maxLength: 2 }) }), {
  minLength: 60,
  maxLength: 120,
});

describe('under a budget that is too small the frame loop', () => {
  it('paints whatever is dirty and in sight within as many frames as there are things, whatever paints cost', () => {
    property(costs, events, (each, turns) => {
      // the last one always changes, so that the loop does not sleep
      drive([...each, { cost: 0 }], (frames, all) => {
        const restless = all.at(-1) as CostlyPaintable;
        for (const { changes, turns: turned } of turns) {
          restless.dirty = true;
          for (const index of changes) if (all[index]) all[index].dirty = true;
          for (const index of turned) {
            const one = all[index];
            if (one && one !== restless) frames.see(one.element, !one.visible);
          }
          for (const one of all) one.waited = one.dirty && one.visible ? one.waited + 1 : 0;
          frames.frame();
          expect(Math.max(...all.map(({ waited }) => waited))).to.be.at.most(all.length);
        }
      });
    });
  });

  it('takes no longer for a frame than its budget and one paint', () => {
    property(costs, (each) => {
      drive(each, (frames, all) => {
        for (let turn = 0; turn < 50; turn++) {
          for (const one of all) one.dirty = true;
          const before = frames.now + 16;
          frames.frame();
          expect(frames.now - before).to.be.at.most(BUDGET + Math.max(...each.map(({ cost }) => cost)) + 1e-9);
        }
      });
    });
  });

  it('goes round: of a thousand that always change, none is painted twice before all were painted once', () => {
    const each = Array.from({ length: 1000 }, () => ({ cost: 0.1 }));
    drive(each, (frames, all) => {
      for (let turn = 0; turn < 13 * 4; turn++) {
        for (const one of all) one.dirty = true;
        frames.frame();
        const counts = all.map(({ paints }) => paints.length);
        expect(Math.max(...counts) - Math.min(...counts)).to.be.at.most(1);
      }
      // 81 a frame: 13 frames a round
      expect(Math.min(...all.map(({ paints }) => paints.length))).to.be.at.least(4);
    });
  });
});

describe('a rate that is asked for', () => {
  const rated = fc.record({
    interval: fc.double({ min: 20, max: 400, noNaN: true }),
    frames: fc.array(fc.double({ min: 12, max: 21, noNaN: true }), { minLength: 400, maxLength: 400 }),
  });

  it('is kept on average, however unevenly frames come, and is never passed by more than a paint and a half', () => {
    property(rated, ({ interval, frames: steps }) => {
      drive([{ cost: 0, interval }], (frames, [one]) => {
        const { paints } = one as CostlyPaintable;
        for (const step of steps) {
          (one as CostlyPaintable).dirty = true;
          frames.frame(step);
        }
        const took = (paints.at(-1) as number) - (paints[0] as number);
        expect((paints.length - 1) / took).to.be.closeTo(1 / interval, 0.05 / interval + 1 / took);
        let most = 0;
        paints.forEach((from, first) => {
          for (let last = first + 1; last < paints.length; last++) {
            most = Math.max(most, last - first - ((paints[last] as number) - from + JITTER) / interval);
          }
        });
        expect(most).to.be.at.most(1);
      });
    });
  });

  it('does not make up for a time in which nothing changed', () => {
    drive([{ cost: 0, interval: 100 }], (frames, [one]) => {
      for (const pause of [16, 5000]) {
        frames.now += pause;
        const before = one?.paints.length ?? 0;
        for (let turn = 0; turn < 19; turn++) {
          if (one) one.dirty = true;
          frames.frame(16);
        }
        expect((one?.paints.length ?? 0) - before).to.be.within(3, 4);
      }
    });
  });

  it('does not keep what has none from being painted', () => {
    drive([{ cost: 9, interval: 100 }, { cost: 0 }], (frames, all) => {
      for (let turn = 0; turn < 100; turn++) {
        for (const one of all) one.dirty = true;
        frames.frame(16);
      }
      expect(all[1]?.paints.length).to.be.at.least(80);
    });
  });
});

describe('of many that change in every frame the frame loop', () => {
  const many = Array.from({ length: 800 }, () => ({ cost: 0 }));
  const run = (frames: DrivenFrames, all: readonly CostlyPaintable[], turns: number, took: number) => {
    const before = all.map(({ paints }) => paints.length);
    for (let turn = 0; turn < turns; turn++) {
      for (const one of all) one.dirty = true;
      frames.frame(took);
    }
    return all.map(({ paints }, index) => paints.length - (before[index] as number));
  };

  it('paints each in every fourth, as what they cost the browser afterwards is not seen here', () => {
    drive(many, (frames, all) => {
      run(frames, all, 8, 16.7);
      expect(new Set(run(frames, all, 40, 16.7))).to.deep.equal(new Set([10]));
    });
  });

  it('paints fewer while frames come late, each within 250 ms, and as many as before in the end', () => {
    drive(many, (frames, all) => {
      run(frames, all, 60, 25);
      for (const one of all) one.paints.length = 0;
      run(frames, all, 60, 25);
      const waits = all.flatMap(({ paints }) => paints.map((at, index) => at - (paints[index - 1] ?? at)));
      expect(Math.max(...waits)).to.be.within(150, 250);
      run(frames, all, 300, 16.7);
      expect(new Set(run(frames, all, 40, 16.7))).to.deep.equal(new Set([10]));
    });
  });

  it('paints all that changed where those are few', () => {
    drive(many.slice(0, 60), (frames, all) => {
      expect(new Set(run(frames, all, 10, 40))).to.deep.equal(new Set([10]));
    });
  });
});

describe('where nothing is in sight the frame loop', () => {
  it('asks for no frames, whatever is published, until something is', async () => {
    const frames = new DrivenFrames();
    let parked = 0;
    const loop = new FrameLoop({ park: () => new Promise(() => void parked++), wake: () => {} });
    const one = new CostlyPaintable(frames, 0);
    loop.add(one, one.element);
    frames.see(one.element, false);
    one.dirty = true;
    for (let turn = 0; turn < 40; turn++) frames.frame();
    expect([frames.asked, parked, one.paints.length]).to.deep.equal([false, 0, 0]);
    frames.see(one.element, true);
    frames.frame();
    expect(one.paints.length).to.equal(1);
    loop.remove(one, one.element);
    frames.restore();
  });
});

describe('what throws', () => {
  for (const where of ['changed', 'paint', 'painted'] as const) {
    it(`in ${where} is reported and left out, and all others are painted on`, () => {
      drive([{ cost: 0 }, { cost: 0 }, { cost: 0 }], (frames, [first, bad, last], loop) => {
        const reported: unknown[] = [];
        const { reportError } = window;
        window.reportError = (error) => void reported.push(String(error));
        Object.assign(bad as CostlyPaintable, {
          [where]() {
            throw new Error('no such luck');
          },
        });
        for (let turn = 0; turn < 5; turn++) {
          for (const one of [first, bad, last]) if (one) one.dirty = true;
          frames.frame();
        }
        window.reportError = reportError;
        expect([first, last].map((one) => one?.paints.length)).to.deep.equal([5, 5]);
        expect(reported).to.deep.equal(['Error: no such luck']);
        expect(loop.running).to.equal(true);
      });
    });
  }
});
