import { expect } from '@open-wc/testing';
import { closePool, compute, computeParallel, ready } from '../../src/indicators/index.js';
import { makeBars } from './histories.js';

describe('indicators in a page that is not isolated', () => {
  after(closePool);

  it('computes many series on workers', async () => {
    await ready;
    expect(crossOriginIsolated).to.equal(false);
    const histories = [makeBars(300, 1), makeBars(200, 2)];
    expect(await computeParallel('macd(12, 26, 9)', histories, { workers: 2 })).to.deep.equal(
      histories.map((bars) => compute('macd(12, 26, 9)', bars)),
    );
  });
});
