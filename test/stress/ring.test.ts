import { expect } from '@open-wc/testing';
import { stressRing } from './ring-stress.js';

describe('a ring between two workers', () => {
  it('loses and doubles nothing through wrap-arounds and full rings', async () => {
    expect(await stressRing({ ticks: 2_000_000, capacity: 64, batch: 200 })).to.deep.equal([]);
  });

  it('would be caught merging into a published cell', async () => {
    expect(await stressRing({ ticks: 2_000_000, capacity: 64, batch: 200, inPlace: true })).not.to.deep.equal([]);
  });
});
