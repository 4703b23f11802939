import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BinaryTickEncoder, binary } from '../../../src/feed/codecs/binary.ts';
import { errorMessage, heartbeatMessage, subscribedMessage } from '../../../src/feed/codecs/gateway-protocol.ts';
import { FRAME } from '../../../src/feed/codecs/tick-frame.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';
import { RecordingSink } from './recording-sink.ts';
import { check } from './seed.ts';

const BTC = { name: 'BTC-USD', id: 1 };
const ETH = { name: 'ETH-USD', id: 2 };
const TIME = 1_700_000_000_123.25;

/** A codec that knows BTC-USD as 1 and ETH-USD as 2. */
function connected(sink: RecordingSink) {
  const codec = binary({});
  codec.decode(subscribedMessage([BTC, ETH]), sink);
  return codec;
}

function oneTrade(): ArrayBuffer {
  const encoder = new BinaryTickEncoder();
  encoder.trade(BTC, TIME, 64_000.5, 0.25, 7, TICK_FLAG.BUY);
  return encoder.frame(TIME + 1);
}

/** What the codec says about one frame, and nothing else. */
function verdict(frame: string | ArrayBuffer): RecordingSink {
  const sink = new RecordingSink();
  const codec = connected(sink);
  sink.ignoredCount = 0;
  codec.decode(frame, sink);
  return sink;
}

