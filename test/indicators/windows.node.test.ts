import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { OPERATIONS } from '../../src/indicators/operations.js';
import { runStep, type StepSettings } from './run-step.js';
import { assertNear, walk } from './series.js';
import { assertAnyCut, cuts, starts, value } from './step-place.js';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
console.log(`windows: SEED=${seed}`);

type Name = keyof typeof OPERATIONS;
const WINDOWS: readonly Name[] = [
  'mean',
  'sum',
  'weighted',
  'moments',
  'highest',
  'lowest',
  'median',
  'meanDeviation',
  'filter',
];
const INPUTS: Partial<Record<Name, number>> = { meanDeviation: 2 };

const settingsOf = (name: Name, period: number): StepSettings => ({
  period,
  ...(name === 'filter' && { table: Array.from({ length: period }, (_, index) => 1 / (index + 1.5)) }),
});

/** Positions ago, and the value, of the first that no other beats; unknown while the window is not full of known values. */
function extreme(window: readonly number[], sign: number): [number, number] {
  if (window.some(Number.isNaN)) return [Number.NaN, Number.NaN];
  const turned = window.map((x) => x * sign);
  const at = turned.indexOf(Math.max(...turned));
  return [window[at] as number, window.length - 1 - at];
}

/** Exact for values of at most 53 bits whose lowest is worth 2^-40 or more: mean and population variance, rounded once. */
function exactMoments(window: readonly number[]): [number, number] {
  if (window.some(Number.isNaN)) return [Number.NaN, Number.NaN];
  const scaled = window.map((x) => BigInt(x * 2 ** 40));
  const count = BigInt(window.length);
  const sum = scaled.reduce((a, b) => a + b, 0n);
  const squares = scaled.reduce((a, b) => a + b * b, 0n);
  const spread = count * squares - sum * sum;
  const ratio = (over: bigint, under: bigint) => Number((over << 100n) / under) / 2 ** 100;
  return [ratio(sum, count << 40n), ratio(spread, (count * count) << 80n)];
}

/** What each operation means, of one full window: two loops, nothing kept. */
const NAIVE: Partial<Record<Name, (window: readonly number[], table: readonly number[], b: number) => number[]>> = {
  mean: (window) => [window.reduce((a, b) => a + b) / window.length],
  sum: (window) => [window.reduce((a, b) => a + b)],
  weighted: (window) => [
    window.reduce((sum, x, index) => sum + x * (index + 1), 0) / ((window.length * (window.length + 1)) / 2),
  ],
  moments: (window) => {
    const mean = window.reduce((a, b) => a + b) / window.length;
    const variance = window.reduce((sum, x) => sum + (x - mean) ** 2, 0) / window.length;
    return [mean, variance, Math.sqrt(variance)];
  },
  highest: (window) => extreme(window, 1),
  lowest: (window) => extreme(window, -1),
  median: (window) => {
    if (window.some(Number.isNaN)) return [Number.NaN];
    const sorted = [...window].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return [
      sorted.length % 2
        ? (sorted[middle] as number)
        : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2,
    ];
  },
  meanDeviation: (window, _, b) => [window.reduce((sum, x) => sum + Math.abs(x - b), 0) / window.length],
  filter: (window, table) => [window.reduce((sum, x, index) => sum + x * (table[index] as number), 0)],
};

function naive(name: Name, columns: readonly (readonly number[])[], settings: StepSettings): number[][] {
  const [a = [], b = []] = columns;
  const period = settings.period ?? 0;
  const rows = a.map((_, at) => {
    if (at < period - 1) return [];
    return NAIVE[name]?.(a.slice(at - period + 1, at + 1), settings.table ?? [], b[at] as number) ?? [];
  });
  const outputs = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: outputs }, (_, output) => rows.map((row) => row[output] ?? Number.NaN));
}

