/** Random and mutated client messages against a gateway, over every output; shared by the quick test and the soak test. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import type { Gateway } from '../../gateway/server.js';
import { TestClient } from './client.js';

const VALID = [
  { type: 'subscribe', symbols: ['BTC-USD', 'ETH-USD'], format: 'json' },
  { type: 'subscribe', symbols: ['X'], format: 'binary', after: 'abc-1' },
  { type: 'unsubscribe', symbols: ['BTC-USD'] },
].map((message) => JSON.stringify(message));

/** A valid message with some of its characters removed, doubled, replaced or moved. */
const mutated = fc
  .tuple(
    fc.constantFrom(...VALID),
    fc.array(
      fc.record({
        at: fc.nat(200),
        length: fc.nat(8),
        put: fc.oneof(
          fc.string({ unit: 'binary', maxLength: 4 }),
          fc.constantFrom('"', '{', '[', ']', '}', ',', ':', '\\u0000', '__proto__', 'constructor', '1e999', '-'),
        ),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce(
      (changed, { at, length, put }) =>
        changed.slice(0, at % (changed.length + 1)) + put + changed.slice((at % (changed.length + 1)) + length),
      text,
    ),
  );

/** JSON of the right keys with anything in them. */
const anyMessage = fc
  .record(
    {
      type: fc.oneof(fc.constantFrom('subscribe', 'unsubscribe', 'ping', ''), fc.anything()),
      symbols: fc.oneof(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'toString', 'BTC-USD'))),
        fc.anything(),
      ),
      format: fc.oneof(fc.constantFrom('json', 'binary'), fc.anything()),
      after: fc.oneof(fc.string(), fc.anything()),
    },
    { requiredKeys: [] },
  )
  .map((message) => {
    try {
      return JSON.stringify(message) ?? 'undefined';
    } catch {
      return '{}'; // bigint and the like have no text
    }
  });

export const clientMessage: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: mutated },
  { weight: 4, arbitrary: anyMessage },
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 200 }),
);

/** Sends messages over one connection after the other; each must be answered or refused, and the connection go on. */
export async function sendAll(gateway: Gateway, messages: readonly (string | Uint8Array)[]): Promise<void> {
  const client = await TestClient.connect(gateway.url);
  for (const message of messages) client.socket.send(message, { binary: typeof message !== 'string' });
  // answered whatever came before, unless the connection was ended with a reason
  const last = `last-${messages.length}`;
  client.send({ type: 'subscribe', symbols: [last], format: 'json' });
  const answered = () => client.ofType('subscribed').some(({ symbols }) => Object.hasOwn(symbols as object, last));
  await client.until('an answer, or the end', () => client.closeCode !== undefined || answered());
  assert.ok(
    client.closeCode === undefined || [1003, 1007, 1008, 1009].includes(client.closeCode),
    `${client.closeCode}`,
  );
  if (client.socket.readyState === WebSocket.OPEN) await client.close();
}

const PATHS = ['/', '/sse', '/stream', '/symbols', '/history', '/healthz', '/metrics', '/ws', '/nothing'];
const KEYS = ['symbols', 'symbol', 'format', 'token', 'last-event-id', 'interval', 'limit', 'live', '__proto__'];

/** A request of HTTP, and headers that browsers may be made to send. */
export const httpRequest = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE'),
  path: fc.constantFrom(...PATHS),
  query: fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.string({ unit: 'binary', maxLength: 80 })), { maxLength: 4 }),
  lastEventId: fc.option(
    fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[^\x21-\x7e]/g, '')),
    { nil: undefined },
  ),
});

/** Asks, and reads the answer's first bytes; returns its status. */
export async function ask(
  gateway: Gateway,
  request: typeof httpRequest extends fc.Arbitrary<infer Drawn> ? Drawn : never,
) {
  const { method, path, query, lastEventId } = request;
  const parameters = query.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`).join('&');
  const abort = new AbortController();
  const response = await fetch(`${gateway.pageUrl}${path}?${parameters}`, {
    method,
    signal: abort.signal,
    headers: lastEventId ? { 'Last-Event-ID': lastEventId } : {},
  });
  // streams have no end
  abort.abort();
  return response.status;
}
