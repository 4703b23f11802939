import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { Histogram } from '../../src/frame/histogram.js';
import { property } from '../tools/property.js';

describe('a histogram', () => {
  it('knows nothing at first, and again after clear', () => {
    const histogram = new Histogram();
    expect(histogram.quantile(0.5)).to.be.NaN;
    histogram.add(3);
    histogram.clear();
    expect(histogram.count).to.equal(0);
    expect(histogram.quantile(0.5)).to.be.NaN;
  });

  it('gives quantiles within 9%', () => {
    const values = fc.array(fc.double({ min: 0.001, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 });
    property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
      const histogram = new Histogram();
      for (const each of all) histogram.add(each);
      const exact = [...all].sort((a, b) => a - b)[Math.max(0, Math.ceil(all.length * share) - 1)] as number;
      expect(histogram.quantile(share) / exact).to.be.within(1 / 1.091, 1.091);
    });
  });

  it('takes what is beyond its range, and leaves out NaN', () => {
    const histogram = new Histogram();
    for (const value of [-1, 0, 1e300, Number.POSITIVE_INFINITY, Number.NaN]) histogram.add(value);
    expect(histogram.count).to.equal(4);
    expect(histogram.quantile(0)).to.be.below(0.002);
    expect(histogram.quantile(1)).to.be.above(1e6);
  });

  it('takes in another one, and lets go of it again', () => {
    const [one, other] = [new Histogram(), new Histogram()];
    one.add(1);
    for (const value of [100, 200, 300]) other.add(value);
    one.merge(other);
    expect(one.count).to.equal(4);
    expect(one.quantile(1)).to.be.within(270, 330);
    one.merge(other, -1);
    expect(one.count).to.equal(1);
    expect(one.quantile(1)).to.be.within(0.9, 1.1);
  });
});
