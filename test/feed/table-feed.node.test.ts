import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { FeedClient } from '../../src/feed/client.js';
import type { FeedProblem } from '../../src/feed/protocol.js';
import type { Bar } from '../../src/market/bar.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import type { MarketTableHandle } from '../../src/table/handle.js';
import { MarketTable } from '../../src/table/market-table.js';
import { SETTINGS, until } from './feed-rig.ts';
import { MINUTE, pageOf, serveBars } from './history-server.ts';
import './page-worker.ts';

/** The least that a table can have: symbols, and two series. */
const LEAST = 2 ** 18;

/** A feed that the page pushes ticks into, with a market table and this history. */
async function openFeed(test: TestContext, history?: string, tableLimit = 2 ** 24) {
  const problems: FeedProblem[] = [];
  const client = new FeedClient(
    new PageMemory(),
    {
      status: () => {},
      // a busy machine may start the worker twice, which is told as well
      problem: (problem) => problem.code === 'environment' || problems.push(problem),
    },
    tableLimit,
  );
  test.after(() => client.close());
  await client.connect({ ...SETTINGS, transport: 'push', ...(history !== undefined && { history }) });
  const table = MarketTable.open(client.table as MarketTableHandle);
  const push = async (...symbols: string[]) => {
    client.push(symbols.map((symbol) => ({ symbol, price: 50, size: 1 })));
    await until(() => symbols.every((symbol) => table.quote(symbol)), 'the ticks');
  };
  return { client, table, problems, push };
}

/** Twenty minutes up to the one that forms. */
function recentBars(): Bar[] {
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  return Array.from({ length: 20 }, (_, index) => {
    return { time: now - (19 - index) * MINUTE, open: 10 + index, high: 100, low: 1, close: 11 + index, volume: 7 };
  });
}

describe('the market table of a feed', () => {
  it('gets the bars from before once somebody asks for a series, once for each', async (test) => {
    const server = await serveBars(test, (asked) => pageOf(recentBars(), asked));
    const { table, problems, push } = await openFeed(test, server.single);
    await push('A', 'B');
    const length = () => table.bars('A', '1m').time.length;
    assert.equal(length(), 0);
    await until(() => length() >= 20, 'the bars');
    await push('A');
    await until(() => table.bars('A', '1m').close.at(-1) === 50, 'a live bar');
    const { time, close } = table.bars('A', '1m');
    assert.deepEqual(
      time.map((start, index) => start - (time[index - 1] ?? start - MINUTE)),
      new Float64Array(time.length).fill(MINUTE),
      'no hole and none twice',
    );
    assert.deepEqual(
      Array.from(close.slice(0, 18)),
      recentBars()
        .slice(0, 18)
        .map((bar) => bar.close),
    );
    const [asked, ...more] = server.asked;
    assert.deepEqual([asked?.symbol, asked?.interval, asked?.limit, more], ['A', '1m', 1440, []]);
    assert.deepEqual(problems, []);
  });

  it('says what is wrong with them, and goes on live', async (test) => {
    const server = await serveBars(test, (_asked, _count, response) => {
      response.statusCode = 404;
      return { error: 'unknown symbol' };
    });
    const { table, problems, push } = await openFeed(test, server.template);
    await push('A');
    table.bars('A', '5m');
    await until(() => problems.length === 1, 'a problem');
    assert.match(problems[0]?.message as string, /^history of "A" from http.*: HTTP 404/);
    await push('A');
    await until(() => table.bars('A', '5m').time.length === 1, 'a live bar');
  });

  it('makes bars of its own where the feed has no history', async (test) => {
    const { table, problems, push } = await openFeed(test);
    await push('A');
    table.bars('A', '1h');
    const live = () => table.bars('A', '1h').time.length === 1;
    // until the feed has seen the wish, ticks make no bar
    for (const end = Date.now() + 10_000; !live() && Date.now() < end; ) await push('A');
    assert.ok(live());
    assert.deepEqual(problems, []);
  });

  it('counts series that gave way and symbols that found no room in the counters of the feed', async (test) => {
    const { client, table, push } = await openFeed(test, undefined, LEAST);
    await push('A');
    client.push([{ symbol: 'é'.repeat(100), price: 1 }]);
    for (const interval of ['1s', '1m', '5m'] as const) table.bars('A', interval);
    await until(() => client.counters.evicted === 1 && client.counters.refused === 1, 'both counts');
    assert.deepEqual([table.evicted, table.refused], [1, 1]);
  });
});
