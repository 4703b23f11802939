import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { errorMessage, heartbeatMessage, subscribedMessage } from '../../../src/feed/codecs/gateway-protocol.ts';
import { json } from '../../../src/feed/codecs/json.ts';
import { JsonTickEncoder } from '../../../src/feed/codecs/json-encoder.ts';
import { malformedAt } from '../../../src/feed/codecs/json-text.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { RecordingSink } from './recording-sink.ts';
import { check } from './seed.ts';

const TIME = 1_700_000_000_123;

/** What the codec makes of frames: texts as they are, anything else as JSON. */
function decode(frames: readonly unknown[], map?: string): RecordingSink {
  const codec = json(map === undefined ? {} : { map });
  const sink = new RecordingSink();
  for (const frame of frames) codec.decode(typeof frame === 'string' ? frame : JSON.stringify(frame), sink);
  return sink;
}

function trade(fields: Record<string, unknown>) {
  return { kind: 'trade', symbol: 'X', time: TIME, size: 0, sequence: Number.NaN, flags: 0, ...fields };
}

function quote(fields: Record<string, unknown>) {
  return { kind: 'quote', symbol: 'X', time: TIME, bidSize: 0, askSize: 0, sequence: Number.NaN, ...fields };
}

describe('the json codec and the gateway', () => {
  it('asks for its symbols in json, and for nothing where there are none', () => {
    const codec = json({});
    assert.deepEqual(codec.subscribe(['X']), ['{"type":"subscribe","symbols":["X"],"format":"json"}']);
    assert.deepEqual(codec.unsubscribe(['X']), ['{"type":"unsubscribe","symbols":["X"]}']);
    assert.deepEqual(codec.subscribe([]), []);
    assert.deepEqual(codec.unsubscribe([]), []);
  });

  it('gives back every tick that was encoded', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const size = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
    const sequence = fc.oneof(fc.maxSafeNat(), fc.constant(Number.NaN));
    const time = fc.double({ min: 1e11, max: 9e13, noNaN: true });
    const side = fc.constantFrom(0, TICK_FLAG.BUY, TICK_FLAG.SELL);
    const reference = fc.constantFrom(0, TICK_FLAG.REFERENCE);
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    const trades = fc.tuple(name, time, number, size, sequence, side, reference);
    const quotes = fc.tuple(name, time, number, size, number, size, sequence);
    const encoder = new JsonTickEncoder();
    check(
      fc.property(fc.array(trades, { minLength: 1 }), fc.array(quotes), (someTrades, someQuotes) => {
        const expected: object[] = [];
        for (const [symbol, at, price, amount, number, way, old] of someTrades) {
          encoder.trade({ name: symbol, id: 1 }, at, price, amount, number, way | old);
          expected.push({ kind: 'trade', symbol, time: at, price, size: amount, sequence: number, flags: way | old });
        }
        for (const [symbol, at, bid, bidSize, ask, askSize, number] of someQuotes) {
          encoder.quote({ name: symbol, id: 1 }, at, bid, bidSize, ask, askSize, number);
          expected.push({ kind: 'quote', symbol, time: at, bid, bidSize, ask, askSize, sequence: number });
        }
        assert.equal(encoder.count, expected.length);
        const sink = decode([encoder.frame()]);
        // Text has no negative zero.
        const plain = (ticks: readonly object[]) => JSON.parse(JSON.stringify(ticks)) as unknown;
        assert.deepEqual(plain(sink.ticks), plain(expected));
        assert.equal(sink.reports, expected.length);
      }),
    );
    assert.throws(() => encoder.frame(), { name: 'RangeError', message: /at least one tick/ });
  });

  it('understands the control messages', () => {
    const sink = decode([subscribedMessage([{ name: 'X', id: 1 }]), heartbeatMessage(TIME), errorMessage('no', ['Y'])]);
    assert.deepEqual(sink.outcome, { ignored: 2, failed: 1 });
    assert.deepEqual(sink.failures, ['no (Y)']);
  });

  it('rejects a trade without a price and a quote without an ask, by name', () => {
    const sink = decode([
      [
        { type: 'trade', symbol: 'X', time: TIME },
        { type: 'quote', symbol: 'X', bid: 1 },
        { type: 'trade', price: 1 },
        { type: 'trade', symbol: 'X', price: 5, time: TIME },
      ],
    ]);
    assert.deepEqual(sink.ticks, [trade({ price: 5 })]);
    assert.deepEqual(
      sink.reasons.map((reason) => reason.slice(0, 20)),
      ['missing field price ', 'missing field ask (t', 'missing field symbol'],
    );
    assert.equal(sink.samples[1], '{"type":"quote","symbol":"X","bid":1}');
  });

  it('passes on what is no number, for the sink to refuse', () => {
    for (const price of ['abc', 'NaN', 'Infinity', '', ' ', true, [], {}]) {
      const sink = decode([{ type: 'trade', symbol: 'X', price }]);
      assert.deepEqual(sink.outcome, { invalid: 1 }, JSON.stringify(price));
    }
  });
});

