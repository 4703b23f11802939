import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { binary } from '../../src/feed/codecs/binary.js';
import { RecordingSink } from './codecs/recording-sink.ts';
import { createSession, SETTINGS, startServer, trade, until } from './feed-rig.ts';

const THROWING = new URL('throwing-codec.ts', import.meta.url).href;

/** A feed with one symbol that is asked for, over a codec of the page's own. */
async function createFeed(test: { after(done: () => Promise<void>): void }, codec?: string, format = codec) {
  const server = await startServer();
  const { session, lane, ...rest } = await createSession();
  test.after(async () => {
    session.disconnect();
    await server.stop();
  });
  const a = lane('A');
  session.subscribe(a.handover);
  const settings = { ...SETTINGS, ...(format && { format }), codec };
  await session.connect({ ...settings, sources: [server.url] });
  await until(() => server.received.length === 1, 'the request');
  return { server, session, a, ...rest };
}

describe('a hostile source', () => {
  before(async () => {
    // Node 20 has none of its own
    globalThis.WebSocket ??= (await import('ws')).WebSocket as unknown as typeof globalThis.WebSocket;
  });

  it('makes a codec throw, and the feed goes on, and still notices a loss', async (test) => {
    const { server, a, block, problems } = await createFeed(test, THROWING);
    server.send('throw A', 'trade A 5');
    await until(() => a.last() === 5, 'a trade');
    assert.equal(block.read().rejected, 1);
    assert.match(problems[0]?.message as string, /the codec failed: a mistake of A/);
    server.close();
    await until(() => server.received.length === 2, 'another request');
  });

  it('tells of a hole a thousand times a second: the page hears of all that is missing, and not a thousand times', async (test) => {
    const { server, a, gaps, block } = await createFeed(test, THROWING);
    server.send('holes A 5000', 'trade A 1');
    await until(() => a.last() === 1, 'a trade');
    const missing = () => gaps.reduce((sum, gap) => sum + gap.missing, 0);
    await until(() => missing() === 10_000, 'the sum of them');
    assert.ok(gaps.length <= 200, `${gaps.length} events`);
    assert.deepEqual([gaps[0]?.from, gaps[0]?.missing], [10, 2]);
    assert.match(gaps.at(-1)?.reason as string, /holes/);
    assert.equal(block.read().gaps, gaps.length);
    // once at once, once more when a second is over
    assert.ok(server.received.filter((text) => text === 'want A').length <= 3, `${server.received}`);
  });

  it('tells of holes of ever other symbols', async (test) => {
    const { server, a, gaps } = await createFeed(test, THROWING);
    server.send('names X 20000', 'trade A 1');
    await until(() => a.last() === 1, 'a trade');
    await until(() => gaps.reduce((sum, gap) => sum + gap.missing, 0) === 20_000, 'the sum of them');
    assert.ok(gaps.length <= 2000, `${gaps.length} events`);
  });

  it('tells of instruments all the time: the page hears of the newest of each, now and then', async (test) => {
    const { server, a, session, instruments, told } = await createFeed(test, THROWING);
    for (let message = 0; message < 100; message++) server.send(`are A ${message + 1}`, `trade A ${message + 1}`);
    await until(() => a.last() === 100, 'the last trade');
    await until(() => instruments.at(-1)?.precision === 99, 'the newest');
    assert.ok(told() <= 10, `${told()} messages`);
    assert.ok(instruments.length <= told(), 'each symbol once a message');
    server.send('are A 5');
    session.disconnect();
  });

  it('has names that are far too long, of which nothing comes to harm', async (test) => {
    for (const format of ['json', 'binary']) {
      const { server, a, block, problems } = await createFeed(test, undefined, format);
      const name = 'A'.repeat(400_000);
      server.send(JSON.stringify({ type: 'subscribed', protocol: 1, symbols: { [name]: 1 } }));
      server.send(`[{"type":"trade","symbol":"${name}","price":1,"size":1,"time":1700000000000}]`, trade('A', 2));
      await until(() => block.read().messages === 3, 'all messages');
      assert.equal(block.read().unrouted, format === 'json' ? 1 : 0);
      if (format === 'json') assert.equal(a.last(), 2);
      assert.ok(!problems.some(({ message }) => message.includes('the codec failed')), JSON.stringify(problems));
    }
  });

  it('numbers more symbols than there is memory for, or one symbol ever anew', async () => {
    const codec = binary({});
    const sink = new RecordingSink();
    const decode = (symbols: object) =>
      codec.decode(JSON.stringify({ type: 'subscribed', protocol: 1, symbols }), sink);
    for (let round = 0; round < 25; round++) {
      const first = round * 10_000;
      decode(
        Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`S${first + index}`, first + index + 1])),
      );
    }
    assert.equal(sink.outcome.rejected, 5);
    assert.match(sink.reasons[0] as string, /more than 200000 symbols/);
    decode({ S0: 4_000_000_000 });
    assert.equal(sink.outcome.rejected, 5);
  });

  it('says more than a page wants to read', async (test) => {
    const { server, problems } = await createFeed(test);
    const text = `no\u202e\u0007\n${'x'.repeat(1_000_000)}`;
    server.send(JSON.stringify({ type: 'error', message: text }), trade('A', 1));
    await until(() => problems.length > 0, 'a problem');
    const message = problems[0]?.message as string;
    assert.ok(message.length < 2000, `${message.length} characters`);
    assert.match(message, /^no x/);
  });
});

