import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Instruments } from '../../../src/elements/data-feed/instruments.js';
import { withInstrument } from '../../../src/elements/ticker-widget/ticker-settings.js';
import type { Instrument } from '../../../src/market/instrument.js';

const ATTRIBUTES = {
  symbol: 'A',
  indicators: '',
  interval: '1m',
  tickSize: null,
  locale: '',
  currency: '',
  timeZone: '',
  maxRate: null,
  staleAfter: null,
  previousClose: null,
  sparkline: null,
};

describe('what is known of symbols', () => {
  it('is the same record until something of it changes: whoever shows another symbol has nothing to do', () => {
    const instruments = new Instruments();
    instruments.tell([{ symbol: 'A', tickSize: 1 }, { symbol: 'B' }]);
    const [a, small] = [instruments.of('A'), instruments.of('a')];
    instruments.tell([{ symbol: 'B', tickSize: 2 }, { symbol: 'C' }]);
    instruments.tell([{ symbol: 'A', tickSize: 1 }]);
    assert.deepEqual([instruments.of('A') === a, instruments.of('a') === small], [true, true]);
    instruments.tell([{ symbol: 'A', tickSize: 3 }]);
    assert.deepEqual([instruments.of('A')?.tickSize, instruments.of('a')?.tickSize], [3, 3]);
    const before = instruments.of('B');
    instruments.page = [{ symbol: 'A', name: 'a' }];
    assert.equal(instruments.of('A')?.name, 'a');
    assert.equal(instruments.of('B')?.tickSize, before?.tickSize);
  });

  it('is what the source says where the page leaves it undefined, or null', () => {
    const instruments = new Instruments();
    instruments.tell([{ symbol: 'A', tickSize: 1, currency: 'USD' }]);
    instruments.page = [{ symbol: 'A', tickSize: undefined, currency: null } as unknown as Instrument];
    assert.deepEqual(instruments.of('A'), { symbol: 'A', tickSize: 1, currency: 'USD' });
  });

  it('is of no more symbols than a market has, however many a source makes up', () => {
    const instruments = new Instruments();
    for (let round = 0; round < 25; round++) {
      instruments.tell(Array.from({ length: 10_000 }, (_, index) => ({ symbol: `S${round * 10_000 + index}` })));
    }
    assert.ok(instruments.of('S0'));
    assert.equal(instruments.of('S249999'), undefined);
  });

  it('is no default where it is no number that makes sense', () => {
    for (const tickSize of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1', null]) {
      const known = { symbol: 'A', tickSize, precision: 2, previousClose: Number.NaN } as unknown as Instrument;
      const { tickSize: step, previousClose } = withInstrument(ATTRIBUTES, known);
      assert.deepEqual([step, previousClose], [0.01, null], `${tickSize}`);
    }
    for (const precision of [400, -400, 2.5, Number.NaN, 'two']) {
      const known = { symbol: 'A', precision, currency: null, timeZone: 5 } as unknown as Instrument;
      const { tickSize, currency, timeZone } = withInstrument(ATTRIBUTES, known);
      assert.deepEqual([tickSize, currency, timeZone], [null, '', 'UTC'], `${precision}`);
    }
  });

  it('says how prices are written, unless the page has a step of its own', () => {
    const bond = { symbol: 'A', tickSize: 1 / 64, priceFormat: 'fraction' } as Instrument;
    const formatOf = (attributes: object, known: unknown = bond) =>
      withInstrument({ ...ATTRIBUTES, ...attributes }, known as Instrument).priceFormat;
    assert.equal(formatOf({}), 'fraction');
    assert.equal(formatOf({ priceFormat: 'decimal' }), 'decimal');
    assert.equal(formatOf({ tickSize: 0.01 }), '');
    assert.equal(formatOf({}, { ...bond, priceFormat: 'thirds' }), '');
  });
});
