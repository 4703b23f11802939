import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { PushedTick } from '../../src/feed/protocol.js';
import { createSession, SETTINGS, startServer, trade, until } from './feed-rig.ts';

describe('what a page pushes', () => {
  before(async () => {
    // Node 20 has none of its own
    globalThis.WebSocket ??= (await import('ws')).WebSocket as unknown as typeof globalThis.WebSocket;
  });

  it('has no price where that is null or empty, as frameworks have it', async (test) => {
    const { session, lane, block } = await createSession();
    test.after(() => session.disconnect());
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, transport: 'push' });
    const odd = [
      { symbol: 'A', price: null },
      { symbol: 'A', price: '' },
      { symbol: 'A', price: true },
      { symbol: 'A', price: [] },
      { symbol: 'A', bid: null, ask: 2 },
      { symbol: 'A', bid: 1, ask: null },
      null,
      5,
    ];
    session.push(odd as unknown as PushedTick[]);
    assert.ok(Number.isNaN(a.last()), `${a.last()}`);
    const { ticks, rejected } = block.read();
    assert.deepEqual([ticks, rejected], [0, odd.length]);
  });

  it('may have numbers as texts and as big integers, and no numbers where they may be left out', async (test) => {
    const { session, lane, block } = await createSession();
    test.after(() => session.disconnect());
    const a = lane('A');
    session.subscribe(a.handover);
    await session.connect({ ...SETTINGS, transport: 'push' });
    session.push([
      { symbol: 'A', price: '5.5', size: 2n, sequence: 7n, time: null },
      { symbol: 'A', price: 6, size: null, bid: null, ask: undefined, sequence: null },
    ] as unknown as PushedTick[]);
    assert.equal(a.last(), 6);
    const { ticks, rejected } = block.read();
    assert.deepEqual([ticks, rejected], [2, 0]);
  });

  it('counts whichever connection carries the symbol, and has no numbers of any', async (test) => {
    const [one, two, spare] = await Promise.all([startServer(), startServer(), startServer()]);
    const { session, lane, gaps } = await createSession();
    test.after(async () => {
      session.disconnect();
      await Promise.all([one.stop(), two.stop(), spare.stop()]);
    });
    const [a, b] = [lane('A'), lane('B')];
    session.subscribe(a.handover, b.handover);
    await session.connect({ ...SETTINGS, sources: [one.url, two.url, spare.url] });
    await until(() => one.received.length + two.received.length === 2, 'both requests');
    const numbered = JSON.stringify({ type: 'subscribed', protocol: 1, symbols: { A: 1 } });
    one.send(numbered, trade('A', 10, 1), trade('B', 10, 1));
    await until(() => a.last() === 10 || b.last() === 10, 'a trade');
    session.push([
      { symbol: 'A', price: 20, sequence: 100 },
      { symbol: 'B', price: 30, sequence: 100 },
    ]);
    assert.deepEqual([a.last(), b.last()], [20, 30]);
    assert.deepEqual(gaps, []);
  });
});
