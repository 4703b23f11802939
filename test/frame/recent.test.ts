import { expect } from '@open-wc/testing';
import { Histogram } from '../../src/frame/histogram.js';
import { Recent } from '../../src/frame/recent.js';

describe('what is recent in a histogram', () => {
  it('is what was added since the look before the last so many', () => {
    const source = new Histogram();
    source.add(1);
    const recent = new Recent(source, 2);
    recent.look();
    expect(recent.values.count, 'what was there before is not recent').to.equal(0);
    source.add(10);
    recent.look();
    expect(recent.values.count).to.equal(1);
    source.add(100);
    source.add(100);
    recent.look();
    expect(recent.values.count).to.equal(3);
    recent.look();
    expect(recent.values.count, 'the 10 is old by now').to.equal(2);
    expect(recent.values.quantile(0)).to.be.within(90, 110);
    recent.look();
    expect(recent.values.count).to.equal(0);
    expect(recent.values.quantile(0.5)).to.be.NaN;
  });

  it('begins anew where the source was cleared', () => {
    const source = new Histogram();
    const recent = new Recent(source, 3);
    source.add(5);
    source.add(5);
    recent.look();
    source.clear();
    source.add(50);
    recent.look();
    expect(recent.values.count).to.equal(1);
    expect(recent.values.quantile(1)).to.be.within(45, 55);
  });
});
