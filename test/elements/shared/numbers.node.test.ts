import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DASH, Numbers } from '../../../src/elements/shared/numbers.js';
import { digitsOfTick, tickOf } from '../../../src/elements/shared/tick-size.js';
import { property } from '../../tools/property.ts';

const MARKS = /[\u200e\u200f\u061c]/g;
const numbersOf = (tick: string | number, locale = 'en-US', format = '') => {
  const { step, fraction } = tickOf(tick, format);
  return new Numbers(locale, '', step, fraction);
};

/** Reads a price as a trader does, whatever digits it is written in. */
function parse(text: string, tick: number, locale = 'en-US'): number {
  const parts = new Intl.NumberFormat(locale).formatToParts(-1_234_567.5);
  const [group = ',', point = '.', minus = '-'] = ['group', 'decimal', 'minusSign'].map((type) =>
    parts.find((part) => part.type === type)?.value.replace(MARKS, ''),
  );
  const digits = [...new Intl.NumberFormat(locale, { useGrouping: false }).format(9_876_543_210)].reverse();
  const plain = [...text.replace(MARKS, '')]
    .map((character) => (digits.includes(character) ? String(digits.indexOf(character)) : character))
    .join('')
    .replaceAll(group, '')
    .replace(minus, '-')
    .replace(point, '.');
  const bond = /^(-?)(\d+)-(\d\d)([+\d]?)$/.exec(plain);
  if (bond) {
    const [, sign, whole, pairs, tail = ''] = bond;
    // what the last digit was cut off from is known: an eighth of a 32nd at least
    const part = tail === '+' ? 0.5 : Math.ceil((Number(tail) / 10) * 8) / 8;
    return Number(`${sign}1`) * (Number(whole) + (Number(pairs) + part) / 32);
  }
  const share = /^(-?)(?:(\d+) )?(\d+)\/(\d+)$/.exec(plain);
  if (share) return Number(`${share[1]}1`) * (Number(share[2] ?? 0) + Number(share[3]) / Number(share[4]));
  const value = Number(plain);
  assert.ok(Math.abs(value / tick) >= 0, `"${text}" is no price`);
  return value;
}

const LOCALES = ['en-US', 'de-DE', 'ja-JP', 'ar-EG', 'ar', 'fa', 'en-IN'];

describe('prices in fractions', () => {
  it('are written as bonds are quoted', () => {
    const written = (tick: string, ...prices: number[]) => prices.map((price) => numbersOf(tick).price(price));
    const at = (thirtySeconds: number) => 99 + thirtySeconds / 32;
    assert.deepEqual(written('1/32', at(16), at(0), at(31), at(5)), ['99-16', '99-00', '99-31', '99-05']);
    assert.deepEqual(written('1/64', at(16), at(16.5)), ['99-16', '99-16+']);
    assert.deepEqual(written('1/128', ...[0, 0.25, 0.5, 0.75].map((part) => at(16 + part))), [
      '99-160',
      '99-162',
      '99-165',
      '99-167',
    ]);
    assert.deepEqual(written('1/256', at(16.125), at(16.375), at(16.875)), ['99-161', '99-163', '99-168']);
    assert.deepEqual(written('1/32', 1234.5, -0.5, 0, -0), ['1,234-16', '-0-16', '0-00', '0-00']);
  });

  it('are written as shares were, down to sixteenths', () => {
    const numbers = numbersOf('1/16');
    const prices = [45.375, 45.5, 45.0625, 45, -0.75, -2.25, 0];
    assert.deepEqual(
      prices.map((price) => numbers.price(price)),
      ['45 3/8', '45 1/2', '45 1/16', '45', '-3/4', '-2 1/4', '0'],
    );
  });

  it('have changes with signs, and none at zero', () => {
    const numbers = numbersOf('1/64');
    assert.deepEqual(
      [0.5, -0.5, 1 / 64, 0.001, -0.001, Number.NaN].map((change) => numbers.change(change)),
      ['+0-16', '-0-16', '+0-00+', '0-00', '0-00', DASH],
    );
    assert.deepEqual(
      [1 / 64, 0.001].map((change) => numbers.visible(change)),
      [1 / 64, 0],
    );
  });

  it('are as the tick size or the format says', () => {
    assert.equal(numbersOf('1/32', 'en-US', 'decimal').price(99.53125), '99.53125');
    assert.equal(numbersOf(0.03125, 'en-US', 'fraction').price(99.53125), '99-17');
    assert.equal(numbersOf(0.03125).price(99.53125), '99.53125');
    assert.deepEqual(tickOf(null, 'fraction'), { step: 1 / 32, fraction: true });
  });

  it('go through the tick’s middle away from zero', () => {
    const numbers = numbersOf('1/32');
    assert.deepEqual(
      [1 / 64, -1 / 64, 3 / 64].map((price) => numbers.price(price)),
      ['0-01', '-0-01', '0-02'],
    );
  });

  it('keep the order of their parts where digits are read from right to left', () => {
    assert.equal(numbersOf('1/32', 'ar-EG').price(99.5), '\u200e٩٩\u200e-\u200e١٦\u200e');
    assert.equal(numbersOf('1/32', 'de-DE').price(1099.5), '1.099-16');
  });
});

