import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isoToEpochMs, toEpochMs, toNumber, toSideFlag } from '../../../src/feed/codecs/numbers.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { check } from './seed.ts';

const MS = 1_618_677_810_244;

describe('numbers of sources', () => {
  it('are numbers or text that spells one, and NaN otherwise', () => {
    const values = [1.5, '1.5', ' -2e3 ', '0', '0.00000000', 'Infinity'];
    assert.deepEqual(values.map(toNumber), [1.5, 1.5, -2000, 0, 0, Number.POSITIVE_INFINITY]);
    for (const value of ['', ' ', 'abc', '1,5', true, null, undefined, [], {}, '1_000']) {
      assert.equal(toNumber(value), Number.NaN, JSON.stringify(value));
    }
  });
});

describe('times of sources', () => {
  const times: [unknown, number][] = [
    [MS, MS],
    [MS + 0.125, MS + 0.125],
    [1_618_677_810, 1_618_677_810_000],
    ['1618677810.25', 1_618_677_810_250],
    [MS * 1000 + 75, MS + 0.075],
    [`${MS}075123`, MS + 0.075123],
    [0, 0],
    ['2021-04-17T16:43:30.244Z', MS],
    ['2021-04-17T16:43:30.244075Z', MS + 0.075],
    ['2021-04-17T16:43:30.244075123Z', MS + 0.075123],
    ['2021-04-17 16:43:30.244', MS],
    ['2021-04-17T18:43:30.244+02:00', MS],
    ['2021-04-17T18:43:30.244+0200', MS],
    ['2021-04-17T11:13:30.244-0530', MS],
    ['2021-04-17T18:43:30.244+02', MS],
    ['2021-04-17T16:43:30z', MS - 244],
    ['2021-04-17', Date.UTC(2021, 3, 17)],
  ];
  for (const [value, time] of times) {
    it(`may be ${JSON.stringify(value)}`, () => {
      // Half a microsecond: a double resolves a quarter of one.
      assert.ok(Math.abs(toEpochMs(value) - time) < 0.0005, `${toEpochMs(value)} is not ${time}`);
    });
  }

  for (const value of [
    'yesterday',
    '',
    null,
    '2021-13-01T00:00:00Z',
    '2021-04-17T16:43',
    '2021-04-17T16-43-30Z',
    '2021-04-17T16:43:30.Z',
    '2021-04-17T16:43:30.1234567890Z',
    '2021-04-17T16:43:30 UTC',
    '2021-04-17T1x:43:30Z',
    '2021-04-17T25:43:30Z',
    '2021-04-17T16:43:30+2:00',
    '2021-04-17T16:43:30Zulu',
  ]) {
    it(`may not be ${JSON.stringify(value)}`, () => assert.equal(toEpochMs(value), Number.NaN));
  }

  it('agree with Date wherever Date is exact', () => {
    const dates = fc.date({ min: new Date('1980-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    check(fc.property(dates, (date) => assert.equal(isoToEpochMs(date.toISOString()), date.getTime())));
  });
});

describe('sides of sources', () => {
  it('are words, or whether the buyer was the maker', () => {
    for (const buy of ['buy', 'BUY', 'Buy', 'b', 'B', 'bid', false]) assert.equal(toSideFlag(buy), TICK_FLAG.BUY);
    for (const sell of ['sell', 'SELL', 'Sell', 's', 'S', 'ask', 'offer', true]) {
      assert.equal(toSideFlag(sell), TICK_FLAG.SELL);
    }
    for (const other of ['', 'short', 1, null, undefined, ['buy'], { toString: 1 }]) assert.equal(toSideFlag(other), 0);
  });
});
