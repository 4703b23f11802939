import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BinaryTickEncoder } from '../../../src/feed/codecs/binary.js';
import { createCodec } from '../../../src/feed/codecs/index.js';
import { BrokerFrames, parseBroker, subjectOf, topicOf } from '../../../src/feed/transports/broker.js';
import { RecordingSink } from '../codecs/recording-sink.ts';
import { check } from '../codecs/seed.ts';
import { Connection } from './connection.ts';

const DEFAULTS = { template: 'ticks.{symbol}', path: '/', options: ['qos'] };
const parse = (url: string) => {
  const { options, ...rest } = parseBroker(url, 'the broker', DEFAULTS);
  return { ...rest, qos: options.get('qos') };
};

/** A connection that nothing reads from: what a broker brings is put into it. */
const unconnected = () => new Connection(() => ({ send: () => {}, close: () => {} }), { url: 'nats+ws://127.0.0.1' });

describe('a broker', () => {
  it('has an address with a subject in the place of the path', () => {
    const none = { user: undefined, password: undefined, qos: null };
    assert.deepEqual(parse('nats+ws://127.0.0.1:8080'), {
      ...none,
      server: 'ws://127.0.0.1:8080/',
      template: 'ticks.{symbol}',
    });
    assert.deepEqual(parse('nats+wss://a.test/eu.{symbol}.>?path=/nats/ws&qos=1'), {
      ...none,
      server: 'wss://a.test/nats/ws',
      template: 'eu.{symbol}.>',
      qos: '1',
    });
    assert.deepEqual(parse('NATS+WS://a.test/%7Bsymbol%7D/x'), {
      ...none,
      server: 'ws://a.test/',
      template: '{symbol}/x',
    });
    const secret = parse('nats+wss://us%40er:p%3Aa%2Fss@[::1]:9/');
    assert.deepEqual([secret.server, secret.user, secret.password], ['wss://[::1]:9/', 'us@er', 'p:a/ss']);
    assert.deepEqual(
      [parse('nats+ws://token@a.test').user, parse('nats+ws://token@a.test').password],
      ['token', undefined],
    );
  });

  it('is refused with a reason, without its secrets, where the address can never work', () => {
    for (const [url, expected] of [
      ['nats+ws://', /"the broker" is no address/],
      ['nats+ws://secret@a.test:x/', /"the broker" is no address/],
      ['nats+ws://secret@a.test/%E9', /"the broker" is no address/],
      ['nats+ws://secret@a.test/?quality=1', /unknown option "quality", known are path, qos/],
      ['nats://a.test/', /expected scheme\+ws/],
    ] as const) {
      assert.throws(
        () => parse(url),
        (error: Error) =>
          error instanceof TypeError && expected.test(error.message) && !error.message.includes('secret'),
      );
    }
  });

  it('has a subject for each symbol, and no symbol can reach beyond its own', () => {
    assert.equal(subjectOf('ticks.{symbol}', 'BTC-USD'), 'ticks.BTC-USD');
    assert.equal(subjectOf('a.{symbol}.b.{symbol}', 'BRK.B'), 'a.BRK%2EB.b.BRK%2EB');
    assert.equal(subjectOf('ticks.{symbol}', '>'), 'ticks.%3E');
    assert.equal(subjectOf('ticks.{symbol}', '* \r\n\u2028%'), 'ticks.%2A%20%0D%0A%E2%80%A8%25');
    assert.equal(subjectOf('ticks.{symbol}', "$&$'"), "ticks.$&$'");
    assert.equal(topicOf('ticks/{symbol}', 'BTC/USD'), 'ticks/BTC%2FUSD');
    assert.equal(topicOf('ticks/{symbol}', '+#%\0'), 'ticks/%2B%23%25%00');
    assert.equal(topicOf('ticks/{symbol}', 'BRK.B é'), 'ticks/BRK.B é');
    const symbols = fc.string({ unit: fc.constantFrom(...'aé.*>%25+#/ \t\n{}$2E'), maxLength: 6 });
    check(
      fc.property(symbols, symbols, (one, other) => {
        assert.match(subjectOf('t.{symbol}', one), /^t\.[^.*>\s]*$/);
        assert.match(topicOf('t/{symbol}', one), /^t\/[^/+#]*$/);
        assert.equal(subjectOf('{symbol}', one) === subjectOf('{symbol}', other), one === other);
        assert.equal(topicOf('{symbol}', one) === topicOf('{symbol}', other), one === other);
      }),
    );
  });

  it('brings binary frames of many publishers, each with wire ids of its own', () => {
    const connection = unconnected();
    const frames = new BrokerFrames(connection);
    const sink = new RecordingSink();
    const codec = createCodec('binary', {});
    codec.subscribe(['A', 'B']);
    connection.onFrame = (frame) => codec.decode(frame, sink);
    const publish = (id: number, price: number, count = 2) => {
      const encoder = new BinaryTickEncoder();
      for (let index = 0; index < count; index++)
        encoder.trade({ name: '?', id }, 1.7e12, price + index, 1, Number.NaN, 0);
      // in the middle of other bytes, as from a socket
      const whole = new Uint8Array(3 + HEADROOM + encoder.count * 56);
      const frame = new Uint8Array(encoder.frame(1.7e12));
      whole.set(frame, 3);
      return whole.subarray(3, 3 + frame.length);
    };
    frames.take(publish(1, 10), 'A');
    frames.take(publish(1, 20), 'B');
    frames.take(publish(99, 30), 'A');
    assert.deepEqual(
      sink.ticks.map((tick) => `${tick.symbol} ${tick.kind === 'trade' && tick.price}`),
      ['A 10', 'A 11', 'B 20', 'B 21', 'A 30', 'A 31'],
    );
    assert.deepEqual(sink.reasons, []);
    // nobody wants it any more, and then somebody does
    codec.unsubscribe(['A']);
    frames.forget('A');
    codec.subscribe(['A']);
    frames.take(publish(2, 40, 1), 'A');
    assert.deepEqual([sink.ticks.length, sink.ticks.at(-1)?.symbol], [7, 'A']);
    frames.take(publish(2, 50, 1), undefined);
    assert.equal(sink.ticks.length, 7, 'on a subject of several symbols nobody knows whose they are');
    assert.match(sink.reasons.join(), /unknown wire id 0/);
  });

  it('brings anything else as text, and takes an empty message for a sign of life', () => {
    const connection = unconnected();
    const frames = new BrokerFrames(connection);
    for (const payload of ['{"a":"é"}', '', 'TLF1', 'TLF1 is no frame but long enough for one'])
      frames.take(Buffer.from(payload), 'A');
    assert.deepEqual(connection.frames, ['{"a":"é"}', 'TLF1', 'TLF1 is no frame but long enough for one']);
    assert.deepEqual(connection.told, ['frame', 'alive', 'frame', 'frame']);
    const sink = new RecordingSink();
    connection.onFrame = (frame) => createCodec('json', {}).decode(frame, sink);
    frames.refuse('no permission', ['A']);
    assert.deepEqual(sink.failures, ['no permission (A)']);
  });
});

/** Bytes of a frame before its records. */
const HEADROOM = 16;
