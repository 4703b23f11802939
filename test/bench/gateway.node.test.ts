import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quantileOf } from '../../bench/gateway/processes.ts';
import { QuietSocket } from '../../bench/gateway/quiet-socket.ts';
import { startGateway } from '../../gateway/server.ts';
import { TestClient } from '../gateway/client.ts';

describe('a quantile of a histogram', () => {
  const look = (...counts: [number, number, number]) =>
    new Map(['1', '2', '+Inf'].map((bound, index) => [`d_bucket{le="${bound}",o="ws"}`, counts[index] as number]));

  it('is of what came between two looks, spread evenly over a bucket', () => {
    const [before, after] = [look(100, 100, 100), look(110, 120, 120)];
    assert.equal(quantileOf('d', 'o="ws"', before, after, 0.25), 0.5);
    assert.equal(quantileOf('d', 'o="ws"', before, after, 0.5), 1);
    assert.equal(quantileOf('d', 'o="ws"', before, after, 0.75), 1.5);
  });

  it('is at least the last bound where it is beyond, and no number where nothing came', () => {
    assert.equal(quantileOf('d', 'o="ws"', look(0, 0, 0), look(0, 0, 9), 0.5), 2);
    assert.ok(Number.isNaN(quantileOf('d', 'o="ws"', look(1, 2, 3), look(1, 2, 3), 0.5)));
  });
});

describe('a quiet socket', () => {
  it('counts as many messages as another client gets, long ones too, and answers pings', async (test) => {
    const gateway = await startGateway({ simulate: 1, rate: 20_000, batch: 40, pingEvery: 20, heartbeatEvery: 60_000 });
    test.after(() => gateway.close());
    const message = JSON.stringify({ type: 'subscribe', symbols: ['BTC-USD'] });
    const quiet = await QuietSocket.open({ port: gateway.port, from: '127.0.0.1', message });
    const other = await TestClient.connect(gateway.url);
    // four pings without an answer end a connection
    other.send(message);
    await other.until('many messages', () => other.texts.length > 200);
    assert.equal(quiet.closed, false);
    const frames = gateway.stats.frames - (other.texts.length - 1);
    assert.ok(Math.abs(quiet.frames - 1 - frames) <= 0.05 * frames + 5, `${quiet.frames} of ${frames}`);
    assert.ok(quiet.bytes > quiet.frames * 3000);
    quiet.close();
    await other.close();
  });

  it('says why it is refused', async (test) => {
    const gateway = await startGateway({ maxConnections: 1 });
    test.after(() => gateway.close());
    const first = await QuietSocket.open({ port: gateway.port, from: '127.0.0.1', message: '{}' });
    await assert.rejects(
      QuietSocket.open({ port: gateway.port, from: '127.0.0.1', message: '{}' }),
      /refused: HTTP\/1.1 503/,
    );
    first.close();
  });
});
