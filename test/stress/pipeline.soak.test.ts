import { expect } from '@open-wc/testing';
import oneBank from '../../wat/ticker.wat?mutant=oneBank';
import { stressKills } from './kill-stress.js';
import { stressMixedKills } from './mixed-kill-stress.js';
import { stressPoolKills } from './pool-kill-stress.js';
import { stressRing } from './ring-stress.js';
import { stressSlot } from './slot-stress.js';

describe('soak: ring, slot and hosts', () => {
  for (const [capacity, batch] of [
    [16, 40],
    [256, 500],
  ] as const) {
    it(`carries 50 million ticks through a ring of ${capacity}, every sum exact`, async () => {
      expect(await stressRing({ ticks: 50_000_000, capacity, batch })).to.deep.equal([]);
    });
  }

  it('would catch merging into a published cell', async () => {
    expect(await stressRing({ ticks: 20_000_000, capacity: 64, batch: 200, inPlace: true })).not.to.deep.equal([]);
  });

  it('reads 10 million publications without a torn one', async () => {
    const { publications, torn } = await stressSlot(10_000_000);
    expect({ publications, torn }).to.deep.equal({ publications: 10_000_000, torn: 0 });
  });

  it('would catch a reader that does not look at the version', async () => {
    expect((await stressSlot(2_000_000, { blind: true })).torn).to.be.above(0);
  });

  it('kills 60 hosts under load, and every lane ends equal to its unkilled twin', async () => {
    const { kills, replaced, wrong } = await stressKills({ pairs: 6, rounds: 10 });
    expect(wrong).to.deep.equal([]);
    expect(kills).to.equal(60);
    expect(replaced).to.equal(60);
  });

  it('kills a worker of 12 lanes 30 times under load, and every lane ends equal to its unkilled twin', async () => {
    const { replaced, wrong } = await stressPoolKills({ lanes: 12, rounds: 30 });
    expect(wrong).to.deep.equal([]);
    expect(replaced).to.equal(30);
  });

  for (const ruthless of [false, true]) {
    const also = ruthless ? ', also while they start' : '';
    it(`shoots workers of one lane and of many for a minute${also}, and every lane ends equal to its unkilled twin`, async () => {
      const { wrong, ...account } = await stressMixedKills({ dedicated: 6, pooled: 12, ms: 60_000, ruthless });
      console.log(JSON.stringify(account));
      expect(wrong).to.deep.equal([]);
      expect(Math.min(account.shots, account.changes, account.moves)).to.be.above(ruthless ? 10 : 30);
    });
  }

  it('would catch a kernel with a single bank', async () => {
    const { wrong } = await stressKills({ pairs: 6, rounds: 3, kernel: oneBank });
    console.log(wrong.join('\n'));
    expect(wrong).not.to.deep.equal([]);
  });
});
