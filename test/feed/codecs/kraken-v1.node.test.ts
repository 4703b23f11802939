import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kraken } from '../../../src/feed/codecs/kraken.ts';
import { krakenChecksum } from '../../../src/market/book-checksum.ts';
import { OrderBook } from '../../../src/market/order-book.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { fuzzCodec } from './fuzz.ts';
import { seed } from './seed.ts';
import { decodeAll, subscribed } from './subscribed.ts';

const v1Trade = [7, [['354.11', '0.5', '1618678142.557535', 's', 'l', '']], 'trade', 'XBT/USD'];
const v1Ticker = [7, { a: ['3', 35, '4.5'], b: ['1', 0, '2.5'], c: ['2', '1'] }, 'ticker', 'XBT/USD'];
const v1Spread = [7, ['1', '3', '1618678142.5', '2.5', '4.5'], 'spread', 'XBT/USD'];
const v1Snapshot = [7, { as: [['3.0', '1.0', '1618678133.365913']], bs: [] }, 'book-1000', 'XBT/USD'];
const v1Both = [
  7,
  { a: [['3.0', '0.0', '1618678134.5']] },
  { b: [['1.0', '2.0', '1618678135.5', 'r']], c: '2249310613' },
  'book-1000',
  'XBT/USD',
];
const v1Bar = [7, ['1618678142.5', '1618678200.0', '2', '4', '1', '3', '2.5', '9', 3], 'ohlc-1', 'XBT/USD'];

const decode = (...messages: unknown[]) => decodeAll(kraken({}), ...messages);
const decodeWanted = (...messages: unknown[]) => decodeAll(subscribed(kraken, ['BTC/USD'])({}), ...messages);

describe('the kraken codec, of v1', () => {
  it('reads trades, without numbers, under the names of v2', () => {
    assert.deepEqual(decode(v1Trade).ticks, [
      {
        kind: 'trade',
        symbol: 'BTC/USD',
        time: 1_618_678_142_557.535,
        price: 354.11,
        size: 0.5,
        sequence: Number.NaN,
        flags: TICK_FLAG.SELL,
      },
    ]);
  });

  it('reads quotes, of one of the two channels that bring them', () => {
    const quote = {
      kind: 'quote',
      symbol: 'BTC/USD',
      bid: 1,
      bidSize: 2.5,
      ask: 3,
      askSize: 4.5,
      sequence: Number.NaN,
    };
    const sink = decode(v1Ticker, v1Spread);
    assert.deepEqual([sink.ticks, sink.ignoredCount], [[{ ...quote, time: sink.received }], 1]);
    assert.deepEqual(decode(v1Spread).ticks, [{ ...quote, time: 1_618_678_142_500 }]);
  });

  it('reads books that somebody wants, in four parts and in five', () => {
    assert.deepEqual(decode(v1Snapshot, v1Both).outcome, { ignored: 2 });
    const [whole, both] = decodeWanted(v1Snapshot, v1Both).books;
    assert.deepEqual([whole?.snapshot, whole?.time, whole?.depth], [true, 1_618_678_133_365.913, 1000]);
    assert.deepEqual([both?.snapshot, both?.time, both?.checksum], [false, 1_618_678_135_500, 2_249_310_613]);
    const kept = new OrderBook({ checksum: krakenChecksum });
    for (const update of [whole, both]) assert.equal(update && kept.apply(update), 'applied');
    assert.deepEqual(kept.bids(), [{ price: 1, size: 2, priceText: '1.0', sizeText: '2.0' }]);
  });

  it('reads bars that somebody wants', () => {
    assert.deepEqual(decode(v1Bar).outcome, { ignored: 1 });
    const { symbol, interval, time, close, volume } = decodeWanted(v1Bar).bars[0] ?? assert.fail();
    assert.deepEqual([symbol, interval, time, close, volume], ['BTC/USD', 60_000, 1_618_678_140_000, 3, 9]);
  });

  it('reports what it cannot use', () => {
    const name = ['trade', 'XBT/USD'];
    const sink = decodeWanted([], [1, ...name], [1, 5, ...name], [1, [5], ...name], [1, {}, 'ticker', 'XBT/USD']);
    assert.deepEqual(sink.outcome, { rejected: 5 });
    assert.deepEqual(decodeWanted([1, {}, 'book-10', 'XBT/USD'], [1, [], ...name]).outcome, {
      rejected: 1,
      ignored: 1,
    });
    assert.deepEqual(decode([1, {}, 'openOrders', 'XBT/USD']).outcome, { ignored: 1 });
  });

  it('accounts for every broken frame, and never throws', () => {
    const frames = [
      v1Trade,
      v1Ticker,
      v1Spread,
      v1Snapshot,
      v1Both,
      v1Bar,
      { event: 'subscriptionStatus', status: 'error', errorMessage: 'no', pair: 'A/B' },
    ].map((shape) => JSON.stringify(shape));
    const outcome = fuzzCodec(kraken, { frames, runs: 3000, seed, symbols: ['BTC/USD'] });
    const { received, accepted, rejected, ignored, failed } = outcome;
    assert.equal(received, accepted + rejected + ignored + failed);
    for (const count of [accepted, rejected, ignored, failed]) assert.ok(count > 0, JSON.stringify(outcome));
  });
});
