import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { EventParser } from '../../../src/feed/transports/event-parser.js';
import { UnreadableStream } from '../../../src/feed/transports/splitter.js';
import * as recorded from '../codecs/recorded.ts';
import { seed } from '../codecs/seed.ts';
import { assertSameUnderEveryChunking, assertSurvivesGarbage, bytesOf, split } from './chunks.ts';
import { fuzzEvents } from './event-fuzz.ts';

const parse = (text: string, parser = new EventParser()) => split(parser, [bytesOf(text)]);

describe('server-sent events', () => {
  it('are the same under every chunking, inside of characters and between CR and LF', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['\ufeffid: 7\r\ndata: é€\r\ndata:😀\r\n\r\n: hi\r\rdata: x\r\r', ['é€\n😀', '', 'x']],
      ['event: control\ndata: {"a":1}\nretry: 9\n\ndata\n\n:\n\ndata: b\n\nid: 3\ndata: cut', ['{"a":1}', '', '', 'b']],
      ['\n\r\n\rdata: [1,\r\ndata: 2]\r\n\n', ['[1,\n2]']],
    ];
    for (const [text, expected] of cases) {
      assertSameUnderEveryChunking(() => new EventParser(), bytesOf(text), expected);
    }
  });

  it('follow the examples of the standard', () => {
    assert.deepEqual(parse('data: YHOO\ndata: +2\ndata: 10\n\n'), ['YHOO\n+2\n10']);
    assert.deepEqual(
      parse(': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n'),
      ['', 'first event', 'second event', ' third event'],
    );
    assert.deepEqual(parse('data\n\ndata\ndata\n\ndata:'), ['', '\n'], 'the last one is cut off');
    assert.deepEqual(parse('data:test\n\ndata: test\n\n'), ['test', 'test']);
  });

  it('keep fields that the standard does not know, and colons inside of values, out of the way', () => {
    assert.deepEqual(parse('foo: bar\ndata : no\nDATA: no\n data: no\ndata: a:b: c\n\n'), ['a:b: c']);
    assert.deepEqual(parse('event: anything\nfoo\n\n'), []);
  });

  it('move the position with the event that carries an id, not before it is given', () => {
    const parser = new EventParser();
    parser.push(bytesOf('id: 1\ndata: a\n\nid: 2\ndata: b\n\ndata: c\n\nid: 3\n\nid: 4\ndata: d'));
    const seen: (string | undefined)[] = [];
    for (let data = parser.next(); data !== undefined; data = parser.next()) seen.push(`${data} ${parser.position}`);
    assert.deepEqual(seen, ['a 1', 'b 2', 'c 2']);
    assert.equal(parser.position, '3', 'an event without data moves it too, one that is not whole does not');
  });

  it('begin at the position of the connection before, take none with NUL, and forget it with an empty one', () => {
    const parser = new EventParser('9');
    assert.equal(parser.position, '9');
    parse('id: 1\0\ndata: a\n\n', parser);
    assert.equal(parser.position, '9');
    const other = new EventParser('9');
    parse('id\ndata: a\n\n', other);
    assert.equal(other.position, undefined);
    const long = new EventParser('9');
    parse(`id: ${'x'.repeat(2049)}\ndata: a\n\n`, long);
    assert.equal(long.position, undefined, 'no server would take it back');
  });

  it('tell how long to wait, in digits only', () => {
    for (const [text, retry] of [
      ['retry: 1500\n', 1500],
      ['retry: 10\nretry: 1.5\n', 10],
      ['retry: -1\n', undefined],
      ['retry\n', undefined],
      ['retry: 5', undefined],
    ] as const) {
      const parser = new EventParser();
      parse(text, parser);
      assert.equal(parser.retry, retry, text);
    }
  });

  it('end where one grows without bound, in one line or in many', () => {
    for (const text of [
      'data: 0123456789',
      'data: 01\ndata: 23\ndata: 45\n',
      `: ${'x'.repeat(30)}\n`,
      'data: 1234567\n\n',
    ]) {
      const grown = `${text}${text}`;
      const whole = () => split(new EventParser('', 12), [bytesOf(grown)]);
      assert.throws(whole, UnreadableStream, text);
      const bytewise = () =>
        split(
          new EventParser('', 12),
          Array.from(bytesOf(grown), (byte) => Uint8Array.of(byte)),
        );
      assert.throws(bytewise, UnreadableStream, text);
    }
    assert.deepEqual(parse('data: 12\n\n'.repeat(50), new EventParser('', 12)).length, 50, 'many small ones do not');
  });

  it('take time that grows with the bytes, however small the chunks', () => {
    const bytes = bytesOf(`data: ${'x'.repeat(400_000)}\n\n`);
    const chunks = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.subarray(index * 4, index * 4 + 4));
    const begin = performance.now();
    const messages = split(new EventParser(), [...chunks, bytes.subarray(chunks.length * 4)]);
    assert.equal((messages[0] as string).length, 400_000);
    assert.ok(performance.now() - begin < 5000, 'a search from the beginning with every chunk takes minutes');
  });

  it('survive random bytes, and are the same however these are cut', () => {
    assertSurvivesGarbage(() => new EventParser('', 60), 2000);
  });

  it('are what the standard makes of random ones, in random chunks', () => {
    assert.ok(fuzzEvents(50_000, seed) > 1000);
  });

  it('of the IEX documentation come whole, however they are cut', { skip: recorded.skip }, () => {
    const messages = recorded
      .lines<recorded.WireLine>('wire/iex.jsonl')
      .filter(({ message }) => typeof message !== 'string')
      .map(({ message }) => JSON.stringify([message]));
    assert.ok(messages.length > 5);
    const bytes = bytesOf(messages.map((message) => `data: ${message}\r\n\r\n`).join(''));
    for (const size of [1, 2, 3, 7, 100, 1460, 65_536]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      assert.deepEqual(split(new EventParser(), chunks), messages);
    }
  });

  it('pass the whole of the wire protocol’s example', () => {
    const document = readFileSync(new URL('../../../docs/wire-protocol.md', import.meta.url), 'utf8');
    const example = /```text\n(retry: [\s\S]*?)```/.exec(document)?.[1] as string;
    const parser = new EventParser();
    const messages = parse(example, parser) as string[];
    assert.deepEqual([messages.length, messages.at(-1), parser.retry], [3, '', 1000]);
    assert.equal(JSON.parse(messages[0] as string).type, 'subscribed');
    assert.equal(JSON.parse(messages[1] as string)[0].symbol, 'BTC-USD');
    assert.match(parser.position as string, /./);
  });
});
