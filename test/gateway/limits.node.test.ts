import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { type Gateway, type GatewayOptions, startGateway } from '../../gateway/server.js';
import { refusal, TestClient } from './client.js';
import { StreamClient } from './stream-client.js';

const TOKEN = 'sesame-7f3a';

async function start(test: TestContext, options: GatewayOptions = {}): Promise<Gateway> {
  const gateway = await startGateway({ simulate: 5, rate: 5000, ...options });
  test.after(() => gateway.close());
  return gateway;
}

function statusOf({ pageUrl }: Gateway, path: string, headers = {}): Promise<number> {
  return fetch(pageUrl + path, { headers }).then(async (response) => {
    await response.body?.cancel();
    return response.status;
  });
}

/** Opens a WebSocket with these headers: 101, or the status of the refusal. */
function handshake(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers });
    socket.on('error', () => {});
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (request, { statusCode }) => {
      request.destroy();
      resolve(statusCode);
    });
  });
}

describe('a gateway with a token', () => {
  const paths = [
    '/symbols',
    '/history?symbol=BTC-USD',
    '/metrics',
    '/sse?symbols=BTC-USD',
    '/stream?symbols=BTC-USD',
    '/',
  ];

  it('lets in who shows it, in the query or as a bearer, everywhere', async (test) => {
    const gateway = await start(test, { token: TOKEN });
    for (const path of paths) {
      const query = `${path}${path.includes('?') ? '&' : '?'}token=${TOKEN}`;
      assert.equal(await statusOf(gateway, query), 200, path);
      assert.equal(await statusOf(gateway, path, { Authorization: `Bearer ${TOKEN}` }), 200, path);
    }
    assert.equal(await handshake(`${gateway.url}?token=${TOKEN}`, {}), 101);
    assert.equal(await handshake(gateway.url, { Authorization: `bearer ${TOKEN}` }), 101);
  });

  it('refuses everybody else with 401 and a reason', async (test) => {
    const gateway = await start(test, { token: TOKEN });
    for (const path of paths) {
      assert.equal(await statusOf(gateway, path), 401, path);
      for (const wrong of ['', 'x', TOKEN.slice(1), `${TOKEN}1`, TOKEN.toUpperCase(), 'ünïcode']) {
        const query = `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(wrong)}`;
        assert.equal(await statusOf(gateway, query), 401, `${path} ${wrong}`);
      }
      assert.equal(await statusOf(gateway, path, { Authorization: `Basic ${TOKEN}` }), 401, path);
    }
    assert.deepEqual(await refusal(`${gateway.url}?token=x`), { status: 401, body: 'wrong token\n' });
    assert.match((await refusal(gateway.url)).body, /^a token is needed: /);
    const { headers } = await fetch(`${gateway.pageUrl}/symbols`);
    assert.equal(headers.get('www-authenticate'), 'Bearer');
    assert.equal(gateway.stats.clients, 0);
  });

  it('tells a balancer that it is well, but no numbers', async (test) => {
    const gateway = await start(test, { token: TOKEN });
    const health = async (query: string) => (await fetch(`${gateway.pageUrl}/healthz${query}`)).json();
    assert.deepEqual(await health(''), { status: 'ok' });
    assert.equal('clients' in ((await health(`?token=${TOKEN}`)) as object), true);
  });
});

describe('a gateway with allowed origins', () => {
  const origins = ['https://desk.test', 'https://other.test:8443'];

  it('serves their pages, and programs, which have none', async (test) => {
    const gateway = await start(test, { origins });
    for (const Origin of origins) {
      assert.equal(await handshake(gateway.url, { Origin }), 101);
      const { status, headers } = await fetch(`${gateway.pageUrl}/symbols`, { headers: { Origin } });
      assert.equal(status, 200);
      assert.equal(headers.get('access-control-allow-origin'), Origin);
      assert.equal(headers.get('vary'), 'Origin');
    }
    assert.equal(await handshake(gateway.url, {}), 101);
    assert.equal(await statusOf(gateway, '/symbols'), 200);
  });

  it('refuses pages of others, and what resembles them', async (test) => {
    const gateway = await start(test, { origins });
    for (const Origin of ['https://evil.test', 'http://desk.test', 'https://desk.test.evil.test', 'null']) {
      assert.equal(await handshake(gateway.url, { Origin }), 403, Origin);
      const response = await fetch(`${gateway.pageUrl}/sse?symbols=BTC-USD`, { headers: { Origin } });
      assert.equal(response.status, 403);
      assert.equal(response.headers.get('access-control-allow-origin'), null);
      assert.deepEqual(await response.json(), { error: `pages of ${Origin} may not connect` });
    }
  });

  it('answers the question that browsers ask before they send a token', async (test) => {
    const gateway = await start(test, { origins });
    const headers = { Origin: 'https://desk.test', 'Access-Control-Request-Headers': 'authorization' };
    const response = await fetch(`${gateway.pageUrl}/stream`, { method: 'OPTIONS', headers });
    assert.equal(response.status, 204);
    assert.match(response.headers.get('access-control-allow-headers') ?? '', /Authorization, Last-Event-ID/);
  });
});

