import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { startGateway } from '../../gateway/server.ts';
import { createSession, SETTINGS, startServer, trade, until } from './feed-rig.ts';

describe('a feed session', () => {
  const { WebSocket } = globalThis;
  before(async () => {
    // Node 20 has none of its own
    globalThis.WebSocket ??= (await import('ws')).WebSocket as unknown as typeof globalThis.WebSocket;
  });
  after(() => {
    globalThis.WebSocket = WebSocket;
  });

  it('carries ticks of the gateway into lanes, in json and in binary', async () => {
    for (const format of ['json', 'binary']) {
      const gateway = await startGateway({ simulate: 2, rate: 2000, seed: 3 });
      const { session, lane, statuses, problems, block } = await createSession();
      const [one, two] = [lane('BTC-USD'), lane('ETH-USD')];
      session.subscribe(one.handover);
      session.connect({ ...SETTINGS, sources: [gateway.url], format });
      session.subscribe(two.handover);
      await until(() => one.ticks() > 50 && two.ticks() > 50, 'ticks of both symbols');
      assert.deepEqual(statuses, ['connecting', 'live']);
      assert.deepEqual(problems, []);
      const { ticks, rejected, unrouted, messages } = block.read();
      assert.deepEqual([rejected, unrouted], [0, 0]);
      assert.ok(messages > 0 && ticks >= one.ticks() + two.ticks());
      session.disconnect();
      assert.equal(statuses.at(-1), 'closed');
      const seen = one.ticks();
      await gateway.close();
      assert.equal(one.ticks(), seen);
    }
  });

  it('asks for all symbols of one turn at once, and tells when nobody wants one any more', async () => {
    const server = await startServer();
    const { session, lane } = await createSession();
    session.connect({ ...SETTINGS, sources: [server.url] });
    await until(() => server.clients() === 1, 'the connection');
    const lanes = ['A', 'B', 'A', 'C'].map((symbol) => lane(symbol));
    for (const { handover } of lanes) session.subscribe(handover);
    await until(() => server.received.length === 1, 'one request');
    assert.deepEqual(JSON.parse(server.received[0] as string).symbols, ['A', 'B', 'C']);
    session.unsubscribe((lanes[0] as (typeof lanes)[0]).handover.address);
    session.unsubscribe((lanes[1] as (typeof lanes)[0]).handover.address);
    await until(() => server.received.length === 2, 'a second request');
    assert.deepEqual(JSON.parse(server.received[1] as string), { type: 'unsubscribe', symbols: ['B'] });
    session.disconnect();
    await server.stop();
  });

  it('sends every tick to the old lane or to the new one, never to both or to neither', async () => {
    const { session, lane, memory } = await createSession();
    session.connect({ ...SETTINGS, sources: ['sim:rate=20000&seed=1&count=4000'] });
    let current = lane('A', 8192);
    session.subscribe(current.handover);
    const lanes = [current];
    const total = () => lanes.reduce((sum, each) => sum + each.ticks(), 0);
    while (total() < 4000) {
      const next = lane('A', 8192);
      session.replace(current.handover.address, { ...next.handover, byteLength: memory.byteLength });
      current = next;
      lanes.push(next);
      await until(() => next.ticks() > 0 || total() >= 4000, 'ticks in the new lane');
    }
    assert.equal(total(), 4000);
    assert.ok(lanes.length > 3);
    session.disconnect();
  });

  it('changes all legs of a lane at once', async () => {
    const { session, lane, memory } = await createSession();
    session.connect({ ...SETTINGS, sources: ['sim:rate=20000&seed=1&count=4000'] });
    const legsOf = ({ handover }: ReturnType<typeof lane>) =>
      ['A', 'B', 'C'].map((symbol, leg) => ({ ...handover, symbol, leg, byteLength: memory.byteLength }));
    let current = lane('A', 8192);
    session.subscribe(...legsOf(current));
    const lanes = [current];
    const total = () => lanes.reduce((sum, each) => sum + each.ticks(), 0);
    while (total() < 4000) {
      const next = lane('A', 8192);
      session.replace(current.handover.address, ...legsOf(next));
      current = next;
      lanes.push(next);
      await until(() => next.ticks() > 0 || total() >= 4000, 'ticks in the new lane');
    }
    assert.equal(total(), 4000);
    assert.ok(lanes.length > 3);
    session.disconnect();
  });

  it('becomes stale in silence, live again with a message, and takes a long silence for a loss', async () => {
    const server = await startServer();
    const { session, lane, statuses, problems } = await createSession();
    session.subscribe(lane('A').handover);
    session.connect({ ...SETTINGS, sources: [server.url], staleAfter: 100 });
    await until(() => server.received.length === 1, 'the request');
    server.send('{"type":"heartbeat","time":1}');
    await until(() => statuses.includes('stale'), 'staleness');
    server.send('{"type":"heartbeat","time":2}');
    await until(() => statuses.at(-1) === 'live', 'life');
    await until(() => statuses.includes('reconnecting'), 'the loss');
    assert.deepEqual(statuses.slice(0, 5), ['connecting', 'live', 'stale', 'live', 'stale']);
    assert.match(problems[0]?.message as string, /no message for \d+ ms.*trying again/);
    session.disconnect();
    await server.stop();
  });

  it('gives up a connection that nobody answers', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { session, statuses, problems } = await createSession();
    session.connect({
      ...SETTINGS,
      sources: [`ws://127.0.0.1:${(server.address() as { port: number }).port}`],
      staleAfter: 50,
    });
    await until(() => statuses.at(-1) === 'reconnecting', 'another attempt');
    assert.deepEqual(statuses, ['connecting', 'reconnecting']);
    assert.match(problems[0]?.message as string, /no connection within/);
    session.disconnect();
    server.close();
  });

  it('connects again after a loss and asks for everything again', async () => {
    const server = await startServer();
    const { session, lane, statuses, block } = await createSession();
    const a = lane('A');
    session.subscribe(a.handover);
    session.connect({ ...SETTINGS, sources: [server.url] });
    await until(() => server.received.length === 1, 'the request');
    server.send(trade('A', 5));
    await until(() => a.last() === 5, 'a trade');
    server.close();
    await until(() => server.received.length === 2, 'the second request');
    server.send(trade('A', 6));
    await until(() => a.last() === 6, 'another trade');
    assert.deepEqual(statuses, ['connecting', 'live', 'reconnecting', 'live']);
    assert.equal(block.read().reconnects, 1);
    session.disconnect();
    await server.stop();
  });

  it('does not try again where the server says that it never will', async () => {
    const server = await startServer();
    const { session, statuses, problems } = await createSession();
    session.connect({ ...SETTINGS, sources: [server.url] });
    await until(() => server.clients() === 1, 'the connection');
    server.close(1008, 'no token');
    await until(() => statuses.at(-1) === 'failed', 'the failure');
    assert.match(problems[0]?.message as string, /code 1008 \("no token"\)/);
    await server.stop();
  });

  it('drops what arrives while it is paused, and counts it', async () => {
    const server = await startServer();
    const { session, lane, block } = await createSession();
    const a = lane('A');
    session.subscribe(a.handover);
    session.connect({ ...SETTINGS, sources: [server.url] });
    await until(() => server.received.length === 1, 'the request');
    session.pause(true);
    server.send(trade('A', 5));
    await until(() => block.read().ignored === 1, 'the message');
    assert.equal(a.ticks(), 0);
    session.pause(false);
    server.send(trade('A', 6));
    await until(() => a.last() === 6, 'a trade');
    assert.equal(a.ticks(), 1);
    session.disconnect();
    await server.stop();
  });

  it('keeps its lanes when the settings change, symbols written as the new format has them', async () => {
    const server = await startServer();
    const { session, lane } = await createSession();
    session.subscribe(lane('btcusdt').handover);
    session.connect({ ...SETTINGS, sources: [server.url], format: 'binance' });
    await until(() => server.received.length === 1, 'a request');
    assert.match(server.received[0] as string, /"btcusdt@aggTrade"/);
    session.connect({ ...SETTINGS, sources: [server.url] });
    await until(() => server.received.length === 2, 'another request');
    assert.deepEqual(JSON.parse(server.received[1] as string).symbols, ['btcusdt']);
    session.disconnect();
    await server.stop();
  });

  it('says what is wrong with its settings, and does not connect', async () => {
    const { session, statuses, problems } = await createSession();
    for (const [settings, expected] of [
      [{ sources: [] }, /src is missing: format "json" has no public endpoint/],
      [{ sources: ['ftp://a.test/'] }, /no transport for ftp:/],
      [{ sources: ['x'] }, /"x" is no URL/],
      [{ sources: ['sim:'], transport: 'simulater' }, /did you mean "simulator"/],
      [{ sources: ['sim:rate=fast'] }, /rate/],
      [{ sources: ['ws://a.test/#x'] }, /cannot open a WebSocket/],
    ] as const) {
      await session.connect({ ...SETTINGS, ...settings });
      await until(() => statuses.at(-1) === 'failed', 'a failure');
      assert.match(problems.at(-1)?.message as string, expected);
    }
    session.disconnect();
  });
});
