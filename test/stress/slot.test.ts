import { expect } from '@open-wc/testing';
import { stressSlot } from './slot-stress.js';

describe('a slot between two threads', () => {
  for (const byKernel of [true, false]) {
    it(`is never read torn ${byKernel ? 'by a kernel' : 'in JavaScript'}`, async () => {
      const { publications, reads, torn } = await stressSlot(500_000, { byKernel });
      expect(torn).to.equal(0);
      expect(publications).to.equal(500_000);
      expect(reads).to.be.above(1000);
    });
  }

  it('would be caught torn without the look at its version', async () => {
    expect((await stressSlot(500_000, { blind: true })).torn).to.be.above(0);
  });
});
