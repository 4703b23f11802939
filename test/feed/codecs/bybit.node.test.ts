import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Codec, CodecOptions } from '../../../src/feed/codec.ts';
import { bybit } from '../../../src/feed/codecs/bybit.ts';
import { parseHistory } from '../../../src/feed/history.ts';
import { OrderBook } from '../../../src/market/order-book.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { ALL, asking, decode, requests } from './asking.ts';
import { fuzzCodec } from './fuzz.ts';
import { lines, skip } from './recorded.ts';
import { RecordingSink } from './recording-sink.ts';
import { seed } from './seed.ts';
import { testWireFile } from './venue-outcomes.ts';

const T = 1_700_000_000_123;
const NONE = Number.NaN;
const none = { previous: NONE };

const ticker = (type: string, data: object) => ({
  topic: 'tickers.X',
  type,
  ts: T,
  cs: 9,
  data: { symbol: 'X', ...data },
});
const top = (u: number, bids: unknown, asks: unknown, type = 'snapshot') => ({
  topic: 'orderbook.1.X',
  type,
  ts: T + 2,
  cts: T,
  data: { s: 'X', b: bids, a: asks, u, seq: 7 },
});
const book = (type: string, u: number, bids: unknown = [], asks: unknown = []) => ({
  topic: 'orderbook.200.X',
  type,
  ts: T,
  data: { s: 'X', b: bids, a: asks, u },
});
const quote = { kind: 'quote', symbol: 'X', time: T };

