import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type GatewayOptions, startGateway } from '../../gateway/server.js';
import type { TickSink } from '../../src/feed/codec.js';
import { binary } from '../../src/feed/codecs/binary.js';
import { deafSink } from '../../src/feed/deaf-sink.js';
import type { EpochMs, Price, Size, SymbolId } from '../../src/market/tick.js';
import { assertSubscribed, type JsonMessage, TestClient } from './client.js';

const SYMBOLS = ['BTC-USD', 'ETH-USD'];

async function simulate(test: TestContext, options: GatewayOptions = {}) {
  const gateway = await startGateway({ simulate: 2, rate: 2000, ...options });
  test.after(() => gateway.close());
  const connect = async (query = '', protocols: string[] = []) => {
    const client = await TestClient.connect(gateway.url + query, protocols);
    test.after(() => client.close());
    return client;
  };
  return { gateway, connect };
}

function ticksOf(client: TestClient): JsonMessage[] {
  return client.messages().filter(({ type }) => type === 'trade' || type === 'quote');
}

/** Decodes a client's binary frames with the project's own codec; fails the test where anything is rejected. */
function decode(client: TestClient): { symbol: string; sequence: number; time: number }[] {
  const names = [''];
  const ticks: { symbol: string; sequence: number; time: number }[] = [];
  const keep = (id: SymbolId, time: EpochMs, sequence: number) =>
    ticks.push({ symbol: names[id] ?? '', sequence, time });
  const sink: TickSink = {
    ...deafSink,
    symbol: (name) => names.push(name) - 1,
    trade: (id: SymbolId, time: EpochMs, _price: Price, _size: Size, sequence) => keep(id, time, sequence),
    quote: (id, time, _bid, _bidSize, _ask, _askSize, sequence) => keep(id, time, sequence),
    rejected: (reason) => assert.fail(reason),
    failed: (reason) => assert.fail(reason),
    send: () => assert.fail('nothing to answer'),
  };
  const codec = binary({});
  for (const text of client.texts) codec.decode(text, sink);
  for (const frame of client.frames) codec.decode(new Uint8Array(frame).buffer, sink);
  return ticks;
}

