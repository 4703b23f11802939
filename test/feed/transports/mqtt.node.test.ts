import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import mqtt, { type MqttClient } from 'mqtt';
import { WebSocketServer } from 'ws';
import type { Target } from '../../../src/feed/transport.js';
import { transport } from '../../../src/feed/transports/mqtt.js';
import { temporaryFile } from '../../gateway/files.ts';
import { type Broker, missing, startMosquitto } from './brokers.ts';
import { Connection, until } from './connection.ts';

const skip = missing('mosquitto') || missing('mosquitto_passwd');
const SHOWN = 'mqtt+ws://the.broker/';
/** Types of packets. */
const CONNECT = 1;
const SUBSCRIBE = 8;

/** A connection through a broker's WebSocket, ready. */
async function open(test: TestContext, broker: Broker, target: Partial<Target> = {}, path = ''): Promise<Connection> {
  const connection = new Connection(transport.open, {
    url: `mqtt+ws://127.0.0.1:${broker.webSocket}${path}`,
    shown: SHOWN,
    ...target,
  });
  test.after(() => connection.transport.close());
  await until(() => connection.told.length > 0, 'the connection');
  return connection;
}

async function publisher(test: TestContext, broker: Broker, options: object = {}): Promise<MqttClient> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, options);
  test.after(() => client.endAsync(true));
  return client;
}

/** Resolves when a subscription stands: what is published comes. */
async function publishUntilHeard(from: MqttClient, to: Connection, topic: string, payload: string): Promise<void> {
  const before = to.frames.length;
  const heard = () => to.texts().slice(before).includes(payload);
  await until(() => {
    if (!heard()) from.publish(topic, payload);
    return heard();
  }, `a message on ${topic}`);
}

