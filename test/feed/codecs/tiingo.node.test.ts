import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tiingo } from '../../../src/feed/codecs/tiingo.ts';
import { decode, requests } from './asking.ts';
import { fuzzCodec } from './fuzz.ts';
import { lines, skip, type WireLine } from './recorded.ts';
import { seed } from './seed.ts';
import { testWireFile } from './venue-outcomes.ts';

const NONE = Number.NaN;
const DATE = '2024-02-29T10:51:45.123456789-05:00';
const TIME = Date.UTC(2024, 1, 29, 15, 51, 45) + 123.456789;
const welcome = { messageType: 'I', data: { subscriptionId: 77 }, response: { code: 200, message: 'Success' } };
/** As text: no JSON writer spells a number above 2^53 as the source does. */
const iex = (row: string) => `{"messageType":"A","service":"iex","data":[${row}]}`;
const TRADE = iex(`"T","${DATE}",1709221905123456789,"spy",null,null,null,null,null,510.25,100,null,0,0,0,0`);
const QUOTE = iex(`"Q","${DATE}",1709221905123456789,"spy",3,510.2,510.25,510.3,4,null,null,0,0,null,null,null`);
const other = (service: string, ...data: unknown[]) => ({ messageType: 'A', service, data });

describe('the tiingo codec', () => {
  it('waits until the first subscription, which holds the token, has its number; then adds to it', () => {
    const codec = tiingo({});
    assert.equal(codec.endpoint, 'wss://api.tiingo.com/iex');
    assert.equal(codec.canonical?.('SPY'), 'spy');
    assert.equal(codec.waits, true);
    const tickers = { messageType: 'I', data: { tickers: ['spy'] }, response: { code: 200 } };
    const sink = decode(codec, tickers, welcome, { ...welcome, data: { subscriptionId: 78 } }, { messageType: 'H' });
    assert.deepEqual(sink.said, ['ready']);
    assert.deepEqual(sink.outcome, { ignored: 4 });
    assert.deepEqual(requests(codec.subscribe(['spy', 'qqq'])), [
      { eventName: 'subscribe', eventData: { subscriptionId: 77, tickers: ['spy', 'qqq'] } },
    ]);
    assert.deepEqual(requests(codec.unsubscribe(['spy'])), [
      { eventName: 'unsubscribe', eventData: { subscriptionId: 77, tickers: ['spy'] } },
    ]);
    assert.deepEqual(codec.subscribe([]), []);
    assert.deepEqual(codec.subscribe(['spy'], ['book', 'bars']), []);
  });

  it('ends where the token is refused, and tells later errors', () => {
    const error = (code: number, message?: string) => ({ messageType: 'E', response: { code, message } });
    assert.deepEqual(decode(tiingo({}), error(401, 'bad token')).said, ['end for good: login refused: bad token']);
    const sink = decode(tiingo({}), welcome, error(400, 'no such ticker'), error(400), { messageType: 'E' });
    assert.deepEqual(sink.failures, ['no such ticker', 'the source reports an error', 'the source reports an error']);
    assert.deepEqual(sink.said, ['ready']);
  });

  it('reads stocks: nanoseconds above 2^53, to the microsecond', () => {
    const sink = decode(tiingo({}), TRADE, QUOTE, iex(`"${DATE}","spy",510.5`));
    for (const { time } of sink.ticks) assert.ok(Math.abs(time - TIME) < 0.0005, `${time} is not ${TIME}`);
    const of = (tick: object) => ({ ...tick, symbol: 'spy', time: sink.ticks[0]?.time, sequence: NONE });
    assert.deepEqual(
      sink.ticks.map((tick) => of(tick)),
      [
        of({ kind: 'trade', price: 510.25, size: 100, flags: 0 }),
        of({ kind: 'quote', bid: 510.2, bidSize: 3, ask: 510.3, askSize: 4 }),
        of({ kind: 'trade', price: 510.5, size: 0, flags: 0 }),
      ],
    );
  });

  it('reads crypto and currencies, each in its own order of columns', () => {
    const at = '2024-02-29T15:51:45.250000+00:00';
    const sink = decode(
      tiingo({}),
      other('crypto_data', 'T', 'btcusd', at, 'kraken', 0.5, 9.5e-5),
      other('crypto_data', 'Q', 'btcusd', at, 'kraken', 2, 99, 100, 3, 101),
      other('fx', 'Q', 'eurusd', at, 1e6, 1.08, 1.085, 2e6, 1.09),
    );
    const time = Date.UTC(2024, 1, 29, 15, 51, 45, 250);
    assert.deepEqual(sink.ticks, [
      { kind: 'trade', symbol: 'btcusd', time, price: 0.000095, size: 0.5, sequence: NONE, flags: 0 },
      { kind: 'quote', symbol: 'btcusd', time, bid: 99, bidSize: 2, ask: 101, askSize: 3, sequence: NONE },
      { kind: 'quote', symbol: 'eurusd', time, bid: 1.08, bidSize: 1e6, ask: 1.09, askSize: 2e6, sequence: NONE },
    ]);
  });

  it('accounts for what is none of these', () => {
    const oneSided = QUOTE.replace('510.2,', 'null,');
    const ignored = decode(tiingo({}), oneSided, iex(`"B","${DATE}",1,"spy"`), other('boats', 'T'), {
      messageType: 'U',
    });
    assert.deepEqual(ignored.outcome, { ignored: 4 });
    const sink = decode(
      tiingo({}),
      { messageType: 'A', service: 'iex' },
      other('iex', 'Z', 1),
      other('fx', 'T', 'x'),
      other('crypto_data', 7),
      other('crypto_data', 'T', 5),
      other('crypto_data', 'Q', 5),
      {},
      [],
      other('crypto_data', 'T', 'x', 'soon', 'y', 1, 2),
    );
    assert.deepEqual(sink.outcome, { rejected: 8, invalid: 1 });
  });

  it('throws at nothing, and accounts for everything', () => {
    const crypto = other('crypto_data', 'T', 'btcusd', DATE, 'kraken', 0.5, 9.5);
    const frames = [TRADE, QUOTE, JSON.stringify(crypto), JSON.stringify(welcome)];
    const outcome = fuzzCodec(tiingo, { frames, runs: 5000, seed, symbols: ['spy', 'btcusd'] });
    assert.equal(outcome.received, 5000);
    assert.ok(outcome.accepted > 200 && outcome.rejected > 500);
  });

  it('reads both times of the recorded stocks alike', { skip }, () => {
    const rows = lines<WireLine>('wire/tiingo.jsonl').filter(({ channel }) => channel.startsWith('A iex'));
    assert.equal(rows.length, 2);
    for (const { message } of rows) {
      const [, date, nanoseconds] = (message as { data: [string, string, number] }).data;
      const [tick] = decode(tiingo({}), message).ticks;
      const micros = Number(/\.(\d{6})/.exec(date)?.[1]);
      assert.equal(Math.floor((tick?.time ?? 0) * 1000) % 1_000_000, micros);
      assert.equal(Math.floor((tick?.time ?? 0) / 1000), Math.floor(nanoseconds / 1e9));
    }
  });

  testWireFile('wire/tiingo.jsonl', tiingo, {
    'subscribe iex': {},
    'subscribe crypto': {},
    'I (info/ack)': { ignored: 1 },
    'I (tickers)': { ignored: 1 },
    'H (heartbeat)': { ignored: 1 },
    'A iex quote': { quotes: 1 },
    'A iex trade': { trades: 1 },
    'A crypto quote': { quotes: 1 },
    'A crypto trade': { trades: 1 },
    'A fx quote': { quotes: 1 },
    'A crypto trade live': { trades: 1 },
    // Before a subscription stands, an error is a refused login, and ends the connection.
    'E (error)': { ignored: 1 },
  });
});
