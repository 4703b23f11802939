import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finnhub } from '../../../src/feed/codecs/finnhub.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { decode } from './asking.ts';
import { fuzzCodec } from './fuzz.ts';
import { seed } from './seed.ts';
import { testWireFile } from './venue-outcomes.ts';

const T = 1_700_000_000_123;
const entry = { s: 'AAPL', p: 190.5, t: T, v: 10, c: ['1'] };
const trade = { type: 'trade', data: [entry, { ...entry, s: 'BINANCE:BTCUSDT', c: null }, { ...entry, v: 0 }] };

describe('the finnhub codec', () => {
  it('subscribes symbol by symbol', () => {
    const codec = finnhub({});
    assert.equal(codec.endpoint, 'wss://ws.finnhub.io');
    assert.equal(codec.canonical?.('aapl'), 'AAPL');
    assert.deepEqual(codec.subscribe(['AAPL', 'X']), [
      '{"type":"subscribe","symbol":"AAPL"}',
      '{"type":"subscribe","symbol":"X"}',
    ]);
    assert.deepEqual(codec.unsubscribe(['AAPL']), ['{"type":"unsubscribe","symbol":"AAPL"}']);
    assert.deepEqual(codec.subscribe(['AAPL'], ['book', 'bars']), []);
  });

  it('reads trades of several symbols, and an update of the price as one of reference', () => {
    const tick = { kind: 'trade', time: T, price: 190.5, size: 10, sequence: Number.NaN, flags: 0 };
    assert.deepEqual(decode(finnhub({}), trade).ticks, [
      { ...tick, symbol: 'AAPL' },
      { ...tick, symbol: 'BINANCE:BTCUSDT' },
      { ...tick, symbol: 'AAPL', size: 0, flags: TICK_FLAG.REFERENCE },
    ]);
  });

  it('takes a ping for a sign of life, tells errors, and ends where the key is wrong', () => {
    const error = (msg?: string) => ({ type: 'error', msg });
    const sink = decode(finnhub({}), { type: 'ping' }, error('Subscribing to too many symbols'), error());
    assert.deepEqual(sink.outcome, { ignored: 1, failed: 2 });
    assert.deepEqual(sink.sent, []);
    assert.deepEqual(decode(finnhub({}), error('Invalid API key')).said, [
      'end for good: login refused: Invalid API key',
    ]);
  });

  it('accounts for each entry', () => {
    const odd = { type: 'trade', data: [5, { ...entry, s: 1 }, { ...entry, p: 'x' }, { ...entry, v: -1 }] };
    const sink = decode(finnhub({}), odd, { type: 'trade' }, { type: 'trade', data: [] }, [], {});
    assert.deepEqual(sink.outcome, { rejected: 5, invalid: 2, ignored: 1 });
  });

  it('throws at nothing, and accounts for everything', () => {
    const frames = [trade, { type: 'ping' }, { type: 'error', msg: 'no' }].map((message) => JSON.stringify(message));
    const outcome = fuzzCodec(finnhub, { frames, runs: 5000, seed, symbols: ['AAPL'] });
    assert.equal(outcome.received, 5000);
    assert.ok(outcome.accepted > 200 && outcome.rejected > 500);
  });

  testWireFile('wire/finnhub.jsonl', finnhub, {
    subscribe: {},
    trade: { trades: 22 },
    ping: { ignored: 1 },
    error: { failed: 1 },
  });
});
