import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameSplitter } from '../../../src/feed/transports/frame-splitter.js';
import { UnreadableStream } from '../../../src/feed/transports/splitter.js';
import { assertSameUnderEveryChunking, assertSurvivesGarbage, bytesOf, split } from './chunks.ts';

/** A message as docs/wire-protocol.md has it, optionally with another length than it has. */
function message(kind: number, body: Uint8Array | string, length?: number): Uint8Array {
  const bytes = typeof body === 'string' ? bytesOf(body) : body;
  const whole = new Uint8Array(8 + bytes.length);
  new DataView(whole.buffer).setUint32(0, length ?? bytes.length, true);
  new DataView(whole.buffer).setUint32(4, kind, true);
  whole.set(bytes, 8);
  return whole;
}

const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('binary messages over HTTP', () => {
  it('are the same under every chunking', () => {
    const ticks = Uint8Array.from({ length: 24 }, (_, index) => index);
    const stream = join(
      message(1, '{"é":1}'),
      message(2, ticks),
      message(1, ''),
      message(2, ''),
      message(2, ticks),
      message(1, 'z'),
    );
    assert.ok(stream.length <= 120, 'small enough for every pair of cuts');
    assertSameUnderEveryChunking(() => new FrameSplitter(), stream, [
      '{"é":1}',
      ticks.buffer,
      '',
      '',
      ticks.buffer,
      'z',
    ]);
  });

  it('give ticks a buffer of their own, of exactly their bytes', () => {
    const stream = join(message(1, 'abc'), message(2, new Uint8Array(16).fill(5)));
    for (const chunks of [
      [stream],
      [stream.subarray(0, 19), stream.subarray(19)],
      [stream.subarray(0, 22), stream.subarray(22)],
    ]) {
      const frame = split(new FrameSplitter(), chunks)[1] as ArrayBuffer;
      assert.deepEqual([...new Uint8Array(frame)], new Array(16).fill(5));
      assert.equal(new Float64Array(frame).length, 2);
    }
  });

  it('forget one that the stream’s end cuts off', () => {
    assert.deepEqual(split(new FrameSplitter(), [join(message(1, 'a'), message(2, 'bcd', 9))]), ['a']);
  });

  it('end at a length or a kind that cannot be', () => {
    for (const [stream, expected] of [
      [message(2, '', 0xffff_ffff), /4294967295 bytes/],
      [message(1, '', 101), /101 bytes, more than 100/],
      [message(3, 'x'), /unknown kind 3/],
      [message(0, ''), /unknown kind 0/],
      [bytesOf('HTTP/1.1 200 OK'), /unknown kind/],
    ] as const) {
      assert.throws(
        () => split(new FrameSplitter(100), [stream]),
        (error: Error) => error instanceof UnreadableStream && expected.test(error.message),
      );
    }
  });

  it('survive random bytes, and are the same however these are cut', () => {
    assertSurvivesGarbage(() => new FrameSplitter(1000));
  });
});