describe('transports that a page has imported', () => {
  it('concern only the feeds that use them, where they do not load', async (test) => {
    const server = await startServer();
    const { session, problems, statuses } = await createSession();
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    const transports = [{ schemes: ['nats+ws:'], url: 'data:text/javascript,throw new Error("blocked")' }];
    await session.connect({ ...SETTINGS, transports, sources: [server.url] });
    await until(() => server.clients() === 1, 'a connection');
    assert.equal(problems.length, 0);
    await session.connect({ ...SETTINGS, transports, sources: ['nats+ws://127.0.0.1'] });
    assert.equal(statuses.at(-1), 'failed');
    assert.match(problems[0]?.message as string, /nats\+ws: does not load: blocked/);
  });
});

describe('a page that answers beforeconnect with nonsense', () => {
  it('is told so, and asked again', async (test) => {
    const server = await startServer();
    const answers = [
      () => Promise.reject(undefined),
      () => Promise.reject('closed'),
      () => Promise.resolve(null),
    ] as (() => Promise<undefined>)[];
    const { session, problems } = await createSession(async () => answers.shift()?.());
    test.after(async () => {
      session.disconnect();
      await server.stop();
    });
    await session.connect({ ...SETTINGS, prepared: true, sources: [server.url] });
    await until(() => server.clients() === 1, 'a connection');
    // at a human pace: the second may come after the connection
    await until(() => problems.length === 2, 'both problems');
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['beforeconnect failed: undefined; trying again', 'beforeconnect failed: closed; trying again'],
    );
  });
});

describe('secrets', () => {
  it('are in no message: neither sub-protocols nor addresses that the page gives before connecting', async (test) => {
    const port = await (async () => {
      const server = await startServer();
      await server.stop();
      return server.port;
    })();
    const gives = [
      { url: `ws://127.0.0.1:${port}/?token=secret`, protocols: ['bearer', 'secret'] },
      { protocols: ['a secret'] },
      { url: 'ws://secret host/' },
    ];
    for (const given of gives) {
      const { session, problems } = await createSession(async () => given);
      test.after(() => session.disconnect());
      await session.connect({ ...SETTINGS, prepared: true, sources: [`ws://127.0.0.1:${port}/`] });
      await until(() => problems.length > 0, 'a problem');
      assert.doesNotMatch(JSON.stringify(problems), /secret/);
      session.disconnect();
    }
  });
});
