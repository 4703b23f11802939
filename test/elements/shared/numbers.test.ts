import { expect } from '@open-wc/testing';
import { parseDuration } from '../../../src/elements/shared/duration.js';
import { DASH, Numbers } from '../../../src/elements/shared/numbers.js';
import { digitsOfTick } from '../../../src/elements/shared/tick-size.js';

/** A price as it is written after one of that magnitude. */
function written(price: number, locale = 'en-US', currency = '', tick = Number.NaN): string {
  const numbers = new Numbers(locale, currency, tick);
  numbers.follow(price);
  return numbers.price(price);
}

describe('numbers', () => {
  it('show as many decimals as prices of their magnitude are quoted with', () => {
    expect(written(63_604.6)).to.equal('63,604.60');
    expect(written(211.7)).to.equal('211.70');
    expect(written(1.085)).to.equal('1.0850');
    expect(written(0.0485)).to.equal('0.048500');
    expect(written(0.000012345)).to.equal('0.000012345');
    expect(written(-37.63)).to.equal('-37.63');
  });

  it('show the decimals of the tick size', () => {
    expect([0.01, 0.25, 1, 0.5, 1e-8, 0.03125].map(digitsOfTick)).to.deep.equal([2, 2, 0, 1, 8, 5]);
    expect(written(4512.25, 'en-US', '', 0.25)).to.equal('4,512.25');
    expect(written(4512.4, 'en-US', '', 1)).to.equal('4,512');
  });

  it('do not flicker where a price goes to and fro between magnitudes', () => {
    const numbers = new Numbers('en-US', '', Number.NaN);
    for (const price of [9.99, 10.01, 9.98, 10.5, 9.5]) {
      numbers.follow(price);
      expect(numbers.price(price)).to.match(/\.\d{4}$/);
    }
    numbers.follow(100);
    expect(numbers.price(100)).to.equal('100.00');
    numbers.follow(9.9);
    expect(numbers.price(9.9)).to.equal('9.90');
    numbers.follow(0);
    expect(numbers.price(0)).to.equal('0.00');
    numbers.follow(Number.NaN);
    expect(numbers.price(12)).to.equal('12.00');
  });

  it('are written as the locale and the currency have it', () => {
    expect(written(63_604.6, 'de-DE')).to.equal('63.604,60');
    expect(written(63_604.6, 'en-US', 'USD')).to.equal('$63,604.60');
    expect(written(15_000, 'en-US', 'JPY')).to.equal('¥15,000');
    expect(() => new Numbers('en-US', 'DOLLARS', Number.NaN)).to.throw(RangeError);
  });

  it('carry their sign where they are changes, and none at zero', () => {
    const numbers = new Numbers('en-US', '', 0.01);
    expect([1.5, -1.5, 0, -0.001].map((change) => numbers.change(change))).to.deep.equal([
      '+1.50',
      '-1.50',
      '0.00',
      '0.00',
    ]);
    expect([1.5, -0.25, 0].map((percent) => numbers.percent(percent))).to.deep.equal(['+1.50%', '-0.25%', '0.00%']);
  });

  it('know which changes are written as zero', () => {
    const numbers = new Numbers('en-US', '', 0.01);
    expect([1e-15, -1e-15, 0.0049, -0.0051, 2].map((change) => numbers.visible(change))).to.deep.equal([
      0, 0, 0, -0.0051, 2,
    ]);
    expect(numbers.visible(Number.NaN)).to.deep.equal(Number.NaN);
  });

  it('are a dash while they are not known', () => {
    const numbers = new Numbers('en-US', 'USD', Number.NaN);
    for (const write of ['price', 'change', 'percent'] as const) expect(numbers[write](Number.NaN)).to.equal(DASH);
  });
});

describe('a duration', () => {
  it('is a number and a unit', () => {
    expect(['30s', '5m', '1.5h', ' 2 d '].map(parseDuration)).to.deep.equal([30_000, 300_000, 5_400_000, 172_800_000]);
  });

  it('is nothing else', () => {
    for (const text of ['', '5', 'm', '0s', '-1m', '5 weeks', '5m5s']) expect(parseDuration(text)).to.equal(undefined);
  });
});
