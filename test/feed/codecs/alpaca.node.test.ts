import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alpaca } from '../../../src/feed/codecs/alpaca.ts';
import { packMessage, unpackMessage } from '../../../src/feed/codecs/message-pack.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { ALL, asking, decode, requests } from './asking.ts';
import { fuzzCodec } from './fuzz.ts';
import { RecordingSink } from './recording-sink.ts';
import { seed } from './seed.ts';
import { testWireFile } from './venue-outcomes.ts';

const NONE = Number.NaN;
const TIME = Date.UTC(2024, 1, 29, 15, 51, 45);
const OPTION = 'SPY240315C00510000';

const trade = {
  T: 't',
  i: 5,
  S: 'SPY',
  x: 'V',
  p: 510.25,
  s: 100,
  t: '2024-02-29T15:51:45.335689322Z',
  c: ['@'],
  z: 'B',
};
const quote = { T: 'q', S: 'SPY', bp: 510.2, bs: 3, ap: 510.3, as: 4, t: '2024-02-29T15:51:45Z' };
const bar = { T: 'b', S: 'SPY', o: 2, h: 4, l: 1, c: 3, v: 9, t: '2024-02-29T15:51:00Z' };
const book = { T: 'o', S: 'BTC/USD', t: '2024-02-29T15:51:45Z', b: [{ p: 99, s: 1 }], a: [{ p: 101, s: 0 }], r: true };

