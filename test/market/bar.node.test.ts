import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { INTERVALS, intervalMs } from '../../src/market/bar.js';

describe('an interval', () => {
  it('is one of the usual, or any whole number of seconds, minutes or hours up to a day', () => {
    for (const [name, length] of Object.entries(INTERVALS)) assert.equal(intervalMs(name), length);
    for (const [name, seconds] of [
      ['90s', 90],
      ['10m', 600],
      ['2h', 7200],
      ['24h', 86_400],
    ] as const) {
      assert.equal(intervalMs(name), seconds * 1000);
    }
  });

  it('is refused by name otherwise', () => {
    for (const name of [
      '',
      'tick',
      '1',
      'm',
      '0s',
      '-1m',
      '01m',
      '1.5h',
      '2d',
      '25h',
      '86401s',
      '1M',
      '1m ',
      '99999999999s',
    ]) {
      assert.throws(() => intervalMs(name), {
        name: 'TypeError',
        message: new RegExp(`^interval "${name}": expected 1s, `),
      });
    }
  });
});
