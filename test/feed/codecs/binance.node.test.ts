import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { binance, binanceFutures } from '../../../src/feed/codecs/binance.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { type CaptureLine, lines, skip } from './recorded.ts';
import { type Outcome, RecordingSink } from './recording-sink.ts';
import { check } from './seed.ts';
import { testWireFile } from './venue-outcomes.ts';

const TIME = 1_672_515_782_136;
const trade = { e: 'aggTrade', E: TIME + 1, s: 'BNBBTC', a: 12_345, p: '0.001', q: '100', T: TIME, m: true };
const book = { u: 4_009, s: 'BNBUSDT', b: '25.35', B: '31.21', a: '25.36', A: '40.66' };

function decode(...messages: unknown[]): RecordingSink {
  const codec = binance({});
  const sink = new RecordingSink();
  for (const message of messages) codec.decode(JSON.stringify(message), sink);
  return sink;
}

describe('the binance codecs', () => {
  it('speak to the spot and the futures endpoint', () => {
    assert.equal(binance({}).endpoint, 'wss://stream.binance.com:9443/stream');
    assert.equal(binanceFutures({}).endpoint, 'wss://fstream.binance.com/stream');
    assert.equal(binanceFutures({}).name, 'binance-futures');
    assert.equal(binance({}).canonical?.('btcusdt'), 'BTCUSDT');
  });

  it('subscribe by numbered requests, not too large', () => {
    const codec = binance({});
    assert.deepEqual(codec.subscribe([]), []);
    assert.deepEqual(codec.subscribe(['BTCUSDT', 'ethusdt']), [
      '{"method":"SUBSCRIBE","params":["btcusdt@aggTrade","btcusdt@bookTicker","ethusdt@aggTrade","ethusdt@bookTicker"],"id":1}',
    ]);
    assert.deepEqual(codec.unsubscribe(['BTCUSDT']), [
      '{"method":"UNSUBSCRIBE","params":["btcusdt@aggTrade","btcusdt@bookTicker"],"id":2}',
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
  });

  it('read trades, wrapped or bare, with the side from who was the maker', () => {
    const expected = { kind: 'trade', symbol: 'BNBBTC', time: TIME, price: 0.001, size: 100 };
    const plain = { ...trade, e: 'trade', t: 77, m: false };
    assert.deepEqual(decode(trade, { stream: 'bnbbtc@trade', data: plain }, { ...trade, m: undefined }).ticks, [
      { ...expected, sequence: 12_345, flags: TICK_FLAG.SELL },
      { ...expected, sequence: 77, flags: TICK_FLAG.BUY },
      { ...expected, sequence: 12_345, flags: 0 },
    ]);
  });

  it('read quotes of spot, without time or event, and of futures', () => {
    const sink = decode(book, { ...book, e: 'bookTicker', T: TIME });
    const quote = { kind: 'quote', symbol: 'BNBUSDT', bid: 25.35, bidSize: 31.21, ask: 25.36, askSize: 40.66 };
    assert.deepEqual(sink.ticks, [
      { ...quote, sequence: 4_009, time: sink.received },
      { ...quote, sequence: 4_009, time: TIME },
    ]);
  });

  it('report what they cannot use', () => {
    const sink = decode(
      { ...trade, s: undefined },
      { ...book, s: undefined },
      { foo: 1 },
      [],
      { ...trade, p: 'NaN' },
      { ...trade, T: 'soon' },
    );
    assert.deepEqual(sink.outcome, { invalid: 2, rejected: 4 });
    const missing = 'missing field "s" (symbol)';
    assert.deepEqual(sink.reasons, [missing, missing, 'no event type', 'no event type']);
    assert.deepEqual(decode({ error: { code: 2, msg: 'invalid stream' }, id: 1 }).failures, ['invalid stream']);
  });

  it('account for every random message, and never throw', () => {
    const field = fc.constantFrom('e', 's', 'p', 'q', 'T', 'm', 'u', 'b', 'B', 'a', 'A', 'data', 'error', 'result');
    const value = fc.oneof(fc.constantFrom('aggTrade', 'bookTicker', 'X', '1'), fc.jsonValue());
    const message = fc.oneof(fc.dictionary(field, value), fc.jsonValue());
    check(fc.property(message, (any) => assert.equal(decode(any).reports, 1)));
  });

  testWireFile('wire/binance.jsonl', binance, {
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
    'Kline/Candlestick Streams for UTC': { ignored: 1 },
    'Individual Symbol Mini Ticker Stream': { ignored: 1 },
    'Individual Symbol Ticker Streams': { ignored: 1 },
    'Individual Symbol Rolling Window Statistics Streams': { ignored: 1 },
    'Individual Symbol Book Ticker Streams': { quotes: 1 },
    'Average Price': { ignored: 1 },
    'Partial Book Depth Streams': { ignored: 1 },
    'Diff. Depth Stream': { ignored: 1 },
    error: { failed: 4 },
    'REST depth snapshot': { ignored: 1 },
    // Answers of the REST interface are arrays, which the stream never sends.
    'REST klines': { rejected: 1 },
    http_spot_market_depth: { ignored: 1 },
    http_spot_market_klines: { rejected: 1 },
    http_spot_market_trades: { rejected: 1 },
    http_spot_market_agg_trades: { rejected: 1 },
    ws_futures_book_ticker: { quotes: 1 },
    ws_futures_depth_diff_update: { ignored: 1 },
    ws_futures_depth_update: { ignored: 1 },
    ws_futures_ticker_24hr: { ignored: 1 },
    ws_spot_agg_trade: { trades: 1 },
    ws_spot_ticker_24hr: { ignored: 1 },
    ws_spot_ticker_book: { quotes: 1 },
    ws_spot_trade: { trades: 1 },
    'futures/agg_trade_stream': { trades: 1 },
    'futures/depth_update_stream': { ignored: 1 },
    'futures/kline_stream_closed': { ignored: 1 },
    'futures/kline_stream_open': { ignored: 1 },
    'futures/liquidation_stream': { ignored: 1 },
    'futures/mark_price_stream': { ignored: 1 },
    'futures/ticker_stream': { ignored: 1 },
    'futures/trade_stream': { trades: 1 },
    'connect-url': {},
    'combined:depth@100ms': { ignored: 6 },
    'combined:bookTicker': { quotes: 6 },
    'combined:aggTrade': { trades: 2 },
    'combined:kline_1m': { ignored: 2 },
    'ccxt:handleLiquidation': { ignored: 2 },
    // The inside of an order message, never a message by itself.
    'ccxt:parseWsLiquidation': { rejected: 3 },
    'ccxt:handleFetchOrderBook': { ignored: 1 },
    'ccxt:handleOrderBook': { ignored: 1 },
    'ccxt:handleSubscriptionStatus': { ignored: 1 },
    // Two public trades; an account's own order, which is not the market's; the inside of one.
    'ccxt:parseWsTrade': { trades: 2, ignored: 1, rejected: 1 },
    'ccxt:handleOHLCV': { ignored: 1 },
    'ccxt:handleFetchOHLCV': { ignored: 1 },
    'ccxt:parseWsTicker': { ignored: 3 },
    'ccxt:handleTickerWs': { ignored: 2 },
    'ccxt:handleBidsAsks': { quotes: 1 },
    'ccxt:handleStockPrice': { ignored: 1 },
    'ccxt:handleWsError': { failed: 1 },
    'ccxt:handleEventStreamTerminated': { ignored: 1 },
    // A note that the ping is no message but a protocol frame.
    ping: { rejected: 1 },
  });

  const captures: [string, typeof binance, Outcome][] = [
    ['binance_spot_combined', binance, { trades: 2, quotes: 84 }],
    ['binance_futures_combined', binanceFutures, { trades: 91, quotes: 613 }],
  ];
  for (const [file, factory, outcome] of captures) {
    const title = `decode ${file}: ${outcome.trades} trades, ${outcome.quotes} quotes, nothing rejected`;
    it(title, { skip }, () => {
      const capture = lines<CaptureLine>(`replay/${file}.jsonl`).filter((line) => line.d === 'recv');
      const codec = factory({});
      const sink = new RecordingSink();
      const lastTrade = new Map<unknown, unknown[]>();
      const lastBid = new Map<unknown, unknown>();
      for (const { t, m } of capture) {
        sink.received = t * 1000;
        codec.decode(JSON.stringify(m), sink);
        const event = m.data as Readonly<Record<string, unknown>>;
        if (event.e === 'aggTrade') lastTrade.set(event.s, [Number(event.p), Number(event.q), event.T, event.a]);
        if (String(m.stream).endsWith('@bookTicker')) lastBid.set(event.s, Number(event.b));
      }
      const ignored = capture.length - (outcome.trades ?? 0) - (outcome.quotes ?? 0);
      assert.deepEqual(sink.outcome, { ...outcome, ignored });
      assert.ok(lastTrade.size > 0);
      for (const [symbol, expected] of lastTrade) {
        const tick = sink.trades.findLast((candidate) => candidate.symbol === symbol);
        assert.deepEqual([tick?.price, tick?.size, tick?.time, tick?.sequence], expected);
      }
      for (const [symbol, bid] of lastBid) {
        assert.equal(sink.quotes.findLast((candidate) => candidate.symbol === symbol)?.bid, bid);
      }
    });
  }
});
