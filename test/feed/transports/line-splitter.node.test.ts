import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineSplitter } from '../../../src/feed/transports/line-splitter.js';
import { UnreadableStream } from '../../../src/feed/transports/splitter.js';
import { assertSameUnderEveryChunking, assertSurvivesGarbage, bytesOf, split } from './chunks.ts';

describe('lines', () => {
  it('are the same under every chunking, the last one without an end included', () => {
    const text = '\ufeff{"a":"é€😀"}\n\r\n[1]\r\n\n{"b":\r1}\nlast';
    assertSameUnderEveryChunking(() => new LineSplitter(), bytesOf(text), [
      '{"a":"é€😀"}',
      '',
      '[1]',
      '',
      '{"b":\r1}',
      'last',
    ]);
    assertSameUnderEveryChunking(() => new LineSplitter(), bytesOf('a\nb\r\n'), ['a', 'b']);
    assertSameUnderEveryChunking(() => new LineSplitter('any'), bytesOf('a\rb\r\n\nc\n\r\r\nd'), [
      'a',
      'b',
      '',
      'c',
      '',
      '',
      'd',
    ]);
  });

  it('show a character that is cut off as one that cannot be read', () => {
    assert.deepEqual(split(new LineSplitter(), [Uint8Array.of(0x61, 0xe2, 0x82)]), ['a\ufffd']);
  });

  it('end where one grows without bound', () => {
    for (const text of ['0123456789a', '0123456789a\n', 'ok\n0123456789a\n']) {
      assert.throws(() => split(new LineSplitter('lf', 10), [bytesOf(text)]), UnreadableStream);
      const bytewise = Array.from(bytesOf(text), (byte) => Uint8Array.of(byte));
      assert.throws(() => split(new LineSplitter('lf', 10), bytewise), UnreadableStream);
    }
    assert.deepEqual(split(new LineSplitter('lf', 10), [bytesOf('0123456789\n0123456789')]), [
      '0123456789',
      '0123456789',
    ]);
  });

  it('survive random bytes, and are the same however these are cut', () => {
    assertSurvivesGarbage(() => new LineSplitter('lf', 40));
    assertSurvivesGarbage(() => new LineSplitter('any', 40));
  });
});
