import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startGateway } from '../../gateway/server.js';
import { TestClient } from './client.js';
import { address, exitCode, run } from './command.js';
import { decodeAll } from './decode.js';
import { StreamClient } from './stream-client.js';

describe('a gateway that stops', () => {
  it('tells every client on every output, after what was on its way', async () => {
    const gateway = await startGateway({ simulate: 2, rate: 20_000 });
    const socket = await TestClient.connect(gateway.url);
    socket.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    const open = (query: string) => StreamClient.open(`${gateway.pageUrl}${query}`);
    const [sse, lines, frames] = await Promise.all([
      open('/sse?symbols=BTC-USD'),
      open('/stream?symbols=BTC-USD'),
      open('/stream?symbols=BTC-USD&format=binary'),
    ]);
    await socket.until('ticks', () => socket.texts.length > 3);
    for (const client of [sse, lines, frames]) await client.until('ticks', () => client.bytes.length > 10_000);
    await gateway.close();
    await socket.until('the end', () => socket.closeCode !== undefined);
    assert.equal(socket.closeCode, 1001);
    for (const client of [sse, lines, frames]) {
      await client.until('the end', () => client.ended);
      assert.ok(client.response.complete, 'cut off in the middle');
    }
    const farewell = { type: 'info', message: 'the gateway stops', code: 1001 };
    assert.deepEqual(sse.messages().at(-1), farewell);
    assert.equal(sse.events().at(-1)?.name, 'control');
    assert.deepEqual(lines.messages().at(-1), farewell);
    // Whatever the market had by then has been sent to all of them.
    const last = [
      decodeAll('json', socket.texts),
      decodeAll('json', sse.texts()),
      decodeAll('json', lines.texts()),
      decodeAll('binary', frames.frames()),
    ].map((ticks) => ticks.at(-1)?.sequence);
    assert.equal(new Set(last).size, 1, String(last));
    assert.deepEqual(gateway.stats.outputs, { ws: 0, sse: 0, stream: 0 });
    assert.equal(gateway.stats.subscriptions, 0);
  });

  it('waits for clients that still read, and not longer than it may', async () => {
    const gateway = await startGateway({ simulate: 1, rate: 50_000, drain: 100 });
    const stalled = await StreamClient.open(`${gateway.pageUrl}/stream?symbols=BTC-USD`);
    stalled.response.pause();
    const witness = await TestClient.connect(gateway.url);
    witness.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    // more than the witness may miss on a busy machine
    await witness.until('conflation', () => gateway.stats.conflated > 50_000);
    const begin = performance.now();
    await gateway.close();
    const took = performance.now() - begin;
    assert.ok(took >= 99 && took < 5000, `${took} ms`);
    stalled.cut();
  });
});

describe('the log of npm run gateway', () => {
  it('is JSON lines on standard error, from start to end, without a token', async (test) => {
    const started = run(test, 'main', '--port', '0', '--simulate', '2', '--token', 'sesame', '--log-level', 'debug');
    const url = await address(started);
    const client = await TestClient.connect(`${url}?token=sesame`);
    const pages = url.replace('ws:', 'http:').replace('/ws', '');
    assert.equal((await fetch(`${pages}/symbols?token=guess`)).status, 401);
    const stream = await StreamClient.open(`${pages}/stream?symbols=BTC-USD&token=sesame`);
    started.child.kill('SIGTERM');
    assert.equal(await exitCode(started), 0);
    await client.until('the end', () => client.closeCode === 1001);
    assert.ok(stream.ended || stream.response.complete);
    const lines = started.error.trim().split('\n');
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const { time, level } of events) {
      assert.ok(!Number.isNaN(Date.parse(String(time))));
      assert.match(String(level), /^(debug|info|warn)$/);
    }
    const names = events.map(({ event }) => event);
    assert.deepEqual(names.slice(0, 4), ['listening', 'connected', 'refused', 'connected']);
    assert.equal(names.at(-1), 'stopped');
    assert.deepEqual(events[2], {
      ...events[2],
      level: 'info',
      path: '/symbols',
      status: 401,
      reason: 'wrong token',
    });
    assert.doesNotMatch(started.out + started.error, /sesame|guess/);
  });
});
