import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { type GatewayOptions, startGateway } from '../../gateway/server.js';
import { freePort } from './brokers.js';
import { TestClient } from './client.js';
import { decodeAll } from './decode.js';

async function serve(test: TestContext, options: GatewayOptions) {
  const gateway = await startGateway({ heartbeatEvery: 20, ...options });
  test.after(() => gateway.close());
  const connect = async (query = '') => {
    const client = await TestClient.connect(gateway.url + query);
    test.after(() => client.close());
    return client;
  };
  return { gateway, connect };
}

/** Passes bytes on to a port, until it cuts every connection. */
async function startRelay(test: TestContext, target: number) {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  test.after(() => {
    cut();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, cut };
}

/** A server of a venue's words; `heard` is what it was sent. */
async function startVenue(test: TestContext, onMessage: (socket: WebSocket, text: string) => void) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const heard: string[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (message) => {
      heard.push(String(message));
      onMessage(socket, String(message));
      server.emit('heard');
    });
  });
  test.after(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { url: `ws://127.0.0.1:${port}`, heard, server };
}

describe('a gateway on another gateway', () => {
  for (const format of ['json', 'binary'] as const) {
    it(`asks for what its clients ask for, and keeps the numbers, in ${format}`, async (test) => {
      const { gateway: first } = await serve(test, { simulate: 5, rate: 2000, token: 'secret' });
      const upstream = { name: 'websocket', url: first.url, format, token: 'secret' } as const;
      const { gateway, connect } = await serve(test, { upstream });
      const client = await connect();
      client.send({ type: 'subscribe', symbols: ['BTC-USD', 'ETH-USD'] });
      const sequences = (symbol: string) =>
        decodeAll('json', client.texts)
          .filter((tick) => tick.symbol === symbol)
          .map(({ sequence }) => sequence);
      await client.until('ticks of both', () => sequences('BTC-USD').length > 50 && sequences('ETH-USD').length > 50);
      for (const symbol of ['BTC-USD', 'ETH-USD']) {
        const seen = sequences(symbol);
        const [one = 0] = seen;
        assert.deepEqual(
          seen,
          seen.map((_, index) => one + index),
        );
      }
      assert.equal(first.stats.subscriptions, 2);
      client.send({ type: 'unsubscribe', symbols: ['ETH-USD'] });
      await client.until('the first to be asked for less', () => first.stats.subscriptions === 1);
      assert.equal(gateway.stats.rejected, 0);
    });
  }

  it('passes on that this one has lost its source, and that it is back', async (test) => {
    const gatewayOnIt = JSON.stringify({
      type: 'subscribed',
      protocol: 1,
      run: 'r',
      symbols: { A: 1 },
      upstream: 'lost',
    });
    const { url, server } = await startVenue(test, (socket) => socket.send(gatewayOnIt));
    const { gateway, connect } = await serve(test, { upstream: { name: 'websocket', url } });
    const client = await connect();
    client.send({ type: 'subscribe', symbols: ['A'] });
    const last = () => client.ofType('heartbeat').at(-1)?.upstream;
    await client.until('the loss', () => gateway.stats.upstream === 'lost' && last() === 'lost');
    for (const socket of server.clients) socket.send('{"type":"info","message":"it is back","upstream":"live"}');
    await client.until('the return', () => gateway.stats.upstream === 'live' && last() === undefined);
    assert.equal(client.ofType('info').at(-1)?.upstream, 'live');
    assert.equal(gateway.stats.reconnects, 0);
  });

  it('resumes there after a cut, without a gap and without a double', async (test) => {
    const { gateway: first } = await serve(test, { simulate: 2, rate: 1000 });
    const relay = await startRelay(test, first.port);
    const { connect } = await serve(test, { upstream: { name: 'websocket', url: `ws://127.0.0.1:${relay.port}/ws` } });
    const client = await connect();
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    const sequences = () => decodeAll('json', client.texts).map(({ sequence }) => sequence);
    const isBack = () => client.ofType('info').filter(({ upstream }) => upstream === 'live').length;
    for (let cut = 1; cut <= 3; cut++) {
      const { length } = sequences();
      await client.until('ticks and positions', () => sequences().length > length + 200);
      relay.cut();
      await client.until('the return', () => isBack() === cut, 60_000);
    }
    const { length } = sequences();
    await client.until('ticks again', () => sequences().length > length + 50);
    const all = sequences();
    const [one = 0] = all;
    assert.deepEqual(
      all,
      all.map((_, index) => one + index),
    );
  });

  it('goes on with higher numbers, and a gap, when that starts over', async (test) => {
    const port = await freePort();
    const first = await startGateway({ port, simulate: 2, rate: 1000, heartbeatEvery: 20 });
    const { connect } = await serve(test, { upstream: { name: 'websocket', url: first.url } });
    const client = await connect();
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    const sequences = () => decodeAll('json', client.texts).map(({ sequence }) => sequence);
    await client.until('ticks', () => sequences().length > 100);
    await first.close();
    await client.until('the loss', () => client.ofType('info').some(({ upstream }) => upstream === 'lost'));
    const before = sequences();
    const again = await startGateway({ port, simulate: 2, rate: 1000 });
    test.after(() => again.close());
    await client.until('ticks again', () => sequences().length > before.length + 50, 60_000);
    const after = sequences().slice(before.length);
    const hole = (before.at(-1) ?? 0) + 2;
    assert.deepEqual(
      after,
      after.map((_, index) => hole + index),
    );
  });
});

