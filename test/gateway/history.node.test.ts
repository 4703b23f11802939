import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { aggregate, SymbolBars } from '../../gateway/bars.js';
import { readCapture } from '../../gateway/capture.js';
import { startDemo } from '../../gateway/demo-server.js';
import { type Gateway, type GatewayOptions, startGateway } from '../../gateway/server.js';
import type { Bar } from '../../src/market/bar.js';
import { type JsonMessage, TestClient } from './client.js';
import { captureOf, temporaryFile } from './files.js';

const MINUTE = 60_000;

async function start(test: TestContext, options: GatewayOptions): Promise<Gateway> {
  const gateway = await startGateway(options);
  test.after(() => gateway.close());
  return gateway;
}

async function barsOf({ pageUrl }: Pick<Gateway, 'pageUrl'>, query: string): Promise<Bar[]> {
  const response = await fetch(`${pageUrl}/history?${query}`);
  assert.equal(response.status, 200);
  return (await response.json()) as Bar[];
}

/** Checks what holds for bars of any source: aligned, ascending, low to high. */
function assertSound(bars: readonly Bar[], interval: number): void {
  bars.forEach(({ time, open, high, low, close, volume }, index) => {
    assert.equal(time % interval, 0);
    assert.ok(index === 0 || time > (bars[index - 1]?.time ?? 0), 'ascending');
    assert.ok(low <= Math.min(open, close) && high >= Math.max(open, close) && volume >= 0);
  });
}

