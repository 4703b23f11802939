import { expect } from '@open-wc/testing';
import type { TickerRequest } from '../../../src/elements/data-feed/ticker-request.js';
import { TickerSubscription } from '../../../src/elements/data-feed/ticker-subscription.js';
import type { FeedClient } from '../../../src/feed/client.js';
import type { HistoryRequest } from '../../../src/feed/history-request.js';
import { compile } from '../../../src/indicators/compile.js';
import { type HistoryBlock, writeHistory } from '../../../src/memory/history.js';
import type { Lane } from '../../../src/memory/lane.js';
import { RingWriter } from '../../../src/memory/ring-writer.js';
import { Views } from '../../../src/memory/views.js';
import type { HostOwner } from '../../../src/runtime/seat.js';
import { createRuntime, until } from '../../stress/stress.js';

const request = (changes: Partial<TickerRequest> = {}): TickerRequest => ({
  symbol: 'BTC',
  legs: ['BTC'],
  program: [],
  compiled: compile({ indicators: '', alerts: [] }),
  planKey: '',
  interval: 60_000,
  intervalName: '1m',
  keep: 100,
  bucket: 0,
  previousClose: Number.NaN,
  timeZone: 'UTC',
  ...changes,
});
/** So many bars are more than a memory has. */
const TOO_MANY = 2 ** 26;

/** A feed that takes everything and sends nothing. */
const feed = {
  subscribe: async () => {},
  replace: async () => {},
  unsubscribe: async () => {},
  history: async () => ({ count: 0, rejected: 0, moved: 0 }),
} as unknown as FeedClient;

const MINUTE = 60_000;
/** A minute's begin, half an hour ago. */
const T0 = Math.floor(Date.now() / MINUTE) * MINUTE - 30 * MINUTE;
const minute = (index: number) => T0 + index * MINUTE;

/** A feed whose source has come as far as `reached` says when it is asked for the first time, the second and so on; `tick` writes a trade. */
function feedThatReaches(...reached: readonly number[]) {
  const runtime = createRuntime();
  const asked: HistoryRequest[] = [];
  let lane: Lane | undefined;
  const client = {
    ...feed,
    subscribe: async (_: readonly string[], into: Lane) => {
      lane = into;
    },
    replace: async (_old: Lane, _symbols: readonly string[], into: Lane) => {
      lane = into;
    },
    history: async (one: HistoryRequest, block: HistoryBlock) => {
      const to = reached[Math.min(asked.push(one), reached.length) - 1] as number;
      const bars = Array.from({ length: to + 1 }, (_, index) => {
        const price = 100 + index;
        return { time: minute(index), open: price, high: price, low: price, close: price, volume: 1 };
      });
      const { memory } = runtime.memory;
      const newest = bars.slice(-one.limit);
      const count = writeHistory(new Views(memory), block.address, runtime.memory.byteLength, newest);
      return { count, rejected: 0, moved: 0 };
    },
  } as unknown as FeedClient;
  const tick = (time: number) => {
    const { memory, byteLength } = runtime.memory;
    const writer = new RingWriter(new Views(memory), (lane as Lane).address, byteLength);
    writer.trade(time, time, 500, 1, Number.NaN, 0, 0, 1);
    writer.flush();
  };
  return { runtime, client, asked, tick };
}

function open(first: TickerRequest, client = feed, runtime = createRuntime()) {
  const failures: (string | undefined)[] = [];
  const owner: HostOwner = { workers: 'auto', mode: 'shared', replaced: () => {}, displaced: () => {} };
  const events = {
    failed: (error?: Error) => failures.push(error?.message),
    signalled: () => {},
    changed: () => {},
  };
  const subscription = new TickerSubscription(runtime, client, first, events, owner);
  return { runtime, failures, subscription };
}

