import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { RUBBISH, WRECKAGE } from './garbage.js';
import { RecoveryRig } from './rig.js';

/** Short, so that silence is soon too long. */
const STALE_AFTER = 1000;

describe('feeds over WebSocket, SSE and HTTP streams come back by themselves, and every tick is accounted for', () => {
  let rig: RecoveryRig;
  before(async () => {
    rig = await RecoveryRig.start(STALE_AFTER);
  });
  after(() => rig?.stop());

  it('after a reset, going on where they were', async () => {
    const before = await rig.gaps();
    rig.each((proxy) => proxy.cut());
    await rig.throughTo('reconnecting');
    await rig.assertComplete();
    assert.deepEqual(await rig.gaps(), before);
  });

  it('after a cable was pulled, which nobody is told of, going on where they were', async () => {
    const before = await rig.gaps();
    rig.each((proxy) => proxy.lose());
    await rig.throughTo('stale', 'reconnecting');
    await rig.assertComplete();
    assert.deepEqual(await rig.gaps(), before);
  });

  it('after a silence that ends in time, on the same connection', async () => {
    const before = await rig.gaps();
    const accepted = rig.accepted();
    rig.each((proxy) => proxy.hold());
    await rig.page.until('every feed to be stale', ({ status }) => status === 'stale');
    rig.each((proxy) => proxy.release());
    await rig.throughTo('stale');
    await rig.assertComplete();
    assert.deepEqual(await rig.gaps(), before);
    assert.deepEqual(rig.accepted(), accepted);
  });

  it('after the gateway was killed and started again, which leaves a gap', async () => {
    const before = await rig.gaps();
    await rig.gateway.kill();
    await rig.page.until('every feed to have lost it', ({ status }) => status === 'reconnecting');
    rig.passTicks(10);
    await rig.gateway.start();
    await rig.throughTo('reconnecting');
    await rig.assertComplete();
    for (const [id, gaps] of Object.entries(await rig.gaps())) assert.ok(gaps > (before[id] ?? 0), id);
  });

  it('after the gateway was stopped and started again', async () => {
    await rig.gateway.stop();
    await rig.page.until('every feed to have lost it', ({ status }) => status === 'reconnecting');
    rig.passTicks(10);
    await rig.gateway.start();
    await rig.throughTo('reconnecting');
    await rig.assertComplete();
    await rig.untilPlaced();
  });

  it('after twenty refusals', async () => {
    const before = await rig.gaps();
    const refused = rig.refused();
    rig.each((proxy) => proxy.refuse(20));
    rig.each((proxy) => proxy.cut());
    await rig.throughTo('reconnecting');
    for (const [id, count] of Object.entries(rig.refused())) assert.equal(count - (refused[id] ?? 0), 20, id);
    await rig.assertComplete();
    assert.deepEqual(await rig.gaps(), before);
  });

  it('after a server that accepts and sends nothing', async () => {
    const before = await rig.gaps();
    const accepted = rig.accepted();
    rig.each((proxy) => {
      proxy.silent = true;
      proxy.cut();
    });
    const tried = (id: string) => (rig.accepted()[id] ?? 0) - (accepted[id] ?? 0);
    await rig.page.until('two attempts of every feed', (_, id) => tried(id) >= 2);
    rig.each((proxy) => {
      proxy.silent = false;
    });
    await rig.throughTo('reconnecting');
    await rig.assertComplete();
    assert.deepEqual(await rig.gaps(), before);
  });

  it('in spite of garbage between the messages, without a new connection', async () => {
    const before = await rig.gaps();
    const accepted = rig.accepted();
    const rejected = await rig.counted('rejected');
    rig.each((proxy, id) => proxy.inject(...(RUBBISH[id] ?? [])));
    await rig.page.until('every feed to have rejected some', ({ stats }, id) => {
      return (stats.rejected ?? 0) >= (rejected[id] ?? 0) + 7;
    });
    await rig.assertComplete();
    assert.deepEqual(await rig.gaps(), before);
    assert.deepEqual(rig.accepted(), accepted);
  });

  it('after garbage behind which nothing can be read', async () => {
    const before = await rig.gaps();
    rig.each((proxy, id) => proxy.inject(...(WRECKAGE[id] ?? [])));
    await rig.throughTo('reconnecting');
    await rig.assertComplete();
    assert.deepEqual(await rig.gaps(), before);
  });
});