describe('limits', () => {
  it('hold connections over all outputs, with 503 and when to come back', async (test) => {
    const gateway = await start(test, { maxConnections: 3 });
    const socket = await TestClient.connect(gateway.url);
    const streams = await Promise.all(
      ['/sse', '/stream'].map((path) => StreamClient.open(`${gateway.pageUrl}${path}?symbols=BTC-USD`)),
    );
    test.after(() => streams.map((client) => client.cut()));
    assert.deepEqual(await refusal(gateway.url), { status: 503, body: 'too many connections\n' });
    const refused = await fetch(`${gateway.pageUrl}/sse?symbols=BTC-USD`);
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get('retry-after'), '5');
    assert.match(refused.headers.get('access-control-expose-headers') ?? '', /Retry-After/);
    streams[0]?.cut();
    await streams[1]?.until('a place', () => gateway.stats.clients === 2);
    await (await TestClient.connect(gateway.url)).close();
    await socket.close();
  });

  it('hold the bytes of a message', async (test) => {
    const gateway = await start(test, { maxMessageBytes: 100 });
    const client = await TestClient.connect(gateway.url);
    client.send('x'.repeat(101));
    await client.until('the end', () => client.closeCode !== undefined);
    assert.equal(client.closeCode, 1009);
  });

  it('hold subscriptions, by name, and give them back', async (test) => {
    const gateway = await start(test, { maxSubscriptions: 3 });
    const client = await TestClient.connect(gateway.url);
    client.send({ type: 'subscribe', symbols: ['A', 'B', 'C', 'D', 'E'] });
    assert.deepEqual(await client.error(), {
      type: 'error',
      message: 'a client has at most 3 subscriptions',
      symbols: ['D', 'E'],
    });
    assert.deepEqual(Object.keys(client.ofType('subscribed')[0]?.symbols ?? {}), ['A', 'B', 'C']);
    client.send({ type: 'unsubscribe', symbols: ['A'] });
    client.send({ type: 'subscribe', symbols: ['D', 'B'] });
    await client.until('an answer', () => client.ofType('subscribed').length === 2);
    assert.deepEqual(Object.keys(client.ofType('subscribed')[1]?.symbols ?? {}), ['D', 'B']);
    assert.equal(gateway.stats.subscriptions, 3);
    await client.close();
  });

  it('hold floods of messages: who sends too many is told, and cut off, alone', async (test) => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const gateway = await start(test, { maxMessages: 20, logLevel: 'warn', log });
    const [flood, other] = [await TestClient.connect(gateway.url), await TestClient.connect(gateway.url)];
    for (let message = 0; message < 20_000; message++) {
      flood.send({ type: 'subscribe', symbols: [`S${message}`, `T${message}`] });
    }
    const closed = once(flood.socket, 'close');
    other.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    const [code, reason] = (await closed) as [number, Buffer];
    assert.equal(code, 1008);
    assert.equal(reason.toString(), 'more than 20 messages a second');
    assert.equal(gateway.stats.shed, 1);
    assert.ok(gateway.stats.subscriptions < 100);
    const seen = other.texts.length;
    await other.until('the other to go on', () => other.texts.length > seen + 5);
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).event),
      ['shed'],
    );
    await other.close();
  });

  it('hold floods of symbols: who subscribes and unsubscribes without end is cut off, alone', async (test) => {
    const gateway = await start(test, { maxSubscriptions: 100 });
    const [flood, other] = [await TestClient.connect(gateway.url), await TestClient.connect(gateway.url)];
    const symbols = Array.from({ length: 100 }, (_, index) => `S${index}`);
    const closed = once(flood.socket, 'close');
    for (let message = 0; message < 60; message++)
      flood.send({ type: message % 2 ? 'unsubscribe' : 'subscribe', symbols });
    const [code, reason] = (await closed) as [number, Buffer];
    assert.equal(code, 1008);
    assert.equal(reason.toString(), 'more than 400 symbols a second');
    other.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await other.until('the other to go on', () => other.texts.length > 5);
    await other.close();
  });

  it('hold symbols that are made by asking for them', async (test) => {
    const gateway = await start(test, { simulate: 1, rate: 1, maxSubscriptions: 20_000 });
    const client = await TestClient.connect(gateway.url);
    const names = Array.from({ length: 12_000 }, (_, index) => `N${index}`);
    client.send({ type: 'subscribe', symbols: names });
    assert.match(String((await client.error()).message), /2000 unknown symbols/);
    await client.close();
  });

  it('are whole numbers above 0', async () => {
    for (const options of [{ maxConnections: 0 }, { maxMessages: 1.5 }, { maxSubscriptions: -1 }, { recent: 0 }]) {
      await assert.rejects(startGateway(options), RangeError);
    }
  });
});
