import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type Gateway, startGateway } from '../../gateway/server.js';
import { type Broker, findProgram, freePort, startNats } from './brokers.js';
import { TestClient } from './client.js';
import { type DecodedTick, decodeAll } from './decode.js';

const NODES = 3;
const SYMBOLS = ['A', 'B', 'C'];

async function startCluster(test: TestContext) {
  const ports = await Promise.all(Array.from({ length: NODES }, freePort));
  const routes = await Promise.all(Array.from({ length: NODES }, freePort));
  const all = routes.map((port) => `nats://127.0.0.1:${port}`).join(',');
  const start = (node: number) =>
    startNats(test, ports[node], [
      ...['--cluster_name', 'test', '--cluster', `nats://127.0.0.1:${routes[node]}`],
      ...['--routes', all],
    ]);
  const nodes: Broker[] = await Promise.all(ports.map((_, node) => start(node)));
  return {
    url: ports.map((port) => `nats://127.0.0.1:${port}`).join(','),
    servers: ports.map((port) => `127.0.0.1:${port}`),
    async restart(node: number) {
      await nodes[node]?.kill();
      nodes[node] = await start(node);
    },
  };
}

/** Publishes numbered trades without end; what it could not say in time is missing, as in earnest. */
function startProducer(test: TestContext, connection: NatsConnection) {
  const last = new Map(SYMBOLS.map((symbol) => [symbol, 0]));
  const timer = setInterval(() => {
    for (const symbol of SYMBOLS) {
      const sequence = (last.get(symbol) ?? 0) + 1;
      last.set(symbol, sequence);
      connection.publish(
        `ticks.${symbol}`,
        JSON.stringify({ type: 'trade', symbol, price: sequence, size: 1, sequence }),
      );
    }
  }, 5);
  test.after(() => clearInterval(timer));
  return { last, stop: () => clearInterval(timer) };
}

function ticksOf(client: TestClient): DecodedTick[] {
  return decodeAll('json', client.texts).filter(({ sequence }) => !Number.isNaN(sequence));
}

describe('gateways on a NATS cluster of three nodes', {
  skip: findProgram('nats-server') ? false : 'nats-server is not installed',
}, () => {
  it('go on while each node is killed in turn; every number that is missing shows, and values converge', async (test) => {
    const cluster = await startCluster(test);
    const producer = await connect({ servers: cluster.servers, maxReconnectAttempts: -1, reconnectTimeWait: 50 });
    test.after(() => producer.close());
    const upstream = { name: 'nats', url: cluster.url } as const;
    const logged: string[] = [];
    const log = (line: string) => logged.push(line);
    const gateways: Gateway[] = [
      await startGateway({ upstream, logLevel: 'warn', log }),
      await startGateway({ upstream, logLevel: 'warn', log }),
    ];
    test.after(() => Promise.all(gateways.map((gateway) => gateway.close())));
    const clients = await Promise.all(gateways.map(({ url }) => TestClient.connect(url)));
    test.after(() => Promise.all(clients.map((client) => client.close())));
    for (const client of clients) client.send({ type: 'subscribe', symbols: SYMBOLS });
    const { last, stop } = startProducer(test, producer);
    const goOn = (client: TestClient) => {
      const from = last.get('A') ?? 0;
      return client.until(
        'newer ticks',
        () => ticksOf(client).some(({ symbol, sequence }) => symbol === 'A' && sequence > from + 20),
        60_000,
      );
    };
    await Promise.all(clients.map(goOn));
    for (let node = 0; node < NODES; node++) {
      await cluster.restart(node);
      await Promise.all(clients.map(goOn));
    }
    stop();
    await producer.flush();
    for (const client of clients) {
      for (const symbol of SYMBOLS) {
        const sequences = () =>
          ticksOf(client)
            .filter((tick) => tick.symbol === symbol)
            .map(({ sequence }) => sequence);
        await client.until('the last', () => sequences().at(-1) === last.get(symbol));
        // none twice, none out of order: whatever is missing is a hole
        assert.ok(sequences().every((sequence, index, all) => index === 0 || sequence > (all[index - 1] ?? 0)));
        const price = ticksOf(client).findLast((tick) => tick.symbol === symbol)?.values[0];
        assert.equal(price, last.get(symbol));
      }
    }
    assert.ok(gateways.some(({ stats }) => stats.reconnects > 0));
    const losses = logged
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ state }) => state === 'lost');
    assert.equal(losses[0]?.again, 0, 'another node is tried at once');
  });
});
