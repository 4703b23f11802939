import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { binance, binanceFutures } from '../../../src/feed/codecs/binance.ts';
import { binanceDepth } from '../../../src/feed/codecs/binance-depth.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { fuzzCodec } from './fuzz.ts';
import { type Outcome, RecordingSink } from './recording-sink.ts';
import { seed } from './seed.ts';
import { decodeAll, subscribed } from './subscribed.ts';
import { testWireFile } from './venue-outcomes.ts';

const TIME = 1_672_515_782_136;
const trade = { e: 'aggTrade', E: TIME + 1, s: 'BNBBTC', a: 12_345, p: '0.001', q: '100', T: TIME, m: true };
const quote = { u: 4_009, s: 'BNBUSDT', b: '25.35', B: '31.21', a: '25.36', A: '40.66' };
const depth = {
  e: 'depthUpdate',
  E: TIME,
  s: 'BNBBTC',
  U: 157,
  u: 160,
  b: [['0.0024', '10']],
  a: [['0.0026', '0.00']],
};
const k = { t: TIME, i: '5m', o: '2', c: '3', h: '4', l: '1', v: '50', x: true };
const kline = { e: 'kline', E: TIME, s: 'BNBBTC', k };

const decode = (...messages: unknown[]) => decodeAll(binance({}), ...messages);
const decodeWanted = (...messages: unknown[]) => decodeAll(subscribed(binance, ['BNBBTC'])({}), ...messages);

