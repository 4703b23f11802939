import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { FeedSession } from '../../src/feed/feed-session.js';
import { mergeRows } from '../../src/feed/history-bars.js';
import { HistoryLoader, type LoadedHistory } from '../../src/feed/history-loader.js';
import type { HistoryRequest } from '../../src/feed/history-request.js';
import type { FeedEvent } from '../../src/feed/protocol.js';
import type { Bar } from '../../src/market/bar.js';
import { BarReader } from '../../src/memory/bar-reader.js';
import { FeedBlockReader } from '../../src/memory/feed-block.js';
import { createHistory, writeHistory } from '../../src/memory/history.js';
import { Views } from '../../src/memory/views.js';
import { createKernel, TestLane } from '../kernels/bench-lane.js';
import { type Asked, MINUTE, pageOf, serveBars } from './history-server.js';

const SYMBOL = 'BTC-USD';
/** A minute's begin, some while ago: how much is asked for again depends on the clock. */
const BEGIN = Math.floor(Date.now() / MINUTE) * MINUTE - 40 * MINUTE;
/** Trades of half an hour, four a minute. */
const TRADES = Array.from({ length: 120 }, (_, index) => ({
  symbol: SYMBOL,
  time: BEGIN + index * 15_000 + 1000,
  price: 100 + ((index * 7) % 13),
  size: 1 + (index % 5),
}));
const startOf = (time: number) => Math.floor(time / MINUTE) * MINUTE;
const minute = (index: number) => BEGIN + index * MINUTE;

/** Bars of the trades from one time up to another. */
function barsOf(from: number, to: number): readonly Bar[] {
  const own = TRADES.filter(({ time }) => time >= from && time < to);
  const rows = own.map(({ time, price, size }) => ({
    time,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: size,
  }));
  return mergeRows(rows, startOf).bars;
}

/** A lane with the bars of trades from `from` on, which a feed pushed into it. */
async function live(test: TestContext, from: number) {
  const { memory, kernel } = await createKernel(true);
  const session = new FeedSession();
  const events: FeedEvent[] = [];
  const begin = { memory: memory.memory, byteLength: memory.byteLength, block: new FeedBlockReader(memory).address };
  session.begin(begin, (event) => events.push(event));
  test.after(() => session.disconnect());
  const make = () => new TestLane(memory, kernel, { interval: MINUTE, keep: 200 });
  const lane = make();
  const handover = { symbol: SYMBOL, leg: 0, byteLength: memory.byteLength };
  session.subscribe({ ...handover, address: lane.lane.address });
  await session.connect({
    sources: [],
    transport: 'push',
    format: 'json',
    map: '',
    protocols: [],
    staleAfter: 10_000,
  });
  const push = (after: number, to: number) => session.push(TRADES.filter(({ time }) => time >= after && time < to));
  const bars = (one: TestLane): Bar[] => {
    one.drain();
    const { time, ...columns } = new BarReader(memory, one.lane, one.reader).read(200);
    const at = (name: keyof typeof columns, index: number) => columns[name][index] as number;
    return Array.from(time, (start, index) => ({
      time: start,
      open: at('open', index),
      high: at('high', index),
      low: at('low', index),
      close: at('close', index),
      volume: at('volume', index),
    }));
  };
  push(from, minute(25));
  /** Puts history before the live bars, as a page does; then the rest of the trades come. */
  const join = (loaded: LoadedHistory): Bar[] => {
    const block = createHistory(memory, 200);
    writeHistory(new Views(memory.memory), block.address, memory.byteLength, loaded.bars);
    const next = make();
    session.replace(lane.lane.address, { ...handover, address: next.lane.address, byteLength: memory.byteLength });
    lane.drain();
    kernel.adopt(next.lane.address, lane.lane.address, block.address);
    push(minute(25), minute(30));
    return bars(next);
  };
  const until = bars(lane)[0]?.time as number;
  assert.ok(!events.some(({ type }) => type === 'problem'));
  assert.equal(until, startOf(from));
  return { join, until };
}

