import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kraken } from '../../../src/feed/codecs/kraken.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { fuzzCodec } from './fuzz.ts';
import { seed } from './seed.ts';
import { decodeAll, subscribed } from './subscribed.ts';

const fill = {
  feed: 'trade',
  product_id: 'PI_XBTUSD',
  side: 'sell',
  type: 'fill',
  seq: 5,
  time: 1_612_266_317_519,
  qty: 15,
  price: 34_969.5,
};
const past = {
  feed: 'trade_snapshot',
  product_id: 'PI_XBTUSD',
  trades: [
    { ...fill, seq: 4 },
    { ...fill, seq: 3 },
  ],
};
const futuresTicker = {
  feed: 'ticker',
  product_id: 'PI_XBTUSD',
  time: 1_676_393_235_406,
  bid: 1,
  ask: 3,
  bid_size: 2,
  ask_size: 4,
};
const level = {
  feed: 'book',
  product_id: 'PI_XBTUSD',
  side: 'sell',
  seq: 11,
  price: 34_981,
  qty: 0,
  timestamp: 1_612_269_953_629,
};
const levels = {
  feed: 'book_snapshot',
  product_id: 'PI_XBTUSD',
  seq: 10,
  timestamp: 1_612_269_825_817,
  bids: [{ price: 1, qty: 2 }],
  asks: [],
};

const decode = (...messages: unknown[]) => decodeAll(kraken({}), ...messages);
const decodeWanted = (...messages: unknown[]) => decodeAll(subscribed(kraken, ['PI_XBTUSD'])({}), ...messages);

describe('the kraken codec, of futures', () => {
  it('reads trades, those of the past oldest first, and sees their holes', () => {
    const sink = decode(past, fill, fill, { ...fill, seq: 8 }, { ...fill, seq: 9, type: 'block' });
    assert.deepEqual(
      sink.trades.map(({ sequence, flags }) => [sequence, flags & TICK_FLAG.REFERENCE]),
      [
        [3, 1],
        [4, 1],
        [5, 0],
        [8, 0],
      ],
    );
    assert.deepEqual([sink.ignoredCount, sink.said], [2, ['gap PI_XBTUSD 6 2']]);
    assert.equal(sink.trades[2]?.time, 1_612_266_317_519);
  });

  it('reads quotes', () => {
    const sink = decode(futuresTicker, { ...futuresTicker, feed: 'ticker_lite' });
    const { bid, bidSize, ask, askSize, time } = sink.quotes[0] ?? assert.fail();
    assert.deepEqual([bid, bidSize, ask, askSize, time], [1, 2, 3, 4, 1_676_393_235_406]);
    assert.deepEqual(sink.outcome, { quotes: 1, ignored: 1 });
  });

  it('reads books that somebody wants, and sees their holes', () => {
    assert.deepEqual(decode(levels, level).outcome, { ignored: 2 });
    const sink = decodeWanted(levels, level, { ...level, side: 'buy', seq: 13 });
    assert.deepEqual(
      sink.books.map(({ snapshot, sequence, bids, asks }) => [snapshot, sequence, bids.length, asks.length]),
      [
        [true, 10, 1, 0],
        [false, 11, 0, 1],
        [false, 13, 1, 0],
      ],
    );
    assert.deepEqual(sink.said, ['gap PI_XBTUSD 12 1']);
  });

  it('reports what it cannot use', () => {
    const sink = decodeWanted(
      { feed: 'trade' },
      { ...level, side: 'up' },
      { ...past, trades: 5 },
      { ...past, trades: [5] },
    );
    assert.deepEqual(sink.outcome, { rejected: 4 });
    assert.deepEqual(decode({ feed: 'heartbeat' }, { ...past, trades: [] }, { ...fill, feed: 'x' }).outcome, {
      ignored: 3,
    });
    assert.deepEqual(decode({ event: 'error', message: 'Invalid product id' }).failures, ['Invalid product id']);
  });

  it('accounts for every broken frame, and never throws', () => {
    const frames = [fill, past, futuresTicker, level, levels, { event: 'alert', message: 'no' }].map((shape) =>
      JSON.stringify(shape),
    );
    const outcome = fuzzCodec(kraken, { frames, runs: 3000, seed, symbols: ['PI_XBTUSD'] });
    const { received, accepted, rejected, ignored, failed } = outcome;
    assert.equal(received, accepted + rejected + ignored + failed);
    for (const count of [accepted, rejected, ignored, failed]) assert.ok(count > 0, JSON.stringify(outcome));
  });
});
