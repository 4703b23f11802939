import { expect } from '@open-wc/testing';
import { stressMixedKills } from './mixed-kill-stress.js';

describe('workers of one lane and of many, shot at random while lanes move and change', function () {
  this.timeout(90_000);

  it('are all replaced and counted, and every lane ends equal to an unkilled twin', async () => {
    const { wrong, shots, changes, moves } = await stressMixedKills({ dedicated: 3, pooled: 5, ms: 6000 });
    expect(wrong).to.deep.equal([]);
    expect(Math.min(shots, changes, moves)).to.be.above(2);
  });
});
