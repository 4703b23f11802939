import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { json } from '../../../src/feed/codecs/json.ts';
import { JsonTickEncoder } from '../../../src/feed/codecs/json-encoder.ts';
import { FrameReader } from '../../../src/feed/codecs/json-frame.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { lines, skip, type WireLine } from './recorded.ts';
import { RecordingSink } from './recording-sink.ts';
import { check } from './seed.ts';

const TIME = 1_700_000_000_123.25;
const TRADE = `{"type":"trade","symbol":"BTC-USD","price":64000.5,"size":0.25,"time":${TIME},"sequence":7,"side":"buy"}`;
const QUOTE = `{"type":"quote","symbol":"ETH-USD","bid":1,"bidSize":2,"ask":3,"askSize":4,"time":${TIME}}`;

/** All that a codec said of these frames, in order; the engine's words on malformed JSON count positions, and are left out. */
function accountOf(frames: readonly string[]) {
  const codec = json({});
  const sink = new RecordingSink();
  for (const frame of frames) codec.decode(frame, sink);
  const { ticks, invalid, failures, ignoredCount } = sink;
  const reasons = sink.reasons.map((reason) => reason.replace(/^(malformed JSON): .*/s, '$1'));
  const samples = sink.samples.map((sample) => sample?.trim());
  return { ticks, invalid, failures, ignoredCount, reasons, samples };
}

/** A space before a frame means nothing to JSON, and the fast way does not take it. */
function assertSame(frames: readonly string[]): void {
  assert.deepEqual(accountOf(frames), accountOf(frames.map((frame) => ` ${frame}`)));
}

/** Whether the fast way takes a frame. */
function takes(frame: string): boolean {
  return new FrameReader().decode(frame, new RecordingSink());
}

const VENUES = 'alpaca binance bitstamp bybit coinbase finnhub iex kraken okx polygon tiingo twelvedata'.split(' ');

const finite = { noNaN: true, noDefaultInfinity: true } as const;
const digits = (max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: max });
/** What JSON takes for a number, more and fewer digits than a double has, and some that JSON does not take. */
const written = fc
  .tuple(
    fc.constantFrom('', '', '', '-'),
    fc.oneof(fc.maxSafeNat().map(String), digits(25)),
    fc.option(digits(25)),
    fc.option(
      fc.tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), digits(3)).map((parts) => parts.join('')),
      { freq: 4 },
    ),
  )
  .map(
    ([sign, whole, decimals, exponent]) => `${sign}${whole}${decimals === null ? '' : `.${decimals}`}${exponent ?? ''}`,
  );
const number = fc.oneof(
  fc.double(finite).map(String),
  fc.nat({ max: 1e9 }).map((value) => String(value / 1e4)),
  written,
);
const name = fc.oneof(
  fc.constantFrom('"BTC-USD"', '"A"', '"AAPL"'),
  fc.string({ maxLength: 6, unit: 'grapheme' }).map((text) => JSON.stringify(text)),
);
const last = fc.tuple(
  fc.option(number.map((value) => `,"sequence":${value}`)),
  fc.constantFrom('', ',"side":"buy"', ',"side":"sell"', ',"side":"bid"'),
  fc.constantFrom('', '', ',"reference":true', ',"reference":false'),
);
const trade = fc
  .tuple(name, number, number, number, last)
  .map(
    ([symbol, price, size, time, [sequence, side, reference]]) =>
      `{"type":"trade","symbol":${symbol},"price":${price},"size":${size},"time":${time}${sequence ?? ''}${side}${reference}}`,
  );
const quote = fc
  .tuple(name, fc.tuple(number, number, number, number), number, fc.option(number))
  .map(
    ([symbol, [bid, bidSize, ask, askSize], time, sequence]) =>
      `{"type":"quote","symbol":${symbol},"bid":${bid},"bidSize":${bidSize},"ask":${ask},"askSize":${askSize},"time":${time}${sequence === null ? '' : `,"sequence":${sequence}`}}`,
  );
const frame = fc.array(fc.oneof(trade, quote), { minLength: 1, maxLength: 6 }).map((ticks) => `[${ticks.join(',')}]`);
/** Characters that mean something in JSON, and some that do not. */
const character = fc.constantFrom(...'"\\{}[],:-+.eE0123456789 \n\t\u0000abtrue\u00e9\ud83d');
const change = fc.tuple(fc.nat(), fc.constantFrom(0, 1, 3), fc.array(character, { maxLength: 2 }));
const damaged = fc.tuple(frame, fc.array(change, { minLength: 1, maxLength: 3 })).map(([text, changes]) => {
  let result = text;
  for (const [place, cut, more] of changes) {
    const at = place % (result.length + 1);
    result = result.slice(0, at) + more.join('') + result.slice(at + cut);
  }
  return result;
});