/** The first live trade comes in the middle of the twentieth minute. */
const FIRST_LIVE = minute(20) + 30_000;
/** Waits so short that the tests do not take their time. */
const WAITS = [1, 2, 3, 4];

/** Loads history from a source that has come as far as `reached` says when it is asked for the first time, the second and so on. */
async function load(test: TestContext, until: number, reached: readonly number[], more: Partial<HistoryRequest> = {}) {
  const server = await serveBars(test, (one, count) =>
    pageOf(barsOf(BEGIN, reached[Math.min(count, reached.length) - 1] as number), one),
  );
  const loader = new HistoryLoader(server.template, '', undefined, WAITS);
  const loaded = await loader.load({ symbol: SYMBOL, interval: '1m', limit: 100, until, ...more });
  return { ...server, loaded };
}

describe('the seam between history and live', () => {
  it('has no gap and no double where the source is up to date', async (test) => {
    const { join, until } = await live(test, FIRST_LIVE);
    const { loaded, asked } = await load(test, until, [minute(25)]);
    assert.equal(asked.length, 2, 'two pages, the second of them empty');
    assert.deepEqual(join(loaded), barsOf(BEGIN, minute(30)));
    assert.deepEqual(loaded.problems, []);
  });

  it('is closed by asking again where the source is several bars behind', async (test) => {
    const { join, until } = await live(test, FIRST_LIVE);
    for (const behind of [1, 2, 7, 19]) {
      // by and by: pages of the first load, then of each try
      const reached = [behind, behind, behind, behind - 1].map((bars) => minute(20 - bars) + 20_000);
      const { loaded, asked } = await load(test, until, [...reached, minute(25)]);
      const whole = loaded.bars.filter(({ time }) => time < until);
      assert.deepEqual(whole, barsOf(BEGIN, minute(20)), `${behind} bars behind`);
      assert.ok(loaded.bars.some(({ time }) => time === until));
      assert.deepEqual(loaded.problems, []);
      assert.ok((asked.at(-1) as Asked).limit <= 45 + behind, 'only what is missing');
      if (behind === 19) assert.deepEqual(join(loaded), barsOf(BEGIN, minute(30)));
    }
  });

  it('waits for the rest of the last bar before it', async (test) => {
    const { join, until } = await live(test, FIRST_LIVE);
    // two trades of four, then three, then all, then the next bar too
    const reached = [minute(19) + 20_000, minute(19) + 20_000, minute(19) + 35_000, minute(20), minute(21)];
    const { loaded } = await load(test, until, reached);
    assert.deepEqual(join(loaded).slice(0, 20), barsOf(BEGIN, minute(20)));
    assert.deepEqual(loaded.problems, []);
  });

  it('is closed where the source lists closed bars only, once it says the same three times', async (test) => {
    const { join, until } = await live(test, FIRST_LIVE);
    const { loaded, asked } = await load(test, until, [minute(20)]);
    assert.equal(asked.length, 4, 'two pages, and the newest bars twice more');
    assert.deepEqual(loaded.problems, []);
    assert.deepEqual(join(loaded), [...barsOf(BEGIN, minute(20)), ...barsOf(FIRST_LIVE, minute(30))]);
  });

  it('is told of where the source moves on and does not get there, and live goes on', async (test) => {
    const { join, until } = await live(test, FIRST_LIVE);
    for (const [behind, text] of [
      [16, '3 bars before'],
      [18, 'a bar before'],
    ] as const) {
      const reached = [behind - 1, behind - 1, behind - 1, behind].map((bars) => minute(bars) + 50_000);
      const { loaded, asked } = await load(test, until, reached);
      assert.deepEqual(loaded.problems, [
        `history of "${SYMBOL}": it ends ${text} the first live one: the source lags behind`,
      ]);
      assert.equal(asked.length, 6, 'two pages, and the newest bars four times more');
      const expected = [...barsOf(BEGIN, minute(behind) + 50_000), ...barsOf(FIRST_LIVE, minute(30))];
      if (behind === 18) assert.deepEqual(join(loaded), expected);
    }
  });

  it('is told of where the source has moved on since it was asked before', async (test) => {
    const until = minute(20);
    const { loaded } = await load(test, until, [minute(16) + 50_000], { since: minute(12) });
    assert.equal(loaded.problems.length, 1);
    const same = await load(test, until, [minute(16) + 50_000], { since: minute(16) });
    assert.deepEqual(same.loaded.problems, []);
  });

  it('is quiet after a night, where the source says five times that nothing was traded', async (test) => {
    const { join, until } = await live(test, FIRST_LIVE);
    const { loaded, asked } = await load(test, until, [minute(8)]);
    assert.deepEqual(loaded.problems, []);
    assert.equal(asked.length, 6, 'two pages, and the newest bars four times more');
    assert.deepEqual(join(loaded), [...barsOf(BEGIN, minute(8)), ...barsOf(FIRST_LIVE, minute(30))]);
  });

  it('is all that a small request is for, however far the source has come', async (test) => {
    const { loaded } = await load(test, minute(20), [minute(27)], { limit: 10, since: minute(17) });
    assert.deepEqual(
      loaded.bars.map(({ time }) => time),
      [17, 18, 19, 20].map(minute),
    );
  });

  it('is told of where asking again fails, and what came before is used', async (test) => {
    const { join, until } = await live(test, FIRST_LIVE);
    const { template, asked } = await serveBars(test, (one, count, response) => {
      if (count <= 2) return pageOf(barsOf(BEGIN, minute(15)), one);
      return void response.writeHead(404).end();
    });
    const loader = new HistoryLoader(template, '', undefined, WAITS);
    const loaded = await loader.load({ symbol: SYMBOL, interval: '1m', limit: 100, until });
    assert.match(
      loaded.problems.join(),
      /^history of "BTC-USD" from .+: HTTP 404 Not Found ; the bars so far are used$/,
    );
    assert.equal(asked.length, 3);
    assert.deepEqual(join(loaded), [...barsOf(BEGIN, minute(15)), ...barsOf(FIRST_LIVE, minute(30))]);
  });

  it('is none where there is no history', async (test) => {
    const { join, until } = await live(test, FIRST_LIVE);
    const { loaded, asked } = await load(test, until, [BEGIN]);
    assert.equal(asked.length, 1);
    assert.deepEqual(loaded.problems, []);
    assert.deepEqual(join(loaded), barsOf(FIRST_LIVE, minute(30)));
  });

  it('joins a row that is stamped within the first live bar, anew in each answer', async (test) => {
    const { join, until } = await live(test, FIRST_LIVE);
    const { template } = await serveBars(test, (one, count) => {
      const reached = count <= 2 ? minute(18) + 20_000 : minute(21);
      const bars = barsOf(BEGIN, reached);
      // the newest one has the time of its newest trade
      const stamped = [...bars.slice(0, -1), { ...(bars.at(-1) as Bar), time: reached - 10_000 + count }];
      return pageOf(stamped, one);
    });
    const loader = new HistoryLoader(template, '', undefined, WAITS);
    const loaded = await loader.load({ symbol: SYMBOL, interval: '1m', limit: 100, until });
    assert.equal(loaded.moved, 1);
    assert.deepEqual(join(loaded), barsOf(BEGIN, minute(30)));
  });

  it('is given up with the feed', async (test) => {
    const { template, asked } = await serveBars(test, (one) => pageOf(barsOf(BEGIN, minute(10)), one));
    const loader = new HistoryLoader(template, '', undefined, [3_600_000]);
    const loading = assert.rejects(
      loader.load({ symbol: SYMBOL, interval: '1m', limit: 10, until: minute(20) }),
      /given up, as the feed disconnected/,
    );
    while (asked.length < 1) await new Promise(setImmediate);
    loader.close();
    await loading;
  });

  it('is not looked at where nobody says when live began', async (test) => {
    const { template, asked } = await serveBars(test, (one) => pageOf(barsOf(BEGIN, minute(10)), one));
    const loader = new HistoryLoader(template, '', undefined, WAITS);
    assert.deepEqual((await loader.load({ symbol: SYMBOL, interval: '1m', limit: 5 })).problems, []);
    assert.equal(asked.length, 1);
  });
});
