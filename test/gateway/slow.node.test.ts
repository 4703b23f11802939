import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type GatewayOptions, startGateway } from '../../gateway/server.js';
import { TestClient } from './client.js';
import { decodeAll } from './decode.js';
import { captureOf, temporaryFile } from './files.js';
import { StreamClient } from './stream-client.js';

const SLOW = { simulate: 3, rate: 50_000, highWater: 1 << 15, heartbeatEvery: 20, shedAfter: 100 };

async function start(test: TestContext, options: GatewayOptions = {}) {
  const gateway = await startGateway({ ...SLOW, ...options });
  test.after(() => gateway.close());
  const reader = await TestClient.connect(`${gateway.url}?format=binary`);
  test.after(() => reader.close());
  reader.send({ type: 'subscribe', symbols: ['BTC-USD'] });
  return { gateway, reader };
}

/** Checks that a client which reads has got every tick. */
function assertUndisturbed(reader: TestClient): void {
  const ticks = decodeAll('binary', [...reader.texts, ...reader.frames.map((frame) => new Uint8Array(frame).buffer)]);
  const sequences = ticks.map(({ sequence }) => sequence);
  assert.ok(sequences.length > 100);
  assert.deepEqual(
    sequences,
    sequences.map((_, index) => (sequences[0] ?? 0) + index),
  );
}

describe('a stalled client', () => {
  it('of a WebSocket is conflated, then shed with 1013, and costs the others nothing', async (test) => {
    const { gateway, reader } = await start(test);
    const stalled = await TestClient.connect(gateway.url);
    stalled.send({ type: 'subscribe', symbols: ['BTC-USD', 'ETH-USD'] });
    await stalled.until('ticks', () => stalled.texts.length > 2);
    let reason = '';
    stalled.socket.on('close', (_code, text) => {
      reason = text.toString();
    });
    stalled.socket.pause();
    await reader.until('the stalled one to be shed', () => gateway.stats.shed === 1);
    assert.ok(gateway.stats.conflated > 0);
    stalled.socket.resume();
    await stalled.until('the end', () => stalled.closeCode !== undefined);
    assert.equal(stalled.closeCode, 1013);
    assert.equal(reason, 'too slow: ticks are not read');
    assertUndisturbed(reader);
  });

  it('that does not even take the goodbye is cut off, and its subscriptions end', async (test) => {
    const { gateway, reader } = await start(test);
    const stalled = await TestClient.connect(gateway.url);
    stalled.send({ type: 'subscribe', symbols: ['BTC-USD', 'ETH-USD'] });
    await stalled.until('ticks', () => stalled.texts.length > 2);
    stalled.socket.pause();
    await reader.until('the stalled one to be gone', () => gateway.stats.clients === 1);
    assert.equal(gateway.stats.subscriptions, 1);
    stalled.socket.terminate();
    assertUndisturbed(reader);
  });

  for (const path of ['/sse', '/stream']) {
    it(`of ${path} is conflated, then shed, and can come back`, async (test) => {
      const { gateway, reader } = await start(test);
      const url = `${gateway.pageUrl}${path}?symbols=BTC-USD,ETH-USD`;
      const stalled = await StreamClient.open(url);
      await stalled.until('ticks', () => stalled.texts().length > 2);
      stalled.response.pause();
      await reader.until('the stalled one to be gone', () => gateway.stats.shed === 1 && gateway.stats.clients === 1);
      assert.ok(gateway.stats.conflated > 0);
      stalled.cut();
      const again = await StreamClient.open(url);
      await again.until('ticks', () => again.texts().length > 2);
      again.cut();
      assertUndisturbed(reader);
    });
  }

  it('that resumes and then does not read is shed as well', async (test) => {
    const { gateway, reader } = await start(test, { rate: 100_000 });
    const url = `${gateway.pageUrl}/sse?symbols=BTC-USD,ETH-USD,SOL-USD`;
    const first = await StreamClient.open(url);
    await first.until('ticks', () => first.events().length > 2);
    const id = first.events()[1]?.id;
    first.cut();
    const seen = gateway.stats.ticks;
    await reader.until('an absence', () => gateway.stats.ticks > seen + 100_000);
    const stalled = await StreamClient.open(url, { 'last-event-id': id });
    stalled.response.pause();
    await reader.until('it to be gone', () => gateway.stats.shed === 1 && gateway.stats.clients === 1);
    stalled.cut();
    assertUndisturbed(reader);
  });

  it('of /sse that was conflated resumes behind the last id without a gap', async (test) => {
    const { gateway, reader } = await start(test, { shedAfter: 60_000 });
    const url = `${gateway.pageUrl}/sse?symbols=BTC-USD,ETH-USD`;
    const slow = await StreamClient.open(url);
    await slow.until('ticks', () => slow.texts().length > 2);
    slow.response.pause();
    await reader.until('conflation', () => gateway.stats.conflated > 10_000);
    slow.response.resume();
    const sequences = () =>
      decodeAll('json', slow.texts())
        .filter(({ symbol }) => symbol === 'BTC-USD')
        .map(({ sequence }) => sequence);
    const hasGap = () => sequences().some((sequence, index, all) => index > 0 && sequence > (all[index - 1] ?? 0) + 1);
    await slow.until('ticks behind those left out', hasGap);
    slow.cut();
    const id = slow.events().at(-1)?.id;
    const upTo = slow.events().findLastIndex((event, index, all) => event.id !== all[index - 1]?.id);
    const before = decodeAll('json', slow.texts().slice(0, upTo + 1)).filter(({ symbol }) => symbol === 'BTC-USD');
    const again = await StreamClient.open(url, { 'last-event-id': id });
    const after = () => decodeAll('json', again.texts()).filter(({ symbol }) => symbol === 'BTC-USD');
    await again.until('ticks', () => after().length > 0);
    assert.equal(again.ofType('subscribed')[0]?.resumed, true);
    assert.equal(after()[0]?.sequence, Math.max(...before.map(({ sequence }) => sequence)) + 1);
    again.cut();
  });

  it('that reads again in time is kept, and gets the newest', async (test) => {
    const { gateway, reader } = await start(test, { shedAfter: 60_000 });
    const slow = await StreamClient.open(`${gateway.pageUrl}/stream?symbols=BTC-USD`);
    await slow.until('ticks', () => slow.texts().length > 2);
    slow.response.pause();
    await reader.until('conflation', () => gateway.stats.conflated > 10_000);
    slow.response.resume();
    const newest = () => Math.max(...decodeAll('json', slow.texts().slice(-3)).map(({ sequence }) => sequence));
    const frame = new Uint8Array(reader.frames.at(-1) ?? []).buffer;
    const seen = decodeAll('binary', [...reader.texts, frame]).at(-1)?.sequence ?? 0;
    await slow.until('the newest', () => newest() > seen);
    assert.equal(gateway.stats.shed, 0);
    slow.cut();
  });
});