describe('operations over windows', () => {
  for (const name of WINDOWS) {
    const columns = (a: number[]) => [a, walk(a.length, { seed: seed + 1 })].slice(0, INPUTS[name] ?? 1);

    it(`${name} is what two loops give, on random series with random periods`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 60 }),
          fc.array(value, { minLength: 1, maxLength: 200 }),
          async (period, a) => {
            const settings = settingsOf(name, period);
            const inputs = columns(a);
            const expected = naive(name, inputs, settings);
            const results = await runStep(name, inputs, settings);
            const largest = Math.max(1, ...a.filter((x) => !Number.isNaN(x)).map(Math.abs));
            expected.forEach((right, output) => {
              // a variance is of the order of squares, and a root of a rounding error is its root
              const scale = name !== 'moments' || output === 0 ? largest : largest ** 2;
              if (name === 'moments' && output === 2) {
                const squared = (values: readonly number[]) => values.map((x) => x * x);
                assertNear(squared(results[output] as number[]), squared(right), 1e-12, scale, 'deviation');
              } else assertNear(results[output] as number[], right, 1e-12, scale, `output ${output}`);
            });
          },
        ),
        { seed, numRuns: 300 },
      );
    });

    it(`${name} knows its first value at the end of the first window, and none while an unknown value is inside`, async () => {
      const period = 7;
      const a = walk(60, { seed });
      for (const hole of [0, 1, 20, 41, 42]) a[hole] = Number.NaN;
      const results = await runStep(name, columns(a), settingsOf(name, period));
      for (const result of results) {
        result.forEach((x, at) => {
          const full = at >= period - 1 && !a.slice(at - period + 1, at + 1).some(Number.isNaN);
          assert.equal(Number.isNaN(x), !full, `at ${at}: ${x}`);
        });
      }
    });

    it(`${name} has forgotten a spike of 1e15 once it has left the window`, async () => {
      for (const period of [1, 2, 13, 14, 20, 33]) {
        const a = walk(400, { seed });
        const spiked = [...a];
        for (const at of [100, 101, 150, 231]) spiked[at] = at % 2 ? -1e15 : 1e15;
        const settings = settingsOf(name, period);
        const fresh = await runStep(name, columns(a), settings);
        const after = await runStep(name, columns(spiked), settings);
        fresh.forEach((right, output) => {
          const clean = (values: readonly number[]) =>
            values.filter(
              (_, at) => !spiked.slice(Math.max(0, at - period + 1), at + 1).some((x) => Math.abs(x) > 1e14),
            );
          assertNear(clean(after[output] as number[]), clean(right), 1e-12, period > 1 ? 0 : 1e-12, `period ${period}`);
        });
      }
    });

    it(`${name} of a series that does not move is exact`, async () => {
      for (const price of [0, -37.63, 0.1, 1e6 + 0.1, 5e-7]) {
        for (const period of [1, 2, 14, 49, 200]) {
          const table = Array.from({ length: period }, () => 1 / period);
          const results = await runStep(name, columns(new Array(500).fill(price)), { period, table });
          if (name === 'moments') {
            assert.deepEqual(new Set(results[0]?.slice(period - 1)), new Set([price]));
            assert.deepEqual(new Set(results[1]?.slice(period - 1)), new Set([0]));
            assert.deepEqual(new Set(results[2]?.slice(period - 1)), new Set([0]));
          } else if (name === 'highest' || name === 'lowest' || name === 'median') {
            assert.deepEqual(new Set(results[0]?.slice(period - 1)), new Set([price]));
          } else if (name !== 'meanDeviation') {
            const expected = name === 'sum' ? price * period : price;
            assertNear(results[0]?.slice(period - 1) ?? [], new Array(501 - period).fill(expected), 1e-13);
          }
        }
      }
    });

    it(`${name} gives the same bits however its positions are cut into calls`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 40 }),
          // long enough for a few blocks of most periods: left to itself it mostly draws a handful
          fc
            .integer({ min: 1, max: 200 })
            .chain((least) => fc.array(fc.tuple(value, value), { minLength: least, maxLength: 200 })),
          starts,
          fc.array(cuts, { minLength: 1, maxLength: 40 }),
          fc.array(value, { minLength: 1, maxLength: 50 }),
          async (period, rows, start, plan, stale) => {
            const columns = rows.map((row) => row.slice(0, INPUTS[name] ?? 1));
            await assertAnyCut(name, settingsOf(name, period), columns, start, plan, stale);
          },
        ),
        { seed, numRuns: 150 },
      );
    });
  }

  it('moments near 1e6 that move by 1e-4 are those of exact arithmetic', async () => {
    for (const period of [2, 5, 20, 199, 1000]) {
      const a = walk(4000, { from: 1e6, step: 2e-4, seed });
      const [means = [], variances = [], deviations = []] = await runStep('moments', [a], { period });
      for (let at = period - 1; at < a.length; at += 7) {
        const [mean, variance] = exactMoments(a.slice(at - period + 1, at + 1));
        assertNear([means[at] as number], [mean], 2e-16, 0, 'mean');
        assertNear([variances[at] as number], [variance], 1e-12, 0, `variance of ${period}`);
        assertNear([deviations[at] as number], [Math.sqrt(variance)], 1e-12, 0, 'deviation');
      }
    }
  });

  it('the mean of whole numbers that do not move is the number itself', async () => {
    for (let period = 1; period <= 300; period++) {
      const [means = []] = await runStep('mean', [new Array(2 * period).fill(101)], { period });
      assert.deepEqual(new Set(means.slice(period - 1)), new Set([101]));
    }
  });

  it('a result that is not finite is unknown', async () => {
    const a = [1e308, 1.7e308, 1.7e308, 1.7e308, -1.7e308, 1, 2, 3, 4, 5, 6, 7, 8];
    for (const name of WINDOWS) {
      const inputs = [a, a.map((x) => -x)].slice(0, INPUTS[name] ?? 1);
      for (const result of await runStep(name, inputs, { period: 3, table: [1, 1, 1] })) {
        assert.ok(
          result.every((x) => Number.isFinite(x) || Number.isNaN(x)),
          `${name}: ${result}`,
        );
        assert.ok(!Number.isNaN(result.at(-1)), `${name}: ${result}`);
      }
    }
  });

  const ticks = process.env.SOAK ? 10_000_000 : 200_000;
  it(`nothing drifts over ${ticks} ticks`, async () => {
    const a = walk(ticks, { from: 1e4, step: 3, seed });
    for (const name of WINDOWS) {
      const settings = { ...settingsOf(name, 50), chunk: 1024 };
      const inputs = [a, a].slice(0, INPUTS[name] ?? 1);
      const results = await runStep(name, inputs, settings);
      const last = a.slice(-50);
      const expected = NAIVE[name]?.(last, settings.table ?? [], a.at(-1) as number) ?? [];
      assertNear(
        results.map((result) => result.at(-1) as number),
        expected,
        1e-12,
        0,
        name,
      );
    }
  });
});
