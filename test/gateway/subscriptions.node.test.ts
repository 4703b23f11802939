import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Gateway, startGateway } from '../../gateway/server.js';
import { TestClient } from './client.js';
import { type DecodedTick, decodeAll } from './decode.js';
import { StreamClient } from './stream-client.js';

const SYMBOLS = ['BTC-USD', 'ETH-USD', 'SOL-USD', 'A', 'B', 'C'];

type Format = 'json' | 'binary';
interface Step {
  readonly type: 'subscribe' | 'unsubscribe';
  readonly symbols: readonly string[];
}

const someSymbols = fc.uniqueArray(fc.constantFrom(...SYMBOLS), { minLength: 1, maxLength: 4 });
const format = fc.constantFrom<Format>('json', 'binary');
const step: fc.Arbitrary<Step> = fc.record({
  type: fc.constantFrom('subscribe', 'subscribe', 'unsubscribe'),
  symbols: someSymbols,
});
const scenario = fc.record({
  sockets: fc.array(fc.record({ format, steps: fc.array(step, { minLength: 1, maxLength: 6 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  streams: fc.array(
    fc.record({ path: fc.constantFrom('/sse?', '/stream?', '/stream?format=binary&'), symbols: someSymbols }),
    { maxLength: 3 },
  ),
});

/** What a WebSocket client got, tick by tick and in the order of its messages. */
function ticksOf(client: TestClient, coding: Format): DecodedTick[] {
  return decodeAll(coding, [...client.texts, ...client.frames.map((frame) => new Uint8Array(frame).buffer)]);
}

/** Each symbol's ticks come without a gap; returns the symbols. */
function soundSymbols(ticks: readonly DecodedTick[]): Set<string> {
  const last = new Map<string, number>();
  for (const { symbol, sequence } of ticks) {
    const before = last.get(symbol);
    if (before !== undefined) assert.equal(sequence, before + 1, `${symbol} has a gap or a double`);
    last.set(symbol, sequence);
  }
  return new Set(last.keys());
}

/** Subscribes and unsubscribes one by one, each answered before the next; then everything that comes is what is left. */
async function follow(gateway: Gateway, coding: Format, steps: readonly Step[]) {
  const client = await TestClient.connect(`${gateway.url}?format=${coding}`);
  const wanted = new Set<string>();
  for (const [index, one] of steps.entries()) {
    client.send(one);
    for (const symbol of one.symbols) {
      if (one.type === 'subscribe') wanted.add(symbol);
      else wanted.delete(symbol);
    }
    // Only subscribes are answered: an empty one says that the step took effect.
    client.send({ type: 'subscribe', symbols: [] });
    const answers = steps.slice(0, index + 1).filter(({ type }) => type === 'subscribe').length + index + 1;
    await client.until('an answer', () => controlsOf(client) === answers);
  }
  return { client, wanted };
}

function controlsOf(client: TestClient): number {
  return client.texts.filter((text) => text.startsWith('{"type":"subscribed"')).length;
}

describe('clients of all outputs at once', () => {
  it('get exactly what they asked for, whatever they and the others do', async (test) => {
    const gateway = await startGateway({ simulate: 3, rate: 4000 });
    test.after(() => gateway.close());
    await fc.assert(
      fc.asyncProperty(scenario, async ({ sockets, streams }) => {
        const followed = await Promise.all(sockets.map((one) => follow(gateway, one.format, one.steps)));
        const opened = await Promise.all(
          streams.map(({ path, symbols }) =>
            StreamClient.open(`${gateway.pageUrl}${path}symbols=${symbols.join(',')}`),
          ),
        );
        for (const [index, client] of opened.entries()) {
          const { path, symbols = [] } = streams[index] ?? {};
          const coding: Format = path?.includes('binary') ? 'binary' : 'json';
          const ticks = () => decodeAll(coding, coding === 'binary' ? client.frames() : client.texts());
          await client.until('each symbol', () => new Set(ticks().map(({ symbol }) => symbol)).size === symbols.length);
          assert.deepEqual(soundSymbols(ticks()), new Set(symbols));
          client.cut();
        }
        for (const [index, { client, wanted }] of followed.entries()) {
          const coding = sockets[index]?.format ?? 'json';
          // Ticks from before the last answer may be of symbols that were given up.
          const from = { text: client.texts.length, frame: client.frames.length };
          const later = () =>
            decodeAll(coding, [
              ...client.texts.filter((text, at) => at >= from.text || text.startsWith('{"type":"subscribed"')),
              ...client.frames.slice(from.frame).map((frame) => new Uint8Array(frame).buffer),
            ]);
          await client.until('each symbol', () => new Set(later().map(({ symbol }) => symbol)).size >= wanted.size);
          assert.deepEqual(soundSymbols(later()), wanted);
          assert.ok(ticksOf(client, coding).length >= later().length);
          await client.close();
        }
      }),
      { numRuns: 25 },
    );
    assert.equal(gateway.stats.conflated, 0);
    assert.equal(gateway.stats.errors, 0);
  });

  it('leave no subscription behind', async (test) => {
    const gateway = await startGateway({ simulate: 3, rate: 1000 });
    test.after(() => gateway.close());
    const { client } = await follow(gateway, 'json', [{ type: 'subscribe', symbols: SYMBOLS }]);
    const stream = await StreamClient.open(`${gateway.pageUrl}/sse?symbols=A,B`);
    await stream.until('an answer', () => stream.texts().length > 0);
    assert.equal(gateway.stats.subscriptions, SYMBOLS.length + 2);
    stream.cut();
    await client.until('the stream to be gone', () => gateway.stats.clients === 1);
    assert.equal(gateway.stats.subscriptions, SYMBOLS.length);
    client.send({ type: 'unsubscribe', symbols: SYMBOLS });
    client.send({ type: 'subscribe', symbols: [] });
    await client.until('an answer', () => controlsOf(client) === 3);
    assert.equal(gateway.stats.subscriptions, 0);
    await client.close();
  });
});