describe('the json codec and messages of others', () => {
  const cases: [string, object, object[]][] = [
    [
      'short names',
      { s: 'X', p: '1.5', q: '2', T: TIME, u: 9, m: true },
      [trade({ price: 1.5, size: 2, sequence: 9, flags: TICK_FLAG.SELL })],
    ],
    [
      'words',
      { product_id: 'X', price: 1.5, qty: 2, timestamp: TIME, side: 'buy' },
      [trade({ price: 1.5, size: 2, flags: TICK_FLAG.BUY })],
    ],
    ['a quote', { sym: 'X', b: 1, B: 2, a: 3, A: 4, t: TIME }, [quote({ bid: 1, bidSize: 2, ask: 3, askSize: 4 })]],
    [
      'a ticker with both',
      { instId: 'X', last: 2, bid: 1, ask: 3, ts: TIME },
      [quote({ bid: 1, ask: 3 }), trade({ price: 2 })],
    ],
    ['order numbers named a and b beside a price', { s: 'X', p: 1, b: 99, a: 98, T: TIME }, [trade({ price: 1 })]],
    ['a null that stands for nothing', { s: 'X', p: null, bid: 1, ask: 2, T: TIME }, [quote({ bid: 1, ask: 2 })]],
    ['no time', { s: 'X', p: 1 }, [trade({ price: 1, time: 1_700_000_000_000 })]],
  ];
  for (const [what, message, ticks] of cases) {
    it(`reads ${what} without a map`, () => {
      const sink = decode([message, [message, message]]);
      assert.deepEqual(sink.ticks, [...ticks, ...ticks, ...ticks]);
      assert.deepEqual(sink.reasons, []);
    });
  }

  it('tells the shapes of one source apart, more of them than it remembers', () => {
    const messages = Array.from({ length: 40 }, (_, index) => ({ [`extra${index}`]: 0, s: 'X', p: index, T: TIME }));
    const sink = decode([...messages, ...messages]);
    assert.deepEqual(
      sink.trades.map((tick) => tick.price),
      [...messages, ...messages].map((message) => message.p),
    );
  });

  it('reads a map: names, dotted paths and positions', () => {
    const nested = { meta: { instrument: 'X' }, k: [{ px: '7' }], T: TIME, n: '3' };
    const map = 'symbol:meta.instrument, price:k[0].px, size:n time:T';
    assert.deepEqual(decode([nested], map).ticks, [trade({ price: 7, size: 3 })]);
    const all = { s: 'X', p: 1, q: 2, T: TIME, b: 3, a: 4, B: 5, A: 6, u: 7, m: false };
    const full = 'symbol:s price:p size:q time:T bid:b ask:a bidSize:B askSize:A sequence:u side:m';
    assert.deepEqual(decode([all], full).ticks, [
      quote({ bid: 3, ask: 4, bidSize: 5, askSize: 6, sequence: 7 }),
      trade({ price: 1, size: 2, sequence: 7, flags: TICK_FLAG.BUY }),
    ]);
  });

  it('reads lists inside messages, with fields from outside them', () => {
    const okx = {
      arg: { channel: 'trades', instId: 'X' },
      data: [
        { px: '1', sz: '2', ts: String(TIME), side: 'sell' },
        { px: '3', sz: '4', ts: String(TIME), side: 'buy' },
      ],
    };
    const map = '@data[*] symbol:$.arg.instId price:px size:sz time:ts side:side';
    assert.deepEqual(decode([okx], map).ticks, [
      trade({ price: 1, size: 2, flags: TICK_FLAG.SELL }),
      trade({ price: 3, size: 4, flags: TICK_FLAG.BUY }),
    ]);
    const deep = { events: [{ trades: [{ s: 'X', p: 1 }] }, { trades: [] }, { trades: [{ s: 'X', p: 2 }] }] };
    const sink = decode([deep], '@events[*].trades[*] symbol:s price:p');
    assert.deepEqual(sink.outcome, { trades: 2, ignored: 1 });
    assert.deepEqual(decode([{ data: {} }], map).reasons, ['missing list "data"']);
  });

  it('reads messages that go by position', () => {
    assert.deepEqual(decode([['X', 5, TIME]], 'symbol:[0] price:[1] time:[2]').ticks, [trade({ price: 5 })]);
    const rows = [
      ['X', 5],
      ['X', 6],
    ];
    for (const map of ['symbol:[0] price:[1]', '@[*] symbol:[0] price:[1]']) {
      const sink = decode([rows], map);
      assert.deepEqual(sink.outcome, { trades: 2 }, map);
    }
    const kraken = [119, [['5', '2', '1700000000.5']], 'trade', 'X'];
    const sink = decode([kraken], '@[1][*] symbol:$[3] price:[0] size:[1] time:[2]');
    assert.deepEqual(sink.ticks, [trade({ price: 5, size: 2, time: 1_700_000_000_500 })]);
  });

  it('rejects a mapped field that is missing, once a tick, by name', () => {
    const map = 'symbol:s price:p size:q bid:b ask:a bidSize:B askSize:A';
    const sink = decode(
      [
        { s: 'X', price: 1 },
        { p: 1, q: 1 },
        { s: 'X', p: 1 },
        { s: 'X', b: 1 },
        { s: 'X', a: 1 },
        { s: 'X', b: 1, a: 2, B: 1 },
      ],
      map,
    );
    assert.deepEqual(sink.reasons, [
      'missing field "p" (price)',
      'missing field "s" (symbol)',
      'missing field "q" (size)',
      'missing field "a" (ask)',
      'missing field "b" (bid)',
      'missing field "A" (askSize)',
    ]);
    assert.deepEqual(sink.outcome, { rejected: 6 });
    assert.deepEqual(decode([{ s: 'X' }], 'symbol:s bid:b ask:a').reasons, ['missing field "b" (bid)']);
  });

  it('takes a message that fits nowhere for a mistake until a tick was understood, and for small talk after', () => {
    const sink = decode([{ hello: 'world' }, { s: 'X', p: 1 }, { hello: 'world' }]);
    assert.deepEqual(sink.outcome, { trades: 1, ignored: 1, rejected: 1 });
    assert.match(sink.reasons[0] as string, /missing field symbol \(tried symbol s .*map\)/);
    const mapped = decode([{ s: 'X', p: 1 }], 'symbol:instrument price:last');
    assert.deepEqual(mapped.reasons, ['missing field "instrument" (symbol)']);
  });

  it('knows acknowledgements, heartbeats and errors of others', () => {
    const sink = decode([
      { event: 'subscribe', arg: {} },
      { op: 'pong' },
      { event: 'error', msg: 'bad channel' },
      { error: { code: 4, message: 'no such symbol' } },
      { type: 'error' },
      { type: 'error', msg: 'refused', error: { reason: 'too many', error: { error: {} } } },
      [],
    ]);
    assert.deepEqual(sink.outcome, { ignored: 3, failed: 4 });
    const failures = ['bad channel', 'no such symbol', 'the source reports an error', 'refused: too many'];
    assert.deepEqual(sink.failures, failures);
  });

  it('reads JSON in binary messages', () => {
    const sink = new RecordingSink();
    json({}).decode(new TextEncoder().encode('{"s":"X","p":1}').buffer as ArrayBuffer, sink);
    assert.deepEqual(sink.outcome, { trades: 1 });
  });
});

