import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coinbase } from '../../../src/feed/codecs/coinbase.ts';
import { parseHistory } from '../../../src/feed/history.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { fuzzCodec } from './fuzz.ts';
import { type CaptureLine, skip } from './recorded.ts';
import type { Outcome } from './recording-sink.ts';
import { seed } from './seed.ts';
import { decodeAll, replay, subscribed } from './subscribed.ts';
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
const TIME = Date.UTC(2020, 0, 31, 20, 3, 41) + 158.814;
const ticker = { type: 'ticker', product_id: 'X', price: '2', best_bid: '1', best_ask: '3', sequence: 5 };
const heartbeat = { type: 'heartbeat', product_id: 'BTC-USD', last_trade_id: 82, sequence: 90 };
const snapshot = { type: 'snapshot', product_id: 'BTC-USD', bids: [['10', '1']], asks: [['12', '2.50']] };
const l2update = {
  type: 'l2update',
  product_id: 'BTC-USD',
  time: match.time,
  changes: [
    ['buy', '10.00', '0.0'],
    ['sell', '11', '3'],
  ],
};
const advanced = (channel: string, events: unknown, number = 0) => ({
  channel,
  client_id: '',
  timestamp: match.time,
  sequence_num: number,
  events,
});
const trade = { trade_id: '82', product_id: 'BTC-USD', price: '5', size: '2', side: 'BUY', time: match.time };
const trades = (type: string, ...list: unknown[]) => advanced('market_trades', [{ type, trades: list }]);
const levels = (type: string, ...updates: unknown[]) => advanced('l2_data', [{ type, product_id: 'BTC-USD', updates }]);
const level = (side: string, price_level: string, new_quantity: string) => ({ side, price_level, new_quantity });
const tickers = advanced('ticker', [
  {
    type: 'update',
    tickers: [{ product_id: 'X', best_bid: '1', best_bid_quantity: '4', best_ask: '2', best_ask_quantity: '5' }],
  },
]);
const candle = { product_id: 'BTC-USD', start: '1700000100', open: '2', high: '4', low: '1', close: '3', volume: '9' };
const candles = advanced('candles', [{ type: 'update', candles: [candle] }]);

const decode = (...messages: unknown[]) => decodeAll(coinbase({}), ...messages);
const decodeWanted = (...messages: unknown[]) => decodeAll(subscribed(coinbase, ['BTC-USD'])({}), ...messages);

