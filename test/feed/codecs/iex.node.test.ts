import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { iex } from '../../../src/feed/codecs/iex.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { asking, decode } from './asking.ts';
import { fuzzCodec } from './fuzz.ts';
import { lines, skip, type WireLine } from './recorded.ts';
import { RecordingSink } from './recording-sink.ts';
import { seed } from './seed.ts';
import { testWireFile } from './venue-outcomes.ts';

const T = 1_700_000_000_123;
const state = {
  symbol: 'SPY',
  bidPrice: 99,
  bidSize: 100,
  askPrice: 101,
  askSize: 200,
  lastUpdated: T + 5,
  lastSalePrice: 100,
  lastSaleSize: 10,
  lastSaleTime: T,
  volume: 5000,
  seq: 7,
};
const deep = { symbol: 'SPY', lastUpdated: T, bids: [{ price: 99, size: 1, timestamp: T }], asks: [] };
const trade = { kind: 'trade', symbol: 'SPY', price: 100, sequence: 7, flags: 0 };

describe('the iex codec', () => {
  it('asks by its address', () => {
    const codec = iex({});
    assert.equal(codec.endpoint, undefined);
    assert.equal(codec.symbolsPerConnection, 50);
    assert.equal(codec.canonical?.('spy'), 'SPY');
    assert.deepEqual([codec.subscribe(['SPY']), codec.unsubscribe(['SPY'])], [[], []]);
  });

  it('counts the last sale once: the first is of the past, then by what the volume grew', () => {
    const sink = decode(
      iex({}),
      [state],
      [{ ...state, volume: 5010 }],
      [{ ...state, volume: 5010 }],
      [{ ...state, volume: 5050, lastSaleTime: T + 9, lastSaleSize: 30 }],
    );
    assert.deepEqual(sink.trades, [
      { ...trade, time: T, size: 10, flags: TICK_FLAG.REFERENCE },
      { ...trade, time: T, size: 10 },
      { ...trade, time: T + 9, size: 40 },
    ]);
    assert.deepEqual(sink.outcome, { reference: 1, trades: 2, quotes: 1, ignored: 1 });
  });

  it('counts by the time of the sale where there is no volume', () => {
    const bare = { ...state, volume: undefined };
    const sink = decode(iex({}), bare, bare, { ...bare, lastSaleTime: T + 1 }, { ...bare, lastSaleTime: T });
    assert.deepEqual(sink.trades.slice(1), [{ ...trade, time: T + 1, size: 10 }]);
  });

  it('tells a quote where it changed, and only with both sides', () => {
    const sink = decode(
      iex({}),
      state,
      { ...state, lastUpdated: T + 6 },
      { ...state, askSize: 300 },
      { ...state, askPrice: 0, askSize: 0 },
      { ...state, askSize: 300 },
    );
    const quote = { kind: 'quote', symbol: 'SPY', time: T + 5, bid: 99, bidSize: 100, ask: 101, sequence: 7 };
    assert.deepEqual(sink.quotes, [
      { ...quote, askSize: 200 },
      { ...quote, askSize: 300 },
      { ...quote, askSize: 300 },
    ]);
    assert.equal(sink.ignoredCount, 2);
  });

  it('forgets a symbol that nobody wants', () => {
    const codec = iex({});
    decode(codec, state);
    codec.unsubscribe(['SPY']);
    assert.deepEqual(decode(codec, state).outcome, { reference: 1, quotes: 1 });
    const sink = new RecordingSink([]);
    codec.decode(JSON.stringify([{ ...state, symbol: 'QQQ' }]), sink);
    assert.deepEqual(sink.outcome, { ignored: 1 });
  });

  it('reads a deep book, whole, where it is wanted', () => {
    const sink = decode(asking(iex, ['SPY'])({}), [deep, { ...deep, seq: 4 }], { ...deep, bids: [{ price: 'x' }] });
    assert.deepEqual(sink.outcome, { books: 2, rejected: 1 });
    assert.deepEqual(
      sink.books.map(({ snapshot, time, bids, sequence }) => [snapshot, time, bids, sequence]),
      [Number.NaN, 4].map((sequence) => [true, T, [{ price: 99, size: 1 }], sequence]),
    );
    assert.deepEqual(decode(iex({}), deep).outcome, { ignored: 1 });
  });

  it('reports what it cannot use', () => {
    const sink = decode(iex({}), [5, {}, { symbol: 5 }, { symbol: 'SPY' }], [], { error: 'no such symbol' });
    assert.deepEqual(sink.outcome, { rejected: 4, ignored: 1, failed: 1 });
    const never = { ...state, symbol: 'NEW', lastSalePrice: 0, bidPrice: 0 };
    assert.deepEqual(decode(iex({}), never, { ...state, lastUpdated: 'x' }).outcome, {
      ignored: 1,
      invalid: 1,
      reference: 1,
    });
  });

  it('throws at nothing, and accounts for everything', () => {
    const frames = [[state], [deep], [state, { ...state, volume: 6000 }]].map((frame) => JSON.stringify(frame));
    const outcome = fuzzCodec(iex, { frames, runs: 5000, seed, symbols: ['SPY'] });
    assert.equal(outcome.received, 5000);
    assert.ok(outcome.accepted > 200 && outcome.rejected > 500);
  });

  it('reads the recorded states one after another: each sale and each quote once', { skip }, () => {
    const messages = lines<WireLine>('wire/iex.jsonl').filter(({ channel }) => channel === 'tops (with seq)');
    const sink = decode(iex({}), ...messages.map(({ message }) => [message]));
    // FB twice with another ask; SNAP thrice: the past, a sale of a hundred within the same millisecond, another bid
    assert.deepEqual(sink.outcome, { reference: 2, trades: 1, quotes: 4 });
    const [sale] = sink.trades.filter(({ flags }) => flags === 0);
    assert.deepEqual([sale?.symbol, sale?.size, sale?.sequence], ['SNAP', 100, 11_720]);
  });

  it('reads the recorded frame, once the transport has taken it apart', { skip }, () => {
    const frame = lines<WireLine>('wire/iex.jsonl').find(({ channel }) => channel === 'sse-frame');
    const data = String(frame?.message)
      .replace(/^data: /, '')
      .trim();
    assert.deepEqual(decode(iex({}), data).outcome, { reference: 1, quotes: 1 });
  });

  testWireFile('wire/iex.jsonl', asking(iex, ['XLF']), {
    // Each by itself is the first of its symbol; three have no ask.
    'tops (iextrading 1.0 socket.io)': { reference: 7, quotes: 4 },
    'tops (with seq)': { reference: 5, quotes: 5 },
    'deep (json)': { reference: 1, books: 1 },
    // The frame as the transport gets it, before it is taken apart (above).
    'sse-frame': { rejected: 1 },
  });
});
