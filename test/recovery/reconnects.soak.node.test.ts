import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WRECKAGE } from './garbage.js';
import { takeInventory } from './inventory.js';
import { RecoveryRig } from './rig.js';

/** The default of `stale-after`. */
const STALE_AFTER = 10_000;
const MINUTE = 60_000;
const ROUNDS = 1000;
/** Rounds before the first look: code is compiled, buffers have grown. */
const WARM_UP = 100;
/** Of a backoff's limits: the first wait is ten milliseconds. */
const HURRY = 0.01;

describe('feeds over WebSocket, SSE and HTTP streams, for long', () => {
  it('bear a silence of 25 seconds, and leave after one of 30', async (test) => {
    const rig = await RecoveryRig.start(STALE_AFTER, HURRY);
    test.after(() => rig.stop());
    const accepted = rig.accepted();
    rig.each((proxy) => proxy.hold());
    const since = Date.now();
    await rig.page.until('every feed to be stale', ({ status }) => status === 'stale', MINUTE);
    await rig.page.until('25 seconds', () => Date.now() - since > 25_000, MINUTE);
    rig.each((proxy) => proxy.release());
    await rig.throughTo('stale');
    await rig.assertComplete();
    assert.deepEqual(rig.accepted(), accepted);

    rig.each((proxy) => proxy.lose());
    const lost = Date.now();
    await rig.page.until('every feed to have left', ({ statuses }) => statuses.includes('reconnecting'), MINUTE);
    const took = Date.now() - lost;
    assert.ok(took > 29_000 && took < 40_000, `${took} ms`);
    await rig.throughTo('stale', 'reconnecting');
    await rig.assertComplete();
    assert.deepEqual(Object.values(await rig.gaps()), [0, 0, 0, 0, 0]);
  });

  it(`leave nothing behind after ${ROUNDS} reconnects of each`, async (test) => {
    const rig = await RecoveryRig.start(STALE_AFTER, HURRY);
    test.after(() => rig.stop());
    for (let round = 0; round < WARM_UP; round++) await loseAndFind(rig, round);
    const before = await takeInventory(rig);
    const reconnects = await rig.counted('reconnects');
    for (let round = 0; round < ROUNDS; round++) {
      await loseAndFind(rig, round);
      if (round % 100 === 99) console.log(`${round + 1} rounds: ${JSON.stringify(await takeInventory(rig))}`);
    }
    for (const [id, count] of Object.entries(await rig.counted('reconnects'))) {
      assert.ok(count - (reconnects[id] ?? 0) >= ROUNDS, `${id}: ${count - (reconnects[id] ?? 0)} reconnects`);
    }
    const after = await takeInventory(rig);
    console.log(`before: ${JSON.stringify(before)}\nafter: ${JSON.stringify(after)}`);
    assert.deepEqual(after.counts, before.counts);
    assert.ok(after.nodes < before.nodes + 50, `${after.nodes} nodes`);
    for (const [name, megabytes] of Object.entries(after.megabytes)) {
      const grown = megabytes - (before.megabytes[name] ?? 0);
      assert.ok(grown < 1, `${name} grew by ${grown.toFixed(2)} MB`);
    }
  });
});

/** Ends every connection in the way whose turn it is, and waits until all are back and every tick is accounted for. */
async function loseAndFind(rig: RecoveryRig, round: number): Promise<void> {
  await rig.page.listenAnew();
  if (round % 100 === 50) {
    await rig.gateway.kill();
    await rig.gateway.start();
  } else if (round % 10 === 5) {
    rig.each((proxy, id) => proxy.inject(...(WRECKAGE[id] ?? [])));
  } else {
    if (round % 10 === 2) rig.each((proxy) => proxy.refuse(3));
    rig.each((proxy) => proxy.cut());
  }
  await rig.throughTo('reconnecting');
  if (round % 10 === 9) await rig.assertComplete();
}