describe('the coinbase codec', () => {
  it('subscribes to trades, quotes and signs of life, and to books without a login', () => {
    const codec = coinbase({});
    assert.equal(codec.endpoint, 'wss://ws-feed.exchange.coinbase.com');
    assert.deepEqual(codec.subscribe(['BTC-USD']), [
      '{"type":"subscribe","product_ids":["BTC-USD"],"channels":["ticker","matches","heartbeat"]}',
    ]);
    assert.deepEqual(codec.unsubscribe(['BTC-USD'], ['book']), [
      '{"type":"unsubscribe","product_ids":["BTC-USD"],"channels":["level2_batch"]}',
    ]);
    assert.deepEqual([codec.subscribe([]), codec.subscribe(['X'], ['bars', 'options'])], [[], []]);
    assert.equal(codec.subscribe(Array.from({ length: 450 }, (_, at) => `P${at}`)).length, 3);
    assert.ok((codec.sendEvery ?? 0) >= 125);
  });

  it('writes symbols as Coinbase does', () => {
    for (const symbol of ['btc-usd', 'BTC/USD']) assert.equal(coinbase({}).canonical?.(symbol), 'BTC-USD');
  });

  it('reads a match: microseconds kept, and the aggressor opposite to the maker', () => {
    const expected = { kind: 'trade', symbol: 'BTC-USD', time: TIME, price: 9314.78, size: 0.005, sequence: 12_038 };
    assert.deepEqual(decode(match, { ...match, trade_id: 83, side: 'buy' }).ticks, [
      { ...expected, flags: TICK_FLAG.BUY },
      { ...expected, flags: TICK_FLAG.SELL },
    ]);
  });

  it('takes the last match before the subscription without its volume, and every trade once', () => {
    const last = { ...match, type: 'last_match' };
    const next = { ...match, trade_id: 83 };
    const sink = decode(last, match, next, last);
    assert.deepEqual(sink.outcome, { reference: 1, trades: 1, ignored: 2 });
    assert.deepEqual(sink.said, []);
  });

  it('tells of holes in the numbers of trades', () => {
    assert.deepEqual(decode(match, { ...match, trade_id: 86 }).said, ['gap BTC-USD 83 3']);
  });

  it('tells of a trade that heartbeats name twice and that never came', () => {
    const later = { ...heartbeat, last_trade_id: 84 };
    const ontime = { ...match, trade_id: 83 };
    assert.deepEqual(decode(match, heartbeat, later, ontime, later).said, ['gap BTC-USD 84 1']);
    assert.deepEqual(decode(match, later, ontime, { ...match, trade_id: 84 }, later).said, []);
    assert.deepEqual(decode(heartbeat, later, later).said, [], 'without a trade nobody knows where the hole begins');
  });

  it('reads the sizes of a ticker where it has them, and the receive time where it has none', () => {
    const sink = decode(ticker, { ...ticker, best_bid_size: '10', best_ask_size: '20', time: '1970-01-01T00:00:01Z' });
    const quote = { kind: 'quote', symbol: 'X', bid: 1, ask: 3, sequence: 5 };
    assert.deepEqual(sink.ticks, [
      { ...quote, bidSize: 0, askSize: 0, time: sink.received },
      { ...quote, bidSize: 10, askSize: 20, time: 1_000 },
    ]);
  });

  it('reads books that somebody wants', () => {
    assert.deepEqual(decode(snapshot, l2update).outcome, { ignored: 2 });
    const sink = decodeWanted(snapshot, l2update);
    assert.deepEqual(
      sink.books.map((book) => [book.snapshot, book.time, book.bids[0]?.size, book.asks[0]?.price]),
      [
        [true, sink.received, 1, 12],
        [false, TIME, 0, 11],
      ],
    );
    assert.equal(sink.books[0]?.asks[0]?.sizeText, '2.50');
  });

  it('reports a book that cannot be read as lost', () => {
    const broken = [{ changes: [['hold', '1', '1']] }, { changes: [7] }, { changes: 7 }, { time: 'soon' }];
    const sink = decodeWanted(...broken.map((part) => ({ ...l2update, ...part })), { ...snapshot, asks: null });
    assert.deepEqual(sink.outcome, { rejected: 5 });
    assert.equal(new Set(sink.said).size, 1);
    assert.equal(sink.said[0], 'lost BTC-USD: a change of its book cannot be read');
  });

  it('learns steps of prices where it is told', () => {
    const product = { id: 'BTC-USD', display_name: 'BTC/USD', quote_currency: 'USD', quote_increment: '0.01000000' };
    const sink = decode({ type: 'status', products: [product, { id: 'X' }, 5] }, { type: 'status', products: [] });
    assert.deepEqual(sink.instruments, [
      { symbol: 'BTC-USD', kind: 'crypto', name: 'BTC/USD', currency: 'USD', tickSize: 0.01, precision: 2 },
      { symbol: 'X', kind: 'crypto' },
    ]);
    assert.equal(sink.ignoredCount, 1);
  });

  it('says where bars of the past are, and brings their columns into order', () => {
    const { url, rows, most } = coinbase({}).history ?? assert.fail();
    const base = 'https://api.exchange.coinbase.com/products/BTC-USD/candles?granularity=60';
    assert.equal(url('BTC-USD', 60_000, 300, undefined), base);
    const end = Date.UTC(2026, 0, 1);
    const range = '&start=2025-12-31T23:57:00.000Z&end=2025-12-31T23:59:00.000Z';
    assert.equal(url('BTC-USD', 60_000, 3, end), base + range);
    assert.equal(url('BTC-USD', 60_000, 3, end - 59_999), base + range);
    assert.deepEqual([url('BTC-USD', 14_400_000, 3, end), most], [undefined, 300]);
    const { bars, rejected } = parseHistory(rows?.([[1_700_000_060, 1, 4, 2, 3, 9], [1_700_000_000, 1, 5, 3, 2, 8]])); // biome-ignore format: rows
    assert.equal(rejected, 0);
    assert.deepEqual(bars[0], { time: 1_700_000_000_000, open: 3, high: 5, low: 1, close: 2, volume: 8 });
    assert.deepEqual(rows?.({ message: 'NotFound' }), { message: 'NotFound' });
    assert.deepEqual(rows?.([5]), [5]);
  });

  it('reports what it cannot use', () => {
    const sink = decode(
      { ...match, product_id: {} },
      { type: 'ticker' },
      { ...ticker, best_ask: undefined },
      [match],
      {},
      { ...match, price: 'abc' },
      { ...match, trade_id: 83, time: 'yesterday' },
    );
    assert.deepEqual(sink.outcome, { invalid: 2, rejected: 5 });
    const missing = 'missing field "product_id" (symbol)';
    assert.deepEqual(sink.reasons.slice(0, 2), [missing, missing]);
    assert.match(sink.reasons[3] as string, /all have a type or a channel/);
    const failed = decode({ type: 'error', message: 'Failed to subscribe', reason: 'X-Y is not a valid product' });
    assert.deepEqual(failed.failures, ['Failed to subscribe: X-Y is not a valid product']);
  });

  describe('of Advanced Trade', () => {
    it('subscribes at its address, channel by channel', () => {
      const codec = coinbase({ src: 'wss://advanced-trade-ws.coinbase.com' });
      assert.deepEqual(codec.subscribe(['BTC-USD'], ['ticks', 'book', 'bars']), [
        '{"type":"subscribe","product_ids":["BTC-USD"],"channel":"ticker"}',
        '{"type":"subscribe","product_ids":["BTC-USD"],"channel":"market_trades"}',
        '{"type":"subscribe","product_ids":["BTC-USD"],"channel":"heartbeats"}',
        '{"type":"subscribe","product_ids":["BTC-USD"],"channel":"level2"}',
        '{"type":"subscribe","product_ids":["BTC-USD"],"channel":"candles"}',
      ]);
      assert.equal(coinbase({ src: 'ws://localhost/ws' }).subscribe(['BTC-USD']).length, 1);
    });

    it('reads trades, oldest first and each once, those of a snapshot without volume', () => {
      const older = { ...trade, trade_id: '81', side: 'SELL', time: '2020-01-31T20:03:40.158814Z' };
      const sink = decode(trades('snapshot', trade, older), trades('update', trade, { ...trade, trade_id: '83' }));
      const { SELL, BUY, REFERENCE } = TICK_FLAG;
      assert.deepEqual(
        sink.trades.map(({ sequence, flags, time }) => [sequence, flags, time]),
        [
          [81, BUY | REFERENCE, TIME - 1000],
          [82, SELL | REFERENCE, TIME],
          [83, SELL, TIME],
        ],
      );
      assert.equal(sink.ignoredCount, 1);
    });

    it('reads quotes, of one of the two channels that bring them', () => {
      const batch = { ...tickers, channel: 'ticker_batch', sequence_num: 1 };
      const sink = decode(tickers, batch);
      assert.deepEqual(sink.outcome, { quotes: 1, ignored: 1 });
      const { kind, ...quote } = sink.quotes[0] ?? assert.fail();
      assert.deepEqual(quote, {
        symbol: 'X',
        time: TIME,
        bid: 1,
        bidSize: 4,
        ask: 2,
        askSize: 5,
        sequence: Number.NaN,
      });
    });

    it('reads books and bars that somebody wants', () => {
      const whole = levels('snapshot', level('bid', '1', '2'), level('offer', '3', '4'));
      const change = { ...levels('update', level('offer', '3', '0.00')), sequence_num: 1 };
      assert.deepEqual(decode(whole, change, { ...candles, sequence_num: 2 }).outcome, { ignored: 3 });
      const sink = decodeWanted(whole, change, { ...candles, sequence_num: 2 });
      assert.deepEqual(
        sink.books.map(({ snapshot: all, bids, asks }) => [all, bids.length, asks[0]?.size]),
        [
          [true, 1, 4],
          [false, 0, 0],
        ],
      );
      const bar = { symbol: 'BTC-USD', interval: 300_000, closed: false, time: 1_700_000_100_000 };
      assert.deepEqual(sink.bars, [{ ...bar, open: 2, high: 4, low: 1, close: 3, volume: 9 }]);
      assert.deepEqual(sink.said, []);
    });

    it('tells of missing messages, of which nobody knows whose they were', () => {
      const beat = (number: number) => advanced('heartbeats', [{ heartbeat_counter: 1 }], number);
      const sink = decode(beat(5), beat(6), beat(9), beat(10));
      assert.deepEqual([sink.outcome, sink.said], [{ ignored: 4 }, ['lost: 2 messages of the connection are missing']]);
    });

    it('reports what it cannot use', () => {
      const sink = decodeWanted(
        advanced('ticker', undefined),
        advanced('ticker', [7], 1),
        advanced('ticker', [{}], 2),
        advanced('ticker', [{ tickers: [{ product_id: 'X' }, 5] }], 3),
        { ...levels('update', { side: 'ask' }), sequence_num: 4 },
        advanced('ticker', [{ tickers: [] }], 5),
        advanced('user', [], 6),
      );
      assert.deepEqual(sink.outcome, { rejected: 6, ignored: 2 });
    });
  });

  it('accounts for every broken frame, and never throws', () => {
    const shapes = [
      match,
      { ...match, type: 'last_match' },
      ticker,
      heartbeat,
      snapshot,
      l2update,
      trades('update', trade, { ...trade, trade_id: '83' }),
      levels('snapshot', level('bid', '1', '2'), level('offer', '3', '4')),
      tickers,
      candles,
      { type: 'status', products: [{ id: 'BTC-USD', quote_increment: '0.01' }] },
      { type: 'subscriptions', channels: [] },
      { type: 'error', message: 'no', reason: 'why' },
    ];
    const frames = shapes.map((shape) => JSON.stringify(shape));
    const outcome = fuzzCodec(coinbase, { frames, runs: 5000, seed, symbols: ['BTC-USD', 'X'] });
    const { received, accepted, rejected, ignored, failed } = outcome;
    assert.equal(received, accepted + rejected + ignored + failed);
    for (const count of [accepted, rejected, ignored, failed]) assert.ok(count > 0, JSON.stringify(outcome));
  });

  const WIRE = 'BTC-USD ETH-USD SKL-BTC SKL-GBP SKL-USD BAND-GBP NU-GBP YFI-BTC'.split(' ');
  testWireFile('wire/coinbase.jsonl', subscribed(coinbase, WIRE), {
    'connect-url': {},
    'subscribe-request': {},
    'exchange:subscriptions': { ignored: 3 },
    'exchange:snapshot': { books: 5 },
    'exchange:ticker': { quotes: 5 },
    'exchange:last_match': { reference: 5 },
    'exchange:l2update': { books: 5 },
    'exchange:match': { trades: 5 },
    'exchange:heartbeat': { ignored: 1 },
    'exchange:subscribe heartbeat': {},
    'exchange:error': { failed: 1 },
    // Each of these is one message of the Exchange and one of Advanced Trade.
    'ccxt:handleTrade': { trades: 1, reference: 1 },
    'ccxt:handleOrderBook': { books: 3 },
    'ccxt:handleSubscriptionStatus': { ignored: 2 },
    // An order that was received, of the full channel.
    'ccxt:parseWsTrade': { ignored: 1 },
    'ccxt:handleTicker': { quotes: 1 },
    'ccxt:handleErrorMessage': { failed: 1 },
    // Its fields are empty.
    'ccxt:handleTickers': { rejected: 1 },
    'ccxt:handleHeartbeats': { ignored: 1 },
    'advanced:ws_candles': { bars: 1 },
    'advanced:ws_heartbeats': { ignored: 1 },
    'advanced:ws_l2_data_snapshot': { books: 1 },
    'advanced:ws_l2_data_update': { books: 1 },
    'advanced:ws_market_trades': { trades: 2 },
    'advanced:ws_subscriptions': { ignored: 1 },
    'advanced:ws_ticker': { quotes: 1 },
    // Answers of the REST interface, which the stream never sends.
    'advanced REST:http_candles': { rejected: 1 },
    'advanced REST:http_product_book': { rejected: 1 },
    'advanced REST:http_ticker': { rejected: 1 },
  } satisfies Record<string, Outcome>);

  it('ends the capture with every product’s last trade, to the microsecond', { skip }, () => {
    const last = new Map<unknown, CaptureLine['m']>();
    const { sink } = replay('replay/coinbase_exchange.jsonl', coinbase({}), (message) => {
      if (message.type === 'match') last.set(message.product_id, message);
    });
    assert.ok(last.size > 0);
    for (const [symbol, { price, size, sequence, time }] of last) {
      const tick = sink.trades.findLast((one) => one.symbol === symbol);
      assert.deepEqual([tick?.price, tick?.size, tick?.sequence], [Number(price), Number(size), sequence]);
      const micros = Number(String(time).slice(-7, -1));
      assert.equal(Math.round((tick?.time as number) * 1000) % 1_000_000, micros);
      assert.equal(Math.floor((tick?.time as number) / 1000), Date.parse(`${String(time).slice(0, 19)}Z`) / 1000);
    }
  });
});
