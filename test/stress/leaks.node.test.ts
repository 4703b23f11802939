import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CYCLES, findLeaks, LEAKS } from './leaks.js';
import { LifePage } from './life-page.js';

describe('nothing is left behind by', () => {
  let life: LifePage;
  before(async () => {
    life = await LifePage.open();
  });
  after(() => life?.close());

  for (const cycle of CYCLES) {
    const turns = cycle.turns[0];
    it(`${cycle.name}, ${turns} times`, async () => {
      assert.deepEqual(await findLeaks(life, cycle, turns), []);
    });
  }

  for (const [name, turn] of Object.entries(LEAKS)) {
    it(`but ${name} each time, which is found`, async () => {
      const found = await findLeaks(life, { begin: '', turn }, 12, 2, 0);
      assert.notDeepEqual(found, []);
    });
  }
});