describe('the fast way through the gateway’s frames', () => {
  it('is taken by what the gateway writes', () => {
    const encoder = new JsonTickEncoder();
    const some = fc.double(finite);
    const tick = fc.tuple(fc.constantFrom('A', 'BTC-USD', 'x y'), some, some, some, some, some, fc.nat({ max: 7 }));
    check(
      fc.property(fc.array(tick, { minLength: 1, maxLength: 20 }), (ticks) => {
        for (const [symbol, time, a, b, c, d, flags] of ticks) {
          const sequence = flags === 3 ? Number.NaN : flags;
          if (flags & 1) encoder.trade({ name: symbol, id: 1 }, time, a, b, sequence, flags);
          else encoder.quote({ name: symbol, id: 1 }, time, a, b, c, d, sequence);
        }
        assert.ok(takes(encoder.frame()));
      }),
    );
    encoder.trade({ name: 'A', id: 1 }, TIME, 1e-7, 0.1 + 0.2, 2 ** 53, TICK_FLAG.REFERENCE | TICK_FLAG.SELL);
    assert.ok(takes(encoder.frame()));
  });

  it('is not taken by anything else', () => {
    assert.ok(takes(`[${TRADE},${QUOTE}]`));
    const others = [
      '',
      '[]',
      '[{"type":"',
      TRADE,
      ` [${TRADE}]`,
      `[${TRADE}] `,
      `[${TRADE}`,
      `[${TRADE},`,
      `[${TRADE},]`,
      `[${TRADE}][`,
      `[${TRADE}, ${QUOTE}]`,
      `[${TRADE.replace('BTC-USD', '')}]`,
      `[${TRADE.replace('BTC-USD', 'B\\u0054C')}]`,
      `[${TRADE.replace('BTC-USD', 'BTÇ')}]`,
      `[${TRADE.replace('64000.5', '"64000.5"')}]`,
      `[${TRADE.replace('64000.5', '064000.5')}]`,
      `[${TRADE.replace('64000.5', '.5')}]`,
      `[${TRADE.replace('64000.5', '5.')}]`,
      `[${TRADE.replace('64000.5', '-')}]`,
      `[${TRADE.replace('64000.5', '1e')}]`,
      `[${TRADE.replace('64000.5', '1e+')}]`,
      `[${TRADE.replace('64000.5', 'null')}]`,
      `[${TRADE.replace('"buy"', '"hold"')}]`,
      `[${TRADE.replace('}', ',"price":1}')}]`,
      `[${QUOTE.replace('"bid":1,', '')}]`,
      `[${QUOTE.replace('quote', 'trade')}]`,
    ];
    for (const frame of others) {
      const sink = new RecordingSink();
      assert.equal(new FrameReader().decode(frame, sink), false, frame);
      assert.equal(sink.reports, 0, frame);
    }
  });

  it('comes to the same as JSON.parse, whatever numbers, names and fields there are', () => {
    check(fc.property(fc.array(frame, { minLength: 1, maxLength: 4 }), assertSame), 2_000);
  });

  it('comes to the same as JSON.parse where frames are damaged, or cut short', () => {
    const small = fc.constantFrom('{"type":"heartbeat","time":1}', '{"hello":1}', '[]');
    check(fc.property(fc.array(fc.oneof(damaged, small), { minLength: 1, maxLength: 3 }), assertSame), 5_000);
    const whole = `[${QUOTE},${TRADE}]`;
    for (let length = 0; length <= whole.length; length++) assertSame([whole.slice(0, length)]);
  });

  it('reads every number as JSON does, to the last bit', () => {
    check(
      fc.property(written, (text) => {
        const sink = new RecordingSink();
        const frame = `[{"type":"trade","symbol":"A","price":${text},"size":1,"time":1e12}]`;
        let expected: number | undefined;
        try {
          expected = JSON.parse(text) as number;
        } catch {
          expected = undefined;
        }
        assert.equal(new FrameReader().decode(frame, sink), expected !== undefined);
        const price = [...sink.trades, ...sink.invalid].map((tick) =>
          tick.kind === 'trade' ? tick.price : Number.NaN,
        );
        assert.deepEqual(price, expected === undefined ? [] : [expected]);
      }),
      5_000,
    );
  });

  it('tells names apart that share a place, and keeps nothing of a longer frame', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `N${index}`);
    const ticks = names.map((name) => TRADE.replace('BTC-USD', name));
    const reader = new FrameReader();
    const sink = { ...new RecordingSink(), seen: [] as string[] };
    const listener = Object.assign(sink, {
      symbol: (name: string) => sink.seen.push(name),
      trade: () => {},
    }) as unknown as RecordingSink;
    for (let from = 0; from < names.length; from += 5_000) {
      assert.ok(reader.decode(`[${ticks.slice(from, from + 5_000).join(',')}]`, listener));
      assert.ok(reader.decode(`[${TRADE}]`, listener));
    }
    const expected = [0, 5_000, 10_000, 15_000].flatMap((from) => [...names.slice(from, from + 5_000), 'BTC-USD']);
    assert.deepEqual(sink.seen, expected);
  });

  it('leaves frames of more than a mebibyte to JSON.parse', () => {
    const many = `[${new Array(10_500).fill(TRADE).join(',')}]`;
    assert.ok(many.length > 1 << 20);
    assert.equal(takes(many), false);
    assertSame([many]);
  });

  for (const venue of VENUES) {
    it(`changes nothing about the recorded messages of ${venue}`, { skip }, () => {
      const frames = lines<WireLine>(`wire/${venue}.jsonl`).map(({ message }) => JSON.stringify(message));
      assert.ok(frames.length > 0);
      assertSame([...frames, `[${TRADE}]`, ...frames]);
    });
  }
});