describe('a price that is written', () => {
  const tick = fc.constantFrom<string | number>(
    ...[0.01, 0.5, 1e-8, 0.0025, 0.25, 5, 1, 0.00005, '1/2', '1/8', '1/16', '1/32', '1/64', '1/128', '1/256'],
  );

  it('reads as the price rounded to its tick', () => {
    property(
      tick,
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom(...LOCALES),
      (size, price, locale) => {
        const { step } = tickOf(size, '');
        const read = parse(numbersOf(size, locale).price(price), step, locale);
        // half a tick, and what doubles cannot tell apart
        assert.ok(
          Math.abs(read - price) <= step / 2 + Math.abs(price) * 2e-16 + 1e-15,
          `${price} at ${size} reads as ${read}`,
        );
        assert.ok(Math.abs(read / step - Math.round(read / step)) < 1e-3, `${read} is no multiple of ${size}`);
      },
    );
  });

  it('reads as itself where it is a multiple of its tick, in every locale', () => {
    property(tick, fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom(...LOCALES), (size, count, locale) => {
      const { step } = tickOf(size, '');
      const price = Number((count * step).toPrecision(14));
      const read = parse(numbersOf(size, locale).price(price), step, locale);
      assert.equal(Number(read.toPrecision(14)) + 0, price + 0);
    });
  });

  it('is never a zero with a sign, and says what is no number', () => {
    for (const size of [0.01, 0.25, '1/8', '1/32']) {
      const numbers = numbersOf(size);
      for (const price of [-0, -0.0001]) assert.doesNotMatch(numbers.price(price), /^-/, `${price} at ${size}`);
      assert.equal(numbers.price(Number.NaN), DASH);
      assert.equal(numbers.price(Number.POSITIVE_INFINITY), '∞');
      assert.equal(numbers.price(Number.NEGATIVE_INFINITY), '-∞');
      assert.match(numbers.price(9_007_199_254_740_991), /^9,007,199,254,740,991/);
    }
  });

  it('has a mean of its own decimals, not of its tick', () => {
    const numbers = numbersOf(0.25);
    assert.deepEqual([numbers.price(4512.3), numbers.average(4512.3)], ['4,512.25', '4,512.30']);
    assert.deepEqual([numbers.inUnit(4512.37, 'price'), numbers.change(-0.3)], ['4,512.37', '-0.25']);
    assert.equal(digitsOfTick(0.0025), 4);
  });
});

describe('currencies', () => {
  const priced = (currency: string, price: number, locale = 'en-US', tick = Number.NaN) => {
    const numbers = new Numbers(locale, currency, tick);
    numbers.follow(price);
    return numbers.price(price).replace(/\s/g, ' ');
  };

  it('have their own decimals, unless a tick size says otherwise', () => {
    assert.deepEqual(
      [priced('JPY', 15_000), priced('KWD', 1234.5), priced('EUR', 63_604.6, 'de-DE')],
      ['¥15,000', 'KWD 1,234.500', '63.604,60 €'],
    );
    assert.equal(priced('JPY', 150.254, 'en-US', 0.001), '¥150.254');
  });

  it('may be codes that no standard has', () => {
    assert.deepEqual(
      [priced('USDT', 63_604.6), priced('USDT', 63_604.6, 'de-DE'), priced('BTC', 0.0485), priced('1INCH', -12)],
      ['USDT 63,604.60', '63.604,60 USDT', 'BTC 0.048500', '-1INCH 12.00'],
    );
  });

  it('keep their letters in order where the locale is read from right to left', () => {
    assert.equal(priced('USD', 12.5, 'ar', 0.01), '\u200f12.50 US$\u200e');
    assert.equal(priced('EUR', 12.5, 'ar', 0.01), '\u200f12.50 €');
  });

  it('are refused where they are no code', () => {
    for (const code of ['DOLLARS', '$', 'us', 'usdt', 'US-D'])
      assert.throws(() => new Numbers('en', code, 1), RangeError);
  });
});

describe('times', () => {
  it('are of their zone, whose clock changes', () => {
    const numbers = new Numbers('en-US', '', Number.NaN);
    const at = (time: string, zone: string) => numbers.time(Date.parse(time), zone).replace(/\s/g, ' ');
    // the night in which New York loses an hour
    assert.equal(at('2024-03-10T06:59:59Z', 'America/New_York'), '1:59:59 AM');
    assert.equal(at('2024-03-10T07:00:00Z', 'America/New_York'), '3:00:00 AM');
    assert.equal(at('2024-03-10T07:00:00Z', 'Asia/Tokyo'), '4:00:00 PM');
    assert.equal(new Numbers('de-DE', '', 1).time(Date.parse('2024-07-01T12:00:00Z'), 'Europe/Berlin'), '14:00:00');
  });
});

describe('signs', () => {
  it('stand where the locale has them, and digits are its own', () => {
    const percents = (locale: string) => new Numbers(locale, '', 0.01).percent(-1.5);
    assert.equal(percents('ar-EG'), '\u061c-١٫٥٠٪\u061c');
    assert.match(percents('ar'), /^\u200e-1\.50\u200e%\u200e$/);
    assert.equal(percents('de-DE'), '-1,50\u00a0%');
  });
});
