import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { property } from '../tools/property.js';
import { anyCuts, anyFirst, anySeries } from './random-bars.js';
import { beginStep, planOf, runStep } from './run-step.js';
import { checkStep, StepRig } from './step-rig.js';

const unknown = Number.isNaN;
const truth = (value: boolean) => Number(value);
const known = (value: number) => (Number.isFinite(value) ? value : Number.NaN);
const whereKnown =
  (compare: (a: number, b: number) => boolean) =>
  (a: number, b = 0) =>
    unknown(a) || unknown(b) ? Number.NaN : truth(compare(a, b));

const REFERENCES = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number, c: number) => (b === 0 ? (unknown(a) ? a : c) : a / b),
  multiplyAdd: (a: number, b: number, c: number) => a + b * c,
  minimum: (a: number, b: number) => Math.min(a, b),
  maximum: (a: number, b: number) => Math.max(a, b),
  absolute: (a: number) => Math.abs(a),
  root: (a: number) => Math.sqrt(a),
  sign: (a: number) => Math.sign(a),
  greater: whereKnown((a, b) => a > b),
  greaterEqual: whereKnown((a, b) => a >= b),
  equal: whereKnown((a, b) => a === b),
  and: (a: number, b: number) => (a === 0 || b === 0 ? 0 : unknown(a) || unknown(b) ? Number.NaN : 1),
  or: (a: number, b: number) =>
    (a !== 0 && !unknown(a)) || (b !== 0 && !unknown(b)) ? 1 : unknown(a) || unknown(b) ? Number.NaN : 0,
  not: (a: number) => (unknown(a) ? a : truth(a === 0)),
  otherwise: (a: number, b: number) => (unknown(a) ? b : a),
  select: (a: number, b: number, c: number) => (unknown(a) ? a : a !== 0 ? b : c),
} as const;
type Name = keyof typeof REFERENCES;

describe('operations value by value', () => {
  for (const name of Object.keys(REFERENCES) as Name[]) {
    it(`${name} is what it is called, on every position`, () => {
      const inputs = planOf(name, {}).steps[0]?.inputs.length ?? 0;
      property(anySeries(inputs, 4), anyCuts, anyFirst, (columns, cuts, first) => {
        const reference = REFERENCES[name] as (...values: number[]) => number;
        const expected = (columns[0] as number[]).map((_, index) =>
          known(reference(...columns.map((c) => c[index] as number))),
        );
        checkStep(name, columns, {}, () => [expected], { cuts, first });
      });
    });
  }

  const HUGE = 1.7e308;
  for (const [name, inputs] of [
    ['add', [HUGE, HUGE]],
    ['subtract', [-HUGE, HUGE]],
    ['multiply', [HUGE, 2]],
    ['divide', [HUGE, 1e-3, 0]],
    ['divide', [0, 0, Number.NaN]],
    ['multiplyAdd', [0, HUGE, HUGE]],
    ['root', [-1]],
  ] as const) {
    it(`${name} of ${inputs.join(', ')} is unknown, not infinite`, async () => {
      const [results] = await runStep(
        name,
        inputs.map((value) => [value, value, value]),
      );
      assert.deepEqual(results, [Number.NaN, Number.NaN, Number.NaN]);
    });
  }

  it('reads a constant at every position', () => {
    const plan = planOf('subtract', {});
    const [step] = plan.steps;
    assert.ok(step);
    for (const [inputs, expected] of [
      [
        [{ input: 0 }, { constant: 2.5 }],
        [-1.5, -0.5, 0.5, 1.5, 2.5],
      ],
      [
        [{ constant: 2.5 }, { input: 0 }],
        [1.5, 0.5, -0.5, -1.5, -2.5],
      ],
    ] as const) {
      const rig = new StepRig({ ...plan, steps: [{ ...step, inputs }] }, { first: 3 });
      rig.put([[1, 2, 3, 4, 5]], 0, 5);
      rig.advance(0, 5);
      assert.deepEqual(
        [0, 1, 2, 3, 4].map((index) => rig.read(index)[0]),
        expected,
      );
    }
  });

  it('leaves the bytes around an output that nobody reads alone', async () => {
    const run = await beginStep('add');
    assert.deepEqual(
      run.advance(
        new Map([
          [0, Float64Array.of(1, 2, 3)],
          [1, Float64Array.of(1, 1, 1)],
        ]),
      ),
      [Float64Array.of(2, 3, 4)],
    );
    const plan = planOf('add', {});
    const twice = { ...plan, steps: [...plan.steps, ...plan.steps] };
    const rig = new StepRig(twice);
    rig.put(
      [
        [1, 2, 3, 4],
        [10, 20, 30, 40],
      ],
      0,
      4,
    );
    rig.advance(0, 4);
    assert.deepEqual(
      [0, 1, 2, 3].map((index) => rig.read(index)[0]),
      [11, 22, 33, 44],
    );
  });
});