describe('a map with a mistake', () => {
  const mistakes: [string, RegExp][] = [
    ['symbl:s price:p', /^map, column 1: expected one of symbol price .* or @list\[\*\], found "symbl"$/],
    ['symbol:s price', /^map, column 15: expected ":" and a path$/],
    ['symbol:s price:', /^map, column 16: expected a path such as p, data\.px or k\[0\]\.p$/],
    ['symbol:s price:a..b', /^map, column 17: expected a path such as .*, found "\.\.b"$/],
    ['symbol:s price:a[x]', /^map, column 17: expected a path such as .*, found "\[x\]"$/],
    ['symbol:s price:p price:q', /^map, column 18: expected "price" once, found "price"$/],
    ['price:p', /^map, column 8: expected "symbol" with a path$/],
    ['symbol:s', /^map, column 9: expected "price" or "bid" with a path$/],
    ['symbol:s bid:b', /^map, column 15: expected "ask" with a path$/],
    ['symbol:s ask:a', /^map, column 15: expected "bid" with a path$/],
    ['@data symbol:s price:p', /^map, column 1: expected a list such as @data\[\*\], found "@data"$/],
    ['@ symbol:s price:p', /^map, column 1: expected a list such as @data\[\*\], found "@"$/],
    ['@a[*]. symbol:s price:p', /^map, column 1: expected a list such as @data\[\*\], found "@a\[\*\]\."$/],
    ['@a[*]b[*] symbol:s price:p', /^map, column 3: expected a path such as .*, found "\[\*\]b"$/],
    ['@a[*] @b[*] symbol:s', /^map, column 7: expected only one list, found "@b\[\*\]"$/],
    ['symbol:$ price:p', /^map, column 9: expected a path such as/],
  ];
  for (const [map, message] of mistakes) {
    it(`is refused at once: ${map}`, () => {
      assert.throws(() => json({ map }), { name: 'TypeError', message });
    });
  }

  it('is not an empty map, which is none', () => {
    assert.deepEqual(decode([{ s: 'X', p: 1 }], '  ').outcome, { trades: 1 });
  });
});

