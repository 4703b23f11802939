import { expect } from '@open-wc/testing';
import type { TickerRequest } from '../../../src/elements/data-feed/ticker-request.js';
import { TickerSubscription } from '../../../src/elements/data-feed/ticker-subscription.js';
import type { FeedClient } from '../../../src/feed/client.js';
import { compile } from '../../../src/indicators/compile.js';
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
  history: async () => ({ count: 0, rejected: 0 }),
} as unknown as FeedClient;

function open(first: TickerRequest) {
  const runtime = createRuntime();
  const failures: (string | undefined)[] = [];
  const subscription = new TickerSubscription(runtime, feed, first, {
    failed: (error) => failures.push(error?.message),
    signalled: () => {},
    changed: () => {},
  });
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
});
