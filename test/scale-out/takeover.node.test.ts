import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { createSession, SETTINGS, startServer, trade, until } from '../feed/feed-rig.ts';

/** A feed of two addresses, the second of them its spare, and a lane on A. */
async function twoAddresses(test: TestContext) {
  const [one, two] = await Promise.all([startServer(), startServer()]);
  const feed = await createSession();
  test.after(async () => {
    feed.session.disconnect();
    await Promise.all([one.stop(), two.stop()]);
  });
  const a = feed.lane('A');
  feed.session.subscribe(a.handover);
  await feed.session.connect({ ...SETTINGS, sources: [one.url, two.url] });
  await until(() => one.received.length === 1 && two.clients() === 1, 'both connections');
  return { one, two, a, ...feed };
}

describe('a spare that takes over', () => {
  const { WebSocket } = globalThis;
  before(async () => {
    // Node 20 has none of its own
    globalThis.WebSocket ??= (await import('ws')).WebSocket as unknown as typeof globalThis.WebSocket;
  });
  after(() => {
    globalThis.WebSocket = WebSocket;
  });

  it('tells that ticks may be missing, once, where they have no numbers', async (test) => {
    const { one, two, a, gaps } = await twoAddresses(test);
    one.send(trade('A', 10));
    await until(() => a.last() === 10, 'a trade of the first');
    one.close();
    await until(() => two.received.length === 1, 'the request to the spare');
    two.send(trade('A', 12));
    await until(() => a.last() === 12, 'a trade of the spare');
    two.send(trade('A', 13));
    await until(() => a.last() === 13, 'another');
    assert.deepEqual(
      gaps.map(({ symbol, missing }) => [symbol, missing]),
      [['', Number.NaN]],
    );
    assert.match(gaps[0]?.reason as string, /closed with code 1006/);
    // the first is the spare now, and has told all that there was to tell of its own loss
    await until(() => one.clients() === 1, 'the first, as a spare');
    two.close();
    await until(() => one.received.length === 2, 'the first takes over again');
    one.send(trade('A', 15));
    await until(() => a.last() === 15, 'a trade of the first');
    assert.equal(gaps.length, 2);
    assert.ok(gaps[1]?.reason.includes(two.url), gaps[1]?.reason);
  });

  it('tells nothing where nothing had come before', async (test) => {
    const { one, two, a, gaps } = await twoAddresses(test);
    one.close();
    await until(() => two.received.length === 1, 'the request to the spare');
    two.send(trade('A', 12));
    await until(() => a.last() === 12, 'a trade of the spare');
    assert.deepEqual(gaps, []);
  });
});