describe('malformed JSON', () => {
  const texts: [string, number][] = [
    ['', 0],
    ['ping', 0],
    ['{"a":1', 6],
    ['{"a":1}}', 7],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a":1,}', 7],
    ['[01]', 2],
    ['["\n"]', 1],
    ['["\\x"]', 1],
    ['[NaN]', 1],
    ['  [tru]', 3],
    ['[{}, []] x', 9],
  ];
  for (const [text, position] of texts) {
    it(`is located: ${JSON.stringify(text)} at ${position}`, () => {
      const sink = decode([text]);
      assert.match(sink.reasons[0] as string, /^malformed JSON: ./);
      assert.equal(malformedAt(text), position);
      assert.deepEqual(sink.samples, [text]);
    });
  }

  it('is located at the end where a valid text is cut short', () => {
    check(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        assert.equal(malformedAt(text), text.length);
        const short = text.slice(0, cut % text.length);
        assert.ok(malformedAt(short) <= short.length);
      }),
    );
  });

  it('does not exhaust the stack, however deep', () => {
    const deep = 1_000_000;
    assert.equal(malformedAt('['.repeat(deep)), deep);
    assert.deepEqual(decode(['['.repeat(deep)]).outcome, { rejected: 1 });
    assert.deepEqual(decode(['['.repeat(deep) + ']'.repeat(deep)]).outcome, { rejected: 1 });
  });
});

describe('the json codec under random JSON', () => {
  const field = fc.constantFrom(
    'type',
    'symbol',
    's',
    'p',
    'price',
    'bid',
    'ask',
    'time',
    'T',
    'data',
    'error',
    'side',
  );
  const value = fc.oneof(
    fc.constantFrom('trade', 'quote', 'error', 'X', '1.5', '', null, true, 0, -1, 1e308),
    fc.jsonValue(),
  );
  const message = fc.dictionary(field, value, { maxKeys: 6 });
  const frame = fc.oneof(
    fc.json(),
    fc.string(),
    fc.oneof(message, fc.array(message)).map((it) => JSON.stringify(it)),
  );
  const maps = [undefined, 'symbol:s price:p', '@data[*] symbol:$.symbol price:price bid:bid ask:ask time:T side:side'];
  for (const map of maps) {
    it(`accounts for every frame and never throws, ${map === undefined ? 'without a map' : `with ${map}`}`, () => {
      check(
        fc.property(fc.array(frame, { minLength: 1, maxLength: 5 }), (frames) => {
          const codec = json(map === undefined ? {} : { map });
          for (const text of frames) {
            const sink = new RecordingSink();
            codec.decode(text, sink);
            assert.ok(sink.reports >= 1, `nothing was reported about ${text}`);
          }
        }),
        1_000,
      );
    });
  }
});
