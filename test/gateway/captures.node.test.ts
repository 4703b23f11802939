import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startGateway } from '../../gateway/server.js';
import { isObject } from '../../src/feed/codecs/json-text.js';
import { TestClient } from './client.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/replay/', import.meta.url));

interface Recorded {
  readonly name: string;
  /** Messages by kind, subscription acknowledgements left out. */
  readonly kinds: Readonly<Record<string, number>>;
  /** What a client sends; nothing where the streams stand in the URL. */
  readonly subscribe: readonly object[];
  readonly path: string;
  readonly symbols: number;
}

const coinbase = (channel: string) => ({ type: 'subscribe', product_ids: ['SKL-USD'], channels: [channel] });

const CAPTURES: readonly Recorded[] = [
  {
    name: 'coinbase_exchange',
    kinds: { match: 97, ticker: 107, last_match: 10, snapshot: 10, l2update: 9719 },
    subscribe: [coinbase('ticker'), coinbase('matches')],
    path: '/',
    symbols: 10,
  },
  {
    name: 'binance_spot_combined',
    kinds: { aggTrade: 2, bookTicker: 84, 'depth@100ms': 177, kline_1m: 2 },
    subscribe: [],
    path: '/stream?streams=nknusdt@aggTrade/nknusdt@bookTicker',
    symbols: 4,
  },
  {
    name: 'binance_futures_combined',
    kinds: { aggTrade: 91, bookTicker: 613, 'depth@100ms': 764, kline_1m: 67 },
    subscribe: [{ method: 'SUBSCRIBE', params: ['sushiusdt@aggTrade'], id: 1 }],
    path: '/stream',
    symbols: 4,
  },
];

function kindOf(text: string): string {
  const message: unknown = JSON.parse(text);
  if (!isObject(message)) return 'other';
  const { type, stream } = message;
  if (typeof stream === 'string') return stream.slice(stream.indexOf('@') + 1);
  return typeof type === 'string' ? type : 'other';
}

/** The text of `m` of each received line, by a way of its own: in these files it always stands last. */
function recordedTexts(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"d":"recv"') && !line.includes('"m":{"type":"subscriptions"'))
    .map((line) => line.slice(line.indexOf('"m":') + 4, -1));
}

const absent = CAPTURES.filter(({ name }) => !existsSync(`${FOLDER}${name}.jsonl`)).map(({ name }) => name);

describe('a real capture through a real socket', () => {
  for (const { name, kinds, subscribe, path, symbols } of CAPTURES) {
    const reason = `${absent.length} of ${CAPTURES.length} captures are absent: ${absent.join(', ')}`;
    it(`${name} arrives whole, character by character`, { skip: absent.includes(name) && reason }, async (test) => {
      const file = `${FOLDER}${name}.jsonl`;
      const gateway = await startGateway({ replay: file, speed: 0 });
      test.after(() => gateway.close());
      const client = await TestClient.connect(gateway.pageUrl.replace('http', 'ws') + path);
      for (const request of subscribe) client.send(request);
      const total = Object.values(kinds).reduce((sum, count) => sum + count);
      await client.until('all messages', () => client.texts.length === subscribe.length + total);

      const played = client.texts.slice(subscribe.length);
      const counted: Record<string, number> = {};
      for (const text of played) counted[kindOf(text)] = (counted[kindOf(text)] ?? 0) + 1;
      assert.deepEqual(counted, kinds);
      assert.deepEqual(played, recordedTexts(file));
      const listed = (await (await fetch(`${gateway.pageUrl}/symbols`)).json()) as unknown[];
      assert.equal(listed.length, symbols);
      await client.close();
    });
  }
});
