import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../feed/feed-rig.js';
import { RecoveryRig } from './rig.js';

/** Of a backoff's limits: its shortest wait is so many seconds, and who comes back sooner did not wait for it. */
const PATIENCE = 20;
const SOON_MS = 10_000;
/** Times that the page is left and restored: what drops it from the cache does not do so each time. */
const ROUNDS = 20;
/** What the browser has against a page in its back/forward cache. */
const WHY_NOT = `JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)`;

describe('feeds of a page that goes offline, is hidden, or sleeps', () => {
  let rig: RecoveryRig;
  before(async () => {
    rig = await RecoveryRig.start(5000, PATIENCE);
  });
  after(() => rig?.stop());

  it('connect at once when the network is back', async () => {
    const { page } = rig;
    const before = await rig.gaps();
    rig.each((proxy) => proxy.cut());
    await page.until('every feed to have lost it', ({ status }) => status === 'reconnecting');
    await page.page.setOfflineMode(true);
    const since = Date.now();
    await page.page.setOfflineMode(false);
    await rig.throughTo('reconnecting');
    assert.ok(Date.now() - since < SOON_MS, `they took ${Date.now() - since} ms`);
    await rig.assertComplete();
    assert.deepEqual(await rig.gaps(), before);
  });

  it('find out at once that a connection did not outlive the network', async () => {
    const { page } = rig;
    rig.each((proxy) => proxy.lose());
    // what was on its way would be taken for a sign of life
    await page.until('half a second without a message', ({ stats }) => Date.now() - (stats.lastMessage ?? 0) > 500);
    const since = Date.now();
    await page.page.setOfflineMode(true);
    await page.page.setOfflineMode(false);
    await page.until('every feed to have lost it', ({ status }) => status === 'reconnecting');
    // silence would have been noticed after three times five seconds
    assert.ok(Date.now() - since < SOON_MS, `they took ${Date.now() - since} ms`);
    await page.page.setOfflineMode(true);
    await page.page.setOfflineMode(false);
    await rig.throughTo('reconnecting');
    await rig.assertComplete();
  });

  it('come back while the page is hidden', async () => {
    const { page } = rig;
    const other = await page.browser.newPage();
    await other.bringToFront();
    while (!(await page.page.evaluate('document.hidden'))) await other.evaluate('0');
    rig.each((proxy) => proxy.cut());
    await page.until('every feed to have lost it', ({ status }) => status === 'reconnecting');
    const lost = await rig.counted('ticks');
    await page.page.setOfflineMode(true);
    await page.page.setOfflineMode(false);
    await page.until('every feed to be live with new ticks', ({ status, stats }, id) => {
      return status === 'live' && (stats.ticks ?? 0) > (lost[id] ?? 0);
    });
    assert.equal(await page.page.evaluate('document.hidden'), true);
    await other.close();
    await page.page.bringToFront();
    await rig.assertComplete();
  });

  it('let go of the network while the page is in the back/forward cache, and come back with it', async () => {
    const { page } = rig;
    const before = await rig.gaps();
    let free = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await page.page.goto(new URL('elsewhere', page.url).href);
      // a worker may be frozen before it has heard: what it holds then is let go of when it wakes
      await until(() => rig.open() === 0, 'the connections to end', 1000).then(
        () => free++,
        () => {},
      );
      rig.passTicks(10);
      const since = Date.now();
      await page.page.goBack();
      assert.equal(await page.page.evaluate('persisted.at(-1)'), true, (await page.page.evaluate(WHY_NOT)) as string);
      await rig.throughTo('reconnecting');
      assert.ok(Date.now() - since < SOON_MS, `they took ${Date.now() - since} ms`);
      await rig.assertComplete();
    }
    assert.ok(free > ROUNDS / 2, `in ${free} of ${ROUNDS} rounds all let go`);
    assert.deepEqual(await rig.gaps(), before);
  });
});
