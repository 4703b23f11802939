import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { type GatewayOptions, startGateway } from '../../gateway/server.js';
import { type JsonMessage, refusal, TestClient } from './client.js';
import { StreamClient } from './stream-client.js';

async function start(test: TestContext, options: GatewayOptions = {}) {
  const gateway = await startGateway({ simulate: 5, rate: 5000, ...options });
  test.after(() => gateway.close());
  return gateway;
}

describe('the gateway over HTTP', () => {
  it('serves its pages to isolated pages of any origin', async (test) => {
    const gateway = await start(test);
    const pages = { '/': 'text/plain', '/healthz': 'application/json', '/symbols': 'application/json' };
    for (const [path, type] of Object.entries(pages)) {
      const { status, headers } = await fetch(gateway.pageUrl + path);
      assert.equal(status, 200);
      assert.equal(headers.get('content-type'), `${type}; charset=utf-8`);
      assert.equal(headers.get('access-control-allow-origin'), '*');
      assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
      assert.equal(headers.get('cross-origin-embedder-policy'), 'require-corp');
    }
    const symbols = (await (await fetch(`${gateway.pageUrl}/symbols?x=1`)).json()) as unknown[];
    assert.deepEqual(symbols[0], { symbol: 'BTC-USD', kind: 'ticker' });
    assert.equal(symbols.length, 5);
    assert.match(await (await fetch(gateway.pageUrl)).text(), /5 simulated symbols, 5000 ticks\/s/);
    assert.equal(((await (await fetch(`${gateway.pageUrl}/healthz`)).json()) as { status: string }).status, 'ok');
  });

  it('answers other paths and methods with a reason', async (test) => {
    const gateway = await start(test);
    assert.equal((await fetch(`${gateway.pageUrl}/nothing`)).status, 404);
    assert.equal((await fetch(gateway.pageUrl, { method: 'POST', body: 'x' })).status, 405);
    assert.equal((await fetch(gateway.pageUrl, { method: 'OPTIONS' })).status, 204);
    assert.equal((await fetch(gateway.pageUrl, { method: 'HEAD' })).status, 200);
  });

  it('says that its port is taken', async (test) => {
    const { port } = await start(test);
    await assert.rejects(startGateway({ port }), { code: 'EADDRINUSE' });
  });

  it('listens on IPv6 where it is asked to', async (test) => {
    const gateway = await start(test, { host: '::1' }).catch((error: NodeJS.ErrnoException) => error);
    if (gateway instanceof Error) return test.skip(`no IPv6 here: ${gateway.code}`);
    assert.equal((await fetch(`${gateway.pageUrl}/healthz`)).status, 200);
  });
});

describe('a handshake', () => {
  it('is refused on another path, by name', async (test) => {
    const gateway = await start(test);
    const { status, body } = await refusal(`${gateway.pageUrl.replace('http', 'ws')}/stream`);
    assert.equal(status, 404);
    assert.match(body, /no WebSocket at \/stream; connect to \/ws/);
    assert.equal(gateway.stats.refused, 1);
  });

  it('is refused where only foreign subprotocols are offered', async (test) => {
    const gateway = await start(test);
    const { status, body } = await refusal(gateway.url, ['mqtt', 'soap']);
    assert.equal(status, 400);
    assert.match(body, /none of the subprotocols mqtt,\s?soap is spoken here/);
  });

  it('selects the subprotocol that it speaks', async (test) => {
    const gateway = await start(test);
    const client = await TestClient.connect(gateway.url, ['soap', 'ticklane.v1.json']);
    assert.equal(client.socket.protocol, 'ticklane.v1.json');
    await client.close();
  });

  it('that is no WebSocket handshake is refused', async (test) => {
    const gateway = await start(test);
    for (const target of ['/ws', '//']) {
      const socket = connectTcp(gateway.port, '127.0.0.1');
      let answer = '';
      socket.setEncoding('utf8').on('data', (text) => {
        answer += text;
      });
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      await once(socket, 'close');
      assert.match(answer, /^HTTP\/1\.1 400 /);
    }
  });
});