describe('the bybit codec', () => {
  it('speaks to the linear contracts, and pings', () => {
    const codec = bybit({});
    assert.equal(codec.endpoint, 'wss://stream.bybit.com/v5/public/linear');
    assert.equal(codec.canonical?.('btcusdt'), 'BTCUSDT');
    assert.equal(codec.heartbeat?.every, 20_000);
    assert.equal(codec.heartbeat?.message(), '{"op":"ping"}');
    const pongs = [
      { success: true, ret_msg: 'pong', op: 'ping' },
      { op: 'pong', args: ['1'] },
      { pong: 1 },
      { success: true, ret_msg: '', op: 'subscribe', req_id: '1' },
    ];
    assert.deepEqual(decode(codec, ...pongs).outcome, { ignored: 4 });
  });

  it('subscribes by topics, ten a request', () => {
    const codec = bybit({});
    assert.deepEqual(codec.subscribe([]), []);
    assert.deepEqual(codec.subscribe(['BTCUSDT']), [
      '{"op":"subscribe","args":["publicTrade.BTCUSDT","orderbook.1.BTCUSDT"],"req_id":"1"}',
    ]);
    assert.deepEqual(requests(codec.subscribe(['X'], ['book', 'bars', 'options'])), [
      { op: 'subscribe', args: ['orderbook.200.X', 'kline.1.X'], req_id: '2' },
    ]);
    assert.deepEqual(requests(codec.unsubscribe(['X'], ['book'])), [
      { op: 'unsubscribe', args: ['orderbook.200.X'], req_id: '3' },
    ]);
    const many = requests(codec.subscribe(Array.from({ length: 12 }, (_, index) => `S${index}`)));
    assert.deepEqual(
      many.map((request) => (request as { args: string[] }).args.length),
      [10, 10, 4],
    );
  });

  it('asks for the trades of all options of a coin once, until nobody wants them', () => {
    const codec = bybit({});
    const [one, other] = ['BTC-6JAN23-17500-C', 'BTC-6JAN23-18000-P'] as const;
    const args = (messages: readonly (string | ArrayBuffer)[]) =>
      requests(messages).flatMap((request) => (request as { args: string[] }).args);
    assert.deepEqual(args(codec.subscribe([one, other], ALL)), [
      'publicTrade.BTC',
      `tickers.${one}`,
      `orderbook.100.${one}`,
      `tickers.${other}`,
      `orderbook.100.${other}`,
    ]);
    assert.deepEqual(args(codec.unsubscribe([one])), []);
    assert.deepEqual(args(codec.unsubscribe([one, other], ['options'])), [`tickers.${one}`]);
    assert.deepEqual(args(codec.unsubscribe([other])), ['publicTrade.BTC', `tickers.${other}`]);
  });

  it('reads trades, and leaves out those off the book', () => {
    const entry = { T, s: 'X', S: 'Sell', v: '0.25', p: '100.5', seq: 12 };
    const data = [entry, { ...entry, S: 'Buy', seq: undefined }, { ...entry, BT: true }, { ...entry, s: 5 }, 'x'];
    const sink = decode(bybit({}), { topic: 'publicTrade.X', type: 'snapshot', ts: T + 9, data });
    const trade = { kind: 'trade', symbol: 'X', time: T, price: 100.5, size: 0.25 };
    assert.deepEqual(sink.ticks, [
      { ...trade, sequence: 12, flags: TICK_FLAG.SELL },
      { ...trade, sequence: NONE, flags: TICK_FLAG.BUY },
    ]);
    assert.deepEqual(sink.outcome, { trades: 2, ignored: 1, rejected: 2 });
  });

  it('reads quotes from the first level, once for each update', () => {
    const first = top(5, [['99.5', '2']], [['100.5', '3']]);
    const sink = decode(
      bybit({}),
      first,
      first,
      top(
        6,
        [
          ['99', '1'],
          ['99.5', '0'],
        ],
        [],
        'delta',
      ),
      top(7, [], [['100.5', '0']], 'delta'),
      top(8, [], [['101', '4']], 'delta'),
    );
    assert.deepEqual(sink.ticks, [
      { ...quote, bid: 99.5, bidSize: 2, ask: 100.5, askSize: 3, sequence: 5 },
      { ...quote, bid: 99, bidSize: 1, ask: 100.5, askSize: 3, sequence: 6 },
      { ...quote, bid: 99, bidSize: 1, ask: 101, askSize: 4, sequence: 8 },
    ]);
    assert.equal(sink.ignoredCount, 2);
  });

  it('merges what changes of tickers bring', () => {
    const sink = decode(
      bybit({}),
      ticker('delta', { bid1Price: '98' }),
      ticker('snapshot', { bid1Price: '99', bid1Size: '1', ask1Price: '101', ask1Size: '2', lastPrice: '100' }),
      ticker('delta', { lastPrice: '100.5' }),
      ticker('delta', { ask1Size: '7' }),
      ticker('delta', { bid1Price: '99.5', bid1Size: '3' }),
    );
    assert.deepEqual(sink.ticks, [
      { ...quote, bid: 99, bidSize: 1, ask: 101, askSize: 2, sequence: 9 },
      { ...quote, bid: 99, bidSize: 1, ask: 101, askSize: 7, sequence: 9 },
      { ...quote, bid: 99.5, bidSize: 3, ask: 101, askSize: 7, sequence: 9 },
    ]);
    assert.equal(sink.ignoredCount, 2);
  });

  it('counts a quote once, where both kinds of messages bring it', () => {
    const both = { bid1Price: '99', bid1Size: '1', ask1Price: '101', ask1Size: '2' };
    const sink = decode(bybit({}), top(5, [['99', '1']], [['101', '2']]), ticker('snapshot', both));
    assert.deepEqual(sink.outcome, { quotes: 1, ignored: 1 });
  });

  it('reads an option whole, as a quote where ticks are wanted', () => {
    const symbol = 'BTC-6JAN23-17500-C';
    const data = {
      symbol,
      bidPrice: '5',
      bidSize: '1',
      askPrice: '10',
      askSize: '2',
      markPrice: '7.5',
      markPriceIv: '0.5',
      underlyingPrice: '16800',
      delta: '0.04',
      gamma: '0.0002',
      vega: '0.8',
      theta: '-19',
      openInterest: '49',
    };
    const message = { topic: `tickers.${symbol}`, ts: T, data, type: 'snapshot' };
    const sink = decode(asking(bybit, [symbol])({}), message);
    assert.deepEqual(sink.outcome, { quotes: 1, options: 1 });
    assert.deepEqual(sink.options[0], {
      symbol,
      underlying: 'BTC',
      kind: 'call',
      strike: 17_500,
      expiry: Date.UTC(2023, 0, 6, 8),
      time: T,
      bid: 5,
      bidSize: 1,
      ask: 10,
      askSize: 2,
      mark: 7.5,
      underlyingPrice: 16_800,
      impliedVolatility: 0.5,
      delta: 0.04,
      gamma: 0.0002,
      theta: -19,
      vega: 0.8,
      openInterest: 49,
    });
    assert.deepEqual(decode(bybit({}), message).outcome, { quotes: 1 });
    assert.deepEqual(decode(asking(bybit, [symbol], ['options'])({}), message).outcome, { options: 1 });
  });

  it('reads books, finds what is missing, and begins anew at 1', () => {
    const codec = asking(bybit, ['X'])({});
    const level = [['99', '1']];
    const sink = decode(
      codec,
      book('snapshot', 10, level),
      book('delta', 11, [['99', '0']]),
      book('delta', 15, level),
      book('delta', 1, level),
      book('delta', 2, level),
    );
    assert.deepEqual(sink.said, ['gap X 12 3']);
    assert.deepEqual(
      sink.books.map(({ snapshot, sequence, depth }) => [snapshot, sequence, depth]),
      [
        [true, 10, 200],
        [false, 11, 200],
        [false, 15, 200],
        [true, 1, 200],
        [false, 2, 200],
      ],
    );
    const [first] = sink.books;
    assert.deepEqual(first && { ...first, bids: first.bids.map(({ price, size }) => [price, size]) }, {
      ...none,
      symbol: 'X',
      snapshot: true,
      time: T,
      sequence: 10,
      first: 10,
      depth: 200,
      bids: [[99, 1]],
      asks: [],
    });
    assert.deepEqual(decode(codec, book('delta', 3, [['99', 'much']])).outcome, { rejected: 1 });
    assert.deepEqual(decode(bybit({}), book('snapshot', 10, level)).outcome, { ignored: 1 });
  });

  it('reads bars where they are wanted', () => {
    const bar = { start: T, interval: '5', open: '2', high: '4', low: '1', close: '3', volume: '9', confirm: true };
    const message = { topic: 'kline.5.X', ts: T, data: [bar, { ...bar, low: '3.5' }] };
    const sink = decode(asking(bybit, ['X'])({}), message, { ...message, topic: 'kline.M.X' });
    assert.deepEqual(sink.bars, [
      { symbol: 'X', interval: 300_000, time: T, open: 2, high: 4, low: 1, close: 3, volume: 9, closed: true },
    ]);
    assert.deepEqual(sink.outcome, { bars: 1, rejected: 1, ignored: 2 });
    assert.deepEqual(decode(bybit({}), message).outcome, { ignored: 2 });
  });

  it('asks once more, topic by topic, where one bad topic spoiled a request, and names the bad one', () => {
    const codec = bybit({});
    codec.subscribe(['GOOD', 'BAD']);
    const sink = decode(codec, { success: false, ret_msg: 'error:handler not found', op: 'subscribe', req_id: '1' });
    assert.deepEqual(sink.outcome, { ignored: 1 });
    assert.deepEqual(
      requests(sink.sent).map((request) => (request as { args: string[] }).args),
      [['publicTrade.GOOD'], ['orderbook.1.GOOD'], ['publicTrade.BAD'], ['orderbook.1.BAD']],
    );
    const again = decode(codec, { success: false, ret_msg: 'error:handler not found', op: 'subscribe', req_id: '4' });
    assert.deepEqual(again.failures, ['error:handler not found (publicTrade.BAD)']);
    assert.deepEqual(again.sent, []);
  });

  it('knows where bars of the past are, by the product of its address', () => {
    const of = (src: string): Codec => bybit({ src } as CodecOptions);
    const base = 'https://api.bybit.com/v5/market/kline';
    assert.equal(
      bybit({}).history?.url('BTCUSDT', 60_000, 2000, undefined),
      `${base}?category=linear&symbol=BTCUSDT&interval=1&limit=1000`,
    );
    assert.equal(
      of('wss://stream.bybit.com/v5/public/spot').history?.url('X', 86_400_000, 10, 5000),
      `${base}?category=spot&symbol=X&interval=D&limit=10&end=4999`,
    );
    assert.equal(bybit({}).history?.url('X', 1000, 10, undefined), undefined);
    assert.equal(of('wss://stream.bybit.com/v5/public/option').history?.url('X', 60_000, 10, undefined), undefined);
    const answer = { retCode: 0, result: { list: [[`${T}`, '2', '4', '1', '3', '9', '27']] } };
    assert.deepEqual(parseHistory(answer).bars, [{ time: T, open: 2, high: 4, low: 1, close: 3, volume: 9 }]);
  });

  it('throws at nothing, and accounts for everything', () => {
    const entry = { T, s: 'X', S: 'Sell', v: '0.25', p: '100.5', seq: 12 };
    const bar = { start: T, interval: '1', open: '2', high: '4', low: '1', close: '3', volume: '9', confirm: true };
    const option = { symbol: 'BTC-6JAN23-17500-C', bidPrice: '5', bidSize: '1', askPrice: '10', askSize: '2' };
    const frames = [
      { topic: 'publicTrade.X', ts: T, data: [entry, entry] },
      top(5, [['99.5', '2']], [['100.5', '3']]),
      top(6, [['99', '1']], [], 'delta'),
      book('snapshot', 10, [['99', '1']]),
      book('delta', 12, [['99', '0']]),
      ticker('snapshot', { bid1Price: '99', bid1Size: '1', ask1Price: '101', ask1Size: '2' }),
      { topic: 'kline.1.X', ts: T, data: [bar] },
      { topic: 'tickers.BTC-6JAN23-17500-C', ts: T, data: option },
      { success: false, ret_msg: 'no', op: 'subscribe', req_id: '1' },
    ].map((frame) => JSON.stringify(frame));
    const outcome = fuzzCodec(bybit, { frames, runs: 5000, seed, symbols: ['X', 'BTC-6JAN23-17500-C'] });
    assert.equal(outcome.received, 5000);
    assert.ok(outcome.accepted > 200 && outcome.rejected > 500);
  });

  it('replays the 500-level book: 50 messages, no gap, 500 levels a side, never crossed', { skip }, () => {
    const codec = asking(bybit, ['XRPUSDT'])({});
    const sink = new RecordingSink();
    const kept = new OrderBook();
    for (const message of lines('ticks/bybit_xrpusdt_ob500_2024-12-01.jsonl')) {
      codec.decode(JSON.stringify(message), sink);
      const update = sink.books.at(-1);
      assert.equal(update && kept.apply(update), 'applied');
      assert.equal(kept.crossed, false);
      assert.deepEqual([kept.bids().length, kept.asks().length], [500, 500]);
    }
    assert.deepEqual(sink.outcome, { books: 50 });
    assert.deepEqual(sink.said, []);
    assert.equal(sink.books.filter(({ snapshot }) => snapshot).length, 1);
    assert.equal(kept.absent, 0);
  });

  testWireFile('wire/bybit.jsonl', asking(bybit, ['BTCUSDT', 'BTC-6JAN23-17500-C']), {
    'orderbook: Response Example': { books: 2 },
    'trade: Response Example': { trades: 1 },
    // The last is of spot, whose tickers have no quote; the one before of an option, which is asked for as both.
    'ticker: Response Example': { quotes: 3, options: 1, ignored: 1 },
    'kline: Response Example': { bars: 1 },
    'all-liquidation: Response Example': { ignored: 1 },
    'adl-alert: Response Example': { ignored: 1 },
    'order-price-limit: Subscribe Example': {},
    'order-price-limit: Response Example': { ignored: 1 },
    'wss-authentication: Authentication': { ignored: 1 },
    'wss-authentication: How to Send the Heartbeat Packet': { ignored: 4 },
    'wss-authentication: Understanding WebSocket Filters': {},
    'wss-authentication: Understanding WebSocket Filters: Unsubscription': {},
    'wss-authentication: Understanding the Subscription Response': { ignored: 4 },
    // A refused login ends the connection.
    ws_auth_failure: { ignored: 1 },
    ws_auth_success: { ignored: 1 },
    // A change by itself leaves the ask empty: no quote.
    ws_orderbook_delta: { ignored: 1 },
    ws_orderbook_snapshot: { quotes: 1 },
    // A topic that Bybit does not have.
    ws_public_trade: { ignored: 1 },
    ws_subscription_ack: { ignored: 1 },
    ws_subscription_failure: { failed: 1 },
    ws_ticker_linear: { quotes: 1 },
    'REST:http_get_klines_linear': { ignored: 1 },
    'REST:http_get_orderbook': { ignored: 1 },
    'REST:http_get_trades_recent': { ignored: 1 },
    'ccxt:handleTicker': { quotes: 2, ignored: 2 },
    'ccxt:handleTrades': { trades: 1 },
    // The insides of messages, never messages by themselves.
    'ccxt:parseWsTrade': { rejected: 2 },
    'ccxt:handleLiquidation': { ignored: 1 },
    'ccxt:parseWsLiquidation': { rejected: 1 },
    'ccxt:handleErrorMessage': { failed: 3 },
    'ccxt:handlePong': { ignored: 3 },
    'ccxt:handleSubscriptionStatus': { ignored: 1 },
    'ccxt:handleUnSubscribe': { ignored: 1 },
  });
});
