import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { kraken } from '../../../src/feed/codecs/kraken.ts';
import { parseHistory } from '../../../src/feed/history.ts';
import { krakenChecksum } from '../../../src/market/book-checksum.ts';
import { OrderBook } from '../../../src/market/order-book.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { fuzzCodec } from './fuzz.ts';
import { skip } from './recorded.ts';
import type { Outcome } from './recording-sink.ts';
import { seed } from './seed.ts';
import { decodeAll, subscribed } from './subscribed.ts';
import { testWireFile } from './venue-outcomes.ts';

const TEXT = '2023-10-06T17:35:55.440295Z';
const TIME = Date.UTC(2023, 9, 6, 17, 35, 55) + 440.295;
const message = (channel: string, type: string, ...data: unknown[]) => ({ channel, type, data });
const trade = { symbol: 'BTC/USD', side: 'buy', price: 5.5, qty: 0.25, trade_id: 10, timestamp: TEXT };
const ticker = { symbol: 'BTC/USD', bid: 1, bid_qty: 2, ask: 3, ask_qty: 4, last: 2, timestamp: TEXT };
const book =
  '{"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD","bids":[{"price":10.0,"qty":0.10000000}],' +
  '"asks":[{"price": 11.50, "qty":2e-7}],"checksum":7,"timestamp":"2023-10-06T17:35:55.440295Z"}]}';
const bar = { symbol: 'BTC/USD', open: 2, high: 4, low: 1, close: 3, volume: 9, interval: 5, interval_begin: TEXT };
const pair = { symbol: 'BTC/USD', base: 'BTC', quote: 'USD', price_increment: 0.1 };
const instrument = { channel: 'instrument', type: 'snapshot', data: { assets: [], pairs: [pair] } };

const decode = (...messages: unknown[]) => decodeAll(kraken({}), ...messages);
const decodeWanted = (...messages: unknown[]) =>
  decodeAll(subscribed(kraken, ['BTC/USD', 'PI_XBTUSD'])({}), ...messages);