describe('a stalled client of a replay', () => {
  const MESSAGES = Array.from({ length: 64 }, (_, index) =>
    JSON.stringify({ s: 'A', n: index, x: 'y'.repeat(1 << 14) }),
  );

  async function play(test: TestContext) {
    const replay = await temporaryFile(test, 'long.jsonl', captureOf(MESSAGES));
    const gateway = await startGateway({ replay, speed: 0, loop: true, shedAfter: 100 });
    test.after(() => gateway.close());
    return gateway;
  }

  it('of a WebSocket is waited for, then shed', async (test) => {
    const gateway = await play(test);
    const [stalled, reader] = [
      await TestClient.connect(gateway.url),
      await StreamClient.open(`${gateway.pageUrl}/stream`),
    ];
    test.after(() => reader.cut());
    stalled.send({ hello: 'market' });
    await stalled.until('messages', () => stalled.texts.length > 2);
    stalled.socket.pause();
    const { bytes } = gateway.stats;
    await reader.until('the stalled one to be gone', () => gateway.stats.shed === 1 && gateway.stats.clients === 1);
    assert.ok(gateway.stats.bytes > bytes);
    stalled.socket.terminate();
  });

  it('of a stream is waited for, then shed, and one that reads slowly is not', async (test) => {
    const gateway = await play(test);
    const [stalled, slow] = [
      await StreamClient.open(`${gateway.pageUrl}/sse`),
      await StreamClient.open(`${gateway.pageUrl}/stream`),
    ];
    await stalled.until('messages', () => stalled.bytes.length > 0);
    stalled.response.pause();
    let length = 0;
    while (gateway.stats.shed === 0) {
      slow.response.resume();
      await slow.until('more', () => slow.bytes.length > length);
      slow.response.pause();
      ({ length } = slow.bytes);
    }
    assert.equal(gateway.stats.shed, 1);
    assert.equal(slow.ended, false);
    slow.cut();
    stalled.cut();
  });
});
