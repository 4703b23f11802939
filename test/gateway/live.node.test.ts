import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { connect as connectNats } from '@nats-io/transport-node';
import { connectAsync as connectMqtt } from 'mqtt';
import { Publisher } from 'zeromq';
import { type Gateway, type GatewayOptions, startGateway } from '../../gateway/server.js';
import { loadPackage, UpstreamError, type UpstreamName } from '../../gateway/upstream.js';
import { BinaryTickEncoder } from '../../src/feed/codecs/binary.js';
import { subjectOf, topicOf } from '../../src/feed/transports/broker.js';
import { findProgram, freePort, startMosquitto, startNats } from './brokers.js';
import { type JsonMessage, TestClient } from './client.js';

/** A source whose ticks a gateway serves. */
interface Source {
  readonly options: GatewayOptions;
  /** Publishes a message as that of a symbol; `kept`: for later subscribers too. */
  publish(symbol: string, message: string | Buffer, kept?: boolean): Promise<void>;
  /** Cuts the source off, and brings it back. */
  restart(): Promise<void>;
}

type StartSource = (test: TestContext) => Promise<Source>;

const live = (name: UpstreamName, url: string): GatewayOptions => ({ upstream: { name, url }, heartbeatEvery: 20 });

const startNatsSource: StartSource = async (test) => {
  let server = await startNats(test);
  const { port } = server;
  const open = () => connectNats({ servers: `127.0.0.1:${port}`, reconnect: false });
  let publisher = await open();
  test.after(() => publisher.close());
  return {
    options: live('nats', `nats://127.0.0.1:${port}`),
    async publish(symbol, message) {
      publisher.publish(subjectOf('ticks.{symbol}', symbol), message);
      await publisher.flush();
    },
    async restart() {
      await server.kill();
      server = await startNats(test, port);
      publisher = await open();
    },
  };
};

