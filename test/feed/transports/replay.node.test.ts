import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openReplay } from '../../../src/feed/transports/replay.js';
import { parseReplayOptions } from '../../../src/feed/transports/replay-options.js';
import { readRecordedLine } from '../../../src/feed/transports/replayed-file.js';
import * as recorded from '../codecs/recorded.ts';
import { Connection, until } from './connection.ts';
import { respond, serve } from './http-server.ts';

const line = (time: number, direction: string, message: unknown) =>
  JSON.stringify({ t: time, d: direction, m: message });

/** A connection that replays a file with this content. */
async function replay(test: TestContext, content: string, options = '', symbols = ['A']) {
  const server = await serve(test, respond(200, 'application/x-ndjson', content));
  const connection = new Connection(openReplay, { url: `replay:${server.url}capture.jsonl?day=3${options}`, symbols });
  test.after(() => connection.transport.close());
  return { connection, server };
}

describe('a replayed recording', () => {
  it('plays what was received, as it was written, in its rhythm', async (test) => {
    const content = [
      line(1000, 'open', 'wss://venue.test'),
      line(1000.5, 'send', { subscribe: 1 }),
      '{"t": 1001, "d": "recv", "m": {"price": 1.10, "id": 12345678901234567890}}',
      line(1001.05, 'rest', {}),
      line(1001.1, 'recv', 'pong'),
      line(1001.05, 'recv', [2]),
      line(1001.3, 'recv', [3]),
    ].join('\r\n');
    const { connection, server } = await replay(test, content);
    const times: number[] = [];
    connection.onFrame = () => times.push(performance.now());
    await until(() => connection.frames.length === 4, 'the messages');
    assert.equal(server.requests[0]?.url, '/capture.jsonl?day=3');
    assert.deepEqual(connection.frames, ['{"price": 1.10, "id": 12345678901234567890}', 'pong', '[2]', '[3]']);
    const [first, second, third, fourth] = times.map((time) => time - (times[0] as number)) as [
      number,
      number,
      number,
      number,
    ];
    assert.equal(first, 0);
    assert.ok(second > 80 && fourth > 270, `${times}`);
    assert.ok(third < fourth - 100, 'a clock that steps back does not delay what follows');
    assert.deepEqual(connection.transport.calm, true);
    assert.deepEqual(connection.ends, [], 'it stays open and silent');
  });

  it('plays faster, or all at once', async (test) => {
    const content = Array.from({ length: 5 }, (_, index) => line(1000 + 1000 * index, 'recv', index)).join('\n');
    for (const options of ['#speed=100000', '#speed=0']) {
      const { connection } = await replay(test, content, options);
      await until(() => connection.frames.length === 5, 'the messages');
      assert.deepEqual(connection.frames, ['0', '1', '2', '3', '4']);
    }
  });

  it('starts over where it loops', async (test) => {
    const { connection } = await replay(
      test,
      `${line(5, 'recv', 'a')}\n${line(5.01, 'recv', 'b')}\n`,
      '#loop&speed=10',
    );
    await until(() => connection.frames.length >= 6, 'three rounds');
    connection.transport.close();
    const count = connection.frames.length;
    assert.deepEqual(connection.frames.slice(0, 6), ['a', 'b', 'a', 'b', 'a', 'b']);
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(connection.frames.length, count, 'closed, it is silent');
  });

  it('begins 250 ms after the last symbol that is wanted, and not before there is one', async (test) => {
    const { connection } = await replay(test, line(5, 'recv', 'a'), '', []);
    await until(() => connection.told.length > 0, 'the file');
    connection.transport.want?.([]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(connection.told, ['opened']);
    let last = 0;
    for (let count = 1; count <= 3; count++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      connection.transport.want?.(Array.from({ length: count }, (_, index) => `S${index}`));
      last = performance.now();
    }
    let begun = 0;
    connection.onFrame = () => {
      begun = performance.now();
    };
    await until(() => begun > 0, 'the message');
    assert.ok(begun - last >= 245, `${begun - last} ms`);
    connection.transport.want?.(['S0']);
    assert.deepEqual(connection.told, ['opened', 'frame']);
  });

  it('plays lines that are messages and nothing else, at once and in order', async (test) => {
    const count = 5000;
    const lines = Array.from({ length: count }, (_, index) => `{"type":"trade","symbol":"A","price":${index}}`);
    const { connection } = await replay(test, `${lines.join('\n')}\n`);
    await until(() => connection.frames.length === count, 'the messages');
    assert.deepEqual(connection.frames, lines);
    const mixed = await replay(test, `1\n${line(7, 'recv', 2)}\n3\n`);
    await until(() => mixed.connection.frames.length === 3, 'the messages');
    assert.deepEqual(mixed.connection.frames, ['1', '2', '3']);
  });

  it('says what is wrong with the file, and does not try again', async (test) => {
    for (const [answer, reason, again] of [
      [respond(404, 'text/plain', 'no such file'), /refuses with 404 Not Found: no such file/, false],
      [
        respond(200, 'text/html', '<!doctype html>\n<p>'),
        /^the source: line 1, column 1: malformed JSON: expected one JSON message a line/,
        false,
      ],
      [respond(200, undefined, `${line(1, 'recv', 1)}\n{"a":\n`), /line 2, column 6: malformed JSON/, false],
      [respond(200, undefined, `${line(1, 'send', 1)}\n\n`), /no received message to replay in 2 lines/, false],
      [respond(200, undefined, ''), /no received message to replay in 0 lines/, false],
      [respond(503, undefined), /503/, true],
    ] as const) {
      const server = await serve(test, answer);
      const connection = new Connection(openReplay, { url: `replay:${server.url}`, symbols: ['A'] });
      const end = await connection.end();
      assert.match(end.reason, reason);
      assert.equal(end.again, again);
      assert.deepEqual(connection.told, ['ended']);
    }
  });

  it('closes while it is fetched, before it starts and while it plays', async (test) => {
    const content = Array.from({ length: 100 }, (_, index) => line(index / 100, 'recv', index)).join('\n');
    const early = await replay(test, content);
    early.connection.transport.close();
    const waiting = await replay(test, content);
    await until(() => waiting.connection.told.length === 1, 'the file');
    waiting.connection.transport.close();
    const playing = await replay(test, content);
    await until(() => playing.connection.frames.length > 3, 'messages');
    playing.connection.transport.close();
    const seen = playing.connection.frames.length;
    await new Promise((resolve) => setTimeout(resolve, 350));
    assert.deepEqual(
      [early.connection.told, waiting.connection.told, playing.connection.frames.length],
      [[], ['opened'], seen],
    );
  });

  it('takes its options from behind the #, so that its URL keeps its query', () => {
    const url = 'https://a.test/x.jsonl?speed=9&loop';
    assert.deepEqual(parseReplayOptions(`replay:${url}`), { url, speed: 1, loop: false });
    assert.deepEqual(parseReplayOptions(`${url}#loop`), { url, speed: 1, loop: true }, 'of transport="replay"');
    assert.deepEqual(parseReplayOptions(`replay:${url}#speed=2.5&loop`), { url, speed: 2.5, loop: true });
    assert.deepEqual(parseReplayOptions('REPLAY:x#loop=false&speed=0'), {
      url: 'x',
      speed: Number.POSITIVE_INFINITY,
      loop: false,
    });
    for (const [src, expected] of [
      ['replay:', /expected replay: and the URL/],
      ['replay:#loop', /expected replay: and the URL/],
      ['replay:x#sped=2', /unknown option of replay: "sped" \(did you mean "speed"\?\)/],
      ['replay:x#speed=fast', /speed="fast": expected a number/],
      ['replay:x#speed=-1', /speed="-1"/],
      ['replay:x#speed=', /speed=""/],
      ['replay:x#loop=2', /loop="2"/],
    ] as const) {
      assert.throws(
        () => parseReplayOptions(src),
        (error: Error) => error instanceof TypeError && expected.test(error.message),
      );
    }
  });

  it('reads every line of the recorded sessions', { skip: recorded.skip }, () => {
    for (const [file, least] of [
      ['binance_spot_combined', 100],
      ['coinbase_exchange', 100],
      ['kraken_v1_trade', 5],
      ['okx_v5_public', 100],
    ] as const) {
      const received = recorded
        .lines<recorded.CaptureLine>(`replay/${file}.jsonl`)
        .map((entry) => ({ entry, read: readRecordedLine(JSON.stringify(entry)) }));
      for (const { entry, read } of received) {
        assert.deepEqual([read.time, read.direction], [entry.t, entry.d]);
        assert.equal(read.text, typeof entry.m === 'string' ? entry.m : JSON.stringify(entry.m));
      }
      assert.ok(received.length > least);
    }
  });
});
