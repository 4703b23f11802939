import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { Backoff } from '../../src/feed/backoff.js';
import { createSession, SETTINGS, startServer, trade, until } from './feed-rig.ts';

const LIMITED = new URL('limited-codec.ts', import.meta.url).href;
const limited = (...sources: string[]) => ({ ...SETTINGS, sources, format: LIMITED, codec: LIMITED });

/** Answers a subscription as the gateway does, so that numbers count. */
const subscribed = (...symbols: string[]) =>
  JSON.stringify({
    type: 'subscribed',
    protocol: 1,
    symbols: Object.fromEntries(symbols.map((symbol, index) => [symbol, index + 1])),
  });

describe('a feed that recovers', () => {
  const { WebSocket } = globalThis;
  before(async () => {
    // Node 20 has none of its own
    globalThis.WebSocket ??= (await import('ws')).WebSocket as unknown as typeof globalThis.WebSocket;
  });
  after(() => {
    globalThis.WebSocket = WebSocket;
  });

  it('tells which numbers are missing, and drops what a new connection repeats', async (test) => {
    const server = await startServer();
    const { session, lane, gaps, block } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, sources: [server.url] });
    await until(() => server.received.length === 1, 'the request');
    server.send(subscribed('A'), trade('A', 10, 1, 1000), trade('A', 11, 2, 2000), trade('A', 12, 5, 3000));
    await until(() => a.last() === 12, 'the last trade');
    assert.deepEqual(
      gaps.map(({ symbol, from, missing }) => [symbol, from, missing]),
      [['A', 3, 2]],
    );
    server.close();
    await until(() => server.received.length === 2, 'another request');
    server.send(subscribed('A'), trade('A', 11, 2, 2000), trade('A', 12, 5, 3000), trade('A', 13, 6, 4000));
    await until(() => a.last() === 13, 'a new trade');
    server.send(trade('A', 14, 9, 5000));
    await until(() => a.last() === 14, 'the last trade');
    assert.equal(a.ticks(), 5);
    assert.deepEqual(gaps.map(({ from, missing }) => [from, missing]).slice(1), [[7, 2]]);
    const { doubles, gaps: counted } = block.read();
    assert.deepEqual([doubles, counted], [2, 2]);
  });

  it('says that it does not know what is missing where nothing is numbered, or is numbered anew', async (test) => {
    const server = await startServer();
    const { session, lane, gaps } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, sources: [server.url] });
    await until(() => server.received.length === 1, 'the request');
    server.send(trade('A', 10));
    await until(() => a.last() === 10, 'a trade');
    assert.equal(gaps.length, 0);
    server.close();
    await until(() => server.received.length === 2, 'another request');
    server.send(trade('A', 11));
    await until(() => a.last() === 11, 'a trade');
    assert.deepEqual(
      gaps.map(({ symbol, from }) => [symbol, from]),
      [['', Number.NaN]],
    );
    assert.match(gaps[0]?.reason as string, /closed with code 1006/);
    server.send(subscribed('A'), trade('A', 11, 700), trade('A', 12, 1));
    await until(() => a.last() === 12, 'a trade of a source that began anew');
    assert.deepEqual([gaps[1]?.symbol, gaps[1]?.from], ['A', Number.NaN]);
  });

  it('is not fooled by a symbol that nobody wanted for a while', async (test) => {
    const server = await startServer();
    const { session, lane, gaps } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    const first = lane('A');
    session.subscribe(first.handover);
    await session.connect({ ...SETTINGS, sources: [server.url] });
    await until(() => server.received.length === 1, 'the request');
    server.send(subscribed('A'), trade('A', 10, 1));
    await until(() => first.last() === 10, 'a trade');
    session.unsubscribe(first.handover.address);
    await until(() => server.received.length === 2, 'the end of the subscription');
    const second = lane('A');
    session.subscribe(second.handover);
    await until(() => server.received.length === 3, 'another request');
    server.send(trade('A', 20, 900));
    await until(() => second.last() === 20, 'a trade');
    assert.equal(gaps.length, 0);
  });

  it('lets a spare take over from a connection that is lost, without a double', async (test) => {
    const [one, two] = await Promise.all([startServer(), startServer()]);
    const { session, lane, statuses, block } = await createSession();
    test.after(async () => {
      session.disconnect();
      await Promise.all([one.stop(), two.stop()]);
    });
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, sources: [one.url, two.url] });
    await until(() => one.received.length === 1 && two.clients() === 1, 'both connections');
    assert.equal(two.received.length, 0, 'a spare carries nothing');
    one.send(subscribed('A'), trade('A', 10, 1, 1000));
    two.send(trade('A', 99, 50, 1000));
    await until(() => a.last() === 10, 'a trade of the first');
    one.close();
    await until(() => two.received.length === 1, 'the request to the spare');
    two.send(subscribed('A'), trade('A', 10, 1, 1000), trade('A', 11, 2, 2000));
    await until(() => a.last() === 11, 'a trade of the spare');
    assert.equal(a.ticks(), 2);
    assert.equal(block.read().doubles, 1);
    assert.ok(!statuses.includes('reconnecting'), `${statuses}`);
    await until(() => one.clients() === 1, 'the first, as a spare');
    two.close();
    await until(() => one.received.length === 2, 'the first takes over again');
  });

  it('opens another connection where one may carry no more symbols, and closes it again', async (test) => {
    const server = await startServer();
    server.greet((socket) => socket.send('welcome'));
    const { session, lane } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    const lanes = ['a', 'b', 'c', 'd', 'e'].map((symbol) => lane(symbol));
    session.subscribe(...lanes.map(({ handover }) => handover));
    await session.connect(limited(server.url));
    await until(() => server.received.filter((text) => text !== 'beat').length === 3, 'three requests');
    const asked = server.received.filter((text) => text !== 'beat').sort();
    assert.deepEqual(asked, ['want A B', 'want C D', 'want E']);
    server.send('trade C 7 1');
    await until(() => lanes[2]?.last() === 7, 'a trade');
    assert.equal(lanes[2]?.ticks(), 1, 'only the connection that carries it counts');
    for (const { handover } of lanes.slice(1)) session.unsubscribe(handover.address);
    await until(() => server.clients() === 1, 'one connection');
  });

  it('waits for the source to be ready, beats, and takes an answer that stays out for a loss', async (test) => {
    const server = await startServer();
    const { session, lane, problems } = await createSession(async ({ attempt }) => ({
      messages: [`login ${attempt}`],
    }));
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    session.subscribe(lane('a').handover);
    await session.connect({ ...limited(server.url), prepared: true });
    await until(() => server.received.includes('beat'), 'a heartbeat');
    assert.equal(server.received[0], 'login 1');
    assert.ok(!server.received.some((text) => text.startsWith('want')), 'nothing is asked before the welcome');
    server.send('welcome');
    await until(() => server.received.includes('want A'), 'the request');
    await until(() => server.connections.length === 2, 'another connection');
    assert.match(problems.at(-1)?.message as string, /no answer to the heartbeat/);
    await until(() => server.received.includes('login 2'), 'another login');
  });

  it('asks for a symbol afresh after a hole that the codec found', async (test) => {
    const server = await startServer();
    server.greet((socket) => socket.send('welcome'));
    const { session, lane, gaps, instruments } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    session.subscribe(lane('a').handover);
    await session.connect(limited(server.url));
    await until(() => server.received.includes('want A'), 'the request');
    server.send('hole A 5 3', 'is A USD 0.25');
    await until(() => server.received.filter((text) => text === 'want A').length === 2, 'the request again');
    assert.ok(server.received.includes('drop A'));
    assert.deepEqual([gaps[0]?.symbol, gaps[0]?.from, gaps[0]?.missing], ['A', 5, 3]);
    await until(() => instruments.length === 1, 'the instrument');
    assert.deepEqual(instruments, [{ symbol: 'A', currency: 'USD', tickSize: 0.25 }]);
  });

  it('ends where the source says so, for now or for good', async (test) => {
    const server = await startServer();
    const { session, statuses, problems } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    server.greet((socket) => socket.send('go'));
    await session.connect(limited(server.url));
    await until(() => server.connections.length === 2, 'another attempt');
    server.greet((socket) => socket.send('never'));
    await until(() => statuses.at(-1) === 'failed', 'the end', 20_000);
    assert.match(problems.at(-1)?.message as string, /told to never/);
  });

  it('never shows what beforeconnect gives, and asks it before every attempt', async (test) => {
    const server = await startServer();
    const asked: string[] = [];
    const { session, problems, statuses } = await createSession(async ({ url, attempt }) => {
      asked.push(`${attempt} ${url}`);
      return { url: `${url}/?token=secret-${attempt}` };
    });
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    await session.connect({ ...SETTINGS, sources: [server.url], prepared: true });
    await until(() => server.clients() === 1, 'a connection');
    server.close();
    await until(() => server.connections.length === 2, 'another connection');
    server.close(1008, 'no');
    await until(() => statuses.at(-1) === 'failed', 'the end');
    assert.deepEqual(asked, [`1 ${server.url}`, `2 ${server.url}`]);
    assert.doesNotMatch(JSON.stringify(problems), /secret/);
  });

  it('tries again where beforeconnect fails, and does not show an address that cannot work', async (test) => {
    const { session, problems, statuses } = await createSession(async ({ attempt }) => {
      if (attempt === 1) throw new Error('the login is closed');
      return { url: 'ftp://user:secret@a.test/' };
    });
    test.after(() => session.disconnect());
    await session.connect({ ...SETTINGS, sources: ['ws://127.0.0.1:9/'], prepared: true });
    await until(() => statuses.at(-1) === 'failed', 'the end');
    assert.match(problems[0]?.message as string, /beforeconnect failed: the login is closed/);
    assert.match(problems.at(-1)?.message as string, /no transport for ftp:/);
    assert.doesNotMatch(JSON.stringify(problems), /secret/);
  });

  it('names its symbols in the address, and connects anew where they change', async (test) => {
    const urls: string[] = [];
    const server = createServer((request, response) => {
      urls.push(String(request.url));
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      const names = new URL(String(request.url), 'http://a').searchParams.get('symbols')?.split(',') ?? [];
      for (const name of names) response.write(`id: ${urls.length}\ndata: ${trade(name, urls.length)}\n\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { session, lane, statuses } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.close();
    });
    const { port } = server.address() as { port: number };
    await session.connect({ ...SETTINGS, sources: [`http://127.0.0.1:${port}/?symbols={symbols}`] });
    const a = lane('A&B');
    session.subscribe(a.handover);
    await until(() => a.last() === 1, 'a trade');
    const b = lane('C');
    session.subscribe(b.handover);
    await until(() => b.last() === 2, 'a trade');
    assert.deepEqual(urls, ['/?symbols=A%26B', '/?symbols=A%26B,C']);
    assert.ok(!statuses.includes('reconnecting'), `${statuses}`);
  });

  it('waits as long as the server asks', async (test) => {
    const times: number[] = [];
    const server = createServer((_request, response) => {
      times.push(performance.now());
      response.writeHead(times.length === 1 ? 503 : 204, { 'Retry-After': '1' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { session, statuses } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.close();
    });
    const { port } = server.address() as { port: number };
    await session.connect({ ...SETTINGS, sources: [`http://127.0.0.1:${port}/`] });
    await until(() => statuses.at(-1) === 'failed', 'the server says stop');
    assert.equal(times.length, 2);
    assert.ok((times[1] as number) - (times[0] as number) >= 990);
  });

  it('takes what the page pushes, and says what of it is no tick', async (test) => {
    const { session, lane, statuses, problems, block } = await createSession();
    test.after(() => session.disconnect());
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, transport: 'push' });
    session.push([
      { symbol: 'A', price: 5 },
      { symbol: 'A', bid: 4, ask: 6, time: Date.now() },
      { symbol: 'B', price: 1 },
      { symbol: '', price: 1 },
      { symbol: 'A' },
      { symbol: 'A', price: Number.NaN },
    ]);
    await until(() => a.last() === 5, 'a trade');
    assert.equal(a.ticks(), 2);
    assert.equal(statuses.at(-1), 'live');
    const { ticks, unrouted, rejected } = block.read();
    assert.deepEqual([ticks, unrouted, rejected], [2, 1, 3]);
    assert.match(problems[0]?.message as string, /push: a tick without a symbol/);
  });

  it('is stale while the gateway is without its source, whatever signs of life come, and live when that is back', async (test) => {
    const server = await startServer();
    const { session, lane, statuses } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, staleAfter: 500, sources: [server.url] });
    await until(() => server.received.length === 1, 'the request');
    const beat = (upstream?: string) => JSON.stringify({ type: 'heartbeat', time: Date.now(), upstream });
    server.send(subscribed('A'), trade('A', 1, 1), beat());
    await until(() => a.last() === 1, 'a trade');
    assert.equal(statuses.at(-1), 'live');
    server.send(JSON.stringify({ type: 'info', message: 'the source is lost', upstream: 'lost' }));
    await until(() => statuses.at(-1) === 'stale', 'the loss');
    // what it knew before is no news of the source either
    server.send(beat('lost'), trade('A', 2, 2), beat('lost'));
    await until(() => a.last() === 2, 'a trade');
    assert.deepEqual(statuses.slice(-2), ['live', 'stale']);
    server.send(beat());
    await until(() => statuses.at(-1) === 'live', 'the return');
    server.send(beat('lost'));
    await until(() => statuses.at(-1) === 'stale', 'another loss');
    server.close();
    await until(() => server.received.length === 2, 'another connection');
    assert.equal(statuses.at(-1), 'reconnecting');
    server.send(subscribed('A'), trade('A', 3, 3));
    await until(() => statuses.at(-1) === 'live', 'a gateway that has its source');
  });

  it('sleeps with the page, and goes on at once when it is back', async (test) => {
    const server = await startServer();
    const { session, lane, gaps, statuses } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, sources: [server.url] });
    await until(() => server.received.length === 1, 'the request');
    server.send(trade('A', 1));
    await until(() => a.last() === 1, 'a trade');
    session.sleep(true);
    await until(() => server.clients() === 0, 'the end of the connection');
    session.sleep(false);
    await until(() => server.received.length === 2, 'the request again');
    server.send(trade('A', 2));
    await until(() => a.last() === 2, 'a trade');
    assert.equal(statuses.at(-1), 'live');
    assert.match(gaps[0]?.reason as string, /asleep/);
  });
});

describe('the time before another attempt', () => {
  it('is a random part of a limit that doubles up to thirty seconds', () => {
    const backoff = new Backoff(() => 0.5);
    const waits = Array.from({ length: 8 }, () => backoff.next());
    assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
    backoff.reset();
    assert.equal(backoff.next(), 500);
  });

  it('is not less than the source asks for, within five minutes', () => {
    assert.equal(new Backoff(() => 0.5).next(7000), 7500);
    assert.equal(new Backoff(() => 0).next(1e9), 300_000);
  });
});
