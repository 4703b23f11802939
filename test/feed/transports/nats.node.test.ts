import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Target } from '../../../src/feed/transport.js';
import { transport } from '../../../src/feed/transports/nats.js';
import { type Broker, missing, startNats } from './brokers.ts';
import { Connection, until } from './connection.ts';

const skip = missing('nats-server');
const SHOWN = 'nats+ws://the.server/';

/** A connection through a server's WebSocket, ready. */
async function open(test: TestContext, broker: Broker, target: Partial<Target> = {}, path = ''): Promise<Connection> {
  const connection = new Connection(transport.open, {
    url: `nats+ws://127.0.0.1:${broker.webSocket}${path}`,
    shown: SHOWN,
    ...target,
  });
  test.after(() => connection.transport.close());
  await until(() => connection.told.length > 0, 'the connection');
  return connection;
}

async function publisher(test: TestContext, broker: Broker): Promise<NatsConnection> {
  const connection = await connect({ servers: `127.0.0.1:${broker.port}`, reconnect: false });
  test.after(() => connection.close());
  return connection;
}

/** Resolves when the server has taken a subscription: it answers with what it is sent. */
async function publishUntilHeard(
  from: NatsConnection,
  to: Connection,
  subject: string,
  payload: string,
): Promise<void> {
  const before = to.frames.length;
  const heard = () => to.texts().slice(before).includes(payload);
  await until(() => {
    if (!heard()) from.publish(subject, payload);
    return heard();
  }, `a message on ${subject}`);
  await from.flush();
}

