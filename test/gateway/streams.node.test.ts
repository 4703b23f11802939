import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type GatewayOptions, startGateway } from '../../gateway/server.js';
import { assertSubscribed } from './client.js';
import { type DecodedTick, decodeAll } from './decode.js';
import { captureOf, temporaryFile } from './files.js';
import { StreamClient } from './stream-client.js';

async function start(test: TestContext, options: GatewayOptions = {}) {
  const gateway = await startGateway({ simulate: 5, rate: 5000, ...options });
  test.after(() => gateway.close());
  const open = async (path: string, headers = {}) => {
    const client = await StreamClient.open(gateway.pageUrl + path, headers);
    test.after(() => client.cut());
    return client;
  };
  return { gateway, open };
}

/** The ticks of `/sse` so far, read by the feed's own codec. */
function ticksOf(client: StreamClient): DecodedTick[] {
  return decodeAll('json', client.texts());
}

function sequencesOf(ticks: readonly DecodedTick[], symbol: string): number[] {
  return ticks.filter((tick) => tick.symbol === symbol).map(({ sequence }) => sequence);
}

function assertWithoutGap(sequences: readonly number[]): void {
  const [first = 0] = sequences;
  assert.deepEqual(
    sequences,
    sequences.map((_, index) => first + index),
  );
}

describe('server-sent events', () => {
  it('come with headers that no proxy holds back, acknowledge, and then bring each batch as an event', async (test) => {
    const { gateway, open } = await start(test);
    const client = await open('/sse?symbols=BTC-USD,ETH-USD&format=json', { Origin: 'https://any.test' });
    assert.equal(client.response.statusCode, 200);
    const { headers } = client.response;
    assert.equal(headers['content-type'], 'text/event-stream; charset=utf-8');
    assert.equal(headers['cache-control'], 'no-cache, no-transform');
    assert.equal(headers['x-accel-buffering'], 'no');
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.equal(headers['ticklane-protocol'], '1');
    await client.until('ticks', () => ticksOf(client).length > 100);
    assert.match(client.text, /^retry: \d+\n\n/);
    const [first, ...rest] = client.events();
    assert.equal(first?.name, 'control');
    assertSubscribed(JSON.parse(first?.data ?? ''), { 'BTC-USD': 1, 'ETH-USD': 2 });
    assert.ok(rest.every(({ name, id }) => name === 'message' && id !== ''));
    assert.equal(new Set(rest.map(({ id }) => id)).size, rest.length);
    for (const symbol of ['BTC-USD', 'ETH-USD']) assertWithoutGap(sequencesOf(ticksOf(client), symbol));
    assert.deepEqual(gateway.stats.outputs, { ws: 0, sse: 1, stream: 0 });
    client.cut();
    const other = await open('/sse?symbols=BTC-USD');
    await other.until('the first to be gone', () => gateway.stats.outputs.sse === 1);
  });

  it('resume behind the last event without a gap and without a double, at every event', async (test) => {
    const { open } = await start(test, { rate: 20_000 });
    const witness = await open('/sse?symbols=BTC-USD,ETH-USD');
    let last = '';
    let ticks: DecodedTick[] = [];
    for (let round = 0; round < 8; round++) {
      const client = await open('/sse?symbols=BTC-USD,ETH-USD', last ? { 'Last-Event-ID': last } : {});
      await client.until('an answer', () => client.ofType('subscribed').length > 0);
      if (last) assert.equal(client.ofType('subscribed')[0]?.resumed, true);
      const wanted = ticks.length + 200 * (round + 1);
      await client.until('ticks', () => ticks.length + ticksOf(client).length > wanted);
      ticks = [...ticks, ...ticksOf(client)];
      last = client.events().at(-1)?.id ?? '';
      client.cut();
      const seen = ticksOf(witness).length;
      await witness.until('the market to go on', () => ticksOf(witness).length > seen + 100);
    }
    for (const symbol of ['BTC-USD', 'ETH-USD']) {
      const sequences = sequencesOf(ticks, symbol);
      assert.ok(sequences.length > 100);
      assertWithoutGap(sequences);
    }
  });

  it('bring a long absence as fast as the client reads, in order', async (test) => {
    const { gateway, open } = await start(test, { simulate: 1, rate: 200_000, highWater: 1 << 15 });
    const witness = await open('/sse?symbols=BTC-USD');
    await witness.until('a position', () => witness.events().length > 3);
    const id = witness.events()[2]?.id ?? '';
    const seen = gateway.stats.ticks;
    await witness.until('an absence', () => gateway.stats.ticks > seen + 20_000);
    const client = await open(`/sse?symbols=BTC-USD&last-event-id=${id}`);
    await client.until('what was missed', () => client.bytes.length > 3_000_000);
    const sequences = sequencesOf(ticksOf(client), 'BTC-USD');
    assertWithoutGap(sequences.slice(0, 20_000));
    const seenLast = sequencesOf(decodeAll('json', witness.texts().slice(0, 3)), 'BTC-USD').at(-1) ?? 0;
    assert.equal(sequences[0], seenLast + 1);
  });

  it('say clearly that a position is too old, or of another run, and go on live', async (test) => {
    const { gateway, open } = await start(test, { rate: 50_000, recent: 500 });
    const first = await open('/sse?symbols=BTC-USD');
    await first.until('ticks', () => first.events().length > 2);
    const id = first.events()[1]?.id ?? '';
    const seen = gateway.stats.ticks;
    await first.until('many ticks', () => gateway.stats.ticks > seen + 2000);
    for (const [position, reason] of [
      [id, /^the position is too old: \d+ ticks of the market are forgotten$/],
      ['elsewhere-7', /not of this gateway/],
      ['nonsense', /not of this gateway/],
      [`${id}0000`, /not of this gateway/],
    ] as const) {
      const client = await open('/sse?symbols=BTC-USD', { 'Last-Event-ID': position });
      await client.until('ticks', () => ticksOf(client).length > 10);
      const [answer] = client.ofType('subscribed');
      assert.equal(answer?.resumed, false);
      assert.match(String(answer?.reason), reason);
      client.cut();
    }
  });

  it('beat with comments while nothing else comes', async (test) => {
    const { open } = await start(test, { heartbeatEvery: 20, rate: 0.001 });
    const client = await open('/sse?symbols=BTC-USD');
    await client.until('two heartbeats', () => (client.text.match(/^: \d+/gm) ?? []).length >= 2);
  });

  it('are refused with a reason where they cannot be served', async (test) => {
    const { gateway, open } = await start(test, { strict: true });
    for (const [path, status, reason] of [
      ['/sse', 400, /name what you want/],
      ['/sse?symbols=,', 400, /name what you want/],
      ['/sse?symbols=NOPE', 404, /unknown: NOPE; see \/symbols/],
      ['/sse?symbols=BTC-USD&format=binary', 406, /are text/],
      ['/stream?symbols=BTC-USD&format=xml', 400, /unknown format "xml"/],
      [`/stream?symbols=${'x'.repeat(65)}`, 400, /1 to 64 characters/],
    ] as const) {
      const client = await open(path);
      assert.equal(client.response.statusCode, status, path);
      await client.until('the reason', () => client.ended);
      assert.match(String((JSON.parse(client.text) as { error: string }).error), reason);
    }
    assert.equal(gateway.stats.refused, 6);
    assert.equal(gateway.stats.clients, 0);
  });

  it('name the unknown symbols among known ones', async (test) => {
    const { open } = await start(test, { strict: true });
    const client = await open('/sse?symbols=BTC-USD,NOPE');
    await client.until('an error', () => client.ofType('error').length > 0);
    assert.deepEqual(client.ofType('error'), [{ type: 'error', message: 'an unknown symbol', symbols: ['NOPE'] }]);
  });

  it('answer HEAD with their headers only', async (test) => {
    const { gateway } = await start(test);
    const response = await fetch(`${gateway.pageUrl}/sse?symbols=BTC-USD`, { method: 'HEAD' });
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    assert.equal(gateway.stats.connections, 0);
  });
});

