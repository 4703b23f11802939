import { expect } from '@open-wc/testing';
import { stressRing } from './ring-stress.js';

describe('a ring between two workers', () => {
  it('loses and doubles nothing through wrap-arounds and full rings', async () => {
    expect(await stressRing({ ticks: 2_000_000, capacity: 64, batch: 200 })).to.deep.equal([]);
  });

  it('would be caught merging into a published cell', async () => {
    // whether the two threads meet in one cell is up to the machine: a few tries
    let wrong: string[] = [];
    for (let tries = 0; tries < 5 && wrong.length === 0; tries++) {
      wrong = await stressRing({ ticks: 2_000_000, capacity: 64, batch: 200, inPlace: true });
    }
    expect(wrong).not.to.deep.equal([]);
  });
});
