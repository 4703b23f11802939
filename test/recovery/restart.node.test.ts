import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startGateway } from '../../gateway/server.js';
import { createSession, SETTINGS, until } from '../feed/feed-rig.js';

const SYMBOLS = ['BTC-USD', 'ETH-USD'];

describe('a gateway that counts the ticks itself, and counts anew after a restart', () => {
  const { WebSocket } = globalThis;
  before(async () => {
    // Node 20 has none of its own
    globalThis.WebSocket ??= (await import('ws')).WebSocket as unknown as typeof globalThis.WebSocket;
  });
  after(() => {
    globalThis.WebSocket = WebSocket;
  });

  for (const [format, path] of [
    ['json', '/ws'],
    ['binary', '/ws'],
    ['json', '/sse?symbols={symbols}'],
    ['json', '/stream?symbols={symbols}'],
    ['binary', '/stream?symbols={symbols}&format=binary'],
  ] as const) {
    it(`leaves one gap of unknown extent for each symbol, in ${format} over ${path}`, async (test) => {
      const options = { simulate: 2, rate: 500, heartbeatEvery: 50 };
      let gateway = await startGateway(options);
      const { port } = gateway;
      const { session, lane, gaps, statuses, block } = await createSession();
      test.after(async () => {
        session.disconnect();
        await gateway.close();
      });
      const lanes = SYMBOLS.map((symbol) => lane(symbol));
      session.subscribe(...lanes.map(({ handover }) => handover));
      await session.connect({
        ...SETTINGS,
        format,
        sources: [`${path === '/ws' ? 'ws' : 'http'}://127.0.0.1:${port}${path}`],
      });
      await until(() => lanes.every((each) => each.ticks() > 100), 'ticks');
      await gateway.close();
      await until(() => statuses.at(-1) === 'reconnecting', 'the loss');
      gateway = await startGateway({ ...options, port, seed: 2 });
      const before = block.read().ticks;
      await until(() => statuses.at(-1) === 'live' && block.read().ticks > before + 100, 'more ticks', 20_000);
      assert.deepEqual(
        gaps.map(({ symbol, from, missing }) => [symbol, from, missing]).sort(),
        SYMBOLS.map((symbol) => [symbol, Number.NaN, Number.NaN]),
      );
    });
  }
});
