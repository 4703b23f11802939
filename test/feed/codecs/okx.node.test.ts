import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { okx } from '../../../src/feed/codecs/okx.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { fuzzCodec } from './fuzz.ts';
import type { Outcome } from './recording-sink.ts';
import { seed } from './seed.ts';
import { decodeAll, subscribed } from './subscribed.ts';
import { testWireFile } from './venue-outcomes.ts';

const TIME = 1_652_459_223_003;
const data = (channel: string, ...entries: unknown[]) => ({ arg: { channel, instId: 'BTC-USDT' }, data: entries });
const fill = { instId: 'BTC-USDT', tradeId: '100', px: '30236', sz: '0.0002', side: 'buy', ts: String(TIME) };
const ticker = { instId: 'BTC-USDT', bidPx: '1', bidSz: '2', askPx: '3', askSz: '4', last: '2', ts: String(TIME) };
const best = { bids: [['1', '2', '0', '1']], asks: [['3', '4', '0', '1']], ts: String(TIME), seqId: 7 };
const sides = { bids: [['1', '2.0', '0', '1']], asks: [['3', '0', '0', '0']], ts: String(TIME) };
const whole = { ...data('books', { ...sides, checksum: -5, prevSeqId: -1, seqId: 10 }), action: 'snapshot' };
const change = (previous: number, sequence: number) => ({
  ...data('books', { ...sides, checksum: 0, prevSeqId: previous, seqId: sequence }),
  action: 'update',
});
const row = [String(TIME), '2', '4', '1', '3', '9', '18', '27', '1'];
const option = {
  instId: 'BTC-USD-250328-92000-C',
  uly: 'BTC-USD',
  deltaBS: '0.5',
  gammaBS: '0.1',
  thetaBS: '-2',
  vegaBS: '3',
  delta: '0.4',
  markVol: '0.53',
  fwdPx: '92150.5',
  ts: String(TIME),
};
const summary = { arg: { channel: 'opt-summary', instFamily: 'BTC-USD' }, data: [option] };
const swap = { instId: 'BTC-USDT-SWAP', instType: 'SWAP', quoteCcy: '', settleCcy: 'USDT', tickSz: '0.1' };
const instruments = { arg: { channel: 'instruments', instType: 'SWAP' }, data: [swap] };

const decode = (...messages: unknown[]) => decodeAll(okx({}), ...messages);
const decodeWanted = (...messages: unknown[]) => decodeAll(subscribed(okx, ['BTC-USDT', 'BTC-USD'])({}), ...messages);

