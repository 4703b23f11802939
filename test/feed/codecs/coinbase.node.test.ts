import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { coinbase } from '../../../src/feed/codecs/coinbase.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { type CaptureLine, lines, skip } from './recorded.ts';
import { RecordingSink } from './recording-sink.ts';
import { check } from './seed.ts';
import { testWireFile } from './venue-outcomes.ts';

const match = {
  type: 'match',
  trade_id: 82,
  side: 'sell',
  size: '0.005',
  price: '9314.78',
  product_id: 'BTC-USD',
  sequence: 12_038,
  time: '2020-01-31T20:03:41.158814Z',
};

function decode(...messages: unknown[]): RecordingSink {
  const codec = coinbase({});
  const sink = new RecordingSink();
  for (const message of messages) codec.decode(JSON.stringify(message), sink);
  return sink;
}

describe('the coinbase codec', () => {
  it('subscribes to trades, quotes and signs of life', () => {
    const codec = coinbase({});
    assert.equal(codec.endpoint, 'wss://ws-feed.exchange.coinbase.com');
    assert.equal(codec.canonical?.('btc-usd'), 'BTC-USD');
    assert.deepEqual(codec.subscribe(['BTC-USD']), [
      '{"type":"subscribe","product_ids":["BTC-USD"],"channels":["ticker","matches","heartbeat"]}',
    ]);
    assert.deepEqual(codec.unsubscribe(['BTC-USD']), [
      '{"type":"unsubscribe","product_ids":["BTC-USD"],"channels":["ticker","matches","heartbeat"]}',
    ]);
    assert.deepEqual(codec.subscribe([]), []);
  });

  it('reads a match: microseconds kept, and the aggressor opposite to the maker', () => {
    const expected = {
      kind: 'trade',
      symbol: 'BTC-USD',
      time: Date.UTC(2020, 0, 31, 20, 3, 41) + 158.814,
      price: 9314.78,
      size: 0.005,
      sequence: 12_038,
    };
    assert.deepEqual(decode(match, { ...match, side: 'buy' }).ticks, [
      { ...expected, flags: TICK_FLAG.BUY },
      { ...expected, flags: TICK_FLAG.SELL },
    ]);
  });

  it('reads the sizes of a ticker where it has them, and the receive time where it has none', () => {
    const ticker = { type: 'ticker', product_id: 'X', price: '2', best_bid: '1', best_ask: '3', sequence: 5 };
    const sink = decode(ticker, { ...ticker, best_bid_size: '10', best_ask_size: '20', time: '1970-01-01T00:00:01Z' });
    const quote = { kind: 'quote', symbol: 'X', bid: 1, ask: 3, sequence: 5 };
    assert.deepEqual(sink.ticks, [
      { ...quote, bidSize: 0, askSize: 0, time: sink.received },
      { ...quote, bidSize: 10, askSize: 20, time: 1_000 },
    ]);
  });

  it('reports what it cannot use', () => {
    const sink = decode(
      { ...match, product_id: {} },
      { type: 'ticker' },
      [match],
      { ...match, price: 'abc' },
      { ...match, time: 'yesterday' },
    );
    assert.deepEqual(sink.outcome, { invalid: 2, rejected: 3 });
    const missing = 'missing field "product_id" (symbol)';
    assert.deepEqual(sink.reasons.slice(0, 2), [missing, missing]);
    assert.match(sink.reasons[2] as string, /all have a type/);
    const failed = decode({ type: 'error', message: 'Failed to subscribe', reason: 'no such product' });
    assert.deepEqual(failed.failures, ['Failed to subscribe: no such product']);
    assert.match(decode({ channel: 'ticker', events: [] }).reasons[0] as string, /Advanced Trade/);
  });

  it('accounts for every random message, and never throws', () => {
    const field = fc.constantFrom('type', 'product_id', 'price', 'size', 'time', 'best_bid', 'best_ask', 'side');
    const value = fc.oneof(fc.constantFrom('match', 'ticker', 'last_match', 'error', 'X', '1'), fc.jsonValue());
    const message = fc.oneof(fc.dictionary(field, value), fc.jsonValue());
    check(fc.property(message, (any) => assert.equal(decode(any).reports, 1)));
  });

  testWireFile('wire/coinbase.jsonl', coinbase, {
    'connect-url': {},
    'subscribe-request': {},
    'exchange:subscriptions': { ignored: 3 },
    'exchange:snapshot': { ignored: 5 },
    'exchange:ticker': { quotes: 5 },
    'exchange:last_match': { reference: 5 },
    'exchange:l2update': { ignored: 5 },
    'exchange:match': { trades: 5 },
    'exchange:heartbeat': { ignored: 1 },
    'exchange:subscribe heartbeat': {},
    'exchange:error': { failed: 1 },
    // Each pair below is one message of the Exchange and one of Advanced Trade, another protocol on another endpoint.
    'ccxt:handleTrade': { trades: 1, rejected: 1 },
    'ccxt:handleOrderBook': { ignored: 2, rejected: 1 },
    'ccxt:handleSubscriptionStatus': { ignored: 1, rejected: 1 },
    'ccxt:parseWsTrade': { ignored: 1 },
    'ccxt:handleTicker': { quotes: 1 },
    'ccxt:handleErrorMessage': { failed: 1 },
    'ccxt:handleTickers': { rejected: 1 },
    'ccxt:handleHeartbeats': { rejected: 1 },
    'advanced:ws_candles': { rejected: 1 },
    'advanced:ws_heartbeats': { rejected: 1 },
    'advanced:ws_l2_data_snapshot': { rejected: 1 },
    'advanced:ws_l2_data_update': { rejected: 1 },
    'advanced:ws_market_trades': { rejected: 1 },
    'advanced:ws_subscriptions': { rejected: 1 },
    'advanced:ws_ticker': { rejected: 1 },
    'advanced REST:http_candles': { rejected: 1 },
    'advanced REST:http_product_book': { rejected: 1 },
    'advanced REST:http_ticker': { rejected: 1 },
  });

  it('decodes the Exchange capture: 97 trades, 10 of the past, 107 quotes, nothing rejected', { skip }, () => {
    const capture = lines<CaptureLine>('replay/coinbase_exchange.jsonl').filter((line) => line.d === 'recv');
    const codec = coinbase({});
    const sink = new RecordingSink();
    const last = new Map<unknown, unknown[]>();
    for (const { t, m } of capture) {
      sink.received = t * 1000;
      codec.decode(JSON.stringify(m), sink);
      if (m.type === 'match') last.set(m.product_id, [m.price, m.size, m.sequence, m.time]);
    }
    assert.deepEqual(sink.outcome, { trades: 97, reference: 10, quotes: 107, ignored: capture.length - 214 });
    for (const [symbol, [price, size, sequence, time]] of last) {
      const trade = sink.trades.findLast((tick) => tick.symbol === symbol);
      assert.deepEqual([trade?.price, trade?.size, trade?.sequence], [Number(price), Number(size), sequence]);
      const micros = Number(String(time).slice(-7, -1));
      assert.equal(Math.round((trade?.time as number) * 1000) % 1_000_000, micros);
      assert.equal(Math.floor((trade?.time as number) / 1000), Date.parse(`${String(time).slice(0, 19)}Z`) / 1000);
    }
  });
});