describe('a subscription', function () {
  this.timeout(30_000);

  it('begins with what can be had, after a beginning that could not', async () => {
    const { runtime, failures, subscription } = open(request({ keep: TOO_MANY }));
    await until(() => failures.length === 1, 'the failure');
    expect(subscription.lane).to.equal(undefined);
    subscription.update(request());
    await until(() => subscription.lane !== undefined, 'a lane');
    expect(failures.at(-1)).to.equal(undefined);
    await subscription.close();
    expect([runtime.lanes, runtime.workers, runtime.memory.used]).to.deep.equal([0, 0, 0]);
  });

  it('says where there is no memory for history, and goes on without', async () => {
    const { runtime, failures, subscription } = open(request());
    await until(() => subscription.lane !== undefined, 'a lane');
    const { address } = subscription.lane as { address: number };
    subscription.update(request({ keep: TOO_MANY }));
    subscription.loadHistory('a source');
    await until(() => failures.some((failure) => failure?.startsWith('history of 67108864 bars')), 'the failure');
    expect(subscription.lane?.address).to.equal(address);
    await subscription.close();
    expect([runtime.lanes, runtime.workers, runtime.memory.used]).to.deep.equal([0, 0, 0]);
  });

  it('shows history before the first tick, and mends it once live begins', async () => {
    // the newest bar is of minute 10 at first, then the source has caught up with the tick of minute 20
    const { client, runtime, asked, tick } = feedThatReaches(10, 20);
    const { failures, subscription } = open(request(), client, runtime);
    subscription.loadHistory('a source');
    await until(() => subscription.bars(100).length === 11, 'history');
    expect(asked).to.have.length(1);
    expect(asked[0]).to.include({ limit: 100 }).and.not.to.have.any.keys('until', 'since');
    expect(asked[0]?.zone).to.deep.equal([]);
    tick(minute(20) + 30_000);
    await until(() => subscription.bars(100).length === 21, 'the bars in between');
    const bars = subscription.bars(100);
    expect(bars.map(({ time }) => time)).to.deep.equal(Array.from({ length: 21 }, (_, index) => minute(index)));
    expect(bars.map(({ open }) => open)).to.deep.equal(Array.from({ length: 21 }, (_, index) => 100 + index));
    expect(bars.at(-1)).to.include({ high: 500, low: 120, close: 500, volume: 1 });
    expect(asked).to.have.length(2);
    expect(asked[1]).to.include({ until: minute(20), since: minute(10) });
    expect(failures.filter(Boolean)).to.deep.equal([]);
    await subscription.close();
    expect([runtime.lanes, runtime.workers, runtime.memory.used]).to.deep.equal([0, 0, 0]);
  });

  it('asks once where live was there first and history reaches it', async () => {
    const { client, runtime, asked, tick } = feedThatReaches(20);
    const { subscription } = open(request(), client, runtime);
    await until(() => subscription.lane !== undefined, 'a lane');
    subscription.update(request({ planKey: 'another' }));
    await until(() => subscription.request?.planKey === 'another', 'a lane that the feed writes to');
    tick(minute(20) + 30_000);
    await until(() => subscription.bars(100).length === 1, 'a live bar');
    subscription.loadHistory('a source');
    await until(() => subscription.bars(100).length === 21, 'history');
    await subscription.close();
    expect(asked).to.have.length(1);
    expect(runtime.memory.used).to.equal(0);
  });

  it('joins history once there is memory for it', async () => {
    const { client, runtime, asked } = feedThatReaches(10);
    const { failures, subscription } = open(request(), client, runtime);
    await until(() => subscription.lane !== undefined, 'a lane');
    const { memory } = runtime;
    const allocate = memory.allocate.bind(memory);
    let room = 1;
    // a block for the bars, and none for a lane
    memory.allocate = (bytes) => {
      if (room-- > 0) return allocate(bytes);
      throw new RangeError('memory cannot grow');
    };
    subscription.loadHistory('a source');
    await until(() => failures.includes('memory cannot grow'), 'the failure');
    expect(subscription.bars(100)).to.deep.equal([]);
    memory.allocate = allocate;
    await until(() => subscription.bars(100).length === 11, 'history');
    expect(asked.length).to.equal(2);
    expect(failures.at(-1), 'what could not be had is forgotten').to.equal(undefined);
    await subscription.close();
    expect([runtime.lanes, runtime.workers, runtime.memory.used]).to.deep.equal([0, 0, 0]);
  });

  it('fetches history anew for bars that it has had, and lost to another interval', async () => {
    const { client, runtime, asked } = feedThatReaches(10);
    const { subscription } = open(request(), client, runtime);
    subscription.loadHistory('a source');
    await until(() => subscription.bars(100).length === 11, 'history');
    subscription.update(request({ interval: 0, intervalName: 'tick' }));
    await until(() => subscription.request?.interval === 0, 'ticks');
    subscription.update(request());
    await until(() => subscription.bars(100).length === 11, 'history once more');
    expect(asked).to.have.length(2);
    await subscription.close();
    expect(runtime.memory.used).to.equal(0);
  });
});