describe('NATS over WebSocket', { skip }, () => {
  const { WebSocket } = globalThis;
  before(async () => {
    // Node 20 has none of its own
    globalThis.WebSocket ??= (await import('ws')).WebSocket as unknown as typeof globalThis.WebSocket;
  });
  after(() => {
    globalThis.WebSocket = WebSocket;
  });

  it('brings what is published on the subjects of the symbols that are wanted, and nothing else', async (test) => {
    const broker = await startNats(test);
    const from = await publisher(test, broker);
    const connection = await open(test, broker, { symbols: ['A'] });
    assert.deepEqual(connection.told, ['opened']);
    await publishUntilHeard(from, connection, 'ticks.A', '{"n":1}');
    connection.transport.want?.(['A', 'BRK.B', '>']);
    await publishUntilHeard(from, connection, 'ticks.BRK%2EB', '{"n":2}');
    connection.transport.want?.(['>', 'BRK.B', 'BRK.B']);
    await publishUntilHeard(from, connection, 'ticks.%3E', '{"n":3}');
    for (const subject of ['ticks.A', 'ticks.BRK.B', 'ticks.x', 'other'])
      from.publish(subject, `"stray on ${subject}"`);
    await publishUntilHeard(from, connection, 'ticks.BRK%2EB', '"last"');
    assert.deepEqual(
      connection.texts().filter((text) => text.includes('stray')),
      [],
    );
    assert.equal(new Set(connection.frames).size, 4);
    assert.deepEqual(connection.ends, []);
  });

  it('brings whatever comes on a subject without a symbol, also from behind a path', async (test) => {
    const broker = await startNats(test);
    const from = await publisher(test, broker);
    const connection = await open(test, broker, {}, '/eu.*.ticks?path=/through/a/proxy');
    await publishUntilHeard(from, connection, 'eu.x.ticks', '[1]');
    connection.transport.want?.(['A']);
    from.publish('ticks.A', '"stray"');
    await publishUntilHeard(from, connection, 'eu.y.ticks', '[2]');
    assert.deepEqual(new Set(connection.frames), new Set(['[1]', '[2]']));
  });

  it('shows signs of life of a quiet market, and none of a server that hangs', async (test) => {
    const broker = await startNats(test);
    const connection = await open(test, broker, { symbols: ['A'] });
    const beats = () => connection.told.filter((word) => word === 'alive').length;
    await until(() => beats() >= 1, 'a sign of life');
    broker.freeze();
    const before = beats();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.ok(beats() - before <= 1, 'one may have been under way');
    broker.thaw();
    await until(() => beats() > before + 1, 'signs of life again');
    assert.deepEqual(connection.ends, []);
  });

  it('ends, to be tried again, when the server dies, and where there is none', async (test) => {
    const broker = await startNats(test);
    const connection = await open(test, broker);
    await broker.kill();
    const { reason, again } = await connection.end();
    assert.match(reason, /^nats\+ws:\/\/the\.server\/ closed/);
    assert.equal(again, true);
    assert.deepEqual(connection.told.filter((word) => word === 'ended').length, 1);
    const none = await open(test, broker);
    assert.match((await none.end()).reason, /^no connection to nats\+ws:\/\/the\.server\//);
    assert.deepEqual([none.told, none.ends[0]?.again], [['ended'], true]);
  });

  it('shows a user and password, or a token, and never tells them', async (test) => {
    for (const [configuration, credentials] of [
      ['authorization { user: "me", password: "se/cret" }', 'me:se%2Fcret@'],
      ['authorization { token: "se/cret" }', 'se%2Fcret@'],
    ] as const) {
      const broker = await startNats(test, configuration);
      const allowed = await open(test, broker, { url: `nats+ws://${credentials}127.0.0.1:${broker.webSocket}/` });
      assert.deepEqual(allowed.told, ['opened']);
      for (const wrong of ['', 'me:secret1@', 'secret1@']) {
        const refused = await open(test, broker, { url: `nats+ws://${wrong}127.0.0.1:${broker.webSocket}/` });
        const { reason, again } = await refused.end();
        assert.match(reason, /refuses: .*authorization violation/i);
        assert.ok(!reason.includes('secret'));
        assert.equal(again, false);
      }
    }
  });

  it('tells which symbol the server does not permit, and goes on with the others', async (test) => {
    const permissions = '{ subscribe: { allow: ["ticks.A"] }, publish: ">" }';
    const broker = await startNats(
      test,
      `authorization { default_permissions: ${permissions}, users: [{ user: me, password: p }] }`,
    );
    const connection = await open(test, broker, {
      url: `nats+ws://me:p@127.0.0.1:${broker.webSocket}/`,
      symbols: ['B', 'A'],
    });
    await until(() => connection.frames.length > 0, 'the refusal');
    const { type, message, symbols } = JSON.parse(connection.frames[0] as string);
    assert.deepEqual([type, symbols], ['error', ['B']]);
    assert.match(message, /permission/i);
    const from = await connect({ servers: `127.0.0.1:${broker.port}`, user: 'me', pass: 'p' });
    await publishUntilHeard(from, connection, 'ticks.A', '[1]');
    await from.close();
    assert.deepEqual(connection.ends, []);
  });

  it('closes at once and silently, also before it stands', async (test) => {
    const broker = await startNats(test);
    const from = await publisher(test, broker);
    const connection = await open(test, broker, { symbols: ['A'] });
    await publishUntilHeard(from, connection, 'ticks.A', '[1]');
    connection.transport.close();
    const told = connection.told.length;
    const early = new Connection(transport.open, { url: `nats+ws://127.0.0.1:${broker.webSocket}/` });
    early.transport.close();
    const other = await open(test, broker, { symbols: ['A'] });
    await publishUntilHeard(from, other, 'ticks.A', '[2]');
    assert.deepEqual([connection.told.length, early.told], [told, []]);
  });

  it('refuses settings that can never work', () => {
    for (const [target, expected] of [
      [{ url: 'nats+ws://a.test/', headers: { a: 'b' } }, /cannot send headers/],
      [{ url: 'nats+ws://a.test/ticks..{symbol}' }, /"ticks\.\.\{symbol\}" is no subject/],
      [{ url: 'nats+ws://a.test/ticks.>.x' }, /is no subject/],
      [{ url: 'nats+ws://a.test/my%20ticks' }, /is no subject/],
    ] as const) {
      assert.throws(
        () => new Connection(transport.open, { ...target, shown: SHOWN }),
        (error: Error) => error instanceof TypeError && expected.test(error.message),
      );
    }
    assert.deepEqual(transport.schemes, ['nats+ws:', 'nats+wss:']);
  });
});
