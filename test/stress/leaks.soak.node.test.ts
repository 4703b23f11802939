import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CYCLES, findLeaks } from './leaks.js';
import { LifePage } from './life-page.js';

describe('nothing is left behind by', () => {
  let life: LifePage;
  before(async () => {
    life = await LifePage.open();
  });
  after(() => life?.close());

  for (const cycle of CYCLES) {
    const turns = cycle.turns[1];
    it(`${cycle.name}, ${turns} times`, async () => {
      assert.deepEqual(await findLeaks(life, cycle, turns, 30), []);
    });
  }
});
