import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { startGateway } from '../../gateway/server.js';
import { FeedClient } from '../../src/feed/client.js';
import type { FeedProblem, FeedSettings } from '../../src/feed/protocol.js';
import { createHistory } from '../../src/memory/history.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import './page-worker.ts';

const SETTINGS: FeedSettings = {
  sources: ['sim:rate=1'],
  transport: 'auto',
  format: 'json',
  map: '',
  protocols: [],
  staleAfter: 10_000,
};
const REQUEST = { symbol: 'BTC-USD', interval: '1m', limit: 100 };

/** A feed with its worker on another thread. */
function createFeed(test: TestContext) {
  const memory = new PageMemory();
  const problems: FeedProblem[] = [];
  let hear = () => {};
  const client = new FeedClient(memory, {
    status: () => {},
    problem: (problem) => {
      problems.push(problem);
      hear();
    },
  });
  /** The first problem. It comes on a way of its own, before or after the answer to a call. */
  const problem = async () => {
    if (problems.length === 0) {
      await new Promise<void>((resolve) => {
        hear = resolve;
      });
    }
    return problems[0] as FeedProblem;
  };
  test.after(() => client.close());
  const connect = (history?: string) => client.connect({ ...SETTINGS, history });
  return { memory, client, connect, problems, problem };
}