describe('the binance codecs', () => {
  it('speak to the spot and the futures endpoint, within their limits', () => {
    assert.equal(binance({}).endpoint, 'wss://stream.binance.com:9443/stream');
    assert.equal(binanceFutures({}).endpoint, 'wss://fstream.binance.com/public/stream');
    for (const [factory, streams, perSecond] of [
      [binance, 4, 5],
      [binanceFutures, 5, 10],
    ] as const) {
      const { symbolsPerConnection = 0, sendEvery = 0 } = factory({});
      assert.ok(symbolsPerConnection * streams <= 1024);
      assert.ok(1000 / sendEvery < perSecond);
    }
  });

  it('write symbols as Binance does', () => {
    for (const symbol of ['btcusdt', 'BTC-USDT', 'btc/usdt']) assert.equal(binance({}).canonical?.(symbol), 'BTCUSDT');
  });

  it('subscribe by numbered requests, not too large', () => {
    const codec = binance({});
    assert.deepEqual(codec.subscribe([]), []);
    assert.deepEqual(codec.subscribe(['BTCUSDT', 'ethusdt']), [
      '{"method":"SUBSCRIBE","params":["btcusdt@aggTrade","btcusdt@bookTicker","ethusdt@aggTrade","ethusdt@bookTicker"],"id":1}',
    ]);
    assert.deepEqual(codec.unsubscribe(['BTCUSDT'], ['book', 'bars', 'options']), [
      '{"method":"UNSUBSCRIBE","params":["btcusdt@depth@100ms","btcusdt@kline_1m"],"id":2}',
    ]);
    const many = codec.subscribe(Array.from({ length: 250 }, (_, index) => `S${index}`));
    const requests = many.map((text) => JSON.parse(String(text)) as { params: string[]; id: number });
    assert.deepEqual(
      requests.map(({ params, id }) => [params.length, id]),
      [
        [200, 3],
        [200, 4],
        [100, 5],
      ],
    );
    assert.equal(new Set(requests.flatMap(({ params }) => params)).size, 500);
    assert.deepEqual(codec.subscribe(['BTCUSDT'], ['options']), []);
    assert.deepEqual(codec.refresh?.(['BTCUSDT']), []);
  });

  it('ask futures for both kinds of trades, as each path has only one', () => {
    const [request] = binanceFutures({}).subscribe(['BTCUSDT']);
    assert.match(String(request), /"params":\["btcusdt@aggTrade","btcusdt@trade","btcusdt@bookTicker"\]/);
  });

  it('are asked for a sign of life, and live whatever they answer', () => {
    const codec = binance({});
    codec.subscribe(['BNBBTC']);
    assert.equal(codec.heartbeat?.message(), '{"method":"LIST_SUBSCRIPTIONS","id":2}');
    assert.ok((codec.heartbeat?.every ?? 0) < 10_000);
    const answers = [
      { result: ['bnbbtc@aggTrade'], id: 2 },
      { error: { code: 0, msg: 'Unknown property' }, id: 2 },
    ];
    assert.deepEqual(decodeAll(codec, ...answers).outcome, { ignored: 2 });
  });

  it('name the symbols that a request failed for, not too many', () => {
    const codec = binance({});
    codec.subscribe(['AAA', 'BBB']);
    codec.subscribe(Array.from({ length: 8 }, (_, index) => `S${index}`));
    const error = { code: 2, msg: 'Invalid request' };
    const sink = decodeAll(codec, { error, id: 1 }, { error, id: 2 }, { error, id: 1 });
    assert.deepEqual(sink.failures, [
      'Invalid request (AAA, BBB)',
      'Invalid request (S0, S1, S2, S3, S4, 3 more)',
      'Invalid request',
    ]);
  });

  it('read trades, wrapped or bare, with the side from who was the maker', () => {
    const expected = { kind: 'trade', symbol: 'BNBBTC', time: TIME, price: 0.001, size: 100 };
    const plain = { ...trade, e: 'trade', t: 77, m: false };
    const bare = { ...trade, s: 'OTHER', m: undefined };
    assert.deepEqual(decode(trade, { stream: 'x', data: { ...plain, s: 'ANOTHER' } }, bare).ticks, [
      { ...expected, sequence: 12_345, flags: TICK_FLAG.SELL },
      { ...expected, symbol: 'ANOTHER', sequence: 77, flags: TICK_FLAG.BUY },
      { ...expected, symbol: 'OTHER', sequence: 12_345, flags: 0 },
    ]);
  });

  it('count a trade once, in the kind that came first, and not what is off the market', () => {
    const plain = { ...trade, e: 'trade', t: 77, X: 'MARKET' };
    assert.deepEqual(decode(trade, plain, trade).outcome, { trades: 1, ignored: 2 });
    assert.deepEqual(decode(plain, trade, { ...plain, t: 78, X: 'INSURANCE_FUND' }).outcome, { trades: 1, ignored: 2 });
  });

  it('tell of holes in the numbers of trades, each once', () => {
    const sink = decode(...[10, 11, 15, 13, 16, 17].map((a) => ({ ...trade, a })));
    assert.deepEqual(sink.outcome, { trades: 6 });
    assert.deepEqual(sink.said, ['gap BNBBTC 12 3']);
  });

  it('take numbers that start anew as a loss of unknown size', () => {
    const sink = decode(...[5_000_000, 7, 8, 9_000_000, 9_000_001].map((a) => ({ ...trade, a })));
    assert.deepEqual(sink.said, [
      'lost BNBBTC: its numbers jump from 5000000 to 7',
      'lost BNBBTC: its numbers jump from 8 to 9000000',
    ]);
  });

  it('miss nothing between two subscriptions', () => {
    const codec = binance({});
    const sink = new RecordingSink();
    const tell = (a: number) => codec.decode(JSON.stringify({ ...trade, a }), sink);
    tell(10);
    codec.unsubscribe(['BNBBTC']);
    codec.subscribe(['BNBBTC']);
    tell(20);
    assert.deepEqual(sink.said, []);
  });

  it('read quotes of spot, without time or event, and of futures', () => {
    const sink = decode(quote, { ...quote, e: 'bookTicker', T: TIME });
    const expected = { kind: 'quote', symbol: 'BNBUSDT', bid: 25.35, bidSize: 31.21, ask: 25.36, askSize: 40.66 };
    assert.deepEqual(sink.ticks, [
      { ...expected, sequence: 4_009, time: sink.received },
      { ...expected, sequence: 4_009, time: TIME },
    ]);
  });

  it('read microseconds', () => {
    assert.equal(decode({ ...trade, T: TIME * 1000 + 75 }).ticks[0]?.time, TIME + 0.075);
  });

  it('read changes of books that somebody wants, and see their holes', () => {
    assert.deepEqual(decode(depth).outcome, { ignored: 1 });
    const later = { ...depth, U: 163, u: 170 };
    const [first, second] = [
      { ...depth, s: 'F', pu: 150 },
      { ...depth, s: 'F', u: 180, pu: 170 },
    ];
    const sink = decodeAll(subscribed(binance, ['BNBBTC', 'F'])({}), depth, later, first, second);
    const { bids, asks, ...rest } = sink.books[0] ?? assert.fail();
    assert.deepEqual(rest, {
      symbol: 'BNBBTC',
      snapshot: false,
      time: TIME,
      sequence: 160,
      first: 157,
      previous: Number.NaN,
    });
    assert.deepEqual(bids, [{ price: 0.0024, size: 10, priceText: '0.0024', sizeText: '10' }]);
    assert.equal(asks[0]?.size, 0);
    assert.deepEqual(sink.said, ['gap BNBBTC 161 2', 'lost F: changes of its book are missing']);
  });

  it('take partial books of the stream as whole ones', () => {
    const data = { lastUpdateId: 9, bids: [['1', '2']], asks: [['3', '4']] };
    const futures = { ...depth, pu: 1 };
    const sink = decodeAll(
      subscribed(binance, ['BNBBTC'])({}),
      { stream: 'bnbbtc@depth5@100ms', data },
      { stream: 'bnbbtc@depth20', data: futures },
    );
    assert.deepEqual(
      sink.books.map(({ symbol, snapshot, depth: levels, sequence }) => [symbol, snapshot, levels, sequence]),
      [
        ['BNBBTC', true, 5, 9],
        ['BNBBTC', true, 20, 160],
      ],
    );
  });

  it('say where the book over HTTP is, and read it', () => {
    const url = binanceDepth.url('binance-futures', 'BTCUSDT');
    assert.equal(url, 'https://fapi.binance.com/fapi/v1/depth?symbol=BTCUSDT&limit=1000');
    const sink = new RecordingSink();
    const answer = { lastUpdateId: 7, T: TIME, bids: [['1', '2']], asks: [] };
    assert.equal(binanceDepth.tell('X', answer, sink)?.sequence, 7);
    assert.deepEqual([sink.books[0]?.snapshot, sink.books[0]?.time], [true, TIME]);
    assert.equal(binanceDepth.tell('X', { msg: 'no' }, sink), undefined);
    assert.deepEqual(sink.outcome, { books: 1, rejected: 1 });
  });

  it('report a book that cannot be read as lost', () => {
    const sink = decodeWanted({ ...depth, b: [['1', '-1']] }, { ...depth, a: 7 }, { ...depth, E: 'soon' });
    assert.deepEqual(sink.outcome, { rejected: 3 });
    assert.equal(sink.said[0], 'lost BNBBTC: a change of its book cannot be read');
  });

  it('read bars that somebody wants', () => {
    assert.deepEqual(decode(kline).outcome, { ignored: 1 });
    const month = { ...kline, k: { ...k, i: '1M' } };
    const sink = decodeWanted(kline, month, { ...kline, k: { ...k, l: '2.5' } }, { ...kline, k: 1 });
    assert.deepEqual(sink.outcome, { bars: 1, ignored: 1, rejected: 2 });
    const bar = { symbol: 'BNBBTC', interval: 300_000, closed: true, time: TIME };
    assert.deepEqual(sink.bars, [{ ...bar, open: 2, high: 4, low: 1, close: 3, volume: 50 }]);
  });

  it('say where bars of the past are', () => {
    const url = binance({}).history?.url;
    assert.equal(
      url?.('BTCUSDT', 60_000, 5000, 1_700_000_040_000),
      'https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000&endTime=1700000039999',
    );
    const futures = binanceFutures({}).history;
    assert.equal(
      futures?.url('BTCUSDT', 14_400_000, 10, undefined),
      'https://fapi.binance.com/fapi/v1/klines?symbol=BTCUSDT&interval=4h&limit=10',
    );
    assert.deepEqual([url?.('X', 7000, 1, undefined), futures?.url('X', 1000, 1, undefined)], [undefined, undefined]);
    assert.match(String(url?.('X', 1000, 1, undefined)), /interval=1s/);
  });

  it('end where the server shuts down', () => {
    const sink = decode({ e: 'serverShutdown', E: TIME });
    assert.deepEqual([sink.outcome, sink.said], [{ ignored: 1 }, ['end: Binance shuts this server down']]);
  });

  it('report what they cannot use', () => {
    const sink = decode(
      { ...trade, s: undefined },
      { ...quote, s: undefined },
      { foo: 1 },
      [],
      { e: 5 },
      { ...trade, p: 'NaN' },
      { ...trade, a: 12_346, q: '' },
      { ...trade, a: 12_347, T: 'soon' },
    );
    assert.deepEqual(sink.outcome, { invalid: 3, rejected: 5 });
    const missing = 'missing field "s" (symbol)';
    assert.deepEqual(sink.reasons.slice(0, 3), [missing, missing, 'no event type']);
    assert.deepEqual(decode([trade, quote, { ...trade, s: 'X' }]).outcome, { trades: 2, quotes: 1 });
  });

  for (const [name, factory] of [
    ['binance', binance],
    ['binance-futures', binanceFutures],
  ] as const) {
    it(`${name}: account for every broken frame, and never throw`, () => {
      const shapes = [
        trade,
        { stream: 'bnbbtc@trade', data: { ...trade, e: 'trade', t: 5, X: 'MARKET' } },
        quote,
        depth,
        { ...depth, pu: 156 },
        { stream: 'bnbbtc@depth5', data: { lastUpdateId: 9, bids: [['1', '2']], asks: [['3', '4']] } },
        kline,
        [trade, quote],
        { result: null, id: 1 },
        { error: { code: 2, msg: 'no' }, id: 1 },
        { e: 'serverShutdown', E: TIME },
      ];
      const frames = shapes.map((shape) => JSON.stringify(shape));
      const outcome = fuzzCodec(factory, { frames, runs: 4000, seed, symbols: ['BNBBTC', 'BNBUSDT'] });
      const { received, accepted, rejected, ignored, failed } = outcome;
      assert.equal(received, accepted + rejected + ignored + failed);
      for (const count of [accepted, rejected, ignored, failed]) assert.ok(count > 0, JSON.stringify(outcome));
    });
  }

  const WIRE = 'BNBBTC BTCUSDT NKNUSDT BLZETH LRCBTC RUNEEUR ETHBTC'.split(' ');
  testWireFile('wire/binance.jsonl', subscribed(binance, WIRE), {
    'Server Shutdown': { ignored: 2 },
    'Subscribe to a stream': { ignored: 1 },
    'Unsubscribe to a stream': { ignored: 1 },
    'Listing Subscriptions': { ignored: 1 },
    'Setting Properties': { ignored: 1 },
    'Retrieving Properties': { ignored: 1 },
    'Reference Price Streams': { ignored: 1 },
    'Aggregate Trade Streams': { trades: 1 },
    'Trade Streams': { trades: 1 },
    // A negotiated trade, off the book.
    'Block Trade Streams': { ignored: 1 },
    // An example whose low is above its open.
    'Kline/Candlestick Streams for UTC': { rejected: 1 },
    'Individual Symbol Mini Ticker Stream': { ignored: 1 },
    'Individual Symbol Ticker Streams': { ignored: 1 },
    'Individual Symbol Rolling Window Statistics Streams': { ignored: 1 },
    'Individual Symbol Book Ticker Streams': { quotes: 1 },
    'Average Price': { ignored: 1 },
    // Without the name of its stream it says not whose book it is.
    'Partial Book Depth Streams': { ignored: 1 },
    'Diff. Depth Stream': { books: 1 },
    error: { failed: 4 },
    'REST depth snapshot': { ignored: 1 },
    // Answers of the REST interface are arrays, which the stream never sends.
    'REST klines': { rejected: 1 },
    http_spot_market_depth: { ignored: 1 },
    http_spot_market_klines: { rejected: 1 },
    http_spot_market_trades: { rejected: 1 },
    http_spot_market_agg_trades: { rejected: 1 },
    ws_futures_book_ticker: { quotes: 1 },
    ws_futures_depth_diff_update: { books: 1 },
    ws_futures_depth_update: { books: 1 },
    ws_futures_ticker_24hr: { ignored: 1 },
    ws_spot_agg_trade: { trades: 1 },
    ws_spot_ticker_24hr: { ignored: 1 },
    ws_spot_ticker_book: { quotes: 1 },
    ws_spot_trade: { trades: 1 },
    'futures/agg_trade_stream': { trades: 1 },
    'futures/depth_update_stream': { books: 1 },
    'futures/kline_stream_closed': { bars: 1 },
    // As above.
    'futures/kline_stream_open': { rejected: 1 },
    'futures/liquidation_stream': { ignored: 1 },
    'futures/mark_price_stream': { ignored: 1 },
    'futures/ticker_stream': { ignored: 1 },
    'futures/trade_stream': { trades: 1 },
    'connect-url': {},
    'combined:depth@100ms': { books: 6 },
    'combined:bookTicker': { quotes: 6 },
    'combined:aggTrade': { trades: 2 },
    'combined:kline_1m': { bars: 2 },
    'ccxt:handleLiquidation': { ignored: 2 },
    // The inside of an order message, never a message by itself.
    'ccxt:parseWsLiquidation': { rejected: 3 },
    'ccxt:handleFetchOrderBook': { ignored: 1 },
    'ccxt:handleOrderBook': { books: 1 },
    'ccxt:handleSubscriptionStatus': { ignored: 1 },
    // Two public trades; an account's own order, which is not the market's; the inside of one.
    'ccxt:parseWsTrade': { trades: 2, ignored: 1, rejected: 1 },
    'ccxt:handleOHLCV': { bars: 1 },
    'ccxt:handleFetchOHLCV': { ignored: 1 },
    'ccxt:parseWsTicker': { ignored: 3 },
    'ccxt:handleTickerWs': { ignored: 2 },
    'ccxt:handleBidsAsks': { quotes: 1 },
    'ccxt:handleStockPrice': { ignored: 1 },
    'ccxt:handleWsError': { failed: 1 },
    'ccxt:handleEventStreamTerminated': { ignored: 1 },
    // A note that the ping is no message but a protocol frame.
    ping: { rejected: 1 },
  } satisfies Record<string, Outcome>);
});
