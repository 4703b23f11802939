import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type GatewayOptions, startGateway } from '../../gateway/server.js';
import { TestClient } from './client.js';
import { decodeAll } from './decode.js';

const SYMBOLS = ['BTC-USD', 'ETH-USD'];

async function start(test: TestContext, options: GatewayOptions = {}) {
  const gateway = await startGateway({ simulate: 4, rate: 5000, heartbeatEvery: 20, ...options });
  test.after(() => gateway.close());
  const connect = async (query = '') => {
    const client = await TestClient.connect(gateway.url + query);
    test.after(() => client.close());
    return client;
  };
  return { gateway, connect };
}

/** Sequences of a symbol by the order in which they came. */
function sequencesOf(client: TestClient, format: 'json' | 'binary', symbol: string): number[] {
  const frames = client.frames.map((frame) => new Uint8Array(frame).buffer);
  return decodeAll(format, [...client.texts, ...frames])
    .filter((tick) => tick.symbol === symbol)
    .map(({ sequence }) => sequence);
}

function positionOf(client: TestClient): string {
  return String(client.ofType('heartbeat').at(-1)?.position);
}

describe('a WebSocket client that comes back', () => {
  for (const format of ['json', 'binary'] as const) {
    it(`goes on behind the position of its last heartbeat without a gap, in ${format}`, async (test) => {
      const { connect } = await start(test);
      const witness = await connect();
      witness.send({ type: 'subscribe', symbols: SYMBOLS });
      const seen = new Map<string, number[]>(SYMBOLS.map((symbol) => [symbol, []]));
      let after: string | undefined;
      for (let round = 0; round < 6; round++) {
        const client = await connect(`?format=${format}`);
        client.send({ type: 'subscribe', symbols: SYMBOLS, after });
        await client.until('an answer', () => client.ofType('subscribed').length > 0);
        assert.equal(client.ofType('subscribed')[0]?.resumed, after === undefined ? undefined : true);
        await client.until('ticks of both, then a heartbeat', () => {
          const enough = SYMBOLS.every((symbol) => sequencesOf(client, format, symbol).length > 50);
          return enough && client.ofType('heartbeat').length > 2;
        });
        client.socket.terminate();
        after = positionOf(client);
        for (const symbol of SYMBOLS) seen.get(symbol)?.push(...sequencesOf(client, format, symbol));
        const before = witness.texts.length;
        await witness.until('the market to go on', () => witness.texts.length > before + 10);
      }
      for (const sequences of seen.values()) {
        // from the last heartbeat on ticks come twice, which their numbers tell
        const once = [...new Set(sequences)];
        const [first = 0] = once;
        assert.deepEqual(
          once,
          once.map((_, index) => first + index),
        );
        assert.ok(sequences.length - once.length < once.length / 2);
      }
    });
  }

  it('is told why not: an old position, another gateway, a second subscribe', async (test) => {
    const { gateway, connect } = await start(test, { rate: 50_000, recent: 500 });
    const first = await connect();
    first.send({ type: 'subscribe', symbols: SYMBOLS });
    await first.until('a position', () => !/(undefined|-0)$/.test(positionOf(first)));
    const old = positionOf(first);
    const { ticks } = gateway.stats;
    await first.until('many ticks', () => gateway.stats.ticks > ticks + 2000);
    first.send({ type: 'subscribe', symbols: ['SOL-USD'], after: old });
    await first.until('an answer', () => first.ofType('subscribed').length === 2);
    assert.match(String(first.ofType('subscribed')[1]?.reason), /only the first subscribe/);
    for (const [after, reason] of [
      [old, /^the position is too old: \d+ ticks/],
      ['elsewhere-7', /not of this gateway/],
      ['', /not of this gateway/],
      [`${old}-1`, /not of this gateway/],
      [`${old}0000000`, /not of this gateway/],
    ] as const) {
      const client = await connect();
      client.send({ type: 'subscribe', symbols: SYMBOLS, after });
      await client.until('ticks', () => client.texts.length > 4);
      const [answer] = client.ofType('subscribed');
      assert.equal(answer?.resumed, false, after);
      assert.match(String(answer?.reason), reason);
      await client.close();
    }
  });

  it('may subscribe to more while it catches up', async (test) => {
    const { gateway, connect } = await start(test, { rate: 100_000, simulate: 2, highWater: 1 << 15 });
    const first = await connect();
    first.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await first.until('a position', () => first.ofType('heartbeat').length > 0);
    const after = positionOf(first);
    const { ticks } = gateway.stats;
    await first.until('an absence', () => gateway.stats.ticks > ticks + 20_000);
    const client = await connect();
    client.send({ type: 'subscribe', symbols: ['BTC-USD'], after });
    client.send({ type: 'subscribe', symbols: ['ETH-USD'] });
    await client.until('what was missed', () => sequencesOf(client, 'json', 'BTC-USD').length > 10_000);
    const sequences = sequencesOf(client, 'json', 'BTC-USD').slice(0, 10_000);
    const [one = 0] = sequences;
    assert.deepEqual(
      sequences,
      sequences.map((_, index) => one + index),
    );
    await client.until('ticks of the other', () => sequencesOf(client, 'json', 'ETH-USD').length > 100);
  });

  it('is refused a position that is none', async (test) => {
    const { connect } = await start(test);
    const client = await connect();
    for (const message of [
      { type: 'subscribe', symbols: [], after: 7 },
      { type: 'unsubscribe', symbols: [], after: 'x-1' },
    ]) {
      client.send(message);
      assert.match(String((await client.error()).message), /"after" is a position/);
    }
  });
});