/** A server that answers with these rows, or leaves the answer to the test. */
async function serve(test: TestContext, rows?: readonly unknown[]) {
  const open: ServerResponse[] = [];
  const heard: (() => void)[] = [];
  const server = createServer((_request, response) => {
    if (rows) response.end(JSON.stringify(rows));
    else open.push(response);
    for (const hear of heard.splice(0)) hear();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const template = `http://127.0.0.1:${(server.address() as AddressInfo).port}/{symbol}/{interval}?limit={limit}`;
  return { template, asked: () => new Promise<void>((resolve) => heard.push(resolve)) };
}

describe('the bars of a feed', () => {
  it('are written into the block by the worker when it answers', async (test) => {
    const gateway = await startGateway({ simulate: 3, rate: 100 });
    test.after(() => gateway.close());
    const { client, connect, memory, problems } = createFeed(test);
    connect(`${gateway.pageUrl}/history?symbol={symbol}&interval={interval}&limit={limit}`);
    const blocks = Array.from({ length: 10 }, () => createHistory(memory, 100));
    const symbols = ['BTC-USD', 'ETH-USD', 'SOL-USD'];
    const answers = await Promise.all(
      blocks.map((block, index) => client.history({ ...REQUEST, symbol: symbols[index % 3] as string }, block)),
    );
    for (const answer of answers) assert.deepEqual(answer, { count: 100, rejected: 0, moved: 0 });
    blocks.forEach((block, index) => {
      const bars = block.read();
      assert.equal(bars.length, 100);
      assert.equal(bars.at(-1)?.close, [64_000, 3100, 150][index % 3]);
    });
    assert.deepEqual(problems, []);
    for (const block of blocks) block.free();
  });

  it('come from memory that has grown since the worker began', async (test) => {
    const { client, connect, memory } = createFeed(test);
    connect('sim:');
    const block = createHistory(memory, 50_000);
    assert.deepEqual(await client.history({ ...REQUEST, limit: 50_000 }, block), {
      count: 50_000,
      rejected: 0,
      moved: 0,
    });
    assert.equal(block.read().at(-1)?.close, 64_000);
  });

  it('are counted, and rows that are none reported', async (test) => {
    const { template } = await serve(test, [[1_700_000_040, 2, 4, 1, 3], [1_700_000_100, 'x'], null]);
    const { client, connect, memory, problem } = createFeed(test);
    connect(template);
    const block = createHistory(memory, 10);
    assert.deepEqual(await client.history(REQUEST, block), { count: 1, rejected: 2, moved: 0 });
    const message = 'history of "BTC-USD": 2 rows are no bars';
    assert.deepEqual(await problem(), { code: 'message', message, count: 1 });
  });

  it('may be asked for right after connecting, and a venue has its own', async (test) => {
    const { template } = await serve(test, [[1_700_000_040, 2, 4, 1, 3, 5]]);
    const origin = new URL(template).origin;
    const code = `export default () => ({
      name: 'venue', endpoint: 'ws://127.0.0.1:9/', decode() {},
      history: { most: 1, url: (symbol, interval, limit, before) => before ? undefined : '${origin}/' + symbol },
    })`;
    const { client, memory, problems } = createFeed(test);
    const codec = `data:text/javascript,${encodeURIComponent(code)}`;
    void client.connect({ ...SETTINGS, sources: [], transport: 'push', format: 'venue', codec, history: 'auto' });
    const block = createHistory(memory, 10);
    assert.deepEqual(await client.history(REQUEST, block), { count: 1, rejected: 0, moved: 0 });
    assert.deepEqual(block.read(), [{ time: 1_700_000_040_000, open: 2, high: 4, low: 1, close: 3, volume: 5 }]);
    assert.equal(block.newest, 1_700_000_040_000);
    assert.deepEqual(problems, []);
  });

  it('tell of a row that did not begin with its bar', async (test) => {
    const { template } = await serve(test, [[1_700_000_041, 2, 4, 1, 3, 5]]);
    const { client, connect, memory } = createFeed(test);
    connect(template);
    const block = createHistory(memory, 10);
    assert.deepEqual(await client.history({ ...REQUEST, zone: [] }, block), { count: 1, rejected: 0, moved: 1 });
    assert.equal(block.newest, 1_700_000_040_000);
  });

  it('are used as far as they come where a further page fails, and that is told', async (test) => {
    const { template } = await serve(test, [[1_700_000_040, 2, 4, 1, 3, 5]]);
    const { client, memory, problem } = createFeed(test);
    const code = `export default () => ({
      name: 'venue', endpoint: 'ws://127.0.0.1:9/', decode() {},
      history: { most: 1, url: (symbol, interval, limit, before) => before ? 'http://127.0.0.1:9/' : '${new URL(template).origin}/' },
    })`;
    const codec = `data:text/javascript,${encodeURIComponent(code)}`;
    void client.connect({ ...SETTINGS, sources: [], transport: 'push', format: 'venue', codec, history: 'auto' });
    const block = createHistory(memory, 10);
    assert.equal((await client.history(REQUEST, block)).count, 1);
    const { code: kind, message } = await problem();
    assert.equal(kind, 'connection');
    assert.match(message, /^history of "BTC-USD" from http:\/\/127.0.0.1:9\/: .+; the newest 1 bars are used$/);
  });

  it('are refused in words where there are none, once as a problem and to whoever asked', async (test) => {
    const gateway = await startGateway({ simulate: 3, strict: true });
    test.after(() => gateway.close());
    const { client, connect, memory, problem } = createFeed(test);
    const block = createHistory(memory, 10);
    await assert.rejects(
      client.history(REQUEST, block),
      /no history: the feed has no template for it, or is not connected/,
    );
    connect(`${gateway.pageUrl}/history?symbol={symbol}&interval={interval}&limit={limit}`);
    await assert.rejects(client.history({ ...REQUEST, symbol: 'NOPE' }, block), /HTTP 404 Not Found .*unknown symbol/);
    await assert.rejects(client.history({ ...REQUEST, interval: '7d' }, block), /interval "7d": expected 1s, 5s/);
    const { code, message } = await problem();
    assert.match(message, /^history of "NOPE" from http:\/\/127\.0\.0\.1:\d+\/history: HTTP 404/);
    assert.equal(code, 'connection');
    assert.equal(block.count, 0);
    connect();
    await assert.rejects(client.history(REQUEST, block), /no history: the feed has no template/);
  });

  it('are given up when the feed disconnects or connects anew, and nothing is written after', async (test) => {
    const { template, asked } = await serve(test);
    const { client, connect, memory, problems } = createFeed(test);
    for (const end of [() => client.disconnect(), () => connect(template)]) {
      connect(template);
      const block = createHistory(memory, 10);
      const arrived = asked();
      const answer = assert.rejects(client.history(REQUEST, block), /given up, as the feed disconnected/);
      await arrived;
      end();
      await answer;
      assert.equal(block.count, 0);
    }
    assert.deepEqual(problems, []);
  });

  it('are given up when the feed leaves, as the worker answers no more', async (test) => {
    const { template, asked } = await serve(test);
    const { client, connect, memory } = createFeed(test);
    connect(template);
    const block = createHistory(memory, 10);
    const arrived = asked();
    const answer = assert.rejects(client.history(REQUEST, block), /no history|given up/);
    await arrived;
    await client.close();
    await answer;
    block.free();
    await assert.rejects(client.history(REQUEST, block), /no history: the feed's worker does not run/);
    assert.equal(memory.used, 0);
  });
});