describe('the alpaca codec', () => {
  it('waits for the login, then asks for lists', () => {
    const codec = alpaca({});
    assert.equal(codec.endpoint, 'wss://stream.data.alpaca.markets/v2/iex');
    assert.equal(codec.canonical?.('btc/usd'), 'BTC/USD');
    assert.equal(codec.waits, true);
    assert.deepEqual(decode(codec, [{ T: 'success', msg: 'connected' }]).said, []);
    const twice = [{ T: 'success', msg: 'authenticated' }];
    assert.deepEqual(decode(codec, twice, twice).said, ['ready']);
    assert.deepEqual(codec.subscribe(['SPY', 'AAPL']), [
      '{"action":"subscribe","trades":["SPY","AAPL"],"quotes":["SPY","AAPL"]}',
    ]);
    assert.deepEqual(requests(codec.subscribe(['SPY'], ['book', 'bars'])), [
      { action: 'subscribe', orderbooks: ['SPY'], bars: ['SPY'], updatedBars: ['SPY'] },
    ]);
    assert.equal(codec.subscribe(Array.from({ length: 501 }, (_, index) => `S${index}`)).length, 3);
    assert.deepEqual(codec.subscribe([], ALL), []);
  });

  it('keeps quotes that one of their two uses still wants', () => {
    const codec = asking(alpaca, [OPTION, 'SPY'], ['ticks', 'options'])({});
    assert.deepEqual(requests(codec.unsubscribe([OPTION, 'SPY'])), [
      { action: 'unsubscribe', trades: ['SPY'], quotes: ['SPY'] },
      { action: 'unsubscribe', trades: [OPTION] },
    ]);
    assert.deepEqual(requests(codec.unsubscribe([OPTION], ['options', 'bars'])), [
      { action: 'unsubscribe', bars: [OPTION], updatedBars: [OPTION], quotes: [OPTION] },
    ]);
  });

  it('ends where the login is refused, and says whether to come again', () => {
    const ends: [number, string, string][] = [
      [402, 'auth failed', 'end for good: login refused: auth failed (402)'],
      [404, 'auth timeout', 'end: auth timeout (404)'],
      [406, 'connection limit exceeded', 'end: connection limit exceeded (406)'],
      [407, 'slow client', 'end: slow client (407)'],
      [409, 'insufficient subscription', 'end for good: login refused: insufficient subscription (409)'],
    ];
    for (const [code, msg, said] of ends) {
      const sink = decode(alpaca({}), [{ T: 'error', code, msg }]);
      assert.deepEqual([sink.said, sink.outcome], [[said], { ignored: 1 }]);
    }
    const codec = alpaca({});
    decode(codec, [{ T: 'success', msg: 'authenticated' }]);
    const sink = decode(codec, [{ T: 'error', code: 409, msg: 'insufficient subscription' }, { T: 'error' }]);
    assert.deepEqual(sink.failures, ['insufficient subscription (409)', 'the source reports an error (no code)']);
    assert.deepEqual(sink.said, []);
  });

  it('reads trades and quotes: nanoseconds rounded to what a double holds', () => {
    const crypto = { ...trade, S: 'BTC/USD', t: '2024-02-29T15:51:45.1Z', tks: 'S' };
    const sink = decode(alpaca({}), [trade, quote, { ...trade, t: undefined, tks: 'B' }], crypto);
    const tick = { kind: 'trade', symbol: 'SPY', price: 510.25, size: 100, sequence: NONE };
    const expected = [
      { ...tick, time: TIME + 335.689322, flags: 0 },
      { kind: 'quote', symbol: 'SPY', time: TIME, bid: 510.2, bidSize: 3, ask: 510.3, askSize: 4, sequence: NONE },
      { ...tick, time: sink.received, flags: TICK_FLAG.BUY },
      { ...tick, symbol: 'BTC/USD', time: TIME + 100, flags: TICK_FLAG.SELL },
    ];
    assert.deepEqual(sink.ticks, expected);
  });

  it('accounts for each entry of a frame', () => {
    const onesided = { ...quote, ap: 0, as: 0 };
    const entries = [{ ...trade, S: 1 }, { ...trade, p: 'x' }, { ...quote, t: 'soon' }, 5, { T: 'x' }, onesided, {}];
    assert.deepEqual(decode(alpaca({}), entries, [], 'x').outcome, { invalid: 2, ignored: 3, rejected: 4 });
  });

  it('reads bars and books where they are wanted', () => {
    const frame = [bar, { ...bar, T: 'u' }, { ...bar, T: 'd', v: undefined }, book, { ...book, r: undefined }];
    const sink = decode(asking(alpaca, ['SPY', 'BTC/USD'])({}), frame);
    const common = { symbol: 'SPY', time: TIME - 45_000, open: 2, high: 4, low: 1, close: 3 };
    assert.deepEqual(sink.bars, [
      { ...common, interval: 60_000, volume: 9, closed: true },
      { ...common, interval: 60_000, volume: 9, closed: true },
      { ...common, interval: 86_400_000, volume: 0, closed: false },
    ]);
    assert.deepEqual(
      sink.books.map(({ symbol, snapshot, bids, asks }) => ({ symbol, snapshot, bids, asks })),
      [true, false].map((snapshot) => ({
        symbol: 'BTC/USD',
        snapshot,
        bids: [{ price: 99, size: 1 }],
        asks: [{ price: 101, size: 0 }],
      })),
    );
    const broken = [
      { ...bar, l: 5 },
      { ...book, b: [{ p: 1 }] },
      { ...book, a: 7 },
    ];
    assert.deepEqual(decode(asking(alpaca, ['SPY', 'BTC/USD'])({}), broken).outcome, { rejected: 3 });
    assert.deepEqual(decode(alpaca({}), frame).outcome, { ignored: 5 });
  });

  it('reads options, and speaks MessagePack where the source does', () => {
    const codec = asking(alpaca, [OPTION], ['options'])({});
    const sink = new RecordingSink();
    const text = (message: object) => new TextEncoder().encode(JSON.stringify([message])).buffer;
    codec.decode(packMessage([{ T: 'success', msg: 'authenticated' }]), sink);
    codec.decode(text({ ...quote, S: OPTION }), sink);
    codec.decode(
      packMessage([{ T: 'q', S: OPTION, bp: '2', bs: '1', ap: '3', as: '1', t: '2024-02-29T15:51:45Z' }]),
      sink,
    );
    codec.decode(new Uint8Array([0x91]).buffer, sink);
    assert.deepEqual(sink.said, ['ready']);
    assert.deepEqual(sink.outcome, { options: 2, ignored: 1, rejected: 1 });
    const [option] = sink.options;
    assert.deepEqual(
      [option?.underlying, option?.kind, option?.strike, option?.bid, option?.ask, option?.mark],
      ['SPY', 'call', 510, 510.2, 510.3, NONE],
    );
    const [request] = codec.subscribe(['SPY240315P00500000'], ['options']);
    assert.ok(request instanceof ArrayBuffer);
    assert.deepEqual(unpackMessage(request), { action: 'subscribe', quotes: ['SPY240315P00500000'] });
  });

  it('throws at nothing, and accounts for everything', () => {
    const messages = [trade, quote, bar, book, { ...quote, S: OPTION }, { T: 'error', code: 402, msg: 'auth failed' }];
    const frames = [...messages.map((message) => JSON.stringify([message, message])), JSON.stringify(trade)];
    const outcome = fuzzCodec(alpaca, { frames, runs: 5000, seed, symbols: ['SPY', 'BTC/USD', OPTION] });
    assert.equal(outcome.received, 5000);
    assert.ok(outcome.accepted > 200 && outcome.rejected > 500);
  });

  testWireFile('wire/alpaca.jsonl', asking(alpaca, ['SPY', 'BTC/USD', 'BTC/USDT']), {
    // Two greetings: the second is the login's answer.
    'stocks:Establishment': { ignored: 2 },
    'stocks:Authentication': {},
    'stocks:Subscribe': {},
    'stocks:Unsubscribe': {},
    // Three subscriptions told; six errors end the connection, and five do not.
    'stocks:Errors': { ignored: 9, failed: 5 },
    // Trade, quote, a minute's bar and a day's; a halt.
    'stocks:Example': { trades: 1, quotes: 1, bars: 2, ignored: 1 },
    'stocks:Streaming example': { trades: 1, quotes: 3 },
    'crypto:Authentication': {},
    'crypto:Subscribe': {},
    'crypto:Unsubscribe': {},
    'crypto:Errors': { failed: 1 },
    'crypto:Subscription confirmation': { ignored: 3 },
    'crypto:Example': { bars: 1 },
    'ccxt:handleOHLCV': { bars: 1 },
    'ccxt:handleErrorMessage': { failed: 1 },
    'ccxt:handleConnected': { ignored: 1 },
    // The stream of accounts; where it refuses a login, the connection ends.
    'ccxt:handleAuthenticate': { ignored: 2 },
    'ccxt:handleSubscription': { ignored: 2 },
  });
});