describe('the HTTP stream', () => {
  it('is a line a message: an acknowledgement, ticks, heartbeats', async (test) => {
    const { open } = await start(test, { heartbeatEvery: 20 });
    const client = await open('/stream?symbols=BTC-USD&symbols=ETH-USD');
    assert.equal(client.response.headers['content-type'], 'application/x-ndjson; charset=utf-8');
    assert.equal(client.response.headers['x-accel-buffering'], 'no');
    await client.until('ticks', () => ticksOf(client).length > 50 && client.ofType('heartbeat').length > 1);
    assert.equal(client.messages()[0]?.type, 'subscribed');
    assertWithoutGap(sequencesOf(ticksOf(client), 'BTC-USD'));
  });

  it('is length-prefixed frames where binary is asked for, the same as over WebSocket', async (test) => {
    const { open } = await start(test, { heartbeatEvery: 20 });
    const client = await open('/stream?symbols=BTC-USD,ETH-USD&format=binary');
    assert.equal(client.response.headers['content-type'], 'application/octet-stream');
    await client.until('ticks', () => decodeAll('binary', client.frames()).length > 50);
    await client.until('heartbeats', () => client.ofType('heartbeat').length > 1);
    const ticks = decodeAll('binary', client.frames());
    assert.deepEqual(new Set(ticks.map(({ symbol }) => symbol)), new Set(['BTC-USD', 'ETH-USD']));
    assertWithoutGap(sequencesOf(ticks, 'BTC-USD'));
  });
});

describe('streams of a replay', () => {
  const MESSAGES = ['{"s":"A","n":1}', '{"s":"A","n":2}', '{"s":"B","n":3}'];

  it('bring every recorded message as an event, and resume behind the one seen last', async (test) => {
    const file = await temporaryFile(test, 'capture.jsonl', captureOf(MESSAGES));
    const { open } = await start(test, { replay: file, speed: 0, heartbeatEvery: 20 });
    const client = await open('/sse');
    await client.until('all messages', () => client.events().length === 3);
    assert.deepEqual(client.texts(), MESSAGES);
    const later = await open('/sse', { 'Last-Event-ID': client.events()[1]?.id });
    await later.until('the rest, then a sign of life', () => /^: \d+/m.test(later.text));
    assert.deepEqual(later.texts(), MESSAGES.slice(2));
  });

  it('bring them as lines', async (test) => {
    const file = await temporaryFile(test, 'capture.jsonl', captureOf(MESSAGES));
    const { open } = await start(test, { replay: file, speed: 0, heartbeatEvery: 20 });
    const client = await open('/stream');
    await client.until('all messages, then signs of life', () => client.lines().length === 5);
    assert.deepEqual(client.lines(), [...MESSAGES, '', '']);
    const framed = await open('/stream?format=binary');
    await framed.until('all messages, then signs of life', () => framed.frames().length === 5);
    assert.deepEqual(framed.frames(), [...MESSAGES, '', '']);
  });
});