describe('the binary encoder', () => {
  it('yields frames of exactly the bytes in use, however far its buffer has grown', () => {
    const encoder = new BinaryTickEncoder(1);
    for (let count = 0; count < 100; count++) encoder.trade(BTC, TIME, 1, 1, count, 0);
    assert.equal(encoder.count, 100);
    assert.equal(encoder.frame(TIME).byteLength, 16 + 100 * 56);
    assert.equal(encoder.count, 0);
    encoder.trade(BTC, TIME, 1, 1, 1, 0);
    assert.equal(encoder.frame(TIME).byteLength, 16 + 56);
  });

  it('leaves a frame alone once it has handed it out', () => {
    const encoder = new BinaryTickEncoder();
    encoder.trade(BTC, TIME, 1, 1, 1, 0);
    const frame = encoder.frame(TIME);
    const before = new Uint8Array(frame.slice(0));
    encoder.quote(ETH, TIME, 9, 9, 9, 9, 9);
    encoder.frame(TIME);
    assert.deepEqual(new Uint8Array(frame), before);
  });

  it('refuses an empty frame and a 65536th tick', () => {
    const encoder = new BinaryTickEncoder();
    assert.throws(() => encoder.frame(TIME), { name: 'RangeError', message: /at least one tick/ });
    for (let count = 0; count < FRAME.MAX_COUNT; count++) encoder.trade(BTC, TIME, 1, 1, count, 0);
    assert.throws(() => encoder.trade(BTC, TIME, 1, 1, 1, 0), { name: 'RangeError', message: /65535/ });
    assert.equal(verdict(encoder.frame(TIME)).trades.length, FRAME.MAX_COUNT);
  });

  it('writes the bytes that docs/wire-protocol.md works through', () => {
    const encoder = new BinaryTickEncoder();
    encoder.trade(BTC, 1_700_000_000_000, 64_000.5, 0.25, 7, TICK_FLAG.BUY);
    encoder.quote(ETH, 1_700_000_000_000.5, 3_100.25, 1.5, 3_100.75, 2, Number.NaN);
    const bytes = Array.from(new Uint8Array(encoder.frame(1_700_000_000_001)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    );
    const document = readFileSync(new URL('../../../docs/wire-protocol.md', import.meta.url), 'utf8');
    const example = document.match(/<!-- example -->\n+```text\n([\s\S]*?)```/)?.[1] ?? '';
    const documented = [...example.matchAll(/^\+\d+ +((?:[0-9a-f]{2} )+)/gm)].flatMap((line) =>
      (line[1] as string).trim().split(' '),
    );
    assert.deepEqual(documented, bytes);
  });
});

describe('the binary codec', () => {
  it('asks for its symbols in binary, and for nothing where there are none', () => {
    const codec = binary({});
    assert.deepEqual(codec.subscribe(['BTC-USD', 'AAPL']), [
      '{"type":"subscribe","symbols":["BTC-USD","AAPL"],"format":"binary"}',
    ]);
    assert.deepEqual(codec.unsubscribe(['AAPL']), ['{"type":"unsubscribe","symbols":["AAPL"]}']);
    assert.deepEqual(codec.subscribe([]), []);
    assert.deepEqual(codec.unsubscribe([]), []);
  });

  it('gives back every tick that was encoded, bit for bit', () => {
    const number = fc.double();
    const word = fc.integer({ min: 0, max: 0xff });
    const trade = fc.record({
      kind: fc.constant('trade' as const),
      wire: fc.constantFrom(BTC, ETH),
      time: number,
      price: number,
      size: number,
      sequence: number,
      flags: word,
    });
    const quote = fc.record({
      kind: fc.constant('quote' as const),
      wire: fc.constantFrom(BTC, ETH),
      time: number,
      bid: number,
      bidSize: number,
      ask: number,
      askSize: number,
      sequence: number,
    });
    const encoder = new BinaryTickEncoder(1);
    check(
      fc.property(fc.array(fc.oneof(trade, quote), { minLength: 1, maxLength: 50 }), number, (ticks, sendTime) => {
        for (const tick of ticks) {
          const { wire, time, sequence } = tick;
          if (tick.kind === 'trade') encoder.trade(wire, time, tick.price, tick.size, sequence, tick.flags);
          else encoder.quote(wire, time, tick.bid, tick.bidSize, tick.ask, tick.askSize, sequence);
        }
        const sink = verdict(encoder.frame(sendTime));
        const expected = ticks.map(({ wire, ...tick }) => ({ ...tick, symbol: wire.name }));
        const valid = ({ sequence, flags, ...tick }: Record<string, unknown>) =>
          Object.values(tick).every((value) => typeof value !== 'number' || Number.isFinite(value)) &&
          [tick.size, tick.bidSize, tick.askSize].every((size) => size === undefined || (size as number) >= 0);
        assert.deepEqual(
          sink.ticks,
          expected.filter((tick) => valid(tick)),
        );
        assert.equal(sink.invalid.length, expected.length - sink.ticks.length);
      }),
    );
  });

  const refused: [string, () => ArrayBuffer, RegExp][] = [
    ['an empty frame', () => new ArrayBuffer(0), /cut short: 0 bytes, less than its header of 16/],
    ['a frame that ends in its header', () => oneTrade().slice(0, 15), /cut short: 15 bytes/],
    [
      'a frame that ends in a record',
      () => oneTrade().slice(0, 71),
      /count mismatch: the header counts 1 records, the frame has 55 bytes/,
    ],
    ['a wrong magic', () => change(0, 'x'.charCodeAt(0)), /wrong magic: the frame begins 0x31464c78, not with "TLF1"/],
    ['a wrong record size', () => change(4, 64), /wrong record size: 64 bytes, not 56/],
    ['a count of none', () => change(6, 0), /count mismatch: the header counts 0 records, the frame has 56 bytes/],
    ['a count too small', () => longer(), /count mismatch: the header counts 1 records, the frame has 57 bytes/],
    ['an unknown kind', () => change(16 + 52, 9), /unknown kind 9 in record 1 of 1/],
    ['an unknown wire id', () => change(16 + 48, 77), /unknown wire id 77 in record 1 of 1/],
  ];
  for (const [what, make, reason] of refused) {
    it(`rejects ${what}, and says so`, () => {
      const sink = verdict(make());
      assert.deepEqual(sink.outcome, { rejected: 1 });
      assert.match(sink.reasons[0] as string, reason);
    });
  }

  it('keeps the other records of a frame with a bad one', () => {
    const encoder = new BinaryTickEncoder();
    encoder.trade(BTC, TIME, 1, 1, 1, 0);
    encoder.trade({ name: 'unheard of', id: 99 }, TIME, 2, 1, 2, 0);
    encoder.trade(ETH, TIME, 3, 1, 3, 0);
    const sink = verdict(encoder.frame(TIME));
    assert.deepEqual(sink.outcome, { trades: 2, rejected: 1 });
    assert.match(sink.reasons[0] as string, /wire id 99 in record 2 of 3/);
  });

  it('passes on ticks of symbols that nobody subscribed to, or no longer, as nobody’s', () => {
    const sink = new RecordingSink(['BTC-USD']);
    const codec = connected(sink);
    const encoder = new BinaryTickEncoder();
    encoder.trade(ETH, TIME, 1, 1, 1, 0);
    codec.decode(encoder.frame(TIME), sink);
    codec.decode(oneTrade(), sink);
    codec.unsubscribe(['BTC-USD', 'never subscribed']);
    codec.decode(oneTrade(), sink);
    assert.deepEqual(
      sink.trades.map((trade) => trade.symbol),
      ['(nobody)', 'BTC-USD', '(nobody)'],
    );
    codec.decode(subscribedMessage([BTC]), sink);
    codec.decode(oneTrade(), sink);
    assert.equal(sink.trades.at(-1)?.symbol, 'BTC-USD');
    assert.deepEqual(sink.reasons, []);
  });

  it('understands the control messages', () => {
    assert.deepEqual(verdict(heartbeatMessage(TIME)).outcome, { ignored: 1 });
    assert.deepEqual(verdict(subscribedMessage([])).outcome, { ignored: 1 });
    const failed = verdict(errorMessage('unknown symbol', ['NOPE', 'NADA']));
    assert.deepEqual(failed.outcome, { failed: 1 });
    assert.deepEqual(failed.failures, ['unknown symbol (NOPE, NADA)']);
  });

  const refusedText: [string, RegExp][] = [
    ['{"type":"trade","symbol":"BTC-USD","price":1}', /expected a binary frame, "heartbeat"/],
    ['[]', /expected a binary frame, "heartbeat"/],
    ['{}', /expected a binary frame, "heartbeat"/],
    ['{"type":"heartbeat"', /malformed JSON: ./],
    ['{"type":"subscribed"}', /or "subscribed" with its "symbols"/],
  ];
  for (const [text, reason] of refusedText) {
    it(`rejects the text ${text}`, () => {
      const sink = verdict(text);
      assert.deepEqual(sink.outcome, { rejected: 1 });
      assert.match(sink.reasons[0] as string, reason);
    });
  }

  it('rejects wire ids that do not fit their field, and takes the others', () => {
    const sink = new RecordingSink();
    const codec = binary({});
    codec.decode('{"type":"subscribed","symbols":{"A":0,"B":1.5,"C":"1","BTC-USD":1}}', sink);
    assert.deepEqual(sink.outcome, { ignored: 1, rejected: 3 });
    codec.decode(oneTrade(), sink);
    assert.equal(sink.trades[0]?.symbol, 'BTC-USD');
  });

  it('takes any wire ids, however far apart, and renames one that is given anew', () => {
    const sink = new RecordingSink();
    const codec = binary({});
    const ids = [1, 63, 64, 65, 1_000, 65_535, 65_536, 4_294_967_295];
    const symbols = ids.map((id) => ({ name: `S${id}`, id }));
    const decodeAll = () => {
      const encoder = new BinaryTickEncoder();
      for (const symbol of symbols) encoder.trade(symbol, TIME, 1, 1, 1, 0);
      for (const id of [0, 2, 66, 65_534, 65_537]) encoder.trade({ name: 'nobody', id }, TIME, 1, 1, 1, 0);
      codec.decode(encoder.frame(TIME), sink);
    };
    for (const symbol of symbols) codec.decode(subscribedMessage([symbol]), sink);
    decodeAll();
    assert.deepEqual(
      sink.ticks.map((tick) => tick.symbol),
      symbols.map((symbol) => symbol.name),
    );
    assert.equal(sink.reasons.length, 5);
    codec.decode(subscribedMessage(ids.map((id) => ({ name: `new ${id}`, id }))), sink);
    decodeAll();
    assert.deepEqual(
      sink.ticks.slice(ids.length).map((tick) => tick.symbol),
      ids.map((id) => `new ${id}`),
    );
  });

  it('accounts for every frame of random or damaged bytes, and never throws', () => {
    const encoder = new BinaryTickEncoder();
    for (let tick = 0; tick < 5; tick++) encoder.quote(ETH, TIME, 1, 1, 2, 1, tick);
    const good = new Uint8Array(encoder.frame(TIME));
    const damaged = fc
      .tuple(
        fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 }),
        fc.nat({ max: good.length + 8 }),
      )
      .map(([changes, length]) => {
        const bytes = new Uint8Array(length);
        bytes.set(good.subarray(0, length));
        for (const [at, value] of changes) if (at < length) bytes[at] = value;
        return bytes;
      });
    check(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
        const sink = verdict(bytes.slice().buffer);
        const count = bytes.length === good.length ? (bytes[6] as number) : 0;
        assert.ok(sink.reports >= 1);
        if (sink.ticks.length + sink.invalid.length > 0) assert.equal(sink.reports, count);
      }),
      2_000,
    );
  });
});

/** A good frame with one byte changed. */
function change(offset: number, value: number): ArrayBuffer {
  const frame = oneTrade();
  new DataView(frame).setUint8(offset, value);
  return frame;
}

/** A good frame with one byte too many. */
function longer(): ArrayBuffer {
  const frame = new Uint8Array(oneTrade().byteLength + 1);
  frame.set(new Uint8Array(oneTrade()));
  return frame.buffer;
}