describe('/history of the simulator', () => {
  it('has a past before the first tick, that ends now at the price to begin with', async (test) => {
    const gateway = await start(test, { simulate: 2 });
    const before = Date.now();
    const bars = await barsOf(gateway, 'symbol=BTC-USD&interval=1m&limit=500');
    assert.equal(bars.length, 500);
    assertSound(bars, MINUTE);
    assert.deepEqual(Object.keys(bars[0] ?? {}), ['time', 'open', 'high', 'low', 'close', 'volume']);
    const forming = bars.at(-1)?.time ?? 0;
    assert.ok(forming > before - MINUTE && forming <= Date.now());
    assert.equal(bars.at(-1)?.close, 64_000);
    for (let index = 1; index < bars.length; index++) assert.equal(bars[index]?.open, bars[index - 1]?.close);
  });

  it('has the bars of the ticks it sent, behind a past that arrives at the first', async (test) => {
    const gateway = await start(test, { simulate: 1, rate: 500 });
    const client = await TestClient.connect(gateway.url);
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    const trades = () => client.ofType('trade');
    await client.until('trades of two seconds', () => {
      const times = trades().map(({ time }) => Math.floor(Number(time) / 1000));
      return new Set(times).size > 2;
    });
    client.send({ type: 'unsubscribe', symbols: ['BTC-USD'] });
    const bars = await barsOf(gateway, 'symbol=BTC-USD&interval=1s&limit=20');
    // a second that has passed, and the market's first second is the oldest
    const first = trades()[0] as JsonMessage;
    const begin = Math.floor(Number(first.time) / 1000) * 1000;
    const second = trades().filter(({ time }) => Math.floor(Number(time) / 1000) * 1000 === begin + 1000);
    const prices = second.map(({ price }) => Number(price));
    const bar = bars.find(({ time }) => time === begin + 1000) as Bar;
    const volume = second.reduce((sum, { size }) => sum + Number(size), 0);
    assert.deepEqual(
      { ...bar, volume: 0 },
      {
        time: begin + 1000,
        open: prices[0],
        high: Math.max(...prices),
        low: Math.min(...prices),
        close: prices.at(-1),
        volume: 0,
      },
    );
    assert.ok(Math.abs(bar.volume - volume) < 1e-9 * volume);
    assert.equal(bars.length, 20);
    assertSound(bars, 1000);
    // behind the first trade, a past without a gap or a jump
    const joint = bars.findIndex(({ time }) => time === begin);
    assert.ok(joint > 0);
    for (let index = 1; index <= joint; index++) assert.equal(bars[index]?.open, bars[index - 1]?.close);
    const minutes = await barsOf(gateway, 'symbol=BTC-USD&interval=5m&limit=3');
    assert.equal(minutes.length, 3);
    assertSound(minutes, 5 * MINUTE);
    await client.close();
  });

  it('is the same for the same seed, and another for another', async (test) => {
    const options = { simulate: 1 };
    const query = 'symbol=ETH-USD&interval=1d&limit=50';
    const bars = (seed: number) => start(test, { ...options, seed }).then((gateway) => barsOf(gateway, query));
    const [one, same, other] = await Promise.all([bars(5), bars(5), bars(6)]);
    // each ends at its own now: what has passed is as good as alike
    const shape = (of: readonly Bar[] | undefined) => of?.slice(0, -1).map(({ close }) => Math.round(close));
    assert.deepEqual(shape(one)?.length, 49);
    const far = (a: readonly Bar[] = [], b: readonly Bar[] = []) =>
      Math.max(...a.map(({ close }, index) => Math.abs(close / (b[index]?.close ?? 0) - 1)));
    assert.ok(far(one, same) < 0.01);
    assert.ok(far(one, other) > 0.01);
  });

  it('serves whatever can be subscribed to, and with --strict nothing else', async (test) => {
    const open = await start(test, { simulate: 1 });
    assert.equal((await barsOf(open, 'symbol=MY-COIN')).length, 500);
    const strict = await start(test, { simulate: 1, strict: true });
    const response = await fetch(`${strict.pageUrl}/history?symbol=MY-COIN`);
    assert.equal(response.status, 404);
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.deepEqual(await response.json(), { error: 'unknown symbol "MY-COIN": see /symbols' });
  });

  it('says what is wrong with a request', async (test) => {
    const gateway = await start(test, { simulate: 1 });
    for (const [query, expected] of [
      ['', /^symbol: expected 1 to 64 characters/],
      [`symbol=${'x'.repeat(65)}`, /^symbol: expected/],
      ['symbol=BTC-USD&interval=tick', /^interval "tick": expected 1s, 5s/],
      ['symbol=BTC-USD&interval=', /^interval "": expected/],
      ['symbol=BTC-USD&limit=0', /^limit "0": expected a whole number from 1 to 5000/],
      ['symbol=BTC-USD&limit=5001', /^limit "5001"/],
      ['symbol=BTC-USD&limit=1e3', /^limit "1e3"/],
      ['symbol=BTC-USD&limit=', /^limit ""/],
    ] as const) {
      const response = await fetch(`${gateway.pageUrl}/history?${query}`);
      assert.equal(response.status, 400, query);
      assert.match(((await response.json()) as { error: string }).error, expected);
    }
    assert.equal((await barsOf(gateway, 'symbol=BTC-USD&interval=90s&limit=5000')).length, 5000);
  });

  it('lets pages of any origin read it, and is named on the front page', async (test) => {
    const gateway = await start(test, { simulate: 1 });
    for (const query of ['symbol=BTC-USD&limit=1', 'limit=0']) {
      const { headers } = await fetch(`${gateway.pageUrl}/history?${query}`);
      assert.equal(headers.get('access-control-allow-origin'), '*');
      assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
    }
    assert.match(await (await fetch(gateway.pageUrl)).text(), /\/history {2}\?symbol=S&interval=1m&limit=500/);
  });

  it("stands on the demo's own origin", async (test) => {
    const demo = await startDemo({ port: 5473, gateway: { simulate: 1, port: 8987 } });
    test.after(() => demo.close());
    assert.equal((await barsOf({ pageUrl: demo.url.slice(0, -1) }, 'symbol=BTC-USD&limit=7')).length, 7);
  });
});

