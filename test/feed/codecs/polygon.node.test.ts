import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { polygon } from '../../../src/feed/codecs/polygon.ts';
import { asking, decode, requests } from './asking.ts';
import { fuzzCodec } from './fuzz.ts';
import { seed } from './seed.ts';
import { testWireFile } from './venue-outcomes.ts';

const NONE = Number.NaN;
const T = 1_700_000_000_123;
const OPTION = 'O:SPY241220P00720000';

const trade = { ev: 'T', sym: 'SPY', p: 510.25, s: 100, t: T, q: 44 };
const quote = { ev: 'Q', sym: 'SPY', bp: 510.2, bs: 3, ap: 510.3, as: 4, t: T, q: 45 };
const bar = { ev: 'AM', sym: 'SPY', o: 2, h: 4, l: 1, c: 3, v: 9, s: T, e: T + 60_000 };
const book = { ev: 'XL2', pair: 'BTC-USD', t: T, x: 1, b: [[99, 1]], a: [[101, 2]] };
const status = (word: string, message = word) => [{ ev: 'status', status: word, message }];

describe('the polygon codec', () => {
  it('waits for the login', () => {
    const codec = polygon({});
    assert.equal(codec.endpoint, 'wss://socket.polygon.io/stocks');
    assert.equal(codec.waits, true);
    assert.deepEqual(decode(codec, status('connected')).said, []);
    assert.deepEqual(decode(codec, status('auth_success'), status('auth_success')).said, ['ready']);
    assert.deepEqual(decode(codec, status('auth_failed', 'bad key')).said, ['end for good: login refused: bad key']);
    assert.deepEqual(decode(codec, status('max_connections')).said, ['end: max_connections']);
    assert.deepEqual(decode(codec, status('error', 'not authorized: T.X')).failures, ['not authorized: T.X']);
  });

  it('asks each market in its own words', () => {
    const codec = polygon({});
    const symbols = ['SPY', OPTION, 'I:SPX', 'EUR/USD', 'BTC-USD'];
    assert.deepEqual(requests(codec.subscribe(symbols)), [
      {
        action: 'subscribe',
        params: `T.SPY,Q.SPY,T.${OPTION},Q.${OPTION},V.I:SPX,C.EUR/USD,XT.BTC-USD,XQ.BTC-USD`,
      },
    ]);
    assert.deepEqual(requests(codec.subscribe(symbols, ['book', 'bars', 'options'])), [
      { action: 'subscribe', params: `AM.SPY,AM.${OPTION},AM.I:SPX,CA.EUR/USD,XL2.BTC-USD,XA.BTC-USD` },
    ]);
    assert.deepEqual(requests(codec.unsubscribe([OPTION])), [{ action: 'unsubscribe', params: `T.${OPTION}` }]);
    assert.deepEqual(requests(codec.unsubscribe([OPTION], ['options'])), [
      { action: 'unsubscribe', params: `Q.${OPTION}` },
    ]);
    assert.equal(codec.subscribe(Array.from({ length: 251 }, (_, index) => `S${index}`)).length, 2);
    assert.deepEqual(codec.subscribe([]), []);
  });

  it('knows the names of the REST interface, and leaves those of stocks alone', () => {
    const names: [string, string][] = [
      ['X:BTCUSD', 'BTC-USD'],
      ['X:BTC-USD', 'BTC-USD'],
      ['C:EURUSD', 'EUR/USD'],
      ['C:USD-EUR', 'USD/EUR'],
      ['BACpL', 'BACpL'],
      ['BRK.B', 'BRK.B'],
      [OPTION, OPTION],
      ['I:SPX', 'I:SPX'],
    ];
    for (const [name, canonical] of names) assert.equal(polygon({}).canonical?.(name), canonical);
  });

  it('reads trades and quotes, in milliseconds, microseconds and nanoseconds', () => {
    const sink = decode(
      polygon({}),
      [trade, { ...trade, t: T * 1000 + 456, q: undefined }, { ...trade, t: (T + 0.456) * 1e6 }],
      [quote],
      { ev: 'XT', pair: 'BTC-USD', p: 64_000, t: T, s: 0.5, i: 9 },
      { ev: 'XQ', pair: 'BTC-USD', bp: 1, bs: 2, ap: 3, as: 4, t: T },
      { ev: 'C', p: 'EUR/USD', b: 1.08, a: 1.09, t: T },
      { ev: 'V', T: 'I:SPX', val: 5000.5, t: T },
    );
    const tick = { kind: 'trade', symbol: 'SPY', price: 510.25, size: 100, flags: 0 };
    assert.deepEqual(sink.ticks, [
      { ...tick, time: T, sequence: 44 },
      { ...tick, time: T + 0.456, sequence: NONE },
      { ...tick, time: T + 0.456, sequence: 44 },
      { kind: 'quote', symbol: 'SPY', time: T, bid: 510.2, bidSize: 3, ask: 510.3, askSize: 4, sequence: 45 },
      { ...tick, symbol: 'BTC-USD', time: T, price: 64_000, size: 0.5, sequence: NONE },
      { kind: 'quote', symbol: 'BTC-USD', time: T, bid: 1, bidSize: 2, ask: 3, askSize: 4, sequence: NONE },
      { kind: 'quote', symbol: 'EUR/USD', time: T, bid: 1.08, bidSize: 0, ask: 1.09, askSize: 0, sequence: NONE },
      { ...tick, symbol: 'I:SPX', time: T, price: 5000.5, size: 0, sequence: NONE },
    ]);
  });

  it('reads bars where they are wanted', () => {
    const seconds = { ...bar, ev: 'A' };
    const sink = decode(asking(polygon, ['SPY'])({}), [bar, seconds, { ...bar, sym: 'QQQ' }, { ...bar, h: 2.5 }]);
    const common = { symbol: 'SPY', time: T, open: 2, high: 4, low: 1, close: 3, volume: 9, closed: true };
    assert.deepEqual(sink.bars, [
      { ...common, interval: 60_000 },
      { ...common, interval: 1000 },
    ]);
    assert.deepEqual(sink.outcome, { bars: 2, ignored: 1, rejected: 1 });
  });

  it('takes the book of a pair from one exchange', () => {
    const codec = asking(polygon, ['BTC-USD'])({});
    const sink = decode(codec, [book, { ...book, x: 2 }, { ...book, b: [] }, { ...book, a: [['x', 1]] }]);
    assert.deepEqual(sink.outcome, { books: 2, ignored: 1, rejected: 1 });
    const [first] = sink.books;
    assert.deepEqual(first, {
      symbol: 'BTC-USD',
      snapshot: true,
      bids: [{ price: 99, size: 1 }],
      asks: [{ price: 101, size: 2 }],
      time: T,
      sequence: NONE,
      first: NONE,
      previous: NONE,
      depth: 100,
    });
    assert.deepEqual(decode(polygon({}), book).outcome, { ignored: 1 });
  });

  it('reads an option as a quote, as an option, or as both', () => {
    const message = [{ ...quote, sym: OPTION }];
    assert.deepEqual(decode(polygon({}), message).outcome, { quotes: 1 });
    assert.deepEqual(decode(asking(polygon, [OPTION])({}), message).outcome, { quotes: 1, options: 1 });
    const sink = decode(asking(polygon, [OPTION], ['options'])({}), message);
    assert.deepEqual(sink.outcome, { options: 1 });
    const { symbol, underlying, kind, strike, expiry } = sink.options[0] ?? {};
    // 16:00 in New York, in winter
    assert.deepEqual(
      [symbol, underlying, kind, strike, expiry],
      [OPTION, 'SPY', 'put', 720, Date.UTC(2024, 11, 20, 21)],
    );
  });

  it('accounts for each entry of a frame', () => {
    const entries = [
      { ...trade, sym: 5 },
      { ...trade, p: null },
      7,
      {},
      { ev: 'FMV', fmv: 1 },
      { ev: 'XT' },
      { ev: 5 },
    ];
    assert.deepEqual(decode(polygon({}), entries, [], '5').outcome, { invalid: 1, ignored: 2, rejected: 6 });
  });

  it('throws at nothing, and accounts for everything', () => {
    const frames = [trade, quote, bar, book, { ...quote, sym: OPTION }, ...status('auth_failed')].map((message) =>
      JSON.stringify([message, trade]),
    );
    const outcome = fuzzCodec(polygon, { frames, runs: 5000, seed, symbols: ['SPY', 'BTC-USD', OPTION] });
    assert.equal(outcome.received, 5000);
    assert.ok(outcome.accepted > 200 && outcome.rejected > 500);
  });

  const bars = ['SPCE', 'GTE', 'O:ONEM220121C00025000', 'USD/EUR', 'C:USD-EUR', 'BCD-USD', 'X:BTC-USD', 'I:SPX'];
  testWireFile('wire/polygon.jsonl', asking(polygon, [...bars, 'BTC-USD', OPTION]), {
    'auth/subscribe': {},
    status: { ignored: 4 },
    'T batch': { trades: 3 },
    '/stocks/T': { trades: 1 },
    '/stocks/Q': { quotes: 1 },
    '/stocks/A': { bars: 1 },
    '/stocks/AM': { bars: 1 },
    // Price limits, auctions, and values computed beside the trades.
    '/stocks/LULD': { ignored: 1 },
    '/stocks/NOI': { ignored: 1 },
    '/business/stocks/FMV': { ignored: 1 },
    '/launchpad/stocks/LV': { ignored: 1 },
    '/options/T': { trades: 1 },
    '/options/Q': { quotes: 1, options: 1 },
    '/options/A': { bars: 1 },
    '/business/options/FMV': { ignored: 1 },
    '/launchpad/options/AM': { bars: 1 },
    '/launchpad/options/LV': { ignored: 1 },
    '/forex/C': { quotes: 1 },
    '/forex/CA': { bars: 1 },
    '/forex/CAS': { bars: 1 },
    '/business/forex/FMV': { ignored: 1 },
    '/launchpad/forex/AM': { bars: 1 },
    '/launchpad/forex/LV': { ignored: 1 },
    '/crypto/XT': { trades: 1 },
    '/crypto/XQ': { quotes: 1 },
    '/crypto/XL2': { books: 1 },
    '/crypto/XA': { bars: 1 },
    '/crypto/XAS': { bars: 1 },
    '/business/crypto/FMV': { ignored: 1 },
    '/launchpad/crypto/AM': { bars: 1 },
    '/launchpad/crypto/LV': { ignored: 1 },
    '/indices/A': { bars: 1 },
    '/indices/AM': { bars: 1 },
    '/indices/V': { trades: 1 },
  });
});
