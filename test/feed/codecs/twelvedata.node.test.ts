import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { twelvedata } from '../../../src/feed/codecs/twelvedata.ts';
import { decode } from './asking.ts';
import { fuzzCodec } from './fuzz.ts';
import { RecordingSink } from './recording-sink.ts';
import { seed } from './seed.ts';
import { testWireFile } from './venue-outcomes.ts';

const price = {
  event: 'price',
  symbol: 'AAPL',
  currency: 'USD',
  type: 'Common Stock',
  timestamp: 1_700_000_000,
  price: 190.5,
};
const NONE = Number.NaN;

describe('the twelvedata codec', () => {
  it('subscribes in one message, and keeps within the limits', () => {
    const codec = twelvedata({});
    assert.equal(codec.endpoint, 'wss://ws.twelvedata.com/v1/quotes/price');
    assert.equal(codec.canonical?.('eur/usd'), 'EUR/USD');
    assert.deepEqual(codec.subscribe(['AAPL', 'EUR/USD']), [
      '{"action":"subscribe","params":{"symbols":"AAPL,EUR/USD"}}',
    ]);
    assert.deepEqual(codec.unsubscribe(['AAPL']), ['{"action":"unsubscribe","params":{"symbols":"AAPL"}}']);
    assert.deepEqual(codec.subscribe([]), []);
    assert.deepEqual(codec.subscribe(['AAPL'], ['bars']), []);
    assert.equal(codec.sendEvery, 600);
    assert.equal(codec.heartbeat?.every, 10_000);
    assert.equal(codec.heartbeat?.message(), '{"action":"heartbeat"}');
    assert.deepEqual(decode(codec, { event: 'heartbeat', status: 'ok' }).outcome, { ignored: 1 });
  });

  it('reads a price as a trade without a size, with a quote where it has one', () => {
    const pair = { ...price, symbol: 'EUR/USD', price: 1.5, bid: 1, ask: 2, currency: undefined };
    const sink = decode(twelvedata({}), price, pair);
    const tick = { kind: 'trade', time: 1_700_000_000_000, size: 0, sequence: NONE, flags: 0 };
    assert.deepEqual(sink.ticks, [
      { ...tick, symbol: 'AAPL', price: 190.5 },
      { kind: 'quote', symbol: 'EUR/USD', time: tick.time, bid: 1, bidSize: 0, ask: 2, askSize: 0, sequence: NONE },
      { ...tick, symbol: 'EUR/USD', price: 1.5 },
    ]);
  });

  it('tells what a symbol is: from the answer, and once from the price', () => {
    const success = [
      { symbol: 'EUR/USD', type: 'PHYSICAL_CURRENCY' },
      { symbol: 'BTC/USD', type: 'Digital Currency' },
      { symbol: 'SPY', type: 'ETF' },
      { symbol: 'SPX', type: 'Index' },
      { symbol: 'ABC', type: 'American Depositary Receipt' },
      { symbol: 'ODD' },
      { symbol: 5 },
    ];
    const sink = decode(
      twelvedata({}),
      { event: 'subscribe-status', status: 'ok', success, fails: null },
      price,
      price,
    );
    assert.deepEqual(sink.instruments, [
      { symbol: 'EUR/USD', kind: 'currency', currency: 'USD' },
      { symbol: 'BTC/USD', kind: 'crypto', currency: 'USD' },
      { symbol: 'SPY', kind: 'etf' },
      { symbol: 'SPX', kind: 'index' },
      { symbol: 'ABC', kind: 'stock' },
      { symbol: 'ODD' },
      { symbol: 'AAPL', kind: 'stock', currency: 'USD' },
    ]);
    const sinkOfNobody = new RecordingSink([]);
    twelvedata({}).decode(JSON.stringify(price), sinkOfNobody);
    assert.deepEqual(sinkOfNobody.outcome, { trades: 1 });
  });

  it('names the symbols that were refused', () => {
    const fails = [{ symbol: 'NOPE' }, 'WHAT', {}];
    const answer = { event: 'subscribe-status', status: 'warning', success: [{ symbol: 'SPY' }], fails };
    const sink = decode(twelvedata({}), answer, { event: 'subscribe-status', status: 'ok', success: [] });
    assert.deepEqual(sink.failures, ['subscription refused (NOPE, WHAT)']);
    assert.deepEqual(sink.outcome, { failed: 1, instruments: 1, ignored: 1 });
    const error = { event: 'subscribe-status', status: 'error', messages: ['Too many symbols', 'Upgrade'] };
    assert.deepEqual(decode(twelvedata({}), error).failures, ['Too many symbols: Upgrade']);
    const key = { status: 'error', code: 401, message: 'Wrong key' };
    assert.deepEqual(decode(twelvedata({}), key).said, ['end for good: login refused: Wrong key']);
  });

  it('reports what it cannot use', () => {
    const sink = decode(twelvedata({}), { ...price, symbol: 1 }, { ...price, price: 'x', currency: 1 }, [], {}, 5);
    assert.deepEqual(sink.outcome, { rejected: 4, invalid: 1 });
  });

  it('throws at nothing, and accounts for everything', () => {
    const answer = {
      event: 'subscribe-status',
      status: 'ok',
      success: [{ symbol: 'AAPL', type: 'ETF' }],
      fails: ['X'],
    };
    const frames = [price, answer, { ...price, bid: 1, ask: 2 }].map((message) => JSON.stringify(message));
    const outcome = fuzzCodec(twelvedata, { frames, runs: 5000, seed, symbols: ['AAPL'] });
    assert.equal(outcome.received, 5000);
    assert.ok(outcome.accepted > 200 && outcome.rejected > 500);
  });

  testWireFile('wire/twelvedata.jsonl', twelvedata, {
    subscribe: {},
    heartbeat: { ignored: 1 },
    'subscribe-status': { instruments: 2 },
    'subscribe-status error': { failed: 1 },
    // Three of the four tell a currency.
    price: { trades: 4, instruments: 3 },
  });
});
