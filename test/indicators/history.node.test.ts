import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { property } from '../tools/property.js';
import { anyCuts, anyFirst, anySeries } from './random-bars.js';
import { runStep } from './run-step.js';
import { checkStep, type Reference } from './step-rig.js';

const column = (inputs: readonly (readonly number[])[], index: number) => inputs[index] as readonly number[];

const lag: Reference = (inputs, { period = 0 }) => {
  const a = column(inputs, 0);
  return [a.map((_, index) => a[index - period] ?? Number.NaN)];
};

/** Of each value and the one so many positions ago. */
const against =
  (of: (here: number, before: number) => number): Reference =>
  (inputs, settings) => {
    const befores = lag(inputs, settings)[0] as number[];
    const results = column(inputs, 0).map((here, index) => of(here, befores[index] as number));
    return [results.map((value) => (Number.isFinite(value) ? value : Number.NaN))];
  };

const cross: Reference = (inputs, { period = 0 }) => {
  const [a, b] = [column(inputs, 0), column(inputs, 1)];
  return [
    a.map((here, index) => {
      const values = [a[index - 1], b[index - 1], here, b[index]] as [number, number, number, number];
      if (index === 0 || values.some(Number.isNaN)) return Number.NaN;
      const up = values[0] <= values[1] && values[2] > values[3];
      const down = values[0] >= values[1] && values[2] < values[3];
      return Number((up && period !== 2) || (down && period !== 1));
    }),
  ];
};

const streak: Reference = (inputs) => {
  let [before, length] = [Number.NaN, 0];
  return [
    column(inputs, 0).map((here) => {
      if (Number.isNaN(here)) return here;
      const way = Math.sign(here - before);
      length = way !== 0 && way === Math.sign(length) ? length + way : way;
      const first = Number.isNaN(before);
      before = here;
      if (first) length = 0;
      return first ? Number.NaN : length;
    }),
  ];
};

describe('operations on what was before', () => {
  it('lag is the value so many positions ago, and unknown before there were so many', () => {
    property(anySeries(1), fc.integer({ min: 0, max: 150 }), anyCuts, anyFirst, (inputs, period, cuts, first) => {
      checkStep('lag', inputs, { period }, lag, { cuts, first });
    });
  });

  for (const [name, what, of] of [
    ['difference', 'how far a value is above', (here, before) => here - before],
    ['distance', 'how far a value is from', (here, before) => Math.abs(here - before)],
    ['percent', 'how many percent a value is above', (here, before) => (100 * (here - before)) / before],
  ] as const satisfies [string, string, (here: number, before: number) => number][]) {
    it(`${name} is ${what} the one so many positions ago`, () => {
      property(anySeries(1), fc.integer({ min: 0, max: 150 }), anyCuts, anyFirst, (inputs, period, cuts, first) => {
        checkStep(name, inputs, { period }, against(of), { cuts, first });
      });
    });
  }

  for (const [period, way] of [
    [1, 'from below'],
    [2, 'from above'],
    [3, 'either way'],
  ] as const) {
    it(`cross is 1 where one series crosses the other ${way}`, () => {
      property(anySeries(2), anyCuts, anyFirst, (inputs, cuts, first) => {
        checkStep('cross', inputs, { period }, cross, { cuts, first });
      });
    });
  }

  it('cross takes a touch for the side that it came from', async () => {
    const level = [5, 5, 5, 5, 5];
    assert.deepEqual(await runStep('cross', [[4, 5, 6, 5, 4], level], { period: 3 }), [[Number.NaN, 0, 1, 0, 1]]);
  });

  it('streak counts rises and falls in a row', () => {
    property(anySeries(1), anyCuts, anyFirst, (inputs, cuts, first) => {
      checkStep('streak', inputs, {}, streak, { cuts, first });
    });
  });
});
