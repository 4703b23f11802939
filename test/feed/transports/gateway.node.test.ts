import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Gateway, startGateway } from '../../../gateway/server.ts';
import { createCodec } from '../../../src/feed/codecs/index.js';
import { openHttp, openSse } from '../../../src/feed/transports/http.js';
import { captureOf, temporaryFile } from '../../gateway/files.ts';
import { RecordingSink } from '../codecs/recording-sink.ts';
import { Connection, until } from './connection.ts';

const SYMBOLS = ['BTC-USD', 'ETH-USD'];

/** Decodes what a connection brings, as a feed does. */
function decodeInto(connection: Connection, format: 'json' | 'binary', sink = new RecordingSink()): RecordingSink {
  const codec = createCodec(format, {});
  codec.subscribe(SYMBOLS);
  connection.onFrame = (frame) => codec.decode(frame, sink);
  return sink;
}

/** Asserts that the sequence of each symbol goes up by one, from wherever it began. */
function assertContiguous({ ticks }: RecordingSink): void {
  const last = new Map<string, number>();
  for (const { symbol, sequence } of ticks) {
    const before = last.get(symbol);
    if (before !== undefined) assert.equal(sequence, before + 1, symbol);
    last.set(symbol, sequence);
  }
  assert.deepEqual([...last.keys()].sort(), SYMBOLS);
}

describe('the gateway over HTTP', () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway({ simulate: 2, rate: 4000, seed: 5, strict: true, heartbeatEvery: 20 });
  });
  after(() => gateway.close());
  const url = (path: string) => `${gateway.pageUrl}${path}symbols=${SYMBOLS.join(',')}`;

  it('brings the same ticks as events, as lines and as binary frames', async () => {
    for (const [path, format] of [
      ['/sse?', 'json'],
      ['/stream?', 'json'],
      ['/stream?format=binary&', 'binary'],
    ] as const) {
      const connection = new Connection(openHttp, { url: url(path) });
      const sink = decodeInto(connection, format);
      await until(() => sink.ticks.length > 500, `ticks of ${path}`);
      if (path === '/sse?') await until(() => connection.told.includes('alive'), 'a heartbeat');
      connection.transport.close();
      assertContiguous(sink);
      assert.deepEqual([sink.reasons, sink.failures], [[], []]);
    }
  });

  it('goes on without a gap and without a double where events broke off', async () => {
    const sink = new RecordingSink();
    let position: string | undefined;
    for (let attempt = 1; attempt <= 4; attempt++) {
      const connection = new Connection(openSse, { url: url('/sse?'), position });
      decodeInto(connection, 'json', sink);
      await until(() => sink.ticks.length > attempt * 300, 'ticks');
      connection.transport.close();
      position = connection.transport.position;
      assert.match(position as string, /./);
    }
    assertContiguous(sink);
    assert.deepEqual(sink.reasons, []);
  });

  it('says why it refuses, in the gateway’s own words', async () => {
    for (const [path, expected] of [
      ['/stream?symbols=NOPE', /refuses with 404 Not Found: .*NOPE/],
      ['/stream?format=xml', /refuses with 400 Bad Request: unknown format "xml"/],
      ['/sse?format=binary&symbols=BTC-USD', /refuses with 406 Not Acceptable: server-sent events are text/],
      ['/nothing', /refuses with 404/],
      ['/symbols', /ended/],
    ] as const) {
      const connection = new Connection(openHttp, { url: `${gateway.pageUrl}${path}` });
      const { reason, again } = await connection.end();
      assert.match(reason, expected);
      assert.equal(again, path === '/symbols');
    }
    const guarded = await startGateway({ simulate: 1, token: 'secret' });
    const target = { url: `${guarded.pageUrl}/sse?symbols=BTC-USD` };
    const refused = new Connection(openSse, target);
    assert.match((await refused.end()).reason, /401 Unauthorized: a token is needed/);
    const allowed = new Connection(openSse, { ...target, headers: { Authorization: 'Bearer secret' } });
    await until(() => allowed.frames.length > 1, 'ticks');
    allowed.transport.close();
    await guarded.close();
  });

  it('says when to come back as it stops', async () => {
    const stopping = await startGateway({ simulate: 2, rate: 1000 });
    const connection = new Connection(openSse, { url: `${stopping.pageUrl}/sse?symbols=BTC-USD` });
    await until(() => connection.frames.length > 3, 'ticks');
    await stopping.close();
    assert.deepEqual(await connection.end(), { reason: 'the source ended', again: true, after: 1000 });
    assert.equal(JSON.parse(connection.texts().at(-1) as string).code, 1001);
  });

  it('replays a venue’s messages, as events, lines and wrapped in binary', async (test) => {
    const messages = ['{"event":"heartbeat"}', '[0,["1.10","2"],"ticker","XBT/USD"]', '{"a":"é"}'];
    const file = await temporaryFile(test, 'kraken.jsonl', captureOf(messages));
    const replaying = await startGateway({ replay: file, speed: 0 });
    for (const path of ['/sse', '/stream', '/stream?format=binary']) {
      const connection = new Connection(openHttp, { url: `${replaying.pageUrl}${path}` });
      await until(() => connection.frames.length === messages.length, `messages of ${path}`);
      assert.deepEqual(connection.frames, messages);
      connection.transport.close();
    }
    const rest = new Connection(openHttp, { url: `${replaying.pageUrl}/sse`, position: '2' });
    await until(() => rest.frames.length === 1, 'the last message');
    assert.deepEqual(rest.frames, messages.slice(2));
    rest.transport.close();
    await replaying.close();
  });
});