describe('/history of a capture', () => {
  let id = 0;
  const trade = (symbol: string, second: number, price: number, size = 1) =>
    `{"stream":"x","data":{"e":"aggTrade","s":"${symbol}","p":"${price}","q":"${size}","T":${1_600_000_000_000 + second * 1000},"a":${++id},"m":false}}`;
  const MESSAGES = [trade('A', 0, 5), trade('B', 1, 50), trade('A', 30, 7, 2), trade('A', 61, 6), trade('A', 59, 4)];

  it('has the bars of the trades that were played so far', async (test) => {
    const file = await temporaryFile(test, 'capture.jsonl', captureOf(MESSAGES));
    const gateway = await start(test, { replay: file, speed: 0 });
    assert.deepEqual(await barsOf(gateway, 'symbol=A'), []);
    const client = await TestClient.connect(gateway.url);
    client.send({ method: 'SUBSCRIBE', params: ['a@aggTrade'], id: 1 });
    await client.until('all messages', () => client.texts.length === 1 + MESSAGES.length);
    // 1600000000 s is 40 s into its minute
    const begin = 1_599_999_960_000;
    assert.deepEqual(await barsOf(gateway, 'symbol=A&interval=1m'), [
      { time: begin, open: 5, high: 5, low: 5, close: 5, volume: 1 },
      { time: begin + MINUTE, open: 7, high: 7, low: 4, close: 6, volume: 4 },
    ]);
    assert.equal((await barsOf(gateway, 'symbol=A&interval=1s')).length, 4);
    assert.equal((await barsOf(gateway, 'symbol=A&interval=1s&limit=1'))[0]?.close, 6);
    assert.equal((await barsOf(gateway, 'symbol=B&interval=1h'))[0]?.close, 50);
    assert.equal((await fetch(`${gateway.pageUrl}/history?symbol=C`)).status, 404);
    await client.close();
  });

  const recorded = fileURLToPath(new URL('../../../shared/data/replay/', import.meta.url));
  for (const [name, symbol, path, subscribe] of [
    ['coinbase_exchange', 'SKL-USD', '/', { type: 'subscribe', product_ids: ['SKL-USD'], channels: ['matches'] }],
    ['binance_futures_combined', 'SUSHIUSDT', '/stream', { method: 'SUBSCRIBE', params: ['x@aggTrade'], id: 1 }],
  ] as const) {
    const file = `${recorded}${name}.jsonl`;
    it(`reads the trades of ${name}`, { skip: !existsSync(file) && '1 capture is absent' }, async (test) => {
      const gateway = await start(test, { replay: file, speed: 0 });
      const client = await TestClient.connect(gateway.pageUrl.replace('http', 'ws') + path);
      client.send(subscribe);
      const { messages } = await readCapture(file);
      await client.until('all messages', () => client.texts.length > messages.length);
      const bars = await barsOf(gateway, `symbol=${symbol}&interval=1s`);
      assertSound(bars, 1000);
      assert.ok(bars.length > 0);
      await client.close();
    });
  }
});

describe('bars of a symbol', () => {
  const flat = (count: number) => (): Bar[] =>
    Array.from({ length: count }, (_, index) => ({ time: index, open: 1, high: 1, low: 1, close: 1, volume: 0 }));

  it('forget the oldest, and then have no past made up for them', () => {
    const bars = new SymbolBars(128);
    for (let second = 0; second < 1000; second++) bars.add(second * 1000, second, 1);
    const read = bars.read(1000, 5000, 0, flat(1));
    assert.deepEqual(
      read.map(({ time }) => time / 1000),
      Array.from({ length: 127 }, (_, index) => 873 + index),
    );
    // nine whole bars of ten seconds and the rest; of the oldest a part is missing
    assert.deepEqual(
      bars.read(10_000, 3, 0, flat(1)).map(({ open, close, volume }) => [open, close, volume]),
      [
        [970, 979, 10],
        [980, 989, 10],
        [990, 999, 10],
      ],
    );
    assert.equal(bars.read(10_000, 5000, 0, flat(1))[0]?.open, 880);
    assert.equal(bars.read(MINUTE, 5000, 0, () => []).length, 17);
  });

  it('leave out intervals without a trade, and take a late one as of now', () => {
    const bars = new SymbolBars(100);
    for (const [time, price] of [
      [0, 5],
      [500, 9],
      [5000, 6],
      [4000, 1],
    ] as const)
      bars.add(time, price, 1);
    assert.deepEqual(
      bars.read(1000, 9, 0, () => []),
      [
        { time: 0, open: 5, high: 9, low: 5, close: 9, volume: 2 },
        { time: 5000, open: 6, high: 6, low: 1, close: 1, volume: 2 },
      ],
    );
    assert.deepEqual(aggregate([], 1000), []);
  });
});