describe('MQTT over WebSocket', { skip }, () => {
  it('brings what is published on the topics of the symbols that are wanted, and nothing else', async (test) => {
    const broker = await startMosquitto(test);
    const from = await publisher(test, broker);
    for (const options of ['', '?qos=1', '?version=4&qos=2']) {
      const connection = await open(test, broker, { symbols: ['A'] }, `/${options}`);
      assert.deepEqual(connection.told, ['opened']);
      await publishUntilHeard(from, connection, 'ticks/A', '{"n":1}');
      connection.transport.want?.(['A', 'BTC/USD', '#']);
      await publishUntilHeard(from, connection, 'ticks/BTC%2FUSD', '{"n":2}');
      connection.transport.want?.(['#', 'BTC/USD']);
      await publishUntilHeard(from, connection, 'ticks/%23', '{"n":3}');
      for (const topic of ['ticks/A', 'ticks/BTC/USD', 'ticks/x', 'other']) from.publish(topic, `"stray on ${topic}"`);
      await publishUntilHeard(from, connection, 'ticks/BTC%2FUSD', '"last"');
      assert.deepEqual(
        connection.texts().filter((text) => text.includes('stray')),
        [],
        options,
      );
      assert.equal(new Set(connection.frames).size, 4);
      assert.deepEqual(connection.ends, []);
    }
  });

  it('brings whatever comes on a topic without a symbol', async (test) => {
    const broker = await startMosquitto(test);
    const from = await publisher(test, broker);
    const connection = await open(test, broker, {}, '/eu/+/ticks?path=/anywhere');
    await publishUntilHeard(from, connection, 'eu/x/ticks', '[1]');
    connection.transport.want?.(['A']);
    from.publish('ticks/A', '"stray"');
    await publishUntilHeard(from, connection, 'eu/y/ticks', '[2]');
    assert.deepEqual(new Set(connection.frames), new Set(['[1]', '[2]']));
  });

  it('shows signs of life of a quiet market, and none of a broker that hangs', async (test) => {
    const broker = await startMosquitto(test);
    const connection = await open(test, broker, { symbols: ['A'] });
    const beats = () => connection.told.filter((word) => word === 'alive').length;
    await until(() => beats() >= 1, 'a sign of life');
    broker.freeze();
    const before = beats();
    await until(() => connection.ends.length > 0, 'the client to miss an answer');
    assert.ok(beats() - before <= 1, 'one may have been under way');
    assert.equal(connection.ends[0]?.again, true);
    broker.thaw();
  });

  it('ends, to be tried again, when the broker dies, and where there is none', async (test) => {
    const broker = await startMosquitto(test);
    const connection = await open(test, broker);
    await broker.kill();
    const { reason, again } = await connection.end();
    assert.match(reason, /^mqtt\+ws:\/\/the\.broker\/ closed/);
    assert.equal(again, true);
    const none = await open(test, broker);
    assert.match((await none.end()).reason, /^no connection to mqtt\+ws:\/\/the\.broker\//);
    assert.deepEqual([none.told, none.ends[0]?.again], [['ended'], true]);
  });

  it('shows a user and password, and never tells them', async (test) => {
    const passwords = await temporaryFile(test, 'passwords', '');
    execFileSync('mosquitto_passwd', ['-b', passwords, 'me', 'se/cret'], { stdio: 'ignore' });
    const broker = await startMosquitto(test, `allow_anonymous false\npassword_file ${passwords}`);
    for (const version of [4, 5]) {
      const address = `127.0.0.1:${broker.webSocket}/?version=${version}`;
      const allowed = await open(test, broker, { url: `mqtt+ws://me:se%2Fcret@${address}` });
      assert.deepEqual(allowed.told, ['opened']);
      for (const wrong of ['', 'me:secret1@', 'secret1@']) {
        const refused = await open(test, broker, { url: `mqtt+ws://${wrong}${address}` });
        const { reason, again } = await refused.end();
        assert.match(reason, /^no connection to mqtt\+ws:\/\/the\.broker\/: .*not authorized/i);
        assert.ok(!reason.includes('secret'));
        assert.equal(again, false);
      }
    }
  });

  it('tells which symbols the broker refuses, and goes on with the others', async (test) => {
    const broker = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    test.after(() => broker.close());
    await once(broker, 'listening');
    broker.on('connection', (socket) => {
      let bytes = Buffer.alloc(0);
      socket.on('message', (part: Buffer) => {
        bytes = Buffer.concat([bytes, part]);
        // a packet is its type, its length, here always below 128, and so many bytes
        for (let end = 2 + (bytes[1] ?? 0); bytes.length >= 2 && bytes.length >= end; end = 2 + (bytes[1] ?? 0)) {
          const [first = 0, , high = 0, low = 0] = bytes;
          bytes = bytes.subarray(end);
          if (first >> 4 === CONNECT) socket.send(Uint8Array.of(0x20, 3, 0, 0, 0));
          if (first >> 4 !== SUBSCRIBE) continue;
          // not authorized, granted, quota exceeded; and a message on the topic that was granted
          socket.send(Uint8Array.of(0x90, 6, high, low, 0, 0x87, 0, 0x97));
          socket.send(Buffer.concat([Buffer.from([0x30, 13, 0, 7]), Buffer.from('ticks/B\0[1]')]));
        }
      });
    });
    const url = `mqtt+ws://127.0.0.1:${(broker.address() as { port: number }).port}/`;
    const connection = new Connection(transport.open, { url, symbols: ['A', 'B', 'C'] });
    test.after(() => connection.transport.close());
    await until(() => connection.frames.length === 2, 'the refusal and the message');
    const refusal = connection.texts().find((text) => text !== '[1]') as string;
    const { type, message, symbols } = JSON.parse(refusal);
    assert.deepEqual([type, symbols], ['error', ['A', 'C']]);
    assert.match(message, /Subscribe error/);
    assert.ok(connection.frames.includes('[1]'));
    assert.deepEqual(connection.ends, []);
  });

  it('closes at once and silently, also before it stands', async (test) => {
    const broker = await startMosquitto(test);
    const from = await publisher(test, broker);
    const connection = await open(test, broker, { symbols: ['A'] });
    await publishUntilHeard(from, connection, 'ticks/A', '[1]');
    connection.transport.close();
    const told = connection.told.length;
    const early = new Connection(transport.open, { url: `mqtt+ws://127.0.0.1:${broker.webSocket}/` });
    early.transport.close();
    const other = await open(test, broker, { symbols: ['A'] });
    await publishUntilHeard(from, other, 'ticks/A', '[2]');
    assert.deepEqual([connection.told.length, early.told], [told, []]);
  });

  it('refuses settings that can never work', () => {
    for (const [target, expected] of [
      [{ url: 'mqtt+ws://a.test/', headers: { a: 'b' } }, /cannot send headers/],
      [{ url: 'mqtt+ws://a.test/?qos=3' }, /qos=3, expected one of 0, 1, 2/],
      [{ url: 'mqtt+ws://a.test/?version=3' }, /version=3, expected one of 5, 4/],
      [{ url: 'mqtt+ws://a.test/ticks/%23/x' }, /is no topic/],
      [{ url: 'mqtt+ws://a.test/ticks/a+' }, /is no topic/],
    ] as const) {
      assert.throws(
        () => new Connection(transport.open, { ...target, shown: SHOWN }),
        (error: Error) => error instanceof TypeError && expected.test(error.message),
      );
    }
    assert.deepEqual(transport.schemes, ['mqtt+ws:', 'mqtt+wss:']);
  });
});
