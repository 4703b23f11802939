import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dashedContract, occContract, tellOption } from '../../../src/feed/codecs/option-contract.ts';
import type { OptionQuote } from '../../../src/market/option.ts';
import { RecordingSink } from './recording-sink.ts';

const HOUR = 3_600_000;

describe('option contracts by their names', () => {
  it('of the United States: underlying, day, kind, strike in thousandths', () => {
    assert.deepEqual(occContract('SPY241220P00720500'), {
      symbol: 'SPY241220P00720500',
      underlying: 'SPY',
      kind: 'put',
      strike: 720.5,
      expiry: Date.UTC(2024, 11, 20, 21),
    });
    assert.equal(occContract('O:A241220C00000500')?.strike, 0.5);
    assert.equal(occContract('BRKB  241220C00000500')?.underlying, 'BRKB');
    for (const text of [
      '',
      'SPY',
      'SPY241320P00720000',
      'SPY240231P00720000',
      'SPY241220X00720000',
      'spy241220P00720000',
    ]) {
      assert.equal(occContract(text), undefined, text);
    }
  });

  it('expire at 16:00 in New York, in summer and in winter', () => {
    const days: [string, number][] = [
      ['240308', Date.UTC(2024, 2, 8) + 21 * HOUR],
      ['240311', Date.UTC(2024, 2, 11) + 20 * HOUR],
      ['250310', Date.UTC(2025, 2, 10) + 20 * HOUR],
      ['250307', Date.UTC(2025, 2, 7) + 21 * HOUR],
      ['251031', Date.UTC(2025, 9, 31) + 20 * HOUR],
      ['251103', Date.UTC(2025, 10, 3) + 21 * HOUR],
    ];
    for (const [day, expiry] of days) {
      assert.equal(occContract(`SPY${day}C00500000`)?.expiry, expiry, day);
      const hour = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', hour: 'numeric', hour12: false });
      assert.equal(hour.format(expiry), '16');
    }
  });

  it('of Bybit', () => {
    const contract = dashedContract('BTC-6JAN23-17500.5-C');
    assert.deepEqual(contract, {
      symbol: 'BTC-6JAN23-17500.5-C',
      underlying: 'BTC',
      kind: 'call',
      strike: 17_500.5,
      expiry: Date.UTC(2023, 0, 6, 8),
    });
    assert.equal(dashedContract('ETH-29DEC25-3000-P-USDT')?.expiry, Date.UTC(2025, 11, 29, 8));
    for (const text of ['BTCUSDT', 'BTC-26DEC25', 'BTC-6XXX23-17500-C', 'BTC-31FEB23-17500-C', 'BTC-6ANF23-1-C']) {
      assert.equal(dashedContract(text), undefined, text);
    }
    assert.ok(contract);
    const sink = new RecordingSink();
    tellOption(contract, 5, { bid: '1.5', ask: null }, {}, sink);
    tellOption(contract, Number.NaN, { bid: '1.5' }, { t: 'soon' }, sink);
    assert.deepEqual(sink.outcome, { options: 1, rejected: 1 });
    const { bid, ask, delta, time } = sink.options[0] as OptionQuote;
    assert.deepEqual([bid, ask, delta, time], [1.5, Number.NaN, Number.NaN, 5]);
    assert.deepEqual(sink.samples, ['{"t":"soon"}']);
  });
});
