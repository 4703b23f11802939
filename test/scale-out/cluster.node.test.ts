import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { findChromium } from '../../tools/find-browser.ts';
import { findProgram } from '../gateway/brokers.ts';
import { GatewayProcess } from './gateway-process.ts';
import { type NatsNode, startCluster, whole } from './nats-cluster.ts';
import { FeedPage, type FeedPlace, type FeedSeen, type Seen } from './page.ts';
import { Publisher, SYMBOLS, tradeOf } from './publisher.ts';
import { until } from './until.ts';

/** Rounds that show that something flows again. */
const FLOW = 30;
/** Connections that the page holds to the cluster: two feeds of three addresses each. */
const STRAIGHT = 6;

const skip = await whyNot();

test('nodes of a NATS cluster and gateways are killed one at a time: every tick is counted once or told as missing', {
  skip,
  timeout: 120_000,
}, async (context) => {
  const { nodes, gateways, publisher, page } = await start(context);
  const account = await openAccount(page, publisher);
  publisher.go();
  await flows(page, gateways);

  for (const node of nodes) {
    await node.kill();
    await flows(page, gateways);
    await node.start();
    await whole(nodes);
    await spares(nodes);
  }

  const [first, second] = gateways as [GatewayProcess, GatewayProcess];
  await first.end('SIGKILL');
  await flows(page, [second]);
  await first.start();
  await until('the page to be back at the first gateway', async () => (await first.metric(CLIENTS)) === 2);
  // as an operator replaces it: clients are told, and go on elsewhere
  assert.equal(await second.end('SIGTERM'), 0);
  await flows(page, [first]);

  await publisher.stand();
  // a hole shows itself with the next tick
  publisher.round();
  await publisher.stand();
  await account.close();
});

const CLIENTS = 'ticklane_clients\\{output="ws"\\}';

async function whyNot(): Promise<string | false> {
  if (findProgram('nats-server') === undefined) return 'nats-server is not installed';
  try {
    await findChromium();
    return false;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Three nodes, two gateways, and a page with feeds of both kinds, which have had their first ticks. The publisher stands. */
async function start(context: TestContext) {
  const nodes = await startCluster(context, 3);
  const servers = nodes.map(({ url }) => url);
  const gateways = await Promise.all([GatewayProcess.start(context, servers), GatewayProcess.start(context, servers)]);
  const publisher = await Publisher.connect(servers);
  context.after(() => publisher.close());
  const behind = gateways.map(({ url }) => url).join(' ');
  const straight = (subject: string) => nodes.map(({ pageUrl }) => `${pageUrl}/${subject}.{symbol}`).join(' ');
  const places: FeedPlace[] = [
    { id: 'gateways', src: behind, format: 'json' },
    { id: 'gateways-binary', src: behind, format: 'binary' },
    { id: 'nats', src: straight('ticks'), format: 'json' },
    { id: 'nats-binary', src: straight('frames'), format: 'binary' },
  ];
  const page = await FeedPage.open(places, SYMBOLS);
  context.after(() => page.close());
  await spares(nodes);
  await until(
    'the first ticks',
    async () => {
      publisher.round();
      await publisher.stand();
      return counts(await page.look()).every((trades) => trades > 0);
    },
    () => page.look(),
  );
  return { nodes, gateways, publisher, page };
}

const counts = (seen: Seen) =>
  Object.values(seen).flatMap(({ shown }) => SYMBOLS.map((symbol) => shown[symbol]?.trades ?? 0));

/** Waits until every widget and every gateway gets ticks again. */
async function flows(page: FeedPage, gateways: readonly GatewayProcess[]): Promise<void> {
  const taken = () => Promise.all(gateways.map((gateway) => gateway.metric('ticklane_ticks_received_total')));
  const before = { page: counts(await page.look()), gateways: await taken() };
  await until(
    'ticks to flow again',
    async () => {
      const after = { page: counts(await page.look()), gateways: await taken() };
      const more = (key: 'page' | 'gateways') =>
        after[key].every((count, index) => count >= (before[key][index] as number) + FLOW);
      return more('page') && more('gateways');
    },
    () => page.look(),
  );
}

/** Waits until the page has its spare connections again. */
async function spares(nodes: readonly NatsNode[]): Promise<void> {
  await until('the page to be connected to every node', async () => {
    const connections = await Promise.all(nodes.map((node) => node.connections('ticklane')));
    return connections.every((count) => count === STRAIGHT / nodes.length);
  });
}

/** From here on every tick must be counted once or told as missing. The publisher stands. */
async function openAccount(page: FeedPage, publisher: Publisher) {
  const atLast = ({ shown }: FeedSeen) => SYMBOLS.every((symbol) => shown[symbol]?.last === lastOf(publisher, symbol));
  const converge = () =>
    until(
      'the last prices',
      async () => Object.values(await page.look()).every(atLast),
      () => page.look(),
    );
  await converge();
  const from = publisher.sequence;
  const opened = await page.look();
  return {
    async close() {
      await converge();
      const seen = await page.look();
      let lost = 0;
      for (const [id, feed] of Object.entries(seen)) {
        const before = opened[id] as FeedSeen;
        for (const symbol of SYMBOLS) {
          const missing = toldMissing(feed, symbol);
          lost += missing.size;
          const wanted = { trades: 0, volume: 0 };
          for (let sequence = from + 1; sequence <= publisher.sequence; sequence++) {
            if (missing.delete(sequence)) continue;
            wanted.trades++;
            wanted.volume += tradeOf(symbol, sequence).size;
          }
          assert.deepEqual([...missing], [], `${id}, ${symbol}: told as missing, and never published`);
          const trades = (feed.shown[symbol]?.trades ?? 0) - (before.shown[symbol]?.trades ?? 0);
          const volume = (feed.shown[symbol]?.volume ?? 0) - (before.shown[symbol]?.volume ?? 0);
          // sizes are as good as random: a double and a silent loss do not make up for each other
          assert.deepEqual({ trades, volume }, wanted, `${id}, ${symbol}: ${JSON.stringify(feed.gaps)}`);
        }
      }
      assert.ok(lost > 0, 'nothing was lost at all: the test shows nothing');
    },
  };
}

const lastOf = ({ sequence }: Publisher, symbol: string) => tradeOf(symbol, sequence).price;

/** Sequences that were told as missing, each of them once. */
function toldMissing({ gaps }: FeedSeen, symbol: string): Set<number> {
  const missing = new Set<number>();
  for (const gap of gaps) {
    if (gap.symbol !== symbol || gap.from === null || gap.missing === null) continue;
    for (let sequence = gap.from; sequence < gap.from + gap.missing; sequence++) {
      assert.ok(!missing.has(sequence), `${symbol}: ${sequence} is told as missing twice`);
      missing.add(sequence);
    }
  }
  return missing;
}