describe('the kraken codec', () => {
  it('subscribes by channels, and once a connection to the steps of prices', () => {
    const codec = kraken({});
    assert.equal(codec.endpoint, 'wss://ws.kraken.com/v2');
    assert.deepEqual(codec.subscribe(['BTC/USD']), [
      '{"method":"subscribe","params":{"channel":"ticker","event_trigger":"bbo","symbol":["BTC/USD"]}}',
      '{"method":"subscribe","params":{"channel":"trade","snapshot":true,"symbol":["BTC/USD"]}}',
      '{"method":"subscribe","params":{"channel":"instrument"}}',
    ]);
    assert.deepEqual(codec.subscribe(['BTC/USD'], ['book', 'bars', 'options']), [
      '{"method":"subscribe","params":{"channel":"book","depth":100,"symbol":["BTC/USD"]}}',
      '{"method":"subscribe","params":{"channel":"ohlc","interval":1,"symbol":["BTC/USD"]}}',
    ]);
    assert.deepEqual(codec.unsubscribe(['BTC/USD'], ['book']), [
      '{"method":"unsubscribe","params":{"channel":"book","depth":100,"symbol":["BTC/USD"]}}',
    ]);
    assert.deepEqual(kraken({}).subscribe([]), []);
    assert.equal(codec.subscribe(Array.from({ length: 450 }, (_, at) => `C${at}/USD`)).length, 6);
  });

  it('subscribes to products of futures in their own words', () => {
    assert.deepEqual(kraken({}).subscribe(['PF_XBTUSD'], ['ticks', 'book', 'bars']), [
      '{"event":"subscribe","feed":"trade","product_ids":["PF_XBTUSD"]}',
      '{"event":"subscribe","feed":"ticker","product_ids":["PF_XBTUSD"]}',
      '{"event":"subscribe","feed":"heartbeat"}',
      '{"event":"subscribe","feed":"book","product_ids":["PF_XBTUSD"]}',
    ]);
  });

  it('writes symbols as v2 does', () => {
    const { canonical } = kraken({});
    const names = ['btc/usd', 'BTC-USD', 'XBT/USD', 'xdg-eur', 'AAPLx/USD', 'pf_xbtusd', 'FI_XBTUSD_260626'].map(
      (symbol) => canonical?.(symbol),
    );
    assert.deepEqual(names, [
      'BTC/USD',
      'BTC/USD',
      'BTC/USD',
      'DOGE/EUR',
      'AAPLx/USD',
      'PF_XBTUSD',
      'FI_XBTUSD_260626',
    ]);
  });

  it('asks for a pong', () => {
    const { heartbeat } = kraken({});
    assert.equal(heartbeat?.message(), '{"method":"ping"}');
    assert.ok((heartbeat?.every ?? 0) < 10_000);
    assert.deepEqual(decode({ method: 'pong', time_in: TEXT }, { channel: 'heartbeat' }).outcome, { ignored: 2 });
  });

  it('reads quotes, to the microsecond, or with the receive time', () => {
    const sink = decode(
      message('ticker', 'update', ticker),
      message('ticker', 'snapshot', { ...ticker, timestamp: undefined }),
    );
    const quote = { kind: 'quote', symbol: 'BTC/USD', bid: 1, bidSize: 2, ask: 3, askSize: 4, sequence: Number.NaN };
    assert.deepEqual(sink.ticks, [
      { ...quote, time: TIME },
      { ...quote, time: sink.received },
    ]);
  });

  it('reads trades, those of a snapshot without volume, oldest first, each once', () => {
    const number = (trade_id: number) => ({ ...trade, trade_id });
    const sink = decode(
      message('trade', 'snapshot', number(11), number(10)),
      message('trade', 'update', number(11), { ...number(12), side: 'sell' }),
    );
    const { BUY, SELL, REFERENCE } = TICK_FLAG;
    assert.deepEqual(
      sink.trades.map(({ sequence, flags, time }) => [sequence, flags, time]),
      [
        [10, BUY | REFERENCE, TIME],
        [11, BUY | REFERENCE, TIME],
        [12, SELL, TIME],
      ],
    );
    assert.deepEqual([sink.ignoredCount, sink.said], [1, []]);
    assert.deepEqual(decode(message('trade', 'update', number(1), number(4))).said, ['gap BTC/USD 2 2']);
  });

  it('reads books that somebody wants, with the text of their numbers', () => {
    assert.deepEqual(decode(book).outcome, { ignored: 1 });
    const [update] = decodeWanted(book).books;
    assert.deepEqual(update, {
      symbol: 'BTC/USD',
      snapshot: true,
      time: TIME,
      depth: 100,
      checksum: 7,
      sequence: Number.NaN,
      first: Number.NaN,
      previous: Number.NaN,
      bids: [{ price: 10, size: 0.1, priceText: '10.0', sizeText: '0.10000000' }],
      asks: [{ price: 11.5, size: 2e-7, priceText: '11.50', sizeText: '2e-7' }],
    });
  });

  it('cuts books to the depth that was acknowledged', () => {
    const result = { channel: 'book', depth: 10, symbol: 'BTC/USD', snapshot: true };
    const sink = decodeWanted({ method: 'subscribe', result, success: true }, book);
    assert.equal(sink.books[0]?.depth, 10);
  });

  it('keeps a book whose checksum is the one of Kraken’s own example', { skip }, () => {
    const path = new URL('../../../../shared/data/wire/kraken.jsonl', import.meta.url);
    const line = readFileSync(path, 'utf8')
      .split('\n')
      .find((text) => text.includes('official checksum vector')) as string;
    // as it was sent: parsing and writing it again would lose the zeros
    const frame = line.slice(line.indexOf('"message":') + '"message":'.length, -1);
    const [update] = decodeWanted(frame).books;
    assert.ok(update);
    assert.equal(update.checksum, 3_310_070_434);
    const kept = new OrderBook({ checksum: krakenChecksum });
    assert.equal(kept.apply(update), 'applied');
    const { bids, asks } = update;
    assert.equal(kept.apply({ ...update, snapshot: false, bids: bids.slice(0, 1), asks: [] }), 'applied');
    const changed = [{ ...(asks[0] ?? assert.fail()), sizeText: '0.00100001' }];
    assert.equal(kept.apply({ ...update, snapshot: false, bids: [], asks: changed }), 'mismatch');
  });

  it('reads bars that somebody wants: of a snapshot all but the last are closed', () => {
    assert.deepEqual(decode(message('ohlc', 'update', bar)).outcome, { ignored: 1 });
    const sink = decodeWanted(
      message('ohlc', 'snapshot', bar, bar),
      message('ohlc', 'update', bar, { ...bar, low: 9 }),
    );
    assert.deepEqual(sink.outcome, { bars: 3, rejected: 1 });
    assert.deepEqual(
      sink.bars.map(({ closed }) => closed),
      [true, false, false],
    );
    const { symbol, interval, time, open, high, low, close, volume } = sink.bars[0] ?? assert.fail();
    assert.deepEqual(
      [symbol, interval, time, open, high, low, close, volume],
      ['BTC/USD', 300_000, TIME, 2, 4, 1, 3, 9],
    );
  });

  it('learns steps of prices', () => {
    const euro = { symbol: 'EUR/USD', base: 'EUR', quote: 'USD', price_increment: 1e-5 };
    const sink = decode(
      { ...instrument, data: { pairs: [pair, euro, { symbol: 'X/Y' }, 5] } },
      { channel: 'instrument' },
    );
    assert.deepEqual(sink.instruments, [
      { symbol: 'BTC/USD', kind: 'crypto', currency: 'USD', tickSize: 0.1, precision: 1 },
      { symbol: 'EUR/USD', kind: 'currency', currency: 'USD', tickSize: 1e-5, precision: 5 },
      { symbol: 'X/Y', kind: 'crypto' },
    ]);
    assert.equal(sink.ignoredCount, 1);
  });

  it('says where bars of the past are, as far back as there are any', () => {
    const { url, rows, most } = kraken({}).history ?? assert.fail();
    const base = 'https://api.kraken.com/0/public/OHLC?pair=BTCUSD&interval=5';
    assert.equal(url('BTC/USD', 300_000, 100, undefined), base);
    const before = Math.floor(Date.now() / 300_000) * 300_000;
    assert.equal(url('BTC/USD', 300_000, 9, before), `${base}&since=${before / 1000 - 3000}`);
    assert.equal(url('BTC/USD', 300_000, 100, before - (most + 1) * 300_000), undefined);
    assert.equal(url('BTC/USD', 1000, 100, undefined), undefined);
    const row = [1_700_000_000, '3', '5', '1', '2', '2.5', '8', 40];
    const { bars } = parseHistory(rows?.({ error: [], result: { XXBTZUSD: [row], last: 5 } }));
    assert.deepEqual(bars, [{ time: 1_700_000_000_000, open: 3, high: 5, low: 1, close: 2, volume: 8 }]);
    assert.deepEqual(rows?.({ error: ['EQuery'] }), { error: ['EQuery'] });
  });

  it('names the symbol of a refused subscription', () => {
    const refused = { method: 'subscribe', success: false, error: 'Currency pair not supported A/B', symbol: 'A/B' };
    const sink = decode(
      refused,
      { ...refused, error: 'Too many' },
      { event: 'subscriptionStatus', status: 'error', errorMessage: 'Unknown', pair: 'A/B' },
      { event: 'alert', message: 'Bad request' },
      { event: 'systemStatus', status: 'online' },
    );
    const failures = ['Currency pair not supported A/B', 'Too many (A/B)', 'Unknown (A/B)', 'Bad request'];
    assert.deepEqual([sink.failures, sink.ignoredCount], [failures, 1]);
  });

  it('reports what it cannot use', () => {
    const sink = decodeWanted(
      5,
      { error: [], result: {} },
      { channel: 'trade' },
      message('trade', 'update', 5),
      message('ticker', 'update', { ...ticker, symbol: 5 }),
      message('trade', 'update'),
    );
    assert.deepEqual(sink.outcome, { rejected: 5, ignored: 1 });
    assert.deepEqual(decode(message('trade', 'update', { ...trade, price: 'x' })).outcome, { invalid: 1 });
  });

  it('accounts for every broken frame, and never throws', () => {
    const shapes = [
      message('trade', 'snapshot', trade, { ...trade, trade_id: 11 }),
      message('ticker', 'update', ticker),
      JSON.parse(book),
      message('ohlc', 'snapshot', bar, bar),
      instrument,
      { method: 'subscribe', result: { channel: 'book', depth: 10, symbol: 'BTC/USD' }, success: true },
      { method: 'subscribe', success: false, error: 'no', symbol: 'A/B' },
    ];
    const frames = [book, ...shapes.map((shape) => JSON.stringify(shape))];
    const outcome = fuzzCodec(kraken, { frames, runs: 5000, seed, symbols: ['BTC/USD', 'PI_XBTUSD'] });
    const { received, accepted, rejected, ignored, failed } = outcome;
    assert.equal(received, accepted + rejected + ignored + failed);
    for (const count of [accepted, rejected, ignored, failed]) assert.ok(count > 0, JSON.stringify(outcome));
  });

  testWireFile('wire/kraken.jsonl', subscribed(kraken, ['BTC/USD', 'MATIC/USD', 'PI_XBTUSD', 'XMR/USD']), {
    'connect-url': {},
    'subscribe-request': {},
    'v2:subscribe': {},
    'v2:ping': {},
    'v2:ws_book_snapshot': { books: 1 },
    'v2:ws_book_update': { books: 1 },
    'v2:book snapshot (official checksum vector)': { books: 1 },
    // Order by order, which wants a login.
    'v2:ws_l3_snapshot': { ignored: 1 },
    'v2:ws_l3_update_add': { ignored: 1 },
    'v2:ws_l3_update_delete': { ignored: 1 },
    'v2:ws_l3_update_modify_price': { ignored: 1 },
    'v2:ws_l3_update_modify_qty': { ignored: 1 },
    'v2:ws_ohlc_update': { bars: 1 },
    'v2:ws_pong': { ignored: 1 },
    'v2:ws_subscribe_response': { ignored: 1 },
    'v2:subscribe ack': { ignored: 1 },
    'v2:subscribe error': { failed: 1 },
    'v2:ws_ticker_snapshot': { quotes: 1 },
    'v2:ws_trade_update': { trades: 2 },
    'futures-v1:ws_futures_book_delta': { books: 1 },
    'futures-v1:ws_futures_book_snapshot': { books: 1 },
    'futures-v1:ws_futures_book_snapshot_with_zero_qty': { books: 1 },
    'futures-v1:ws_futures_ticker': { quotes: 1 },
    'futures-v1:ws_futures_trade': { trades: 1 },
    'futures-v1:ws_futures_trade_snapshot': { reference: 2 },
    // Answers of the REST interface, which the stream never sends.
    'REST:http_order_book': { rejected: 1 },
    'REST:http_system_status': { rejected: 1 },
    'REST:http_ticker': { rejected: 1 },
    'ccxt:handleTicker': { quotes: 1 },
    'ccxt:handleTrades': { trades: 1 },
    'ccxt:handleOHLCV': { bars: 1 },
    'ccxt:handleHeartbeat': { ignored: 1 },
    'ccxt:handleOrderBook': { books: 2 },
    'ccxt:handleSystemStatus': { ignored: 2 },
    'ccxt:handleSubscriptionStatus': { ignored: 2 },
    'ccxt:handleErrorMessage': { failed: 1 },
    'v1:systemStatus': { ignored: 3 },
    'v1:subscriptionStatus': { ignored: 9 },
    'v1:heartbeat': { ignored: 1 },
    'v1:trade': { trades: 3 },
    'v1:ticker': { quotes: 3 },
    'v1:book-1000': { books: 3 },
  } satisfies Record<string, Outcome>);
});