const startMqttSource: StartSource = async (test) => {
  let server = await startMosquitto(test);
  const { port } = server;
  const open = () => connectMqtt(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
  let publisher = await open();
  publisher.on('error', () => {});
  test.after(() => publisher.endAsync(true));
  return {
    options: live('mqtt', `mqtt://127.0.0.1:${port}`),
    async publish(symbol, message, kept = false) {
      await publisher.publishAsync(topicOf('ticks/{symbol}', symbol), message, { qos: 1, retain: kept });
    },
    async restart() {
      await server.kill();
      server = await startMosquitto(test, port);
      publisher = await open();
    },
  };
};

const startZeromqSource: StartSource = async (test) => {
  const url = `tcp://127.0.0.1:${await freePort()}`;
  const open = async () => {
    const socket = new Publisher({ linger: 0 });
    await socket.bind(url);
    return socket;
  };
  let publisher = await open();
  test.after(() => publisher.close());
  return {
    options: live('zeromq', url),
    publish: (symbol, message) => publisher.send([symbol, message]),
    async restart() {
      await publisher.unbind(url);
      publisher.close();
      publisher = await open();
    },
  };
};

const missing = (name: string) => (findProgram(name) === undefined ? `${name} is not installed` : false);
const SOURCES: readonly (readonly [name: string, start: StartSource, skip: string | false])[] = [
  ['NATS', startNatsSource, missing('nats-server')],
  ['MQTT', startMqttSource, missing('mosquitto')],
  ['ZeroMQ', startZeromqSource, false],
];

async function serve(test: TestContext, start: StartSource, options: GatewayOptions = {}) {
  const source = await start(test);
  const gateway = await startGateway({ ...source.options, ...options });
  test.after(() => gateway.close());
  const connect = async (query = '') => {
    const client = await TestClient.connect(gateway.url + query);
    test.after(() => client.close());
    return client;
  };
  /** Publishes until the first of it arrives: a subscription has no answer everywhere. */
  const begin = async (client: TestClient, symbol: string) => {
    const seen = () => ticksOf(client, symbol).length;
    const before = seen();
    for (let number = 1; seen() === before; number++) {
      await source.publish(symbol, trade(symbol, number));
      await client.until('a heartbeat', nextHeartbeat(client));
    }
  };
  return { source, gateway, connect, begin };
}

function nextHeartbeat(client: TestClient): () => boolean {
  const { length } = client.ofType('heartbeat');
  return () => client.ofType('heartbeat').length > length + 1;
}

function trade(symbol: string, sequence?: number, price = 100): string {
  return JSON.stringify({ type: 'trade', symbol, price, size: 1, sequence });
}

function ticksOf(client: TestClient, symbol: string): JsonMessage[] {
  return client.messages().filter((message) => message.symbol === symbol);
}

async function healthOf({ pageUrl }: Gateway, query = '') {
  const response = await fetch(`${pageUrl}/healthz${query}`);
  return { code: response.status, ...((await response.json()) as { status: string }) };
}

for (const [name, start, skip] of SOURCES) {
  describe(`a gateway on ${name}`, { skip }, () => {
    it('brings its ticks to who asked for them, with the numbers of the producer, gaps included', async (test) => {
      const { source, connect, begin } = await serve(test, start);
      const client = await connect();
      client.send({ type: 'subscribe', symbols: ['A', 'NEVER'] });
      await begin(client, 'A');
      const [quote, later] = [{ type: 'quote', symbol: 'A', bid: 1.5, ask: 2.5, sequence: 1001 }, trade('A', 1005)];
      await source.publish('A', JSON.stringify([JSON.parse(trade('A', 1000)), quote]));
      await source.publish('B', trade('B', 1));
      await source.publish('A', later);
      await client.until('the last', () => ticksOf(client, 'A').at(-1)?.sequence === 1005);
      const last = ticksOf(client, 'A').slice(-3);
      assert.deepEqual(
        last.map(({ type, sequence }) => [type, sequence]),
        [
          ['trade', 1000],
          ['quote', 1001],
          ['trade', 1005],
        ],
      );
      assert.equal(ticksOf(client, 'B').length, 0);
      assert.equal(client.ofType('subscribed')[0]?.numbered, undefined);
    });

    it('numbers the ticks of who gives none, and names them by their topic', async (test) => {
      const { source, connect, begin } = await serve(test, start);
      const client = await connect();
      client.send({ type: 'subscribe', symbols: ['A', 'B/C.D'] });
      await begin(client, 'A');
      for (const price of [1, 2, 3]) await source.publish('B/C.D', JSON.stringify({ price, size: 1 }));
      await client.until('three ticks', () => ticksOf(client, 'B/C.D').length === 3);
      assert.deepEqual(
        ticksOf(client, 'B/C.D').map(({ price, sequence }) => [price, sequence]),
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      );
      const told = client.ofType('info').find(({ numbered }) => numbered !== undefined);
      const later = await connect();
      later.send({ type: 'subscribe', symbols: ['A', 'B/C.D'] });
      await later.until(
        'the newest of both',
        () => ticksOf(later, 'B/C.D').length === 1 && ticksOf(later, 'A').length === 1,
      );
      assert.deepEqual(told?.numbered, ['B/C.D']);
      assert.deepEqual(later.ofType('subscribed')[0]?.numbered, ['B/C.D']);
      // from before, and no part of what comes now
      const [newest] = ticksOf(later, 'B/C.D');
      assert.deepEqual([newest?.price, newest?.reference, newest?.sequence], [3, true, undefined]);
    });

    it('takes binary frames as those of their topic', async (test) => {
      const { source, connect, begin } = await serve(test, start);
      const client = await connect();
      client.send({ type: 'subscribe', symbols: ['A'] });
      await begin(client, 'A');
      const encoder = new BinaryTickEncoder();
      const symbol = { name: 'ignored', id: 77 };
      encoder.trade(symbol, 1_700_000_000_000, 12.5, 3, 900, 0);
      encoder.quote(symbol, 1_700_000_000_001, 12, 1, 13, 2, 901);
      await source.publish('A', Buffer.from(encoder.frame(1_700_000_000_002)));
      await client.until('both', () => ticksOf(client, 'A').at(-1)?.sequence === 901);
      const [one, other] = ticksOf(client, 'A').slice(-2);
      assert.deepEqual([one?.price, one?.size, other?.bid, other?.askSize], [12.5, 3, 12, 2]);
    });

    it('goes on without what is unsound, and counts it', async (test) => {
      const { source, gateway, connect, begin } = await serve(test, start);
      const client = await connect();
      client.send({ type: 'subscribe', symbols: ['A'] });
      await begin(client, 'A');
      const unsound = ['{', '7', '{"symbol":"A","price":"x"}', '{"symbol":"A","price":1,"size":-1}'];
      const late = `{"symbol":"A","price":1,"time":${Date.now() + 2 * 86_400_000}}`;
      for (const message of ['', ...unsound, late, `{"symbol":"${'x'.repeat(65)}","price":1}`]) {
        await source.publish('A', message);
      }
      await source.publish('A', trade('A', 5000));
      await client.until('the last', () => ticksOf(client, 'A').at(-1)?.sequence === 5000);
      assert.equal(gateway.stats.rejected, 6);
      const metrics = await (await fetch(`${gateway.pageUrl}/metrics`)).text();
      assert.match(metrics, /^ticklane_upstream_rejected_total 6$/m);
      assert.match(metrics, /^ticklane_upstream_connected 1$/m);
    });

    it('tells clients and balancers when it is lost, and comes back by itself', async (test) => {
      const { source, gateway, connect, begin } = await serve(test, start);
      const client = await connect();
      client.send({ type: 'subscribe', symbols: ['A', 'B'] });
      await begin(client, 'A');
      await source.publish('B', '{"symbol":"B","price":1}');
      await client.until('a tick of the other', () => ticksOf(client, 'B').length === 1);
      const lost = () => client.ofType('info').filter(({ upstream }) => upstream === 'lost').length;
      const restarted = source.restart();
      await client.until('the loss', () => lost() === 1 && client.ofType('heartbeat').at(-1)?.upstream === 'lost');
      assert.deepEqual(await healthOf(gateway, '?live').then(({ code }) => code), 200);
      await restarted;
      await client.until('the return', () => client.ofType('info').some(({ upstream }) => upstream === 'live'), 60_000);
      await begin(client, 'A');
      await source.publish('B', '{"symbol":"B","price":2}');
      await client.until('a tick of the other', () => ticksOf(client, 'B').at(-1)?.price === 2);
      // the numbers are the gateway's, and say that something may be missing
      assert.deepEqual(
        ticksOf(client, 'B').map(({ sequence }) => sequence),
        [1, 3],
      );
      const { code, status } = await healthOf(gateway);
      assert.deepEqual([code, status], [200, 'ok']);
      assert.ok(gateway.stats.reconnects > 0);
    });

    it('knows bars and symbols of what has come', async (test) => {
      const { source, gateway, connect, begin } = await serve(test, start);
      const client = await connect();
      client.send({ type: 'subscribe', symbols: ['A', 'H', 'NEVER'] });
      await begin(client, 'A');
      const time = Math.floor(Date.now() / 60_000) * 60_000;
      for (const price of [10, 12, 9, 11]) {
        await source.publish('H', `{"symbol":"H","price":${price},"size":2,"time":${time}}`);
      }
      await client.until('all', () => ticksOf(client, 'H').length === 4);
      const read = async (path: string) => (await fetch(gateway.pageUrl + path)).json();
      assert.deepEqual(await read('/history?symbol=H'), [{ time, open: 10, high: 12, low: 9, close: 11, volume: 8 }]);
      assert.deepEqual(await read('/symbols'), [
        { symbol: 'A', kind: 'ticker' },
        { symbol: 'H', kind: 'ticker' },
      ]);
      assert.equal((await fetch(`${gateway.pageUrl}/history?symbol=NEVER`)).status, 404);
    });
  });
}

describe('a gateway on MQTT', { skip: missing('mosquitto') }, () => {
  it('takes what the broker kept as a trade from before, and not twice', async (test) => {
    const source = await startMqttSource(test);
    await source.publish('K', trade('K', 41, 7), true);
    const gateway = await startGateway(source.options);
    test.after(() => gateway.close());
    const client = await TestClient.connect(gateway.url);
    test.after(() => client.close());
    client.send({ type: 'subscribe', symbols: ['K'] });
    await client.until('the kept one', () => ticksOf(client, 'K').length === 1);
    await source.publish('K', trade('K', 42, 8), true);
    await client.until('the next', () => ticksOf(client, 'K').length === 2);
    await source.restart();
    await client.until('the return', () => client.ofType('info').some(({ upstream }) => upstream === 'live'), 60_000);
    await source.publish('K', trade('K', 42, 8), true);
    await source.publish('K', trade('K', 43, 9));
    await client.until('the last', () => ticksOf(client, 'K').at(-1)?.price === 9);
    assert.deepEqual(
      ticksOf(client, 'K')
        .map(({ price, reference }) => [price, reference])
        .slice(0, 2),
      [
        [7, true],
        [8, undefined],
      ],
    );
  });
});

describe('a gateway without its source', () => {
  it('listens, says that it is degraded, and lets clients wait', async (test) => {
    const url = `zeromq tcp://127.0.0.1:${await freePort()}`.split(' ')[1] as string;
    const gateway = await startGateway({ ...live('zeromq', url) });
    test.after(() => gateway.close());
    assert.deepEqual(await healthOf(gateway).then(({ code, status }) => [code, status]), [503, 'degraded']);
    const client = await TestClient.connect(gateway.url);
    test.after(() => client.close());
    client.send({ type: 'subscribe', symbols: ['A'] });
    await client.until('an answer and a heartbeat', () => client.ofType('heartbeat').length > 0);
    assert.equal(client.ofType('subscribed')[0]?.upstream, 'lost');
    assert.equal(client.ofType('heartbeat')[0]?.upstream, 'lost');
  });

  for (const [name, url, message] of [
    ['nats', 'http://a.test', /--nats: a URL of http:\/\/; expected nats:/],
    ['mqtt', 'somewhere', /--mqtt: not a URL/],
    ['zeromq', 'ws://a.test', /--zeromq: a URL of ws:\/\/; expected tcp:/],
  ] as const) {
    it(`does not start on ${url} for ${name}`, async () => {
      await assert.rejects(startGateway(live(name, url)), message);
    });
  }

  it('says what to install where a package is missing, and nothing of the kind where it is broken', async () => {
    const absent = 'ticklane-no-such-package';
    await assert.rejects(
      loadPackage('mqtt', () => import(absent)),
      (error) => {
        assert.ok(error instanceof UpstreamError);
        assert.equal(error.message, 'the package mqtt is needed for this source: npm install mqtt');
        return true;
      },
    );
    const broken = new Error('broken');
    await assert.rejects(
      loadPackage('mqtt', () => Promise.reject(broken)),
      (error) => error === broken,
    );
  });

  it('never tells a password', async (test) => {
    const lines: string[] = [];
    const port = await freePort();
    const upstream = { name: 'nats', url: `nats://user:s3cret@127.0.0.1:${port}`, token: 't0ken' } as const;
    const gateway = await startGateway({ upstream, logLevel: 'debug', log: (line) => lines.push(line) });
    test.after(() => gateway.close());
    const client = await TestClient.connect(gateway.url);
    await client.close();
    assert.doesNotMatch(gateway.summary + lines.join(''), /s3cret|t0ken/);
  });
});
