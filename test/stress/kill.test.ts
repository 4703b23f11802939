import { expect } from '@open-wc/testing';
import oneBank from '../../wat/ticker.wat?mutant=oneBank';
import oneState from '../../wat/ticker.wat?mutant=oneState';
import { stressAfterlife } from './afterlife-stress.js';
import { stressKills } from './kill-stress.js';
import { stressPoolKills } from './pool-kill-stress.js';

describe('a host killed under load', function () {
  this.timeout(90_000);

  it('is replaced, and its lane ends equal to an unkilled twin', async () => {
    const { kills, replaced, wrong } = await stressKills({ pairs: 4, rounds: 2 });
    expect(wrong).to.deep.equal([]);
    expect(kills).to.equal(8);
    expect(replaced).to.equal(8);
  });

  // a kill has to hit the right moment: a few more where none of eight did
  const isCaught = async (kernel: KernelBinary) => {
    for (let tries = 0; tries < 4; tries++) {
      const { wrong } = await stressKills({ pairs: 4, rounds: 2, kernel });
      if (wrong.length > 0) return true;
    }
    return false;
  };

  it('would be caught with a single bank', async () => {
    expect(await isCaught(oneBank)).to.equal(true);
  });

  it("would be caught with a plan's state in one place", async () => {
    expect(await isCaught(oneState)).to.equal(true);
  });
});

describe('a terminated worker, which goes on executing for two seconds', function () {
  this.timeout(90_000);

  it('is waited for: its successor does not touch the lane before that', async () => {
    expect(await stressAfterlife({ rounds: 3 })).to.deep.equal([]);
  });

  it('would be caught if nobody waited for it', async () => {
    // both have to be awake at the same moment
    for (let tries = 0; tries < 4; tries++) {
      const wrong = await stressAfterlife({ rounds: 3, impatient: true });
      if (wrong.length > 0) return;
    }
    expect.fail('nothing differed');
  });
});

describe('a worker of many lanes killed under load', function () {
  this.timeout(90_000);

  it('is replaced, and each of its lanes ends equal to an unkilled twin', async () => {
    const { kills, replaced, wrong } = await stressPoolKills({ lanes: 6, rounds: 4 });
    expect(wrong).to.deep.equal([]);
    expect([kills, replaced]).to.deep.equal([4, 4]);
  });

  it('would be caught with a single bank', async () => {
    for (let tries = 0; tries < 4; tries++) {
      const { wrong } = await stressPoolKills({ lanes: 6, rounds: 3, kernel: oneBank });
      if (wrong.length > 0) return;
    }
    expect.fail('nothing differed');
  });
});
