import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { startGateway } from '../../gateway/server.js';
import { TestClient } from './client.js';
import { captureOf, temporaryFile } from './files.js';

const SUBSCRIBE = { method: 'SUBSCRIBE', params: ['btcusdt@aggTrade'], id: 7 };
const MESSAGES = ['{"s":"A","n":1}', '{"s":"A","n":2}', '{"s":"B","n":3}'];

interface Pace {
  readonly speed?: number;
  readonly loop?: boolean;
}

async function replay(test: TestContext, messages: readonly string[], pace: Pace = { speed: 0 }, gap?: number) {
  const file = await temporaryFile(test, 'capture.jsonl', captureOf(messages, gap));
  const gateway = await startGateway({ replay: file, ...pace });
  test.after(() => gateway.close());
  return gateway;
}

async function connect(test: TestContext, url: string): Promise<TestClient> {
  const client = await TestClient.connect(url);
  test.after(() => client.close());
  return client;
}

describe('a replay', () => {
  it('answers the subscribe, then plays every message as recorded, then stays open and silent', async (test) => {
    const gateway = await replay(test, MESSAGES);
    const client = await connect(test, gateway.url);
    client.send(SUBSCRIBE);
    await client.until('all messages', () => client.texts.length === 1 + MESSAGES.length);
    assert.deepEqual(client.texts, ['{"result":null,"id":7}', ...MESSAGES]);
    // Whatever else might still come would come before the answer to one more request.
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 8 });
    await client.until('an answer', () => client.texts.length === 2 + MESSAGES.length);
    assert.equal(client.texts.at(-1), '{"result":[],"id":8}');
    assert.equal(client.closeCode, undefined);
    assert.equal(gateway.stats.frames, MESSAGES.length);
  });

  it('plays once for subscribes that come together, 250 ms after the last', async (test) => {
    const gateway = await replay(test, MESSAGES);
    const client = await connect(test, gateway.url);
    const before = performance.now();
    for (const id of [1, 2, 3]) client.send({ ...SUBSCRIBE, id });
    await client.until('all messages', () => client.texts.length === 3 + MESSAGES.length);
    assert.ok(performance.now() - before >= 249, 'started too early');
    assert.deepEqual(client.texts.slice(3), MESSAGES);
    assert.equal(client.texts[2], '{"result":null,"id":3}');
  });

  it('plays to each client from the beginning', async (test) => {
    const gateway = await replay(test, MESSAGES);
    for (const path of ['/ws', '/stream', '/']) {
      const client = await connect(test, gateway.pageUrl.replace('http', 'ws') + path);
      client.send(SUBSCRIBE);
      await client.until('all messages', () => client.texts.length === 1 + MESSAGES.length);
    }
    assert.equal(gateway.stats.connections, 3);
  });

  it('starts without a subscribe for a client that names streams in its URL', async (test) => {
    const gateway = await replay(test, MESSAGES);
    for (const path of ['/stream?streams=a@trade/b@trade', '/ws/a@trade', '/ws/a%40trade']) {
      const client = await connect(test, gateway.pageUrl.replace('http', 'ws') + path);
      await client.until('all messages', () => client.texts.length === MESSAGES.length);
      assert.deepEqual(client.texts, MESSAGES);
    }
  });

  it('keeps the recorded pace, divided by the speed', async (test) => {
    const gateway = await replay(test, MESSAGES, { speed: 2 }, 0.2);
    const client = await connect(test, gateway.url);
    const times: number[] = [];
    client.socket.on('message', () => times.push(performance.now()));
    client.send(SUBSCRIBE);
    await client.until('all messages', () => client.texts.length === 1 + MESSAGES.length);
    const [, first = 0, second = 0, third = 0] = times;
    assert.ok(
      second - first > 60 && third - first > 160,
      `100 and 200 ms expected: ${second - first}, ${third - first}`,
    );
    assert.ok(third - first < 1500, `200 ms expected: ${third - first}`);
  });

  it('starts over with --loop, however short the capture, until the client leaves', async (test) => {
    const gateway = await replay(test, ['1'], { speed: 0, loop: true });
    const client = await connect(test, gateway.url);
    client.send(SUBSCRIBE);
    await client.until('a thousand rounds', () => client.texts.length > 1000);
    assert.equal(client.texts.at(-1), '1');
  });

  it('waits for a client that does not read', async (test) => {
    const large = JSON.stringify('x'.repeat(100_000));
    const gateway = await replay(test, Array(400).fill(large));
    const client = await connect(test, gateway.url);
    client.send(SUBSCRIBE);
    await client.until('the answer', () => client.texts.length === 1);
    client.socket.pause();
    const other = await connect(test, gateway.url);
    other.send(SUBSCRIBE);
    await other.until('all messages', () => other.texts.length === 401);
    // 40 MB are recorded; what is not in the system's own buffers has not been sent.
    assert.ok(gateway.stats.frames < 800, `${gateway.stats.frames} of 800 frames sent to a client that does not read`);
    client.socket.resume();
    await client.until('all messages', () => client.texts.length === 401);
  });

  it('goes on for others when a client breaks off in the middle', async (test) => {
    const gateway = await replay(test, MESSAGES, { speed: 1 }, 0.1);
    const [leaving, staying] = [await connect(test, gateway.url), await connect(test, gateway.url)];
    leaving.send(SUBSCRIBE);
    staying.send(SUBSCRIBE);
    await leaving.until('the first message', () => leaving.texts.length === 2);
    leaving.socket.terminate();
    await staying.until('all messages', () => staying.texts.length === 1 + MESSAGES.length);
    await staying.until('the other to be gone', () => gateway.stats.clients === 1);
  });

  it('answers what is no request with an error, and plays on', async (test) => {
    const gateway = await replay(test, MESSAGES);
    const client = await connect(test, gateway.url);
    client.send('{"method":');
    client.send('[]');
    client.socket.send(Buffer.from([1, 2, 3]));
    await client.until('three errors', () => client.ofType('error').length === 3);
    client.send(SUBSCRIBE);
    await client.until('all messages', () => client.texts.length === 4 + MESSAGES.length);
  });

  it('refuses a speed that is no pace', async (test) => {
    const file = await temporaryFile(test, 'capture.jsonl', captureOf(MESSAGES));
    await assert.rejects(startGateway({ replay: file, speed: -1 }), RangeError);
  });

  it('lists the symbols of its capture', async (test) => {
    const gateway = await replay(test, MESSAGES);
    const symbols = await (await fetch(`${gateway.pageUrl}/symbols`)).json();
    assert.deepEqual(symbols, [
      { symbol: 'A', kind: 'ticker' },
      { symbol: 'B', kind: 'ticker' },
    ]);
  });
});
