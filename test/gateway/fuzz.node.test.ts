import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { startGateway } from '../../gateway/server.js';
import { seed } from '../feed/codecs/seed.js';
import { TestClient } from './client.js';
import { ask, clientMessage, httpRequest, sendAll } from './fuzz.js';

const GATEWAY = { simulate: 3, rate: 500, maxMessages: 1000, heartbeatEvery: 50 };

describe('a gateway', () => {
  it('answers or refuses any message of a client, and goes on', async (test) => {
    const lines: string[] = [];
    const gateway = await startGateway({ ...GATEWAY, logLevel: 'error', log: (line) => lines.push(line) });
    test.after(() => gateway.close());
    const messages = fc.array(clientMessage, { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(messages, (some) => sendAll(gateway, some)),
      { seed, numRuns: 60 },
    );
    assert.deepEqual(lines, []);
    const client = await TestClient.connect(gateway.url);
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await client.until('ticks', () => client.ofType('quote').length > 0);
    await client.close();
    // a closing handshake has two sides: the gateway's ends a moment later
    while (gateway.stats.clients > 0) await new Promise(setImmediate);
    assert.equal(gateway.stats.subscriptions, 0);
  });

  it('answers any request over HTTP with a status of its own', async (test) => {
    const lines: string[] = [];
    const gateway = await startGateway({ ...GATEWAY, logLevel: 'error', log: (line) => lines.push(line) });
    test.after(() => gateway.close());
    await fc.assert(
      fc.asyncProperty(httpRequest, async (request) => {
        assert.ok([200, 204, 400, 404, 405, 406].includes(await ask(gateway, request)), JSON.stringify(request));
      }),
      { seed, numRuns: 300 },
    );
    assert.deepEqual(lines, []);
  });

  it('outlives bytes that are no frames, and handshakes that are none', async (test) => {
    const gateway = await startGateway(GATEWAY);
    test.after(() => gateway.close());
    const handshake = 'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n';
    for (let round = 0; round < 60; round++) {
      const socket = connect(gateway.port, '127.0.0.1');
      socket.on('error', () => socket.destroy());
      const closed = once(socket, 'close');
      const opening = ['', handshake, `${handshake}\r\n`, `${handshake}${key}\r\n`][round % 4] as string;
      socket.write(opening);
      socket.write(randomBytes(1 + round * 7));
      socket.end();
      socket.resume();
      const impatience = setTimeout(() => socket.destroy(), 1000);
      await closed;
      clearTimeout(impatience);
    }
    const client = await TestClient.connect(gateway.url);
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await client.until('ticks', () => client.ofType('quote').length > 0);
    await client.close();
  });
});