describe('the okx codec', () => {
  it('subscribes by channels and instruments, options by their family', () => {
    const codec = okx({});
    assert.equal(codec.endpoint, 'wss://ws.okx.com:8443/ws/v5/public');
    assert.deepEqual(codec.subscribe(['BTC-USDT', 'ETH-USDT']), [
      '{"op":"subscribe","args":[{"channel":"trades","instId":"BTC-USDT"},{"channel":"bbo-tbt","instId":"BTC-USDT"},' +
        '{"channel":"trades","instId":"ETH-USDT"},{"channel":"bbo-tbt","instId":"ETH-USDT"}]}',
    ]);
    const books = '{"op":"unsubscribe","args":[{"channel":"books","instId":"A-B"}]}';
    assert.deepEqual(codec.unsubscribe(['A-B'], ['book', 'bars']), [books]);
    assert.deepEqual(codec.subscribe(['BTC-USD-250328-92000-C', 'BTC-USD-250328-92000-P'], ['options']), [
      '{"op":"subscribe","args":[{"channel":"opt-summary","instFamily":"BTC-USD"}]}',
    ]);
    assert.deepEqual(codec.subscribe([]), []);
    const many = codec.subscribe(
      Array.from({ length: 250 }, (_, at) => `COIN${at}-USDT-SWAP`),
      ['ticks', 'book', 'bars'],
    );
    assert.equal(many.length, 3);
    for (const request of many) assert.ok(String(request).length < 65_536);
    assert.ok((codec.sendEvery ?? 0) >= 1000 / 3);
  });

  it('asks for bars where OKX has them, and at an address of somebody else for all', () => {
    const ask = (src?: string) => okx({ src }).subscribe(['A-B'], ['book', 'bars']).join();
    const bars = '{"channel":"candle1m","instId":"A-B"}';
    assert.equal(ask('wss://ws.okx.com:8443/ws/v5/business'), `{"op":"subscribe","args":[${bars}]}`);
    assert.ok(ask('ws://localhost/ws').includes(`{"channel":"books","instId":"A-B"},${bars}`));
    assert.deepEqual(okx({}).subscribe(['A-B'], ['bars']), []);
  });

  it('writes symbols as OKX does', () => {
    for (const symbol of ['btc-usdt', 'BTC/USDT']) assert.equal(okx({}).canonical?.(symbol), 'BTC-USDT');
  });

  it('asks for a pong in plain text', () => {
    const { heartbeat } = okx({});
    assert.equal(heartbeat?.message(), 'ping');
    assert.ok((heartbeat?.every ?? 0) < 10_000);
    assert.deepEqual(decode('pong').outcome, { ignored: 1 });
  });

  it('reads trades, several in one message', () => {
    const sink = decode(data('trades', fill, { ...fill, tradeId: '101', side: 'sell' }));
    const expected = { kind: 'trade', symbol: 'BTC-USDT', time: TIME, price: 30_236, size: 0.0002 };
    assert.deepEqual(sink.ticks, [
      { ...expected, sequence: 100, flags: TICK_FLAG.BUY },
      { ...expected, sequence: 101, flags: TICK_FLAG.SELL },
    ]);
  });

  it('tells of holes in the numbers of trades, and knows that one may stand for several fills', () => {
    const next = (tradeId: string, count?: string) => data('trades', { ...fill, tradeId, count });
    assert.deepEqual(decode(next('100'), next('103', '3'), next('104', '1')).said, []);
    assert.deepEqual(decode(next('100'), next('103', '2'), next('107')).said, [
      'gap BTC-USDT 101 1',
      'gap BTC-USDT 104 3',
    ]);
  });

  it('counts a trade once, in the kind that came first, and so with quotes', () => {
    const sink = decode(data('trades', fill), data('trades-all', fill), data('trades', fill));
    assert.deepEqual(sink.outcome, { trades: 1, ignored: 2 });
    assert.deepEqual(decode(data('bbo-tbt', best), data('tickers', ticker)).outcome, { quotes: 1, ignored: 1 });
    assert.deepEqual(decode(data('tickers', ticker), data('bbo-tbt', best)).outcome, { quotes: 1, ignored: 1 });
  });

  it('reads quotes of both channels, not of a market with one side only', () => {
    const quote = { kind: 'quote', symbol: 'BTC-USDT', time: TIME, bid: 1, bidSize: 2, ask: 3, askSize: 4 };
    assert.deepEqual(decode(data('bbo-tbt', best)).ticks, [{ ...quote, sequence: 7 }]);
    assert.deepEqual(decode(data('tickers', ticker)).ticks, [{ ...quote, sequence: Number.NaN }]);
    const empty = decode(data('tickers', { ...ticker, askPx: '' }), data('bbo-tbt', { ...best, bids: [] }));
    assert.deepEqual(empty.outcome, { ignored: 2 });
  });

  it('reads books that somebody wants; a checksum of 0 is none', () => {
    assert.deepEqual(decode(whole).outcome, { ignored: 1 });
    const [one, two] = decodeWanted(whole, change(10, 12)).books;
    assert.deepEqual(
      [one?.snapshot, one?.checksum, one?.sequence, one?.previous, one?.bids[0]?.sizeText],
      [true, -5, 10, -1, '2.0'],
    );
    assert.deepEqual([two?.snapshot, two?.checksum, two?.previous, two?.time], [false, undefined, 10, TIME]);
    const five = decodeWanted(data('books5', sides)).books[0];
    assert.deepEqual([five?.snapshot, five?.depth], [true, 5]);
  });

  it('sees changes of a book that are missing, and knows when numbers start anew', () => {
    const sink = decodeWanted(whole, change(10, 12), change(12, 12), change(12, 3), change(3, 5), change(6, 7));
    assert.deepEqual(sink.said, ['lost BTC-USDT: changes of its book are missing']);
  });

  it('reads bars that somebody wants', () => {
    assert.deepEqual(decode(data('candle1m', row)).outcome, { ignored: 1 });
    const sink = decodeWanted(
      data('candle1Dutc', row),
      data('candle1H', row.slice(0, 7)),
      data('candle1M', row),
      data('candle1m', [String(TIME), '5', '4', '1', '3', '9']),
      data('candle1m', 7),
    );
    assert.deepEqual(sink.outcome, { bars: 2, ignored: 1, rejected: 2 });
    const bar = { symbol: 'BTC-USDT', time: TIME, open: 2, high: 4, low: 1, close: 3, volume: 9 };
    assert.deepEqual(sink.bars, [
      { ...bar, interval: 86_400_000, closed: true },
      { ...bar, interval: 3_600_000, closed: false },
    ]);
  });

  it('reads options that somebody wants, by contract or by family', () => {
    assert.deepEqual(decode(summary).outcome, { ignored: 1 });
    const sink = decodeWanted(summary, { ...summary, data: [{ ...option, instId: 'BTC-USD' }] });
    assert.deepEqual(sink.outcome, { options: 1, rejected: 1 });
    const { bid, ask, mark, ...quote } = sink.options[0] ?? assert.fail();
    assert.deepEqual([bid, ask, mark], [Number.NaN, Number.NaN, Number.NaN]);
    const { symbol, underlying, kind, strike, expiry, impliedVolatility, delta, theta, underlyingPrice } = quote;
    assert.deepEqual(
      { symbol, underlying, kind, strike, expiry, impliedVolatility, delta, theta, underlyingPrice },
      {
        symbol: option.instId,
        underlying: 'BTC-USD',
        kind: 'call',
        strike: 92_000,
        expiry: Date.UTC(2025, 2, 28, 8),
        impliedVolatility: 0.53,
        delta: 0.5,
        theta: -2,
        underlyingPrice: 92_150.5,
      },
    );
    const one = decodeAll(subscribed(okx, [option.instId])({}), summary);
    assert.deepEqual(one.outcome, { options: 1 });
  });

  it('learns steps of prices', () => {
    const pair = { instId: 'A-B', instType: 'SPOT', quoteCcy: 'B', tickSz: '0.00000001' };
    const sink = decode(instruments, { ...instruments, data: [pair, {}] });
    assert.deepEqual(sink.instruments, [
      { symbol: 'BTC-USDT-SWAP', kind: 'future', currency: 'USDT', tickSize: 0.1, precision: 1 },
      { symbol: 'A-B', kind: 'crypto', currency: 'B', tickSize: 1e-8, precision: 8 },
    ]);
    assert.equal(sink.reasons.length, 1);
  });

  it('says where bars of the past are', () => {
    const url = okx({}).history?.url;
    const base = 'https://www.okx.com/api/v5/market/history-candles?instId=BTC-USDT&bar=';
    assert.equal(url?.('BTC-USDT', 3_600_000, 100, TIME), `${base}1H&limit=100&after=${TIME}`);
    assert.equal(url?.('BTC-USDT', 86_400_000, 1000, undefined), `${base}1Dutc&limit=300`);
    assert.deepEqual([url?.('X', 28_800_000, 1, undefined), url?.('X', 7000, 1, undefined)], [undefined, undefined]);
  });

  it('hands errors on, and connects anew where it is asked to', () => {
    const wrong = { event: 'error', code: '60018', msg: "Wrong URL or channel:trades,instId:X-Y doesn't exist." };
    const sink = decode(
      wrong,
      { event: 'error', arg: { instId: 'X-Y' } },
      { event: 'notice', code: '64008', msg: 'The connection will soon be closed for a service upgrade.' },
      { event: 'subscribe', arg: {} },
    );
    assert.deepEqual(sink.outcome, { failed: 2, ignored: 2 });
    assert.deepEqual(sink.failures, [`${wrong.msg} (60018)`, 'error (X-Y)']);
    assert.deepEqual(sink.said, ['end: The connection will soon be closed for a service upgrade.']);
  });

  it('reports what it cannot use', () => {
    const sink = decodeWanted(
      'hello',
      [],
      {},
      { arg: { channel: 5 }, data: [1] },
      data('trades', 5),
      { arg: { channel: 'trades' }, data: [{ px: '1' }] },
      data('bbo-tbt', { bids: 1 }),
      data('books', { ...sides, bids: [['1']] }),
      data('trades'),
      data('funding-rate', {}),
    );
    assert.deepEqual(sink.outcome, { rejected: 8, ignored: 2 });
    assert.deepEqual(decode(data('trades', { ...fill, px: '' })).outcome, { invalid: 1 });
  });

  it('accounts for every broken frame, and never throws', () => {
    const shapes = [
      data('trades', fill, { ...fill, tradeId: '101', count: '1' }),
      data('trades-all', fill),
      data('tickers', ticker),
      data('bbo-tbt', best),
      whole,
      change(10, 12),
      data('books5', sides),
      data('candle1m', row),
      summary,
      instruments,
      { event: 'error', code: '1', msg: 'no' },
      { event: 'notice', msg: 'soon' },
    ];
    const frames = [...shapes.map((shape) => JSON.stringify(shape)), 'pong', 'ping'];
    const outcome = fuzzCodec(okx, { frames, runs: 5000, seed, symbols: ['BTC-USDT', 'BTC-USD'] });
    const { received, accepted, rejected, ignored, failed } = outcome;
    assert.equal(received, accepted + rejected + ignored + failed);
    for (const count of [accepted, rejected, ignored, failed]) assert.ok(count > 0, JSON.stringify(outcome));
  });

  testWireFile('wire/okx.jsonl', subscribed(okx, ['BTC-USDT', 'BTC-USD-220527', 'UNI-USD-SWAP']), {
    'connect-url': {},
    'subscribe-request': {},
    'event:subscribe': { ignored: 3 },
    tickers: { quotes: 3 },
    trades: { trades: 3 },
    'books:snapshot': { books: 3 },
    'books:update': { books: 3 },
    ws_bbo_tbt: { quotes: 1 },
    ws_books_snapshot: { books: 1 },
    ws_books_update: { books: 1 },
    ws_candle: { bars: 1 },
    ws_funding_rate: { ignored: 1 },
    ws_instruments: { instruments: 1 },
    // The inside of a message, never a message by itself.
    ws_opt_summary: { rejected: 1 },
    ws_tickers: { quotes: 1 },
    ws_trades: { trades: 1 },
    // Answers of the REST interface, which the stream never sends.
    'REST:http_get_candlesticks': { rejected: 1 },
    'REST:http_get_option_summary': { rejected: 1 },
    'REST:http_get_order_book': { rejected: 1 },
    'REST:http_get_trades': { rejected: 1 },
    'ccxt:handleTrades': { trades: 2 },
    // The inside of a message.
    'ccxt:handleFundingRate': { rejected: 1 },
    'ccxt:handleTicker': { quotes: 1 },
    'ccxt:handleBidAsk': { quotes: 1 },
    'ccxt:handleLiquidation': { ignored: 1 },
    'ccxt:handleOHLCV': { bars: 1 },
    'ccxt:handleOrderBook': { books: 3 },
    'ccxt:handleMessage': { failed: 1 },
    'ccxt:handleUnsubscription': { ignored: 1 },
    ping: {},
    pong: { ignored: 1 },
  } satisfies Record<string, Outcome>);
});
