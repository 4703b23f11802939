import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, it } from 'node:test';
import { createSession, SETTINGS, startServer, trade, until } from './feed-rig.ts';

const LIMITED = new URL('limited-codec.ts', import.meta.url).href;
const limited = (...sources: string[]) => ({ ...SETTINGS, sources, format: LIMITED, codec: LIMITED });

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = await startServer();
  await server.stop();
  return server.port;
}

describe('a spare', () => {
  before(async () => {
    // Node 20 has none of its own
    globalThis.WebSocket ??= (await import('ws')).WebSocket as unknown as typeof globalThis.WebSocket;
  });

  it('takes over when it stands, where the other was lost before', async (test) => {
    const port = await freePort();
    const { session, lane, statuses } = await createSession();
    const late = await freePort();
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, sources: [`ws://127.0.0.1:${port}`, `ws://127.0.0.1:${late}`] });
    await until(() => statuses.at(-1) === 'reconnecting', 'the loss of both');
    const spare = await startServer(late);
    test.after(async () => {
      session.disconnect();
      await spare.stop();
    });
    await until(() => spare.received.length === 1, 'the request to the spare');
    spare.send(trade('A', 5));
    await until(() => a.last() === 5, 'a trade of the spare');
    assert.equal(statuses.at(-1), 'live');
  });

  it('takes over where the other fails for good before it stands, and what it repeats counts once', async (test) => {
    const [one, late] = await Promise.all([startServer(), freePort()]);
    const { session, lane, statuses, block } = await createSession();
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, sources: [one.url, `ws://127.0.0.1:${late}`] });
    await until(() => one.received.length === 1, 'the request');
    one.send(trade('A', 5, undefined, 1000));
    await until(() => a.last() === 5, 'a trade');
    one.close(1008, 'never again');
    await until(() => statuses.at(-1) !== 'live', 'the loss');
    assert.equal(statuses.at(-1), 'reconnecting');
    const spare = await startServer(late);
    test.after(async () => {
      session.disconnect();
      await Promise.all([one.stop(), spare.stop()]);
    });
    await until(() => spare.received.length === 1, 'the request to the spare');
    spare.send(trade('A', 5, undefined, 1000), trade('A', 6, undefined, 2000));
    await until(() => a.last() === 6, 'a trade of the spare');
    assert.deepEqual([a.ticks(), block.read().doubles], [2, 1]);
  });

  it('is used where the first address can never work, and ends with the feed where it cannot either', async (test) => {
    const spare = await startServer();
    const { session, lane, statuses, problems } = await createSession();
    test.after(async () => {
      session.disconnect();
      await spare.stop();
    });
    session.subscribe(lane('A').handover);
    await session.connect({ ...SETTINGS, sources: ['ws://no host/', spare.url] });
    await until(() => spare.received.length === 1, 'the request to the spare');
    assert.match(problems[0]?.message as string, /cannot open a WebSocket/);
    assert.ok(!statuses.includes('failed'), `${statuses}`);
    await session.connect({ ...SETTINGS, sources: ['ws://no host/', 'ws://no host/either'] });
    assert.equal(statuses.at(-1), 'failed');
    await until(() => spare.clients() === 0, 'the end of the connection');
  });

  it('takes over where addresses name the symbols', async (test) => {
    const asked: string[] = [];
    const open = async (name: string) => {
      const server = createServer((request, response) => {
        asked.push(`${name} ${request.url}`);
        response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        response.write(`${trade('A', name === 'one' ? 1 : 2)}\n`);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const stop = () => {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        return closed;
      };
      return { url: `http://127.0.0.1:${port}/{symbols}`, stop };
    };
    const [one, two] = await Promise.all([open('one'), open('two')]);
    const { session, lane, statuses } = await createSession();
    test.after(async () => {
      session.disconnect();
      await two.stop();
    });
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, sources: [one.url, two.url] });
    await until(() => a.last() === 1, 'a trade of the first');
    assert.deepEqual(asked, ['one /A']);
    await one.stop();
    await until(() => a.last() === 2, 'a trade of the spare');
    assert.deepEqual(asked, ['one /A', 'two /A']);
    assert.ok(!statuses.slice(1).includes('connecting'), `${statuses}`);
  });

  it('goes on where the other was, or hears that its numbers mean nothing to it', async (test) => {
    const [one, two] = await Promise.all([startServer(), startServer()]);
    const { session, lane, gaps } = await createSession();
    test.after(async () => {
      session.disconnect();
      await Promise.all([one.stop(), two.stop()]);
    });
    const answer = (run: string, more: object) =>
      JSON.stringify({ type: 'subscribed', protocol: 1, run, symbols: { A: 1 }, ...more });
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, sources: [one.url, two.url] });
    await until(() => one.received.length === 1 && two.clients() === 1, 'both connections');
    one.send(answer('first', { numbered: true }), trade('A', 1, 500), '{"type":"heartbeat","position":"first-9"}');
    await until(() => a.last() === 1, 'a trade');
    one.close();
    await until(() => two.received.length === 1, 'the request to the spare');
    assert.equal(JSON.parse(two.received[0] as string).after, 'first-9');
    // another gateway that counts by itself: its number 700 says nothing of 501 to 699
    two.send(answer('second', { numbered: true, resumed: false, reason: 'of another gateway' }), trade('A', 2, 700));
    await until(() => a.last() === 2, 'a trade of the spare');
    assert.deepEqual(
      gaps.map(({ symbol, missing, reason }) => [symbol, missing, reason]),
      [['A', Number.NaN, 'of another gateway']],
    );
  });

  it('may be silent, as nothing is asked of it, and what it missed is of no interest', async (test) => {
    const [one, two] = await Promise.all([startServer(), startServer()]);
    const { session, lane, gaps, problems } = await createSession();
    test.after(async () => {
      session.disconnect();
      clearInterval(beat);
      await Promise.all([one.stop(), two.stop()]);
    });
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, staleAfter: 400, sources: [one.url, two.url] });
    await until(() => one.received.length === 1, 'the request');
    let price = 0;
    const beat = setInterval(() => one.send(trade('A', ++price)), 10);
    await until(() => price > 140, 'more than three times stale-after');
    assert.deepEqual([two.connections.length, problems], [1, []]);
    two.send(trade('A', 1), trade('B', 1));
    two.close();
    await until(() => two.connections.length === 2, 'another connection');
    two.send(trade('A', 1), trade('B', 1));
    const before = price;
    await until(() => price > before + 20, 'more trades');
    assert.deepEqual(gaps, []);
  });
});