describe('a gateway on a venue', () => {
  const MATCH = {
    type: 'match',
    product_id: 'BTC-USD',
    price: '64001.5',
    size: '0.5',
    side: 'sell',
    sequence: 90,
    trade_id: 7,
    time: '2021-05-01T10:00:00.250000Z',
  };

  it('speaks its words, takes its names only, and numbers its ticks', async (test) => {
    const venue = await startVenue(test, (socket, text) => {
      if (!text.includes('"subscribe"')) return;
      for (const id of [7, 8, 9]) socket.send(JSON.stringify({ ...MATCH, sequence: id * 10, trade_id: id }));
    });
    const upstream = { name: 'websocket', url: venue.url, format: 'coinbase' } as const;
    const { connect } = await serve(test, { upstream });
    const client = await connect();
    client.send({ type: 'subscribe', symbols: ['BTC-USD', 'btc-usd'] });
    await client.until('its trades', () => client.ofType('trade').length === 3);
    assert.deepEqual((client.ofType('error')[0] as { symbols: unknown }).symbols, ['btc-usd']);
    const [{ price, size, time, side } = {}] = client.ofType('trade');
    assert.deepEqual([price, size, time, side], [64001.5, 0.5, Date.parse('2021-05-01T10:00:00.250Z'), 'buy']);
    assert.deepEqual(
      client.ofType('trade').map(({ sequence }) => sequence),
      [1, 2, 3],
    );
    assert.match(venue.heard[0] ?? '', /"product_ids":\["BTC-USD"\]/);
  });

  it('logs in first, and asks for symbols once the venue is ready', async (test) => {
    const login = '{"action":"auth","key":"k","secret":"s"}';
    const venue = await startVenue(test, (socket, text) => {
      if (text === login) socket.send('[{"T":"success","msg":"authenticated"}]');
    });
    const upstream = { name: 'websocket', url: venue.url, format: 'alpaca', message: login } as const;
    const { gateway, connect } = await serve(test, { upstream, symbols: ['ACME'] });
    const client = await connect();
    client.send({ type: 'subscribe', symbols: ['ACME'] });
    while (venue.heard.length < 2) await once(venue.server, 'heard');
    assert.equal(venue.heard[0], login);
    assert.match(venue.heard[1] ?? '', /"subscribe".*"ACME"/);
    assert.doesNotMatch(gateway.summary, /secret/);
  });

  it('asks for listed symbols from the start, and goes on asking for them', async (test) => {
    const venue = await startVenue(test, () => {});
    const upstream = { name: 'websocket', url: venue.url, format: 'coinbase' } as const;
    const { connect } = await serve(test, { upstream, symbols: ['ETH-USD'] });
    const client = await connect();
    await client.until('the request', () => venue.heard.length > 0, 5000);
    assert.match(venue.heard[0] ?? '', /ETH-USD/);
    client.send({ type: 'subscribe', symbols: ['ETH-USD', 'BTC-USD'] });
    await client.until('the second', () => venue.heard.some((text) => text.includes('BTC-USD')));
    client.send({ type: 'unsubscribe', symbols: ['ETH-USD', 'BTC-USD'] });
    await client.until('the third', () => venue.heard.some((text) => text.includes('"unsubscribe"')));
    const asked = venue.heard.filter((text) => text.includes('"unsubscribe"')).join();
    assert.match(asked, /BTC-USD/);
    assert.doesNotMatch(asked, /ETH-USD/);
  });

  it('does not start with a format that nobody knows', async () => {
    const upstream = { name: 'websocket', url: 'ws://a.test', format: 'coinbas' } as const;
    await assert.rejects(
      startGateway({ upstream }),
      /--format: unknown format "coinbas" \(did you mean "coinbase"\?\)/,
    );
  });
});
