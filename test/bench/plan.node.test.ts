import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measurePlan } from '../../bench/plan/measure.ts';
import { mixedPlan } from '../../bench/plan/mix.ts';
import { planFigures } from '../../bench/plan/suite.ts';
import type { PlanSource } from '../../src/memory/plan.ts';

/** Levels of steps by what they read. */
function levelsOf(count: number, levels: number): number[] {
  const found: number[] = [];
  const of = (source: PlanSource) => ('step' in source ? (found[source.step] as number) : 0);
  for (const { inputs } of mixedPlan(count, levels).plan.steps) found.push(1 + Math.max(...inputs.map(of)));
  return found;
}

describe('the plan that is measured', () => {
  for (const [count, levels] of [
    [50, 15],
    [50, 5],
    [50, 20],
  ] as const) {
    it(`has ${count} steps over exactly ${levels} levels, in their order`, () => {
      const found = levelsOf(count, levels);
      assert.equal(found.length, count);
      assert.deepEqual(new Set(found), new Set(Array.from({ length: levels }, (_, level) => level + 1)));
      assert.deepEqual(
        found,
        [...found].sort((a, b) => a - b),
      );
      const { ends } = mixedPlan(count, levels);
      assert.deepEqual(
        ends,
        Array.from({ length: levels }, (_, level) => found.lastIndexOf(level + 1) + 1),
      );
    });
  }

  it('has the same operations however many levels there are', () => {
    const operations = (levels: number) =>
      mixedPlan(50, levels).plan.steps.map(({ operation, period }) => [operation, period]);
    assert.deepEqual(operations(5), operations(20));
  });
});

describe('the plan benchmark', () => {
  const tiny = { steps: 24, levels: 6, spread: [2, 8], ticks: 60, rounds: 1 };

  it('takes ticks in every way, to the same values, and gives the figures that are asked for', async () => {
    const timings = await measurePlan(tiny);
    const figures = planFigures('Node', timings, tiny);
    const names = figures.map(({ name }) => name);
    for (const name of [
      'Node: 24 steps over 6 levels, one call',
      'Node: 24 steps over 6 levels, drain of one tick in a lane',
      'Node: 24 steps over 6 levels, a call per level / one call',
      'Node: 24 steps over 6 levels, objects per level / one call',
      'Node: 24 steps over 6 levels, JSON per level / one call',
      'Node: 24 steps, 8 levels / 2 levels',
    ]) {
      assert.ok(names.includes(name), name);
    }
    assert.ok(figures.every(({ value }) => value > 0));
  });
});