describe('a hostile client', () => {
  const mistakes: readonly (readonly [title: string, message: string, error: RegExp])[] = [
    ['malformed JSON', '{"type":', /must be JSON/],
    ['no object', '[1]', /must be a JSON object/],
    ['an unknown type', '{"type":"buy"}', /unknown message type "buy"/],
    ['no type', '{}', /unknown message type undefined/],
    ['symbols that are no list', '{"type":"subscribe","symbols":"BTC-USD"}', /"symbols" must be a list of strings/],
    ['symbols that are no strings', '{"type":"unsubscribe","symbols":["A",1]}', /"symbols" must be a list of strings/],
    ['an empty symbol', '{"type":"subscribe","symbols":[""]}', /1 to 64 characters/],
    ['an endless symbol', `{"type":"subscribe","symbols":["${'x'.repeat(65)}"]}`, /1 to 64 characters/],
    ['an unknown format', '{"type":"subscribe","symbols":[],"format":"xml"}', /unknown format "xml"/],
    ['an oversized message', `{"type":"${'x'.repeat(300_000)}"}`, /at most 262144 characters/],
  ];

  it('is told what is wrong, and goes on', async (test) => {
    const gateway = await start(test);
    const client = await TestClient.connect(gateway.url);
    for (const [title, message, expected] of mistakes) {
      client.send(message);
      assert.match(String((await client.error()).message), expected, title);
    }
    client.socket.send(Buffer.from([0, 1, 2, 0xff]));
    assert.match(String((await client.error()).message), /must be text/);
    assert.equal(gateway.stats.errors, mistakes.length + 1);
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await client.until('ticks', () => client.ofType('quote').length > 0);
    await client.close();
  });

  it('is cut off for a message beyond a mebibyte, alone', async (test) => {
    const gateway = await start(test);
    const [hostile, other] = [await TestClient.connect(gateway.url), await TestClient.connect(gateway.url)];
    hostile.send('x'.repeat(1 << 21));
    await hostile.until('the end', () => hostile.closeCode !== undefined);
    assert.equal(hostile.closeCode, 1009);
    other.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await other.until('ticks', () => other.ofType('quote').length > 0);
    await other.close();
  });

  it('cannot stop the gateway with any text or bytes', async (test) => {
    const gateway = await start(test, { maxMessages: 100_000 });
    const client = await TestClient.connect(gateway.url);
    const piece = fc.oneof(
      fc.string(),
      fc.json(),
      fc.uint8Array(),
      fc.record({ type: fc.constantFrom('subscribe', 'unsubscribe', 'x'), symbols: fc.array(fc.string()) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (messages) => {
        for (const message of messages) {
          if (message instanceof Uint8Array) client.socket.send(message);
          else client.send(message);
        }
        const answers = client.ofType('subscribed').length;
        const pings = once(client.socket, 'pong');
        client.socket.ping();
        await pings;
        assert.ok(client.ofType('subscribed').length >= answers);
      }),
      { numRuns: 50 },
    );
    await client.close();
  });

  it('cannot stop the gateway with any request over HTTP', async (test) => {
    const gateway = await start(test, { maxConnections: 10 });
    const path = fc.constantFrom('/sse', '/stream', '/history', '/symbols', '/metrics', '/healthz', '/', '//', '/ws');
    const key = fc.constantFrom('symbols', 'format', 'token', 'last-event-id', 'symbol', 'interval', 'limit', 'x');
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('BTC-USD', 'json', 'binary', '1m', '-1', '%'),
    );
    const query = fc.array(fc.tuple(key, value), { maxLength: 4 });
    const header = fc.stringMatching(/^[!-~]{0,40}$/);
    await fc.assert(
      fc.asyncProperty(path, query, header, async (pathname, parameters, last) => {
        const search = parameters.map(([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed())}`).join('&');
        const client = await StreamClient.open(`${gateway.pageUrl}${pathname}?${search}`, { 'last-event-id': last });
        const { statusCode = 0 } = client.response;
        assert.ok([200, 400, 404, 406, 503].includes(statusCode), `${statusCode}`);
        await client.until('an answer', () => client.bytes.length > 0 || client.ended);
        client.cut();
      }),
      { numRuns: 200 },
    );
    const { status, errors } = (await (await fetch(`${gateway.pageUrl}/healthz`)).json()) as JsonMessage;
    assert.deepEqual({ status, errors }, { status: 'ok', errors: 0 });
  });

  it('cannot stop the gateway with broken WebSocket frames', async (test) => {
    const gateway = await start(test);
    const broken = await TestClient.connect(gateway.url);
    // Reserved bits and an unknown opcode, unmasked: wrong in every way.
    (broken.socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(
      Buffer.from('ff7fdeadbeef', 'hex'),
    );
    await broken.until('the end', () => broken.closeCode !== undefined);
    assert.equal((await fetch(`${gateway.pageUrl}/healthz`)).status, 200);
    assert.equal(gateway.stats.errors, 1);
  });
});

describe('many clients', () => {
  it('subscribe, unsubscribe and break off at random, and leave nothing behind', async (test) => {
    const gateway = await start(test, { simulate: 50 });
    const clients = await Promise.all(Array.from({ length: 200 }, () => TestClient.connect(gateway.url)));
    assert.equal(gateway.stats.clients, 200);
    const names = Array.from({ length: 40 }, (_, index) => `S${index}`);
    for (const [index, client] of clients.entries()) {
      for (let round = 0; round < 5; round++) {
        const symbols = names.slice((index + round) % 20, ((index + round) % 20) + 10);
        client.send({ type: 'subscribe', symbols, format: index % 2 === 0 ? 'json' : 'binary' });
        client.send({ type: 'unsubscribe', symbols: symbols.slice(round) });
      }
    }
    await Promise.all(
      clients.map((client) => client.until('ticks', () => client.texts.length + client.frames.length > 10)),
    );
    for (const [index, client] of clients.entries()) {
      if (index % 3 === 0) client.socket.terminate();
      else client.socket.close();
    }
    await Promise.all(clients.map((client) => client.until('the end', () => client.closeCode !== undefined)));
    const last = await TestClient.connect(gateway.url);
    // Its pong comes after the server saw the closing of all others or, for those cut off, soon after.
    while (gateway.stats.clients > 1) {
      const pong = once(last.socket, 'pong');
      last.socket.ping();
      await pong;
    }
    assert.equal(gateway.stats.connections, 201);
    const seen = gateway.stats.ticks;
    last.send({ type: 'subscribe', symbols: ['S1'] });
    await last.until('ticks', () => last.ofType('quote').length > 0);
    assert.ok(gateway.stats.ticks > seen);
    await last.close();
  });
});

describe('a client that answers no ping', () => {
  it('is dropped, and one that answers is kept', async (test) => {
    const gateway = await start(test, { pingEvery: 100 });
    const [silent, other] = [await TestClient.connect(gateway.url), await TestClient.connect(gateway.url)];
    let pings = 0;
    other.socket.on('ping', () => pings++);
    silent.socket.pause();
    other.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await other.until('the other to be dropped', () => gateway.stats.clients === 1);
    assert.ok(pings >= 3, `dropped after ${pings} pings`);
    silent.socket.terminate();
    await other.close();
  });
});

describe('closing', () => {
  it('says goodbye to clients, frees the port, and can be done twice', async () => {
    const gateway = await startGateway({ simulate: 2 });
    const client = await TestClient.connect(gateway.url);
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await client.until('ticks', () => client.ofType('quote').length > 0);
    await Promise.all([gateway.close(), gateway.close()]);
    await client.until('the end', () => client.closeCode !== undefined);
    assert.equal(client.closeCode, 1001);
    await assert.rejects(fetch(gateway.pageUrl));
    const again = await startGateway({ port: gateway.port });
    await again.close();
  });

  it('does not wait for clients that do not answer', async () => {
    const gateway = await startGateway({ simulate: 2 });
    const client = await TestClient.connect(gateway.url);
    client.socket.pause();
    const idle = connectTcp(gateway.port, '127.0.0.1');
    await once(idle, 'connect');
    idle.on('error', () => idle.destroy());
    await gateway.close();
    client.socket.terminate();
    idle.destroy();
  });
});