describe('the simulated market', () => {
  it('acknowledges a subscribe before the first tick, then sends trades and quotes as arrays', async (test) => {
    const { connect } = await simulate(test);
    const client = await connect();
    client.send({ type: 'subscribe', symbols: SYMBOLS });
    await client.until('both kinds of tick', () => {
      const kinds = new Set(ticksOf(client).map(({ type }) => type));
      return kinds.size === 2;
    });
    assertSubscribed(JSON.parse(client.texts[0] ?? ''), { 'BTC-USD': 1, 'ETH-USD': 2 });
    const trade = ticksOf(client).find(({ type }) => type === 'trade') ?? {};
    const quote = ticksOf(client).find(({ type }) => type === 'quote') ?? {};
    assert.deepEqual(Object.keys(trade), ['type', 'symbol', 'price', 'size', 'time', 'sequence', 'side']);
    assert.deepEqual(Object.keys(quote), ['type', 'symbol', 'bid', 'bidSize', 'ask', 'askSize', 'time', 'sequence']);
    assert.ok(Number(quote.bid) < Number(quote.ask));
    assert.ok(Math.abs(Number(trade.time) - Date.now()) < 60_000);
  });

  it('sends only subscribed symbols, without a gap, and stops after an unsubscribe', async (test) => {
    const { gateway, connect } = await simulate(test);
    const [one, both] = [await connect(), await connect()];
    one.send({ type: 'subscribe', symbols: ['BTC-USD', 'BTC-USD'] });
    both.send({ type: 'subscribe', symbols: SYMBOLS });
    await both.until('ticks of both', () => new Set(ticksOf(both).map(({ symbol }) => symbol)).size === 2);
    await one.until('ticks', () => ticksOf(one).length > 50);
    const sequences = ticksOf(one).map(({ sequence }) => Number(sequence));
    assert.deepEqual(new Set(ticksOf(one).map(({ symbol }) => symbol)), new Set(['BTC-USD']));
    assert.deepEqual(
      sequences,
      sequences.map((_, index) => (sequences[0] ?? 0) + index),
    );

    one.send({ type: 'unsubscribe', symbols: ['BTC-USD', 'never asked for'] });
    // Answered after the unsubscribe took effect: whatever follows is a later tick.
    one.send({ type: 'subscribe', symbols: [] });
    await one.until('an answer', () => one.ofType('subscribed').length === 2);
    const after = one.texts.length;
    const seen = gateway.stats.ticks;
    await both.until('two hundred further ticks', () => gateway.stats.ticks > seen + 200);
    assert.equal(one.texts.slice(after).filter((text) => text.startsWith('[')).length, 0);
  });

  it('stands still while nobody subscribes', async (test) => {
    const { gateway, connect } = await simulate(test);
    const client = await connect();
    client.send({ type: 'subscribe', symbols: SYMBOLS });
    await client.until('ticks', () => ticksOf(client).length > 0);
    client.send({ type: 'unsubscribe', symbols: SYMBOLS });
    client.send({ type: 'subscribe', symbols: [] });
    await client.until('an answer', () => client.ofType('subscribed').length === 2);
    const seen = gateway.stats.ticks;
    client.send({ type: 'subscribe', symbols: ['ETH-USD'] });
    await client.until('an answer', () => client.ofType('subscribed').length === 3);
    assert.ok(gateway.stats.ticks - seen < 1000, 'ticks of the pause were made up for');
  });

  it('sends the same market as binary frames, asked for by query, subprotocol or message', async (test) => {
    const { connect } = await simulate(test, { simulate: 3 });
    const clients = await Promise.all([
      connect('?format=binary'),
      connect('', ['something.else', 'ticklane.v1.binary']),
      connect(),
      connect('?format=binary', ['ticklane.v1.json']),
    ]);
    for (const [index, client] of clients.entries()) {
      client.send({ type: 'subscribe', symbols: SYMBOLS, ...(index === 2 && { format: 'binary' }) });
    }
    for (const client of clients) {
      await client.until('ten frames', () => client.frames.length >= 10);
      assert.deepEqual(ticksOf(client), []);
      const ticks = decode(client);
      assert.deepEqual(new Set(ticks.map(({ symbol }) => symbol)), new Set(SYMBOLS));
      assert.ok(ticks.every(({ time }, index) => index === 0 || time >= (ticks[index - 1]?.time ?? 0)));
    }
    assert.equal(clients[1]?.socket.protocol, 'ticklane.v1.binary');
  });

  it('changes the format between two messages', async (test) => {
    const { connect } = await simulate(test);
    const client = await connect();
    client.send({ type: 'subscribe', symbols: SYMBOLS, format: 'json' });
    await client.until('ticks', () => ticksOf(client).length > 0);
    client.send({ type: 'subscribe', symbols: [], format: 'binary' });
    await client.until('frames', () => client.frames.length > 0);
    client.send({ type: 'subscribe', symbols: [], format: 'json' });
    await client.until('an answer', () => client.ofType('subscribed').length === 3);
    const seen = ticksOf(client).length;
    await client.until('ticks as text', () => ticksOf(client).length > seen);
  });

  for (const [batch, format] of [
    [10, 'json'],
    [100, 'binary'],
  ] as const) {
    it(`sends exactly ${batch} ticks a ${format} message when asked to`, async (test) => {
      const { connect } = await simulate(test, { rate: 20_000, batch });
      const client = await connect(`?format=${format}`);
      client.send({ type: 'subscribe', symbols: SYMBOLS });
      const arrays = () => client.texts.filter((text) => text.startsWith('['));
      await client.until('messages', () => arrays().length + client.frames.length >= 20);
      const counts = new Set([
        ...arrays().map((text) => (JSON.parse(text) as unknown[]).length),
        ...client.frames.map((frame) => frame.readUInt16LE(6)),
      ]);
      assert.deepEqual(counts, new Set([batch]));
    });
  }

  it('makes any symbol tick on demand', async (test) => {
    const { gateway, connect } = await simulate(test);
    const client = await connect();
    const names = ['NEVER-HEARD', '__proto__', 'Ünï "quoted"'];
    client.send({ type: 'subscribe', symbols: names });
    await client.until(
      'ticks of each',
      () => new Set(ticksOf(client).map(({ symbol }) => symbol)).size === names.length,
    );
    const listed = (await (await fetch(`${gateway.pageUrl}/symbols`)).json()) as JsonMessage[];
    assert.deepEqual(
      listed.map(({ symbol }) => symbol),
      [...SYMBOLS, ...names],
    );
  });

  it('names the unknown symbols when it is strict, and serves the others', async (test) => {
    const { connect } = await simulate(test, { strict: true });
    const client = await connect();
    client.send({ type: 'subscribe', symbols: ['NOPE', 'BTC-USD', 'NADA'] });
    assert.deepEqual(await client.error(), { type: 'error', message: '2 unknown symbols', symbols: ['NOPE', 'NADA'] });
    assert.equal(client.ofType('subscribed').length, 1);
    assertSubscribed(client.ofType('subscribed')[0], { 'BTC-USD': 1 });
    client.send({ type: 'subscribe', symbols: ['NOPE'] });
    assert.match(String((await client.error()).message), /an unknown symbol/);
    await client.until('ticks', () => ticksOf(client).length > 0);
  });

  it('is the same for the same seed', async (test) => {
    const paths: unknown[] = [];
    for (const seed of [7, 7, 8]) {
      const { connect } = await simulate(test, { seed });
      const client = await connect();
      client.send({ type: 'subscribe', symbols: SYMBOLS });
      await client.until('ticks', () => ticksOf(client).length > 20);
      paths.push(
        ticksOf(client)
          .slice(0, 20)
          .map(({ time: _, ...tick }) => tick),
      );
    }
    assert.deepEqual(paths[0], paths[1]);
    assert.notDeepEqual(paths[0], paths[2]);
  });

  it('keeps a rate of 100,000 ticks a second', async (test) => {
    const { gateway, connect } = await simulate(test, { rate: 100_000 });
    const client = await connect('?format=binary');
    const begin = performance.now();
    client.send({ type: 'subscribe', symbols: SYMBOLS });
    const received = () => client.frames.reduce((sum, frame) => sum + frame.readUInt16LE(6), 0);
    await client.until(
      '100,000 ticks',
      () => gateway.stats.ticks >= 100_000 && received() >= gateway.stats.ticks * 0.95,
    );
    const seconds = (performance.now() - begin) / 1000;
    const rate = gateway.stats.ticks / seconds;
    assert.ok(rate > 80_000 && rate < 105_000, `${Math.round(rate)} ticks/s`);
    assert.equal(gateway.stats.conflated, 0);
  });

  it('beats while nothing else comes', async (test) => {
    const { connect } = await simulate(test, { heartbeatEvery: 20 });
    const client = await connect();
    await client.until('two heartbeats', () => client.ofType('heartbeat').length >= 2);
    assert.ok(Math.abs(Number(client.ofType('heartbeat')[0]?.time) - Date.now()) < 60_000);
  });

  it('conflates for a client that does not read, and sends it the newest when it reads again', async (test) => {
    const { gateway, connect } = await simulate(test, { rate: 100_000, highWater: 1 << 16 });
    const client = await connect();
    const other = await connect('?format=binary');
    client.send({ type: 'subscribe', symbols: SYMBOLS });
    await client.until('ticks', () => ticksOf(client).length > 0);
    client.socket.pause();
    other.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await other.until('conflated ticks', () => gateway.stats.conflated > 50_000);
    const conflated = gateway.stats.conflated;
    client.socket.resume();
    const newest = () =>
      Math.max(
        ...decode(other)
          .slice(-1)
          .map(({ sequence }) => sequence),
      );
    const target = newest();
    await client.until('the newest', () => {
      const last = client.texts.at(-1) ?? '';
      return (
        last.startsWith('[') &&
        (JSON.parse(last) as JsonMessage[]).some(
          ({ symbol, sequence }) => symbol === 'BTC-USD' && Number(sequence) > target,
        )
      );
    });
    // Each tick missing in the sequence of a symbol is one that was conflated.
    const missing = SYMBOLS.map((name) => {
      const sequences = ticksOf(client)
        .filter(({ symbol }) => symbol === name)
        .map(({ sequence }) => Number(sequence));
      return (sequences.at(-1) ?? 0) - (sequences[0] ?? 0) + 1 - sequences.length;
    });
    assert.ok((missing[0] ?? 0) + (missing[1] ?? 0) >= conflated * 0.9, `${missing} missing, ${conflated} conflated`);
  });

  it('refuses options out of range', async () => {
    for (const options of [{ rate: 0 }, { rate: Number.NaN }, { batch: 1.5 }, { batch: 65536 }, { simulate: -1 }]) {
      await assert.rejects(startGateway(options), RangeError);
    }
  });
});