describe('a connection that fails for good, of several', () => {
  it('leaves to the others what they have room for', async (test) => {
    const [one, two, spare] = await Promise.all([startServer(), startServer(), startServer()]);
    for (const server of [one, two]) server.greet((socket) => socket.send('welcome'));
    const { session, lane, statuses } = await createSession();
    test.after(async () => {
      session.disconnect();
      await Promise.all([one.stop(), two.stop(), spare.stop()]);
    });
    session.subscribe(...['A', 'B', 'C'].map((symbol) => lane(symbol).handover));
    await session.connect(limited(one.url, two.url, spare.url));
    const asked = (server: typeof one) =>
      server.received.filter((text) => text.startsWith('want')).flatMap((text) => text.split(' ').slice(1));
    await until(() => asked(one).length + asked(two).length === 3, 'all requests');
    const [full, other] = asked(one).length === 2 ? [one, two] : [two, one];
    // the spare never says that it is ready
    full.send('never');
    await until(() => asked(other).length === 2, 'one more request');
    await until(() => other.clients() === 1 && statuses.at(-1) !== 'failed', 'a feed that goes on');
    assert.equal(new Set([...asked(other)]).size, 2);
    spare.send('welcome');
    await until(() => asked(spare).length === 1, 'the rest by the spare');
  });
});
