import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rfcToEpochMs, textTimeOf } from '../../../src/feed/codecs/time-text.ts';
import { RecordingSink } from './recording-sink.ts';
import { check } from './seed.ts';

const SECOND = Date.UTC(2024, 1, 29, 15, 51, 45);

describe('times as RFC 3339 text', () => {
  const times: [string, number][] = [
    ['2024-02-29T15:51:45Z', 0],
    ['2024-02-29t15:51:45z', 0],
    ['2024-02-29 15:51:45+00:00', 0],
    ['2024-02-29T10:51:45-05:00', 0],
    ['2024-02-29T21:21:45+05:30', 0],
    ['2024-02-29T15:51:45.2Z', 200],
    ['2024-02-29T15:51:45.25+00:00', 250],
    ['2024-02-29T15:51:45.335689Z', 335.689],
    ['2024-02-29T15:51:45.335689322Z', 335.689322],
    ['2024-02-29T15:51:45.000000001Z', 0.000001],
    ['2024-02-29T15:51:45.3356893221234567Z', 335.689322],
  ];
  for (const [text, past] of times) {
    it(`may be ${text}`, () => {
      // half a microsecond: a double resolves a quarter of one
      assert.ok(Math.abs(rfcToEpochMs(text) - SECOND - past) < 0.0005, `${rfcToEpochMs(text)}`);
    });
  }

  for (const text of [
    '',
    'soon',
    '2024-02-29',
    '2024-02-29T15:51:45',
    '2024-02-29T15:51:45.Z',
    '2024-02-29T15:51:45.12',
    '2024-02-29T15:51:45.1xZ',
    '2024-02-29T15:51:45Z ',
    '2024-13-29T15:51:45Z',
    '2024-00-29T15:51:45Z',
    '2024-02-32T15:51:45Z',
    '2024-02-29T24:51:45Z',
    '2024-02-29T15:60:45Z',
    '2024-02-29T15:51:61Z',
    '2024-02-29T15:5a:45Z',
    '2o24-02-29T15:51:45Z',
    '2024/02/29T15:51:45Z',
    '2024-02-29X15:51:45Z',
    '2024-02-29T15:51:45+0100',
    '2024-02-29T15:51:45+1:00',
    '2024-02-29T15:51:45+25:00',
    '2024-02-29T15:51:45+00:60',
  ]) {
    it(`may not be ${JSON.stringify(text)}`, () => assert.equal(rfcToEpochMs(text), Number.NaN));
  }

  it('agree with Date wherever Date is exact', () => {
    const dates = fc.date({ min: new Date('1980-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    check(fc.property(dates, (date) => assert.equal(rfcToEpochMs(date.toISOString()), date.getTime())));
  });

  it('may be numbers, and are the receive time where there is none', () => {
    const sink = new RecordingSink();
    assert.equal(textTimeOf(1_700_000_000, sink), 1_700_000_000_000);
    assert.equal(textTimeOf(undefined, sink), sink.received);
    assert.equal(textTimeOf(null, sink), sink.received);
    assert.equal(textTimeOf('soon', sink), Number.NaN);
    assert.equal(textTimeOf({}, sink), Number.NaN);
  });
});
