import { expect } from '@open-wc/testing';
import oneBank from '../../wat/ticker.wat?mutant=oneBank';
import oneState from '../../wat/ticker.wat?mutant=oneState';
import { stressKills } from './kill-stress.js';

describe('a host killed under load', function () {
  this.timeout(90_000);

  it('is replaced, and its lane ends equal to an unkilled twin', async () => {
    const { kills, replaced, wrong } = await stressKills({ pairs: 4, rounds: 2 });
    expect(wrong).to.deep.equal([]);
    expect(kills).to.equal(8);
    expect(replaced).to.equal(8);
  });

  it('would be caught with a single bank', async () => {
    const { wrong } = await stressKills({ pairs: 3, rounds: 2, kernel: oneBank });
    expect(wrong).not.to.deep.equal([]);
  });

  it("would be caught with a plan's state in one place", async () => {
    const { wrong } = await stressKills({ pairs: 4, rounds: 2, kernel: oneState });
    expect(wrong).not.to.deep.equal([]);
  });
});
